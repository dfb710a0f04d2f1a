"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from samples.fonts import FontNotFoundError

# How long an example takes says nothing on a machine that does other things, too.
settings.register_profile(
    "kehoach", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("kehoach")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, object, object]:
    """As for the test's own call: a fixture may be the one that draws."""
    return (yield from _skipped_without_fonts())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """A test that draws skips, with what to install, where no font has Vietnamese letters."""
    return (yield from _skipped_without_fonts())


def _skipped_without_fonts() -> Generator[None, object, object]:
    """Not in continuous integration: what is missing there must be seen."""
    try:
        return (yield)
    except FontNotFoundError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


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
