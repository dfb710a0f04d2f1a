"""What makes a result another one, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.batch.keys import Keys
from pipeline.batch.versions import Versions, tools_of, versions
from pipeline.errors import SettingsError
from pipeline.settings import (
    BatchSettings,
    ExtractionSettings,
    ReadingSettings,
    RestorationSettings,
    Settings,
)

KEYS = Keys(Settings(), {}, Versions("r", "s", "e", "t"))


def stages(keys: Keys) -> dict[str, str]:
    """The key of each stage's result for one document."""
    read = keys.read("hash", ".pdf")
    restored = keys.restored(read, ["a sister"])
    return {"read": read, "restored": restored, "plan": keys.plan(restored)}


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        # settings: only the stages that depend on them
        (lambda k: replace(k, settings=Settings(reading=ReadingSettings(dpi=200))), "all"),
        (
            lambda k: replace(k, settings=Settings(restoration=RestorationSettings(threshold=0.9))),
            "restored plan",
        ),
        (
            lambda k: replace(k, settings=Settings(extraction=ExtractionSettings(review_below=0))),
            "",
        ),
        (lambda k: replace(k, settings=Settings(batch=BatchSettings(workers=9))), ""),
        # versions: a changed rule runs extraction again, and not OCR
        (lambda k: replace(k, versions=replace(k.versions, reading="2")), "all"),
        (lambda k: replace(k, versions=replace(k.versions, restoration="2")), "restored plan"),
        (lambda k: replace(k, versions=replace(k.versions, extraction="2")), "plan"),
        (lambda k: replace(k, versions=replace(k.versions, tables="2")), ""),
    ],
)
def test_what_a_change_touches(change: Callable[[Keys], Keys], changed: str) -> None:
    before, after = stages(KEYS), stages(change(KEYS))
    expected = set(before) if changed == "all" else set(changed.split())
    assert {stage for stage in before if before[stage] != after[stage]} == expected


def test_other_sisters_teach_other_things() -> None:
    assert KEYS.restored("a", ["b", "c"]) != KEYS.restored("a", ["b"])
    assert KEYS.restored("a", []) != KEYS.restored("a", ["b"])


def test_the_ending_decides_how_a_file_is_read() -> None:
    assert KEYS.read("hash", ".txt") != KEYS.read("hash", ".md")


@pytest.mark.parametrize(
    "settings",
    [
        Settings(extraction=ExtractionSettings(review_below=0.1)),
        Settings(reading=ReadingSettings(force_ocr=True)),
    ],
)
def test_the_tables_depend_on_every_setting_but_the_batch(settings: Settings) -> None:
    assert replace(KEYS, settings=settings).tables([]) != KEYS.tables([])
    batch = Settings(batch=BatchSettings(workers=3))
    assert replace(KEYS, settings=batch).tables([]) == KEYS.tables([])


def test_a_program_that_appears_is_another_reading() -> None:
    gone, here = {"tesseract": ""}, {"tesseract": "tesseract 5.3.0"}
    assert versions(gone).reading != versions(here).reading
    assert versions(gone).extraction == versions(here).extraction
    assert versions(gone) == versions(gone)


def test_a_program_that_is_not_there_has_no_version() -> None:
    found = tools_of("no-such-tesseract", "vie+eng")
    assert found["tesseract"] == found["tesseract vie"] == found["tesseract eng"] == ""


@pytest.mark.parametrize(
    ("trained", "fails"),
    [
        (["vie", "eng"], False),
        (["vie"], True),  # Tesseract reads with Vietnamese alone and does not say so
        ([], False),  # each page that needs it fails with what to install
    ],
)
def test_one_of_two_languages_is_missing(
    trained: list[str], fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = {f"tesseract {name}": "found" if name in trained else "" for name in ("vie", "eng")}
    monkeypatch.setattr("pipeline.batch.keys.tools_of", lambda *_: tools)
    settings = Settings(reading=ReadingSettings(languages="vie+eng"))
    if not fails:
        assert Keys.now(settings).tools == tools
        return
    with pytest.raises(SettingsError, match=r"reading\.languages.*'eng'"):
        Keys.now(settings)
