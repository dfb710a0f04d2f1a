"""Tesseract's library as a program of its own: pictures come in, tables of words go out.

Run by its path and not as a module, it imports nothing but the standard library and so
starts in a few hundredths of a second. A picture that crashes Tesseract or never ends
takes down this process and not the reader's. It ends when its standard input does.

A request is a line of JSON (`language`, `psm`, `dpi`, `only`, `width`, `height`) and
width x height bytes of grey; an answer a line with the length of what follows, or with -1
where the language cannot be loaded, and the words as rows of Tesseract's TSV (the library's
own TSV takes three times as long to write). The first answer, unasked, is the library's
version.
"""

import ctypes
import json
import os
from collections.abc import Iterator
from typing import IO, Any

LIBRARIES = ("libtesseract.so.5", "libtesseract.5.dylib", "libtesseract-5.dll")
LSTM_ONLY = 1
NO_LANGUAGE = -1
BLOCK, PARAGRAPH, LINE, WORD = range(4)
"""Tesseract's levels of a page."""
Pointer, Int, Edge = ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
TYPES = {
    "TessVersion": (ctypes.c_char_p, ()),
    "TessBaseAPICreate": (Pointer, ()),
    "TessBaseAPIGetIterator": (Pointer, (Pointer,)),
    "TessResultIteratorDelete": (None, (Pointer,)),
    "TessResultIteratorNext": (Int, (Pointer, Int)),
    "TessResultIteratorGetUTF8Text": (Pointer, (Pointer, Int)),
    "TessResultIteratorConfidence": (ctypes.c_float, (Pointer, Int)),
    "TessPageIteratorIsAtBeginningOf": (Int, (Pointer, Int)),
    "TessPageIteratorBoundingBox": (Int, (Pointer, Int, Edge, Edge, Edge, Edge)),
    "TessDeleteText": (None, (Pointer,)),
}
"""What the functions return and take, of those whose types ctypes would guess wrongly."""


def load() -> ctypes.CDLL | None:
    """The library with the types of what is used of it, or None where it is not found."""
    for name in LIBRARIES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        for function, (returned, taken) in TYPES.items():
            getattr(library, function).restype = returned
            getattr(library, function).argtypes = taken
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
        rows = b"".join(self._words())
        library.TessBaseAPIClear(api)
        return rows

    def _words(self) -> Iterator[bytes]:
        """A row for each word, with the counts of its block, paragraph and line."""
        library = self._library
        words = library.TessBaseAPIGetIterator(self._api)
        block = paragraph = line = 0
        more = bool(words)
        while more:
            if library.TessPageIteratorIsAtBeginningOf(words, LINE):
                if library.TessPageIteratorIsAtBeginningOf(words, BLOCK):
                    block, paragraph = block + 1, 0
                if library.TessPageIteratorIsAtBeginningOf(words, PARAGRAPH):
                    paragraph, line = paragraph + 1, 0
                line += 1
            text = library.TessResultIteratorGetUTF8Text(words, WORD)
            if text:
                place = b"5\t1\t%d\t%d\t%d\t0" % (block, paragraph, line)
                yield b"%s\t%s\t%s\n" % (place, self._measures(words), ctypes.string_at(text))
                library.TessDeleteText(text)
            more = library.TessResultIteratorNext(words, WORD)
        library.TessResultIteratorDelete(words)

    def _measures(self, words: int) -> bytes:
        """Left, top, width, height and confidence of the word that an iterator is at."""
        left, top, right, bottom = Int(), Int(), Int(), Int()
        edges = map(ctypes.byref, (left, top, right, bottom))
        self._library.TessPageIteratorBoundingBox(words, WORD, *edges)
        wide, high = right.value - left.value, bottom.value - top.value
        sure = self._library.TessResultIteratorConfidence(words, WORD)
        return b"%d\t%d\t%d\t%d\t%f" % (left.value, top.value, wide, high, sure)


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
