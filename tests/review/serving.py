"""Starts `kehoach review` as its own process, for tests that kill it or drive a browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


class Server:
    """A review server on a folder; `address` is what it printed."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        command = [sys.executable, "-m", "pipeline.cli", "review", str(folder), "--no-browser"]
        self.process = subprocess.Popen(
            [*command, "--port", str(port)], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.address

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()
