"""Which files a run finds, under which names."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from pipeline.batch.discovery import Found, discover, identify
from pipeline.errors import SettingsError

NOWHERE = Path("nowhere-at-all")


def found_in(*inputs: Path, out: Path = NOWHERE) -> Found:
    return discover(inputs, out)


def names(found: Found) -> list[str]:
    return [source.name for source in found.sources]


def write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_folders_are_gone_into_whatever_their_name(tmp_path: Path) -> None:
    for name in ("b.pdf/c/1.TXT", "a.txt", "b.pdf/2.docx", "Z.JPEG"):
        write(tmp_path / name)
    assert names(found_in(tmp_path)) == ["Z.JPEG", "a.txt", "b.pdf/2.docx", "b.pdf/c/1.TXT"]


@pytest.mark.parametrize("name", ["x.zip", "notes", "._plan.pdf", "~$plan.docx", ".DS_Store"])
def test_other_files_are_counted(tmp_path: Path, name: str) -> None:
    write(tmp_path / name)
    found = found_in(tmp_path)
    assert (found.sources, found.skipped) == ([], 1)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Văn bản đến.ZIP", True),  # its documents would be missing without a word
        ("thư.eml", True),
        ("trang.html", True),
        ("ảnh.heic", True),
        ("danh sách.xlsx", False),  # a list beside the documents
        ("Thumbs.db", False),
        ("notes", False),
    ],
)
def test_skipped_files_that_may_hold_a_document_are_named(
    tmp_path: Path, name: str, told: bool
) -> None:
    write(tmp_path / "a" / name)
    found = found_in(tmp_path)
    assert (found.skipped, found.unopened) == (1, [f"a/{name}"] if told else [])


def test_dot_files_are_read_and_dot_folders_are_not(tmp_path: Path) -> None:
    for name in ("..ke-hoach.txt", ".git/a.txt", ".venv/lib/b.md"):
        write(tmp_path / name)
    assert names(found_in(tmp_path)) == ["..ke-hoach.txt"]


def test_a_loop_of_links_is_gone_round_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "1.txt")
    (tmp_path / "a" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "again.txt").symlink_to(tmp_path / "a" / "1.txt")
    assert names(found_in(tmp_path)) == ["a/1.txt"]


def test_a_dead_link_and_a_pipe_are_named(tmp_path: Path) -> None:
    (tmp_path / "dead.pdf").symlink_to(tmp_path / "gone.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    codes = {u.name: u.code for u in found_in(tmp_path).unreadable}
    assert codes == {"dead.pdf": "not-found", "pipe.pdf": "not-a-file"}


def test_an_input_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        found_in(tmp_path / "gone")


def test_the_output_folder_is_no_input(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "out" / "old.txt")
    assert names(found_in(tmp_path, out=tmp_path / "out")) == ["a.txt"]


def test_decomposed_names_are_shown_composed_and_opened_as_they_are(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "kế hoạch.txt")
    write(tmp_path / decomposed, "nội dung")
    (source,) = found_in(tmp_path).sources
    assert source.name == "kế hoạch.txt"
    assert source.path.name == decomposed
    assert source.path.read_text() == "nội dung"


def test_names_that_only_differ_in_composition_stay_apart(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        write(tmp_path / unicodedata.normalize(form, "kế.txt"), form)
    assert names(found_in(tmp_path)) == ["kế.txt", "kế.txt (2)"]


def test_two_inputs_with_one_name_stay_apart(tmp_path: Path) -> None:
    inputs = [write(tmp_path / place / "ke-hoach.txt", place) for place in ("a", "b")]
    assert names(found_in(*inputs)) == ["ke-hoach.txt", "ke-hoach.txt (2)"]


def test_a_file_given_twice_is_found_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    assert names(found_in(tmp_path, path, tmp_path)) == ["a.txt"]


def test_files_of_the_same_bytes_are_one_document(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.txt"):
        write(tmp_path / name, "c" if name == "c.txt" else "same")
    items = identify(found_in(tmp_path))
    assert [(i.source.name, [d.name for d in i.duplicates]) for i in items] == [
        ("a.txt", ["b.txt"]),
        ("c.txt", []),
    ]
