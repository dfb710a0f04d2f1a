"""Stand-ins for the slow stages, in every process that has this folder on its path.

The real reader and the real outline work on text files within milliseconds; only
restoration (a model of some megabytes) and extraction (spaCy) are replaced. What a
text says makes its worker misbehave: the first line `!crash`, `!hang`, `!eat`, ...
"""

import os
import sys
import time
import types
from pathlib import Path


def _extract(document, outline=None):
    from pipeline.document import Finding
    from pipeline.plan import Evidence, Head, Plan, Status, Value

    first = document.text.split("\n")[0].strip()
    _misbehave(first, document)
    found = Value(first, Status.FOUND, Evidence(first, "stand-in", 0.9, 1))
    return Plan("", document, Head(title=found), findings=(Finding("x", "stand-in", first),))


def _misbehave(first, document):
    if first == "!crash":
        os.abort()
    elif first == "!hang":
        time.sleep(600)
    elif first == "!eat":
        held = []
        while True:
            held.append(bytearray(64 << 20))
    elif first == "!raise":
        raise RuntimeError("a bug in a rule")
    elif first == "!print":
        os.write(1, b"\xff noise on standard output\n")
        print("noise")
    elif first.startswith("!once "):
        mark = Path(first.removeprefix("!once "))
        if not mark.exists():
            mark.touch()
            os.abort()
    elif first.startswith("!flag ") and not Path(first.removeprefix("!flag ")).exists():
        os.abort()
    elif first == "!exit":
        sys.exit(3)


class _Restorer:
    digest = "stand-in"

    def __init__(self, taught=()):
        self.taught = taught

    @staticmethod
    def load():
        return _Restorer()

    def taught_by(self, texts):
        return _Restorer(tuple(texts))


def _restore(document, restorer, settings):
    from dataclasses import replace

    from pipeline.document import Finding

    if not restorer.taught:
        return document
    heads = " | ".join(text.split("\n")[0] for text in restorer.taught)
    return replace(document, findings=(Finding("restoration", "taught", heads),))


def _install():
    restoration = types.ModuleType("pipeline.restoration")
    restoration.Restorer = _Restorer
    restoration.restore = _restore
    restoration.is_clean = lambda document: "~" not in document.text
    restoration.signature = lambda document: (1, len(document.pages))
    restoration.choose_sisters = lambda mine, clean: sorted(clean)[:2]
    sys.modules["pipeline.restoration"] = restoration
    extraction = types.ModuleType("pipeline.extraction")
    extraction.extract = _extract
    extraction.respelled = lambda document: document
    sys.modules["pipeline.extraction"] = extraction
    segmentation = types.ModuleType("pipeline.segmentation")
    segmentation.segment = lambda document: None
    sys.modules["pipeline.segmentation"] = segmentation


def _jumping_clock():
    """A clock that is set forwards and back by years whenever it is looked at."""
    import itertools

    year = 365 * 86400
    jumps = itertools.cycle((0, 5 * year, -3 * year, 86400, -year))
    real = time.time
    time.time = lambda: real() + next(jumps)
    time.time_ns = lambda: int(time.time() * 1e9)


if os.environ.get("KEHOACH_STAND_INS"):
    _install()
if os.environ.get("KEHOACH_CLOCK") == "jumps":
    _jumping_clock()
