"""The report of hand-made tables: what it shows, and that documents cannot change it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import SettingsError
from pipeline.report import write_report
from pipeline.report.crops import MOST_BYTES, Cutter
from pipeline.report.islands import LONGEST_TEXT, cut, island
from pipeline.tables import write_frames
from pipeline.tables.schema import RUN_TABLES, tables

HOSTILE = """</script><script>document.title='owned'</script>
<img src=x onerror="document.title='owned'"><!-- "quotes" 'and'
{{ 7*7 }} ${7*7} &lt;b&gt; \u2028 \u2029"""


def corpus(folder: Path, plans: int, text: str = "", items: int = 12) -> Path:
    """A run's folder with so many plans, three in four of them compared."""
    statuses = ("kept", "reworded", "shortened", "moved", "split", "omitted")
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in RUN_TABLES}
    rows |= {"template": [], "adaptation": [], "additions": []}
    for number in range(plans):
        key = {"plan_id": f"p{number:05d}", "file": f"tinh-{number % 63}/{number:05d}.pdf"}
        rows["plans"].append(
            {
                **key,
                "pages": 3,
                "route": ("ocr", "text-layer")[number % 2],
                "issuer_normalised": f"Sở Y tế tỉnh số {number % 63}{text}",
                "number_symbol": f"{number}/KH-SYT",
                "title": text or "Triển khai phong trào",
                "campaign": "Phong trào" if number % 4 else None,
                "needs_review": "date;title" if number % 5 == 0 else None,
            }
        )
        rows["evidence"].append(
            {**key, "table": "plans", "row": 1, "column": "title", "status": "found", "raw": text}
        )
        rows["findings"].append({**key, "order": 1, "stage": "s", "code": "c", "message": text})
        if number % 4:
            rows["sections"].append({**key, "order": 1, "level": 1, "text": text or "một hai ba"})
            rows["adaptation"] += [
                {
                    **key,
                    "item": f"I.{n}",
                    "status": statuses[(number + n) % 6],
                    "also_moved": n == 3,
                    "plan_orders": "1",
                    "campaign": "Phong trào",
                }
                for n in range(items)
            ]
    rows["template"] = [
        {"campaign": "Phong trào", "item": f"I.{n}", "section": f"I. NỘI DUNG{text[:200]}",
         "text": text or "một hai bốn", "plans": plans}
        for n in range(items)
    ]  # fmt: skip
    frames = {
        name: pd.DataFrame(found, columns=list(tables()[name].names))
        for name, found in rows.items()
    }
    write_frames(frames, folder)
    return folder


def islands(html: str) -> dict[str, Any]:
    found = re.findall(r'<script type="application/json" id="([^"]+)">(.*?)</script>', html, re.S)
    return {name: json.loads(text) for name, text in found}


def test_one_file_that_asks_for_nothing(tmp_path: Path) -> None:
    target = write_report(corpus(tmp_path, 9))
    html = target.read_text("utf-8")
    assert target == tmp_path / "report.html"
    assert not re.search(r"(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:|//)", html)
    assert "default-src 'none'" in html
    assert 'lang="vi"' in html
    found = islands(html)
    assert len(found["summary"]) == 9
    assert len(found["d-p00001"]["items"]) == 12


def test_the_same_tables_give_the_same_file(tmp_path: Path) -> None:
    folder = corpus(tmp_path, 5)
    assert write_report(folder).read_bytes() == write_report(folder).read_bytes()


def test_text_is_only_text(tmp_path: Path) -> None:
    plain = write_report(corpus(tmp_path / "a", 3, "vô hại")).read_text("utf-8")
    hostile = write_report(corpus(tmp_path / "b", 3, HOSTILE)).read_text("utf-8")
    for mark in ("<script", "</script", "<img", "<!--", "onerror="):
        safe = hostile.replace("&lt;", "").count(mark)
        assert safe == plain.count(mark) or mark == "onerror=", mark
    assert islands(hostile)["summary"][0][2] == f"Sở Y tế tỉnh số 0{HOSTILE}"
    assert "{{ 7*7 }}" in hostile  # shown, not evaluated


@pytest.mark.long
def test_a_ten_megabyte_paragraph_is_cut_and_says_so(tmp_path: Path) -> None:
    folder = corpus(tmp_path, 2, "dài " * 2_500_000, items=1)
    html = write_report(folder).read_text("utf-8")
    assert len(html) < 300_000
    assert "ký tự trong bảng" in html


def test_without_a_comparison_and_without_plans(tmp_path: Path) -> None:
    names = {name: pd.DataFrame(columns=list(tables()[name].names)) for name in RUN_TABLES}
    write_frames(names, tmp_path)
    html = write_report(tmp_path).read_text("utf-8")
    assert "Điều chỉnh so với mẫu" not in html
    assert islands(html)["summary"] == []


def test_a_folder_without_tables(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no tables"):
        write_report(tmp_path)


@given(st.text())
def test_an_island_never_ends_early_and_comes_back(text: str) -> None:
    html = str(island([text]))
    assert not set("<>&\u2028\u2029") & set(html)
    assert json.loads(html) == [text]


def test_cut() -> None:
    assert cut("ngắn") == "ngắn"
    assert cut("x" * (LONGEST_TEXT + 5)).endswith("(còn 5 ký tự trong bảng)")


BOX = {"column": "title", "page": 1, "x0": 70.0, "top": 70.0, "x1": 200.0, "bottom": 90.0}


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    from PIL import Image

    path = tmp_path / "scan.png"
    Image.new("RGB", (827, 1169), "white").save(path, dpi=(100, 100))
    return path


def test_crops_show_the_place(scan: Path) -> None:
    found = Cutter({"scan.png": scan}).crops("scan.png", [BOX], {})
    assert found["title"].startswith("data:image/jpeg;base64,")


@pytest.mark.parametrize(
    ("file", "box", "spent"),
    [
        ("gone.png", BOX, 0),  # no source
        ("scan.png", {**BOX, "page": 9}, 0),  # no such page
        ("scan.png", BOX, MOST_BYTES),  # nothing left of the budget
        ("scan.png", {**BOX, "x0": 9e3, "x1": 9e3 + 1}, 0),  # beside the page
    ],
)
def test_crops_that_cannot_be(scan: Path, file: str, box: dict[str, Any], spent: int) -> None:
    cutter = Cutter({"scan.png": scan, "gone.png": scan.parent / "gone.png"}, bytes=spent)
    assert not any(cutter.crops(file, [box], {}).values())


# ---- in a browser -------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield launched
        launched.close()


def opened(browser: Any, path: Path, **options: Any) -> tuple[Any, list[str]]:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, **options)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda r: problems.append(r.url) if "http" in r.url[:5] else None)
    page.goto(path.as_uri())
    return page, problems


@pytest.mark.long
def test_five_thousand_plans_in_a_browser(browser: Any, tmp_path: Path) -> None:
    page, problems = opened(browser, write_report(corpus(tmp_path, 5_000)))
    assert page.locator("#bang tbody tr").count() == 100
    assert page.locator("#dem").inner_text() == "5.000 văn bản"
    page.locator("#tim").fill("so y te tinh so 7")
    page.locator("#xem-lai").click()
    page.locator("#bang thead button").nth(1).click()
    page.locator("#bang thead button").nth(1).click()
    assert page.locator("#bang thead th[aria-sort=descending]").inner_text() == "Cơ quan ban hành"
    assert problems == []


@pytest.mark.long
def test_a_hostile_document_in_a_browser(browser: Any, tmp_path: Path) -> None:
    page, problems = opened(browser, write_report(corpus(tmp_path, 3, HOSTILE)))
    page.locator("#bang tbody a").nth(1).click()
    page.locator("#h-van-ban:focus").wait_for()
    assert page.locator("#h-van-ban").inner_text() == "tinh-1/00001.pdf"
    assert "onerror" in page.locator("#chi-tiet").inner_text()
    assert page.title() == "Báo cáo kế hoạch"
    assert page.locator("main img").count() == 0
    assert problems == []


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_schemes_keyboard_and_print(browser: Any, tmp_path: Path, scheme: Any) -> None:
    target = write_report(corpus(tmp_path, 150))
    page, problems = opened(browser, target, color_scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(18, 23, 29)") == (scheme == "dark")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Đến nội dung"
    page.locator("#bang tbody a").nth(2).focus()
    page.keyboard.press("Enter")
    page.locator("#h-van-ban:focus").wait_for()
    assert page.locator("#chi-tiet table").count() >= 2
    named = "[role=region]:not([aria-label]):not([aria-labelledby])"
    assert page.locator(named).count() == 0
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 1280  # only tables scroll sideways
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    tallest = "Math.max(...[...document.querySelectorAll('#bang tr')].map(r => r.offsetHeight))"
    assert page.evaluate(tallest) < 250  # no column of single letters
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    assert problems == []
