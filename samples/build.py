"""`python -m samples.build`: writes the sample plans and all gold.

data/raw gets the samples in their forms (drawn, scanned, garbled), tests/gold/samples
their true fields; tests/gold/dev and tests/gold/test get the genre's texts with
theirs (samples/genre/dev, samples/genre/test).
"""

from __future__ import annotations

import argparse
import io
import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from samples import content, docx, text
from samples.draw import Drawn, Style, draw
from samples.garble import garble
from samples.gold import Json, gold
from samples.legacy import tcvn3_face, vni_face
from samples.scan import LEVELS, Level, as_pdf, scan
from samples.typeset import Typeface

HERE = Path(__file__).parent
PLANS = HERE / "plans"

# A light page as offices scan for mail: fewer pixels, so that the samples stay small.
_LEVELS = {**LEVELS, "light-200": Level(200, skew=0.4, blur=0.6, noise=4, wear=0.01, jpeg=70)}


@dataclass(frozen=True, slots=True)
class Form:
    """One file of a sample: its path under data/raw and how it is made."""

    file: str
    form: str
    level: str = ""
    seed: int = 1
    seal: str = "red"
    colour: str = ""
    style: str = "blocks"
    written_number: str = ""
    sideways: tuple[int, ...] = ()
    incoming: tuple[str, ...] = ()
    decomposed: bool = False

    @staticmethod
    def of(data: dict[str, Any]) -> Form:
        """The form in a `[[forms]]` table. Raises TypeError for an unknown key."""
        lists = {key: tuple(data.get(key, ())) for key in ("sideways", "incoming")}
        return Form(**{**data, **lists})


def samples() -> Iterator[tuple[content.Content, list[Form]]]:
    """Every sample's content with its forms, in the order of their file names."""
    for path in sorted(PLANS.glob("*.toml")):
        data = content.raw(path)
        yield content.of(data), [Form.of(form) for form in data["forms"]]


def make(plan: content.Content, form: Form) -> bytes:
    """The bytes of one file. Raises KeyError for an unknown form or level."""
    makers: dict[str, Callable[[content.Content, Form], bytes]] = {
        "pdf-text": _drawn_pdf,
        "legacy-tcvn3": _drawn_pdf,
        "legacy-vni": _drawn_pdf,
        "colour-scan": _scanned_pdf,
        "grey-scan": _scanned_pdf,
        "1-bit-scan": _scanned_pdf,
        "garbled-layer": _garbled_layer,
        "garbled-text": _garbled_text,
        "image": _image,
        "docx": _docx,
        "txt": _text,
    }
    return makers[form.form](plan, form)


def drawn(plan: content.Content, form: Form) -> Drawn:
    """The sample's pages as they are drawn, before any scanner."""
    face: Typeface | None = None
    if form.form == "legacy-tcvn3":
        face = tcvn3_face()
    elif form.form == "legacy-vni":
        face = vni_face()
    style = Style(
        seal=form.seal,
        signed=form.seal != "none",
        typeface=face,
        seed=form.seed,
        written_number=form.written_number,
        incoming=form.incoming,
    )
    return draw(plan, style)


def _docx(plan: content.Content, _: Form) -> bytes:
    return docx.write(plan)


def _text(plan: content.Content, form: Form) -> bytes:
    words = text.write(plan, form.style)
    return unicodedata.normalize("NFD" if form.decomposed else "NFC", words).encode("utf-8")


def _drawn_pdf(plan: content.Content, form: Form) -> bytes:
    return drawn(plan, form).pdf


def scanned(plan: content.Content, form: Form) -> list[Image.Image]:
    """The sample's pages as scanned images, those in `sideways` turned by 90 degrees."""
    colour = form.colour or {"grey-scan": "grey"}.get(form.form)
    pages = scan(drawn(plan, form).pdf, _LEVELS[form.level], form.seed, colour)
    return [
        page.transpose(Image.Transpose.ROTATE_90) if number in form.sideways else page
        for number, page in enumerate(pages, 1)
    ]


def _scanned_pdf(plan: content.Content, form: Form) -> bytes:
    level = _LEVELS[form.level]
    return as_pdf(scanned(plan, form), level.dpi, min(level.jpeg, 55))


def _garbled_layer(plan: content.Content, form: Form) -> bytes:
    level = _LEVELS[form.level]
    pages = scanned(plan, form)
    return as_pdf(pages, level.dpi, 50, [garble(page).words for page in pages])


def _garbled_text(plan: content.Content, form: Form) -> bytes:
    pages = [garble(page).text for page in scanned(plan, form)]
    return "\n".join(pages).encode("utf-8")


def _image(plan: content.Content, form: Form) -> bytes:
    pages = scanned(plan, form)
    out = io.BytesIO()
    dpi = (_LEVELS[form.level].dpi,) * 2
    if form.file.endswith(".tif"):
        pages[0].save(
            out, "TIFF", save_all=True, append_images=pages[1:], compression="jpeg", quality=60,
            dpi=dpi,
        )  # fmt: skip
    elif form.file.endswith(".png"):
        # A limited palette keeps a noisy page's PNG to a few hundred kilobytes.
        pages[0].quantize(24).save(out, "PNG", optimize=True, dpi=dpi)
    else:
        pages[0].save(out, "JPEG", quality=60, dpi=dpi)
    return out.getvalue()


def build(folder: Path) -> list[Path]:
    """Writes every sample under a folder; gives the paths written."""
    return [
        write_file(folder / form.file, make(plan, form))
        for plan, forms in samples()
        for form in forms
    ]


def sample_gold(path: Path) -> Json:
    """The gold of a sample's content file, the pages' text included where they are drawn."""
    data = content.raw(path)
    plan, forms = content.of(data), [Form.of(form) for form in data["forms"]]
    made = gold(plan, data, {form.file: form.form for form in forms}, "samples")
    if forms[0].form not in ("docx", "txt", "garbled-text"):
        made["pages"] = list(drawn(plan, forms[0]).texts)
    return made


def genre_text(path: Path) -> str:
    """The text of a genre document in the style its file asks for."""
    data = content.raw(path)
    manner = {key: data[key] for key in ("style", "width", "hyphens") if key in data}
    return text.write(content.of(data), **manner)


def genre_gold(path: Path) -> Json:
    """The gold of a genre document; `part` is its folder's name (dev or test)."""
    data = content.raw(path)
    plan = content.of(data)
    return gold(plan, data, {f"{plan.id}.txt": "txt"}, path.parent.name)


def build_gold(folder: Path) -> list[Path]:
    """Writes all gold, and the genre's texts beside theirs; gives the paths written."""
    written = [
        write_file(folder / "samples" / f"{path.stem}.json", as_json(sample_gold(path)))
        for path in sorted(PLANS.glob("*.toml"))
    ]
    for path in sorted((HERE / "genre").glob("*/*.toml")):
        stem = folder / path.parent.name / path.stem
        written.append(write_file(stem.with_suffix(".txt"), genre_text(path).encode("utf-8")))
        written.append(write_file(stem.with_suffix(".json"), as_json(genre_gold(path))))
    return written


def as_json(data: Json) -> bytes:
    """Gold as the bytes of its file."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def write_file(path: Path, data: bytes) -> Path:
    """Writes a file and the folders above it; gives its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent / "data" / "raw")
    parser.add_argument("--gold", type=Path, default=HERE.parent / "tests" / "gold")
    parser.add_argument("--only-gold", action="store_true", help="leave the samples as they are")
    options = parser.parse_args()
    written = build_gold(options.gold)
    if not options.only_gold:
        written += build(options.out)
    for path in written:
        print(f"{path}  {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
