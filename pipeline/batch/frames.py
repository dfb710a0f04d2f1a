"""Messages through a pipe: a length of 4 bytes, then MessagePack."""

from __future__ import annotations

from typing import IO, Any

import msgpack

_HEAD = 4
LARGEST = 1 << 30
"""Bytes of a message; a longer one is noise on the pipe, not a message."""


class PipeClosedError(Exception):
    """The other side is gone, or what it sent is no message."""


def send(pipe: IO[bytes], message: object) -> None:
    """Raises PipeClosedError where nobody listens."""
    data = msgpack.packb(message)
    try:
        pipe.write(len(data).to_bytes(_HEAD, "big") + data)
        pipe.flush()
    except (OSError, ValueError) as error:
        raise PipeClosedError(str(error)) from error


def receive(pipe: IO[bytes]) -> Any:
    """The next message. Raises PipeClosedError at the end, however it came."""
    size = int.from_bytes(_exactly(pipe, _HEAD), "big")
    if size > LARGEST:
        raise PipeClosedError("not a message")
    try:
        return msgpack.unpackb(_exactly(pipe, size), strict_map_key=False)
    except ValueError as error:
        raise PipeClosedError(str(error)) from error


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    try:
        data = pipe.read(size)
    except (OSError, ValueError) as error:
        raise PipeClosedError(str(error)) from error
    if data is None or len(data) < size:
        raise PipeClosedError("end of pipe")
    return data
