"""Files that break readers, made from small sound ones with a seed."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import count

from docx import Document as Word
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

Hostile = tuple[str, bytes]
"""(name of the file, its bytes)"""

SIZE = (300, 200)
"""Points and pixels of a page: small, so that a misread one costs little."""


def pdf(pages: int = 1, password: str = "") -> bytes:
    """Born digital, with lines that a text layer can be judged by."""
    target = io.BytesIO()
    lock = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(target, pagesize=SIZE, encrypt=lock, invariant=1)
    for page in range(pages):
        for line in range(8):
            canvas.drawString(20, 180 - 20 * line, f"Page {page} line {line} of the plan, 2024")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def picture(kind: str) -> bytes:
    image = Image.new("L", SIZE, 255)
    ImageDraw.Draw(image).text((20, 20), "KE HOACH 2024", fill=0)
    target = io.BytesIO()
    image.save(target, kind)
    return target.getvalue()


def docx() -> bytes:
    document = Word()
    for line in range(5):
        document.add_paragraph(f"Line {line} of the plan")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def sound() -> dict[str, bytes]:
    """A sound file of each kind, by ending."""
    return {
        "pdf": pdf(),
        "png": picture("PNG"),
        "jpg": picture("JPEG"),
        "tif": picture("TIFF"),
        "docx": docx(),
        "txt": "KẾ HOẠCH\nNội dung".encode(),
        "md": "# KẾ HOẠCH\n- Nội dung".encode(),
    }


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))] if data else data


def flipped(data: bytes, chance: random.Random) -> bytes:
    """One bit in some hundred bytes."""
    changed = bytearray(data or b"\0")
    for _ in range(max(1, len(data) // 300)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def spliced(data: bytes, chance: random.Random) -> bytes:
    """A piece of it put elsewhere in it."""
    start, end = sorted(chance.choices(range(len(data) + 1), k=2))
    place = chance.randrange(len(data) + 1)
    return data[:place] + data[start:end] + data[place:]


def noise(data: bytes, chance: random.Random) -> bytes:
    """The right beginning, then nothing of the kind."""
    return data[:8] + chance.randbytes(500)


HARMS: tuple[Callable[[bytes, random.Random], bytes], ...] = (truncated, flipped, spliced, noise)


def pixel_bomb() -> bytes:
    """A PNG of some hundred bytes that says it is 60,000 x 60,000."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(60_001) * 10)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def page_bomb() -> bytes:
    """A PDF whose page tree counts more pages than there are, one of them itself."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 99999999/Kids[2 0 R 3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9e9 9e9]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def zip_bomb() -> bytes:
    """A Word file whose text unfolds from a megabyte to a gigabyte."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx())) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for name in source.namelist():
            if name != "word/document.xml":
                bomb.writestr(name, source.read(name))
        with bomb.open("word/document.xml", "w", force_zip64=True) as file:
            for _ in range(1024):
                file.write(bytes(1 << 20))
    return target.getvalue()


def entity_bomb() -> bytes:
    """A Word file whose XML names its own parts over and over."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "lol">{entities}]><d>&a11;</d>'
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as source, zipfile.ZipFile(target, "w") as bomb:
        for name in source.namelist():
            bomb.writestr(name, xml if name == "word/document.xml" else source.read(name))
    return target.getvalue()


def special() -> Iterator[Hostile]:
    """The ones that are not damaged but made to harm."""
    kinds = sound()
    yield "pages.pdf", page_bomb()
    yield "many-pages.pdf", pdf(pages=300)
    yield "pixels.png", pixel_bomb()
    yield "unfolds.docx", zip_bomb()
    yield "entities.docx", entity_bomb()
    yield "locked.pdf", pdf(password="secret")
    yield "nested.pdf", kinds["pdf"] + kinds["pdf"]
    yield "empty.pdf", b""
    yield "no-pages.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    yield "new\nline.txt", kinds["txt"] + b" 1"
    yield "..txt.pdf", kinds["txt"]
    yield "-rf *; $(touch gone).txt", kinds["txt"] + b" 2"
    yield "%s%n{0}.txt", kinds["txt"] + b" 3"
    yield "x" * 251 + ".txt", kinds["txt"] + b" 4"
    yield "one-line.txt", b"a" * 3_000_000
    yield "nul.txt", bytes(100_000)
    yield "wide.txt", "KẾ HOẠCH".encode("utf-16")
    for name, data in kinds.items():
        for other in kinds:
            if other != name:
                yield f"{name}-as.{other}", data + b" "


def hostile(seed: int, number: int) -> list[Hostile]:
    """So many files, no two of the same bytes or name."""
    files = dict(special())
    chance = random.Random(seed)
    kinds = sound()
    for turn in count():
        if len(files) >= number:
            return list(files.items())[:number]
        ending = list(kinds)[turn % len(kinds)]
        harm = HARMS[turn // len(kinds) % len(HARMS)]
        files[f"{harm.__name__}-{turn}.{ending}"] = harm(kinds[ending], chance) + b"%d" % turn
    raise AssertionError
