"""The page over HTTP: who may ask, what is shown, what is done."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline.plan import Plan
from pipeline.review.app import make_app
from pipeline.review.pictures import Pictures
from pipeline.review.store import Store
from pipeline.tables import write_tables
from pipeline.tables.corrections import CORRECTIONS, read_corrections

HOST = "127.0.0.1:8000"
HOSTILE = "<script>alert('x')</script>"


class Page(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def store(folder: Path, tmp_path: Path) -> Iterator[Store]:
    store = Store(folder, tmp_path / "work", "kehoach test")
    yield store
    store.close()


@pytest.fixture
def client(store: Store, tmp_path: Path) -> TestClient:
    pictures = Pictures({}, tmp_path / "work" / "pages")
    app = make_app(store, pictures, token="t0k", hosts=frozenset({HOST}), reviewer="Lan")
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


def answer(client: TestClient, verdict: str, **more: str) -> Any:
    form = {"cell": "1", "verdict": verdict, "who": "Lan", "request": "r1", **more}
    return client.post("/t0k/judge", data=form)


PAGES = (
    "/", "/?state=all", "/value/1", "/plan/p001", "/history", "/plan/p003", "/?lang=en",
    "/plan/p001/add/phases", "/plan/p003/add/signers",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_shown_with_everything_escaped(client: TestClient, path: str) -> None:
    answer(client, "corrected", cell="6", text=HOSTILE, who=HOSTILE)
    response = client.get(f"/t0k{path}")
    assert response.status_code == 200
    assert HOSTILE not in response.text
    scripts = Page(response.text).all("script")
    assert [s["src"] for s in scripts] == ["/t0k/static/review.js"]
    assert "style=" not in response.text
    assert not re.search(r"\son\w+=", response.text)


@pytest.mark.parametrize("path", PAGES)
def test_every_control_has_a_name_for_a_screen_reader(client: TestClient, path: str) -> None:
    text = client.get(f"/t0k{path}").text
    page = Page(text)
    labelled = {label.get("for") for label in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for control in page.all(tag):
            if control.get("type") == "hidden":
                continue
            inside = re.search(rf"<label[^>]*>[^<]*(<[^/][^>]*>)?\s*<{tag}", text)
            assert control.get("id") in labelled or inside
    assert page.all("html")[0]["lang"] == "vi"
    assert len(page.all("h1")) == 1
    assert page.all("main")


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),  # no token
        ("/t0K/", {}),  # a wrong one
        ("/t0k/", {"host": "evil.example"}),  # a name that was pointed at this machine
        ("/t0k/", {"origin": "http://evil.example"}),
        ("/t0k/", {"origin": "null"}),
        ("/t0k/", {"sec-fetch-site": "cross-site"}),
        ("/t0k/", {"sec-fetch-site": "same-site"}),  # another port of this machine
    ],
)
def test_others_are_refused(client: TestClient, path: str, headers: dict[str, str]) -> None:
    assert client.get(path, headers=headers).status_code == 403
    form = {"cell": "1", "verdict": "accepted", "who": "x", "request": "r"}
    assert client.post(f"{path}judge", data=form, headers=headers).status_code == 403


def test_nothing_was_written_by_a_refused_request(client: TestClient, folder: Path) -> None:
    client.post(
        "/t0k/judge",
        data={"cell": "1", "verdict": "accepted", "who": "x", "request": "r"},
        headers={"origin": "http://evil.example"},
    )
    assert not (folder / CORRECTIONS).exists()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../data/labels.json",
        "/static/..%2f..%2fcli.py",
        "/static/%2e%2e%2fapp.py",
        "/static/app.py",
        "/picture/..%2f..%2fetc/1/110.png",
        "/picture/p001/1/5000.png",
        "/picture/p001/99/110.png",
        "/picture/p001/1/110.png",  # the source is not there
        "/value/999999",
        "/value/99999999999999999999",
        "/plan/nobody",
        "/language/xx",
        "/judge/../../x",
    ],
)
def test_what_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(f"/t0k{path}").status_code in (403, 404)


def test_headers_shut_the_page_in(client: TestClient) -> None:
    headers = client.get("/t0k/").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"


def test_right_and_next_is_one_request(client: TestClient, store: Store, folder: Path) -> None:
    first = client.get("/t0k/next").headers["location"]
    number = re.search(r"value/(\d+)", first)
    assert number
    response = answer(client, "accepted", cell=number[1])
    assert response.status_code == 303
    assert f"/value/{number[1]}?" not in response.headers["location"]
    assert client.get(response.headers["location"]).status_code == 200
    assert read_corrections(folder / CORRECTIONS)[0].status == "accepted"


def test_corrected_saved_shown_undone(client: TestClient, folder: Path) -> None:
    shown = answer(client, "corrected", cell="6", text="12/3/2025").headers["location"]
    assert "2025-03-12" in client.get(shown).text  # the notice
    assert "2025-03-12" in client.get("/t0k/history").text
    undone = client.post("/t0k/undo", data={"correction": "r1", "who": "Lan", "request": "u1"})
    assert undone.headers["location"].startswith("/t0k/value/6?")
    assert [c.status for c in read_corrections(folder / CORRECTIONS)] == ["corrected", "undone"]


def test_what_does_not_fit_is_said_and_kept_in_the_field(client: TestClient, folder: Path) -> None:
    response = answer(client, "corrected", cell="6", text="hôm qua")
    page = client.get(response.headers["location"]).text
    assert "hôm qua" in page
    assert "Ngày phải ở dạng" in page
    assert not (folder / CORRECTIONS).exists()


@pytest.mark.parametrize(
    "form",
    [
        {"cell": "x", "verdict": "accepted"},
        {"cell": "1", "verdict": "undone"},
        {"cell": "1"},
        {},
    ],
)
def test_forms_that_make_no_sense(client: TestClient, folder: Path, form: dict[str, str]) -> None:
    assert client.post("/t0k/judge", data=form).status_code in (404, 413)
    assert not (folder / CORRECTIONS).exists()


def test_a_full_disk_is_not_shown_as_saved(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    response = answer(client, "accepted")
    assert response.status_code == 507
    assert "chưa được lưu" in response.text


def added(client: TestClient, **more: str) -> Any:
    form = {"plan": "p001", "table": "phases", "who": "Lan", "request": "new", **more}
    return client.post("/t0k/add", data=form)


def test_a_row_is_added_shown_and_undone(client: TestClient, folder: Path) -> None:
    response = added(client, **{"cell.label": HOSTILE, "cell.start": "3/2028"})
    assert response.headers["location"] == "/t0k/plan/p001?saved=new"
    lines = read_corrections(folder / CORRECTIONS)
    assert [(c.column, c.corrected_value) for c in lines] == [
        ("label", HOSTILE),
        ("start", "2028-03"),
    ]
    page = client.get("/t0k/plan/p001?saved=new").text
    assert "2028-03" in page
    assert HOSTILE not in page
    gone = client.post("/t0k/undo", data={"correction": "new", "who": "Lan", "request": "u"})
    assert gone.headers["location"].startswith("/t0k/plan/p001?undone=")
    assert "2028-03" not in client.get("/t0k/plan/p001").text
    assert client.get("/t0k/history").status_code == 200


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 422),  # nothing typed
        ({"cell.start": "soon"}, 422),
        ({"cell.label": "x", "who": " "}, 422),
        ({"cell.label": "x", "table": "plans"}, 404),
        ({"cell.label": "x", "table": "sections"}, 404),
        ({"cell.label": "x", "plan": "../p001"}, 404),
    ],
)
def test_a_row_that_cannot_be_added(
    client: TestClient, folder: Path, form: dict[str, str], status: int
) -> None:
    response = added(client, **form)
    assert response.status_code == status
    assert not (folder / CORRECTIONS).exists()
    if "cell.start" in form:
        assert 'value="soon"' in response.text  # what was typed is not lost


def test_filters_stay_on_the_way(client: TestClient) -> None:
    there = client.get("/t0k/next?field=plans.issuer&province=Cà Mau").headers["location"]
    assert "field=plans.issuer" in there
    assert "province=C%C3%A0+Mau" in there
    text = client.get(there).text
    assert '<input type="hidden" name="province" value="Cà Mau">' in text


def test_english_for_who_wants_it(client: TestClient) -> None:
    response = client.get("/t0k/language/en?to=/t0k/history")
    assert response.headers["location"] == "/t0k/history"
    assert "No" in client.get("/t0k/history").text
    assert 'lang="en"' in client.get("/t0k/").text
    away = client.get("/t0k/language/vi?to=//evil.example/").headers["location"]
    assert away == "/t0k/"


@pytest.mark.parametrize(
    ("language", "option"),
    [
        ("vi", '<option value="title-missing">Không thấy tên (trích yếu) của văn bản.</option>'),
        ("en", '<option value="title-missing">title-missing</option>'),
        ("vi", '<option value="code-1">code-1</option>'),  # of another version of the program
    ],
)
def test_findings_are_named_in_the_readers_language(
    client: TestClient, language: str, option: str
) -> None:
    client.get(f"/t0k/language/{language}?to=/t0k/")
    assert option in client.get("/t0k/").text


def test_what_was_not_found_has_no_confidence(client: TestClient, store: Store) -> None:
    (missing, *_) = (c for c in store.values.cells_of("p001") if c["status"] == "missing")
    assert "tin cậy –" in client.get(f"/t0k/value/{missing['id']}").text


def test_a_text_file_is_shown_as_text_with_its_line(client: TestClient, store: Store) -> None:
    cell = store.values.cell_at(("p003", "plans", 1, "issuer"))
    assert cell is not None
    text = client.get(f"/t0k/value/{cell['id']}").text
    assert '<li class="here" id="box">KẾ HOẠCH</li>' in text


def test_a_page_whose_file_is_gone_is_shown_as_text(client: TestClient, store: Store) -> None:
    cell = store.values.cell_at(("p001", "plans", 1, "issuer"))
    assert cell is not None
    text = client.get(f"/t0k/value/{cell['id']}").text
    assert "Không tìm thấy tệp gốc" in text
    assert '<li class="here" id="box">KẾ HOẠCH</li>' in text


def test_a_picture_is_rendered_once_from_the_file_of_the_run(
    folder: Path, tmp_path: Path, plans: list[Plan], picture: Path
) -> None:
    from dataclasses import replace

    digest = hashlib.sha256(picture.read_bytes()).hexdigest()
    plans[0] = replace(plans[0], document=replace(plans[0].document, sha256=digest))
    write_tables(plans, folder)
    store = Store(folder, tmp_path / "work2", "kehoach test")
    pictures = Pictures({"tỉnh/1.png": picture}, tmp_path / "pages")
    app = make_app(store, pictures, token="t", hosts=frozenset({HOST}), reviewer="Lan")
    client = TestClient(app, base_url=f"http://{HOST}")
    response = client.get("/t/picture/p001/1/110.png")
    assert response.headers["content-type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")
    picture.write_bytes(b"another file now")
    assert client.get("/t/picture/p001/1/110.png").status_code == 200  # from the cache
    assert client.get("/t/picture/p001/1/220.png").status_code == 404  # changed since the run
    store.close()


@pytest.mark.parametrize(
    ("language", "table", "option"),
    [
        ("vi", "assignments", 'value="lead" label="chủ trì"'),
        ("en", "assignments", 'value="coordinate" label="coordinates"'),
        ("vi", "deadlines", 'value="half-yearly" label="6 tháng một lần"'),
        ("vi", "bases", 'value="cited" label="được nhắc đến"'),
    ],
)
def test_fixed_words_come_with_their_meaning(
    client: TestClient, language: str, table: str, option: str
) -> None:
    client.get(f"/t0k/language/{language}?to=/t0k/")
    assert option in client.get(f"/t0k/plan/p001/add/{table}").text
