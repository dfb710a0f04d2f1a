"""The names of results: what was put in, what worked on it, and with which settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.batch.codec import FORMAT
from pipeline.batch.versions import Versions, tools_of, versions
from pipeline.errors import SettingsError
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Keys:
    """The key of each stage's result. Two equal keys stand for equal results."""

    settings: Settings
    tools: Mapping[str, str]
    versions: Versions

    @staticmethod
    def now(settings: Settings) -> Keys:
        """The keys by the code, data and programs that are installed now.

        Raises SettingsError (`config-invalid`) where Tesseract lacks one of several languages:
        it would read on without it and say nothing.
        """
        languages = settings.reading.languages.split("+")
        tools = tools_of(settings.reading.tesseract, settings.reading.languages)
        lacking = [name for name in languages if not tools[f"tesseract {name}"]]
        if lacking and len(lacking) < len(languages):
            raise SettingsError(
                "config-invalid", f"'reading.languages': Tesseract has no data for '{lacking[0]}'"
            )
        return Keys(settings, tools, versions(tools))

    def read(self, sha256: str, suffix: str) -> str:
        """Of a document as read; the file's name has no part in it, its ending has."""
        settings = self.settings.reading.model_dump_json()
        return _key("read", sha256, suffix, self.versions.reading, settings)

    def profile(self, read: str) -> str:
        """Of what the choice of sisters needs to know of a document."""
        return _key("profile", read, self.versions.restoration)

    def restored(self, read: str, sisters: Sequence[str]) -> str:
        """Of a document restored with what these sisters (keys of `read`) taught."""
        settings = self.settings.restoration.model_dump_json()
        return _key("restored", read, self.versions.restoration, settings, *sisters)

    def plan(self, restored: str) -> str:
        """Of what a restored document says."""
        return _key("plan", restored, self.versions.extraction)

    def rows(self, plan: str, shown: object) -> str:
        """Of a plan's rows; `shown` is what of its folder shows in them, as JSON values."""
        return _key("rows", plan, json.dumps(shown, sort_keys=True), self.versions.tables)

    def tables(self, contents: object) -> str:
        """Of all tables; `contents` is what else they are made of, as JSON values."""
        settings = self.settings.model_dump(exclude={"batch"}, mode="json")
        versions = [getattr(self.versions, name) for name in Versions.__slots__]
        return _key("tables", json.dumps([contents, settings, versions], sort_keys=True))


def _key(*parts: str) -> str:
    whole = hashlib.sha256()
    for part in (str(FORMAT), *parts):
        data = part.encode("utf-8", "surrogatepass")
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()[:40]
