"""`config.toml` as one frozen model. An unknown key is an error that names it."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import SettingsError


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReadingSettings(_Section):
    """How files are read. What stands here is part of the reading cache's key."""

    languages: str = "vie"
    tesseract: str = Field(default="", description="path of the program; empty: from PATH")
    force_ocr: bool = False
    dpi: int = Field(default=300, ge=72, le=600)
    page_seconds: float = Field(default=120, gt=0, description="limit for one Tesseract call")
    max_pages: int = Field(default=5000, ge=1)
    max_pixels: int = Field(default=120_000_000, ge=1, description="of one rendered page")


class RestorationSettings(_Section):
    """How garbled words are restored."""

    sisters: bool = True
    threshold: float = Field(default=0.3, ge=0, le=1, description="below it a word is left as read")


class ExtractionSettings(_Section):
    """When a value is put up for review."""

    review_below: float = Field(default=0.8, ge=0, le=1)


class BatchSettings(_Section):
    """How a folder is worked through. Nothing here changes what is found."""

    workers: int = Field(default=0, ge=0, description="0: one for each core")
    document_seconds: float = Field(default=1800, gt=0)
    worker_memory_mb: int = Field(default=2048, ge=256)
    cache: str = Field(default="", description="folder to keep results in; empty: under DIR")


class Settings(_Section):
    """All settings; the sections of `config.toml` by name."""

    reading: ReadingSettings = ReadingSettings()
    restoration: RestorationSettings = RestorationSettings()
    extraction: ExtractionSettings = ExtractionSettings()
    batch: BatchSettings = BatchSettings()


def load_settings(path: Path | None = None) -> Settings:
    """The settings of a TOML file, or the defaults.

    Raises SettingsError (`config-not-found`, `config-invalid`) naming the key, also where
    `reading.tesseract` is no program of this machine.
    """
    if path is None:
        return Settings()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        settings = Settings.model_validate(data)
    except OSError as error:
        raise SettingsError("config-not-found", f"{path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError("config-invalid", f"{path}: not valid TOML: {error}") from error
    except ValidationError as error:
        raise SettingsError("config-invalid", f"{path}: {_first(error)}") from error
    program = settings.reading.tesseract
    if program and shutil.which(program) is None:
        raise SettingsError(
            "config-invalid", f"{path}: 'reading.tesseract': there is no such program: {program}"
        )
    return settings


def overridden(
    settings: Settings, *, workers: int = 0, force_ocr: bool = False, no_sisters: bool = False
) -> Settings:
    """The settings with what the command line says instead; unsaid options change nothing."""
    changes: dict[str, _Section] = {}
    if workers:
        changes["batch"] = settings.batch.model_copy(update={"workers": workers})
    if force_ocr:
        changes["reading"] = settings.reading.model_copy(update={"force_ocr": True})
    if no_sisters:
        changes["restoration"] = settings.restoration.model_copy(update={"sisters": False})
    return settings.model_copy(update=changes)


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"unknown key '{key}'"
    return f"'{key}': {problem['msg']}"
