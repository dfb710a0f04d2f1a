"""The page where an analyst checks values beside the page they come from."""

from __future__ import annotations

from pathlib import Path

__all__ = ["serve"]


def serve(folder: Path, *, port: int = 0, browser: bool = True) -> None:
    """Serves the review page of a run's folder until Ctrl-C; prints its address.

    Raises SettingsError (`tables-not-found`, `port-in-use`, `corrections-invalid`).
    """
    from pipeline.review.serving import serve as serve_folder

    serve_folder(folder, port=port, browser=browser)
