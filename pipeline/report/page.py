"""The report's one file: template, style, script and data together."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pipeline.report.crops import Cutter
from pipeline.report.facts import Facts
from pipeline.report.islands import digest, island
from pipeline.report.labels import ADAPTED, FIELDS, LISTS, ROUTES, STATUSES

NAME = "report.html"


def write_report(folder: Path) -> Path:
    """Writes `report.html` into a run's folder and gives its path.

    The comparison is that of `kehoach compare` where it was run, else the one with each
    campaign's consensus, made on the spot. Pictures of the values come from the input
    files where these are still there and unchanged. Raises SettingsError
    (`tables-not-found`) where there are no tables.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from pipeline.comparison.compare import compare
    from pipeline.review.pictures import sources_of
    from pipeline.tables import load

    corpus = load(folder)
    compared = compare(corpus) if corpus.template.empty else None
    facts = Facts(corpus, Cutter(sources_of(Path(folder))), compared)
    environment = Environment(
        loader=PackageLoader("pipeline.report"), autoescape=True, undefined=StrictUndefined
    )
    script, style = _static("report.js"), _static("report.css")
    stream = environment.get_template("report.html.j2").stream(
        script=script,
        style=style,
        script_hash=digest(script),
        facts=facts,
        island=island,
        adapted=ADAPTED,
        labels={
            "fields": FIELDS,
            "statuses": STATUSES,
            "routes": ROUTES,
            "adapted": ADAPTED,
            "lists": {
                name: [title, list(names.values())] for name, (title, names) in LISTS.items()
            },
        },
    )
    target = Path(folder) / NAME
    temporary = target.with_suffix(".tmp")
    # One plan's data at a time: the page of 5,000 plans is larger than what is in memory.
    with temporary.open("wb") as file:
        stream.dump(file, encoding="utf-8", errors="replace")
    return temporary.replace(target)


def _static(name: str) -> str:
    return files("pipeline.report").joinpath(f"static/{name}").read_text("utf-8")
