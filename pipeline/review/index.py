"""The values of a run in a SQLite file, so that a page of the queue takes milliseconds.

Made of the Parquet tables when they changed; holds what the machine had. What
people said is kept beside it and comes from `corrections.csv`, never from here:
the file may be deleted at any time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

from pipeline.review.fields import load_fields
from pipeline.tables.writer import run_facts

SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE plans (
  plan_id TEXT PRIMARY KEY, file TEXT, sha256 TEXT, title TEXT, issuer TEXT,
  number_symbol TEXT, province TEXT, route TEXT);
CREATE TABLE pages (
  plan_id TEXT, page INTEGER, rotation INTEGER, width REAL, height REAL, route TEXT, text TEXT,
  PRIMARY KEY (plan_id, page));
CREATE TABLE findings (
  plan_id TEXT, page INTEGER, code TEXT, severity TEXT, en TEXT, vi TEXT);
CREATE TABLE cells (
  id INTEGER PRIMARY KEY, plan_id TEXT, tab TEXT, row INTEGER, col TEXT,
  status TEXT, raw TEXT, value TEXT, page INTEGER, x0 REAL, top REAL, x1 REAL, bottom REAL,
  line INTEGER, rule TEXT, confidence REAL, others TEXT,
  asked INTEGER, again INTEGER DEFAULT 0, rank REAL, province TEXT,
  judged INTEGER DEFAULT 0, verdict TEXT, said TEXT, who TEXT, at TEXT, correction TEXT);
"""

INDEXES = """
CREATE INDEX by_rank ON cells (asked, judged, rank DESC, id, confidence);
CREATE INDEX by_plan ON cells (plan_id, asked, judged, rank DESC, id, confidence);
CREATE INDEX unfound_by_rank ON cells (judged, rank DESC, id, confidence)
  WHERE status = 'missing';
CREATE INDEX by_any_rank ON cells (rank DESC, id);
CREATE INDEX by_judged ON cells (judged, rank DESC, id);
CREATE INDEX by_field ON cells (tab, col, asked, judged, rank DESC, id);
CREATE INDEX by_place ON cells (plan_id, tab, row, col);
CREATE INDEX by_province ON cells (province, asked, judged, rank DESC, id);
CREATE INDEX by_again ON cells (id) WHERE again = 1;
CREATE INDEX by_added ON cells (row) WHERE row >= 10000;
CREATE INDEX by_finding ON findings (code, plan_id);
CREATE INDEX findings_by_plan ON findings (plan_id);
"""

_CELLS = (
    "INSERT INTO cells (plan_id, tab, row, col, status, raw, value, page, x0, top, x1, bottom,"
    " line, rule, confidence, others, asked, rank, province)"
    f" VALUES ({', '.join('?' * 19)})"
)
_DOUBT = {"conflict": 1.0, "unreadable": 0.9, "blank": 0.3}
_WITH_PICTURE = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")


def open_index(folder: Path, place: Path) -> sqlite3.Connection:
    """The index of the folder's tables, made anew where they changed."""
    place.parent.mkdir(parents=True, exist_ok=True)
    stamp = tables_stamp(folder)
    db = _connect(place)
    if _stamp_of(db) != stamp:
        db.close()
        place.unlink(missing_ok=True)
        db = _connect(place)
        _build(db, folder)
        db.execute("INSERT INTO facts VALUES ('stamp', ?)", (stamp,))
        db.commit()
    return db


def tables_stamp(folder: Path) -> str:
    """Changes whenever the tables do, and with what the index is made of."""
    paths = [folder / "tables" / f"{name}.parquet" for name in ("plans", "evidence")]
    made = crc32((SCHEMA + INDEXES).encode())
    return json.dumps([made, *([p.stat().st_size, p.stat().st_mtime_ns] for p in paths)])


def rank(weight: float, status: str, confidence: float) -> float:
    """How early a value is asked: what hangs on it times how doubtful it is."""
    doubt = _DOUBT.get(status, 1.0 - confidence if status != "missing" else 0.2)
    return round((0.2 + weight) * doubt, 6)


def _connect(place: Path) -> sqlite3.Connection:
    db = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
    db.row_factory = sqlite3.Row
    # All in it can be made again; a lost index costs seconds.
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA journal_mode = MEMORY")
    return db


def _stamp_of(db: sqlite3.Connection) -> str | None:
    try:
        row = db.execute("SELECT value FROM facts WHERE name = 'stamp'").fetchone()
    except sqlite3.DatabaseError:
        return None
    return row[0] if row else None


def _build(db: sqlite3.Connection, folder: Path) -> None:
    db.executescript(SCHEMA)
    db.execute("BEGIN")
    plans = {row["plan_id"]: row for row in _rows(folder, "plans")}
    db.executemany(f"INSERT INTO plans VALUES ({', '.join('?' * 8)})", map(_plan, plans.values()))
    pages = (_page(row) for row in _rows(folder, "pages"))
    db.executemany(f"INSERT INTO pages VALUES ({', '.join('?' * 7)})", pages)
    findings = (
        (r["plan_id"], r["page"], r["code"], r["severity"], r["message"], _vietnamese(r))
        for r in _rows(folder, "findings")
    )
    db.executemany("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?)", findings)
    below = float(run_facts(folder).get("review_below", 0.8))
    db.executemany(_CELLS, _cells(_rows(folder, "evidence"), plans, below))
    db.execute("COMMIT")
    db.executescript(INDEXES)
    db.execute("ANALYZE")


def _vietnamese(row: Mapping[str, Any]) -> str:
    """The finding's Vietnamese words; its English ones where there are none."""
    return str(row.get("message_vi") or row["message"] or "")


def _plan(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("plan_id", "file", "sha256", "title", "issuer_normalised", "number_symbol")
    return (*(row[name] for name in names), row["province"], row["route"])


def _page(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """A page's text is kept only where there is no picture to show."""
    pictured = str(row["file"]).lower().endswith(_WITH_PICTURE)
    names = ("plan_id", "page", "rotation", "width", "height", "route")
    return (*(row[name] for name in names), None if pictured else row["text"])


def _cells(
    rows: Iterable[Mapping[str, Any]], plans: Mapping[str, Mapping[str, Any]], below: float
) -> Iterator[tuple[Any, ...]]:
    fields = load_fields()
    for row in rows:
        field = fields.get(f"{row['table']}.{row['column']}")
        if field is None:
            continue
        judged = row["checked_by"] is not None
        status = row["machine_status"] if judged else row["status"]
        value = row["machine_value"] if judged else row["value"]
        sure = (row["machine_confidence"] if judged else row["confidence"]) or 0.0
        asked = status in ("conflict", "unreadable") or (status == "found" and sure < below)
        place = (row["page"], row["x0"], row["top"], row["x1"], row["bottom"], row["line"])
        key = (row["plan_id"], row["table"], row["row"], row["column"])
        early = rank(field.weight, status, sure)
        province = plans[row["plan_id"]]["province"]
        text = (status, row["raw"], value)
        yield (*key, *text, *place, row["rule"], sure, row["others"], int(asked), early, province)


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(folder / "tables" / f"{name}.parquet") as file:
        for batch in file.iter_batches(batch_size=10_000):
            yield from batch.to_pylist()
