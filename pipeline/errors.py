"""The errors a user can see. Each has a stable code and says what to do."""

from __future__ import annotations


class KehoachError(Exception):
    """An error with a `code` (kebab case, stable) and a message for a person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __reduce__(self) -> tuple[type[KehoachError], tuple[str, str]]:
        return type(self), (self.code, self.message)


class ReadingError(KehoachError):
    """A file that cannot be read: it becomes a row of `failures.csv`."""


class SettingsError(KehoachError):
    """A wrong configuration or usage: the command ends with status 2."""
