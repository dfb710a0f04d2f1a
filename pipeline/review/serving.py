"""`kehoach review DIR`: the server, on this machine only."""

from __future__ import annotations

import getpass
import secrets
import socket
import sqlite3
from importlib import metadata
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.tables import load

LOOPBACK = "127.0.0.1"


def serve(folder: Path, *, port: int = 0, browser: bool = True) -> None:
    """Serves the page until Ctrl-C; prints its address and opens it.

    `port` 0 is any free one. Raises SettingsError (`tables-not-found`, `port-in-use`,
    `corrections-invalid`, `out-not-writable`).
    """
    import uvicorn

    from pipeline.review.app import make_app
    from pipeline.review.pictures import Pictures, sources_of
    from pipeline.review.store import Store

    load(folder)
    work = _work(folder)
    listening = _listen(port)
    number = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    try:
        store = Store(folder, work, f"kehoach {metadata.version('kehoach')}")
    except (OSError, sqlite3.Error) as error:
        raise SettingsError("out-not-writable", f"{folder}: {error}") from error
    app = make_app(
        store,
        Pictures(sources_of(folder), work / "pages"),
        token=token,
        hosts=frozenset({f"{LOOPBACK}:{number}", f"localhost:{number}"}),
        reviewer=_reviewer(),
    )
    address = f"http://{LOOPBACK}:{number}/{token}/"
    print(address, flush=True)
    if browser:
        _open(address)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=False
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        store.close()


def _work(folder: Path) -> Path:
    from pipeline.batch.folder import WORK

    work = folder / WORK / "review"
    try:
        work.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError("out-not-writable", f"{folder}: cannot be written to") from error
    return work


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        raise SettingsError(
            "port-in-use", f"port {port} is in use; choose another with --port"
        ) from error
    return listening


def _reviewer() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _open(address: str) -> None:
    """Opens the browser from a thread: some systems wait until it is closed."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
