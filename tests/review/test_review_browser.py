"""A reviewer with a keyboard and nothing else, in Debian's Chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from serving import Server

from pipeline.tables import load
from pipeline.tables.corrections import CORRECTIONS, read_corrections

pytestmark = pytest.mark.long
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LAPTOP = {"width": 1280, "height": 720}
TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 400, "height": 800}


@contextmanager
def browser_page(address: str, size: dict[str, int]) -> Iterator[Any]:
    """A page of a headless browser; fails on what the page's console complains of."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport=size)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto(address)
        yield page
        browser.close()
    assert complaints == []


def kehoach(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pipeline.cli", *arguments], check=True)


def press(page: Any, key: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)


@pytest.fixture(scope="module")
def tables(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real run on the smallest sample PDF, for those who only look."""
    folder = tmp_path_factory.mktemp("browser")
    samples = sorted((root / "data" / "raw").rglob("*.pdf"), key=lambda p: p.stat().st_size)
    (folder / "in").mkdir()
    shutil.copy(samples[0], folder / "in" / "plan.pdf")
    kehoach("run", str(folder / "in"), "--out", str(folder / "out"), "--quiet")
    return folder / "out"


@pytest.fixture
def run(tables: Path, tmp_path: Path) -> tuple[Path, Path]:
    """(input, output) of that run, to be worked on."""
    return tables.parent / "in", shutil.copytree(tables, tmp_path / "out")


def correct(page: Any, address: str, field: str, text: str) -> str:
    """Corrects a field by keys alone; gives the address of the value."""
    page.goto(f"{address}next?state=all&field={field}")
    value: str = page.url
    page.keyboard.press("s")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)
    press(page, "Enter")
    assert "✓" in page.inner_text("[role=status]")
    return value


def test_three_corrected_one_undone_and_all_of_it_in_the_next_run(
    run: tuple[Path, Path],
) -> None:
    inputs, out = run
    server = Server(out)
    with browser_page(server.address, LAPTOP) as page:
        correct(page, server.address, "plans.issuer_normalised", "Sở Kiểm thử tỉnh Cà Mau")
        correct(page, server.address, "plans.signer_name", "Nguyễn Văn Kiểm")
        title = correct(page, server.address, "plans.title", "Trích yếu sai")
        page.goto(title)
        press(page, "z")
        assert "↶" in page.inner_text("[role=status]")
    server.kill()
    server = Server(out)  # what was said is there after a restart
    with browser_page(f"{server.address}history", LAPTOP) as page:
        shown = page.inner_text("main")
        assert "Sở Kiểm thử tỉnh Cà Mau" in shown
        assert "đã hoàn tác" in shown
    server.kill()
    kehoach("run", str(inputs), "--out", str(out), "--quiet")
    kehoach("report", str(out))
    corpus = load(out)
    plan = corpus.plans.iloc[0]
    assert plan["issuer_normalised"] == "Sở Kiểm thử tỉnh Cà Mau"
    assert plan["signer_name"] == "Nguyễn Văn Kiểm"
    assert plan["title"] != "Trích yếu sai"
    evidence = corpus.evidence.query("table == 'plans' and column == 'signer_name'").iloc[0]
    assert evidence["status"] == "corrected"
    assert evidence["machine_value"]
    for name in ("plans.csv", "report.html"):
        assert "Sở Kiểm thử tỉnh Cà Mau" in (out / name).read_text("utf-8-sig"), name
    sheet = openpyxl.load_workbook(out / "plans.xlsx", read_only=True)["plans"]
    assert "Sở Kiểm thử tỉnh Cà Mau" in [c for r in sheet.iter_rows(values_only=True) for c in r]


def test_other_pages_can_be_looked_at(tables: Path) -> None:
    """A value that was not found may stand anywhere."""
    server = Server(tables)
    with browser_page(f"{server.address}next?state=all&field=plans.doc_type", LAPTOP) as page:
        assert "Trang 1" in page.inner_text(".tools")
        press(page, "ArrowRight")
        assert "Trang 2" in page.inner_text(".tools")
        press(page, "ArrowLeft")
        assert "Trang 1" in page.inner_text(".tools")
    server.kill()


def test_right_and_next_is_one_key(folder: Path) -> None:
    server = Server(folder)
    with browser_page(server.address, LAPTOP) as page:
        press(page, "Enter")  # from the queue to its first value
        seen = [page.url.partition("?")[0]]
        for key in ("d", "Enter", "d"):
            press(page, key)
            seen.append(page.url.partition("?")[0])
        assert len(set(seen)) == 4
        page.keyboard.press("s")
        page.keyboard.type("d")  # typed, not taken for a key
        assert page.url.partition("?")[0] == seen[-1]
        page.keyboard.press("Escape")
        for key in ("m", "b", "u"):
            press(page, key)
        press(page, "p")
        press(page, "n")
    server.kill()
    verdicts = [c.status.value for c in read_corrections(folder / CORRECTIONS) if "." not in c.id]
    assert verdicts == ["accepted", "accepted", "accepted", "missing", "blank", "unreadable"]


@pytest.mark.parametrize("size", [LAPTOP, TABLET], ids=["laptop", "tablet"])
def test_nothing_sticks_out_and_the_box_is_in_sight(tables: Path, size: dict[str, int]) -> None:
    server = Server(tables)
    with browser_page(f"{server.address}next?state=all&field=plans.signer_name", size) as page:
        page.locator("#picture").wait_for()  # visible: it has a size
        width = "document.documentElement.scrollWidth <= window.innerWidth"
        assert page.evaluate(width)
        assert page.evaluate(_BOX_IN_VIEW)
        before = page.evaluate("document.querySelector('#sheet').getBoundingClientRect().width")
        page.keyboard.press("+")
        after = page.evaluate("document.querySelector('#sheet').getBoundingClientRect().width")
        assert after > before * 1.2
        assert page.evaluate(_BOX_IN_VIEW)
        small = page.evaluate(_SMALL_BUTTONS)
        assert small == []  # a finger hits them
        page.goto(f"{server.address}")
        assert page.evaluate(width)
        page.set_viewport_size(PHONE)
        assert page.evaluate(width)
        assert page.evaluate(_TALLEST_ROW) < 250  # no column of single letters
    server.kill()


_BOX_IN_VIEW = """() => {
  const box = document.querySelector('#box').getBoundingClientRect();
  const view = document.querySelector('#view').getBoundingClientRect();
  return box.top >= view.top - 1 && box.bottom <= view.bottom + 1;
}"""
_TALLEST_ROW = """() => Math.max(
  ...[...document.querySelectorAll('.list tbody tr')].map(r => r.offsetHeight))"""
_SMALL_BUTTONS = """() => [...document.querySelectorAll('.panel button')]
  .filter(b => b.offsetParent && b.getBoundingClientRect().height < 36).map(b => b.id)"""
