"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says nothing on a machine that does other things, too.
settings.register_profile(
    "kehoach", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("kehoach")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The team's shared folder; what a user clones does not have it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not here: the seeds and the corpus stay with the team")
    return folder


@pytest.fixture(scope="session")
def seeds(shared: Path) -> Path:
    """The five seed plans."""
    return shared / "seeds"
