"""How long a page of the review takes at 10,000 plans.

    python -m benchmarks.review [PLANS]

Writes made-up tables (Parquet only) into a temporary folder, opens the index, and
asks for each kind of page through the application, without the network.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from starlette.testclient import TestClient

from pipeline.review.app import make_app
from pipeline.review.fields import load_fields
from pipeline.review.pictures import Pictures
from pipeline.review.store import Store
from pipeline.tables.rows import Record
from pipeline.tables.schema import tables
from pipeline.tables.sinks import TableSink

HOST = "127.0.0.1:1"
ROUNDS = 30
PROVINCES = ("Cà Mau", "Huế", "Lào Cai", "Nghệ An", "Sơn La")
PAGES = {
    "queue": "/b/",
    "queue, filtered": "/b/?field=plans.issuer&province=Huế&at_most=0.7",
    "queue, by finding": "/b/?finding=code-3",
    "queue, sure at most": "/b/?at_most=0.76",
    "queue, what was not found": "/b/?state=unfound",
    "queue, all values, far page": "/b/?state=all&number=2000",
    "value": "/b/value/{n}",
    "value, filtered": "/b/value/{n}?field=plans.issuer&province=Huế",
    "plan": "/b/plan/p{n:06}",
    "history": "/b/history",
}


def main(plans: int) -> None:
    """Prints the index's time and the median and worst milliseconds of each page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        values = _write(folder, plans)
        begun = time.perf_counter()
        store = Store(folder, folder / "work", "benchmark")
        print(f"{plans} plans, {values} values; index {time.perf_counter() - begun:.1f} s")
        begun = time.perf_counter()
        Store(folder, folder / "work", "benchmark").close()
        print(f"opened again: {time.perf_counter() - begun:.2f} s")
        app = make_app(
            store, Pictures({}, folder), token="b", hosts=frozenset({HOST}), reviewer="b"
        )
        client = TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)
        for label, path in PAGES.items():
            _print(label, [_get(client, path.format(n=n * 7 + 1)) for n in range(ROUNDS)])
        _print("judge", [_judge(client, n) for n in range(ROUNDS)])
        store.close()


def _write(folder: Path, plans: int) -> int:
    with closing(TableSink(tables()["plans"], folder)) as sink:
        sink.add(map(_plan, range(plans)))
    with closing(TableSink(tables()["pages"], folder)) as sink:
        sink.add(
            {"plan_id": f"p{n:06}", "file": f"{n}.txt", "page": p, "text": "một dòng chữ\n" * 40}
            for n in range(plans)
            for p in (1, 2, 3)
        )
    with closing(TableSink(tables()["findings"], folder)) as sink:
        sink.add(
            {"plan_id": f"p{n:06}", "file": f"{n}.txt", "order": 1, "code": f"code-{n % 20}"}
            for n in range(plans)
        )
    with closing(TableSink(tables()["evidence"], folder)) as sink:
        sink.add(row for n in range(plans) for row in _evidence(n))
        values = sink.rows
    (folder / "run.json").write_text(json.dumps({"review_below": 0.8}))
    return values


def _plan(n: int) -> Record:
    return {
        "plan_id": f"p{n:06}",
        "file": f"{n}.txt",
        "sha256": f"{n:064}",
        "province": PROVINCES[n % len(PROVINCES)],
    }


def _evidence(n: int) -> Iterator[Record]:
    """A value a field: 66 a plan. One in thirteen is missing."""
    for number, field in enumerate(load_fields().values()):
        yield {
            "plan_id": f"p{n:06}",
            "file": f"{n}.txt",
            "table": field.table,
            "row": 1,
            "column": field.column,
            "status": "missing" if (n + number) % 13 == 0 else "found",
            "raw": f"nguyên văn {n} {number}",
            "value": f"giá trị {n} {number}",
            "page": 1 + number % 3,
            **{"x0": 72.0, "top": 100.0, "x1": 200.0, "bottom": 112.0, "line": number},
            "rule": "made:up",
            "confidence": 0.75 + (n * 37 + number * 11) % 100 / 400,
        }


def _get(client: TestClient, path: str) -> float:
    begun = time.perf_counter()
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return 1000 * (time.perf_counter() - begun)


def _judge(client: TestClient, n: int) -> float:
    form = {"cell": str(n * 90 + 3), "verdict": "accepted", "who": "b", "request": f"r{n}"}
    begun = time.perf_counter()
    assert client.post("/b/judge", data=form).status_code == 303
    return 1000 * (time.perf_counter() - begun)


def _print(label: str, times: list[float]) -> None:
    print(f"{label:30} median {statistics.median(times):6.0f} ms, worst {max(times):6.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
