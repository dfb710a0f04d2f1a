"""`kehoach`: the verbs. Each calls one function of its room, imported when it is needed."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from pipeline import console
from pipeline.errors import KehoachError

app = typer.Typer(
    help="Vietnamese administrative plans (kế hoạch), scans included, to normalised tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

SOME_FAILED, USAGE = 1, 2
"""Exit statuses of the contract; 0 is all done, 130 (Ctrl-C) is typer's own doing."""

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that 'kehoach run' made.")]
Config = Annotated[Path | None, typer.Option(metavar="FILE", help="Settings (config.toml).")]


@app.command()
def run(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT...", help="Files and folders.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the tables go.")],
    add: Annotated[bool, typer.Option("--add", help="Keep what DIR holds already.")] = False,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0: one a core.")] = 0,
    force_ocr: Annotated[bool, typer.Option("--force-ocr", help="Trust no text layer.")] = False,
    no_sisters: Annotated[
        bool, typer.Option("--no-sisters", help="Learn nothing from clean documents.")
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed before.")
    ] = False,
    config: Config = None,
    dask: Annotated[str, typer.Option(metavar="ADDRESS", help="A Dask scheduler.")] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
) -> None:
    """Files and folders of plans to tables in DIR."""
    from pipeline.batch.command import run_command
    from pipeline.batch.run import Options
    from pipeline.settings import load_settings, overridden

    settings = overridden(
        load_settings(config), workers=workers, force_ocr=force_ocr, no_sisters=no_sisters
    )
    options = Options(settings, add=add, retry_failed=retry_failed, dask=dask)
    summary = run_command(inputs, out, options, quiet=quiet)
    raise typer.Exit(SOME_FAILED if summary.failed else 0)


@app.command()
def restore(
    file: Annotated[str, typer.Argument(metavar="[FILE|-]", help="Text; - is input.")] = "-",
    sisters: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Clean texts of the same kind.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON lines, one a changed token.")
    ] = None,
) -> None:
    """Garbled Vietnamese text to restored text, line by line."""
    from pipeline.batch.text import restore_command

    restore_command(file, sisters, report)


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A plan.")],
    field: Annotated[str, typer.Argument(metavar="[FIELD]", help="One column only.")] = "",
    config: Config = None,
) -> None:
    """What was found in a plan, by which rule, where, what it beat, and why a field is missing."""
    from pipeline.batch.one import read_plan
    from pipeline.explain import check_field
    from pipeline.explain import explain as explained
    from pipeline.settings import load_settings

    if field:
        check_field(field)
    console.show(explained(read_plan(file, load_settings(config)), field or None))


@app.command()
def compare(
    folder: Folder,
    template: Annotated[
        str, typer.Option(metavar="FILE", help="The template: a plan file or a plan_id.")
    ] = "",
) -> None:
    """The tables of DIR against a template plan, or against each campaign's consensus."""
    from pipeline.comparison.compare import compare_folder
    from pipeline.tables import refresh

    refresh(folder)
    typer.echo(compare_folder(folder, template or None))


@app.command()
def report(folder: Folder) -> None:
    """A self-contained report.html in DIR."""
    from pipeline.report import write_report
    from pipeline.tables import refresh

    refresh(folder)
    typer.echo(write_report(folder))


@app.command()
def review(
    folder: Folder,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any free one.")] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address.")] = False,
) -> None:
    """The page where an analyst checks and corrects values beside the page image."""
    from pipeline.review import serve

    serve(folder, port=port, browser=not no_browser)


@app.command()
def export(
    folder: Folder,
    public: Annotated[bool, typer.Option("--public", help="Leave out personal data.")] = False,
) -> None:
    """The tables without page text, personal numbers and lists of private persons."""
    from pipeline.tables import export_public

    if not public:
        raise typer.BadParameter("'kehoach export' has one form: kehoach export DIR --public")
    typer.echo(export_public(folder))


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Folder of gold files.")],
    predicted: Annotated[
        Path | None, typer.Argument(metavar="PRED", help="Folder of a run.")
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Keep it in PRED; the next one shows what changed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as JSON.")] = False,
    corrections: Annotated[
        bool,
        typer.Option(
            "--corrections", help="Of the one folder given: rules by people's corrections."
        ),
    ] = False,
    to_gold: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="With --corrections: write what was judged as gold."),
    ] = None,
) -> None:
    """Precision, recall and F1 per field; CER and WER where there is gold text."""
    from pipeline.evaluation.command import corrections_command, evaluate_command

    if corrections:
        corrections_command(gold, to_gold)
    else:
        evaluate_command(gold, predicted, keep=save, as_json=as_json)


@app.command()
def doctor() -> None:
    """What is installed, which version, what is missing and how to get it here."""
    from pipeline.doctor import examine

    report = examine()
    typer.echo(report.text)
    raise typer.Exit(0 if report.well else SOME_FAILED)


@app.command()
def cache(
    folder: Folder,
    prune: Annotated[bool, typer.Option("--prune", help="Remove what no table needs.")] = False,
) -> None:
    """Size and hits of the results that DIR keeps."""
    from pipeline.batch.command import cache_command

    typer.echo(cache_command(folder, prune=prune))


@app.callback(invoke_without_command=True)
def _version(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"kehoach {version_of('kehoach')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> NoReturn:
    """Runs a verb and exits with the contract's status."""
    console.prepare()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        app()
    except KehoachError as error:
        typer.echo(f"kehoach: {error.message} [{error.code}]", err=True)
        sys.exit(USAGE)
    sys.exit(0)


def _interrupt(_number: int, _frame: Any) -> NoReturn:
    """SIGTERM (a shutdown, a job's end) is treated as Ctrl-C."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
