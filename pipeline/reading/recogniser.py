"""Tesseract's library as a program of its own: pictures come in, tables of words go out.

Run by its path and not as a module, it imports nothing but the standard library and so
starts in a few hundredths of a second. A picture that crashes Tesseract or never ends
takes down this process and not the reader's. It ends when its standard input does.

A request is a line of JSON (`language`, `psm`, `dpi`, `only`, `width`, `height`) and
width x height bytes of grey; an answer a line with the length of what follows, or with -1
where the language cannot be loaded, and Tesseract's TSV without its header. The first
answer, unasked, is the library's version.
"""

import ctypes
import json
import os
from typing import IO, Any

LIBRARIES = ("libtesseract.so.5", "libtesseract.5.dylib", "libtesseract-5.dll")
LSTM_ONLY = 1
NO_LANGUAGE = -1


def load() -> ctypes.CDLL | None:
    """The library with the types of what is used of it, or None where it is not found."""
    for name in LIBRARIES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        library.TessVersion.restype = ctypes.c_char_p
        library.TessBaseAPICreate.restype = ctypes.c_void_p
        library.TessBaseAPIGetTsvText.restype = ctypes.c_void_p
        return library
    return None


class Reader:
    """One language's network, loaded once."""

    def __init__(self, library: ctypes.CDLL, language: str) -> None:
        self._library = library
        self._api = ctypes.c_void_p(library.TessBaseAPICreate())
        self.ready = not library.TessBaseAPIInit2(self._api, None, language.encode(), LSTM_ONLY)
        self._set("tessedit_do_invert", "0")
        self._set("debug_file", os.devnull)

    def _set(self, name: str, value: str) -> None:
        self._library.TessBaseAPISetVariable(self._api, name.encode(), value.encode())

    def tsv(self, grey: bytes, asked: dict[str, Any]) -> bytes:
        """The words of a grey picture as rows of TSV; none where recognition failed."""
        library, api = self._library, self._api
        width, height = asked["width"], asked["height"]
        self._set("tessedit_char_whitelist", asked["only"])
        library.TessBaseAPISetPageSegMode(api, asked["psm"])
        library.TessBaseAPISetImage(api, grey, width, height, 1, width)
        if asked["dpi"]:
            library.TessBaseAPISetSourceResolution(api, asked["dpi"])
        library.TessBaseAPIRecognize(api, None)
        text = ctypes.c_void_p(library.TessBaseAPIGetTsvText(api, 0))
        rows = ctypes.string_at(text) if text else b""
        library.TessDeleteText(text)
        library.TessBaseAPIClear(api)
        return rows


def main() -> None:
    """Answers until standard input ends."""
    # Tesseract is compiled to print; what it prints must not come between the answers.
    asking, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    library = load()
    if library is None:
        return
    answer(answers, library.TessVersion())
    readers: dict[str, Reader] = {}
    for line in asking:
        asked = json.loads(line)
        grey = asking.read(asked["width"] * asked["height"])
        language = asked["language"]
        if language not in readers:
            readers[language] = Reader(library, language)
        answer(answers, readers[language].tsv(grey, asked) if readers[language].ready else None)


def answer(answers: IO[bytes], data: bytes | None) -> None:
    """One frame; None says that the language is not there."""
    length = NO_LANGUAGE if data is None else len(data)
    answers.write(b"%d\n" % length + (data or b""))
    answers.flush()


if __name__ == "__main__":
    main()
    os._exit(0)  # the library's own ending prints of what it leaves
