"""Dataclasses to bytes and back, for the cache and the pipes to the workers.

MessagePack of the fields in order, compressed. No pickle: bytes from a cache that
somebody else can write must not run code. A value comes back equal to what went in,
to the last bit of its floats.
"""

from __future__ import annotations

import types
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from numbers import Integral, Real
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import msgpack

T = TypeVar("T")
FORMAT = 1
"""Part of every key: raised when the same value is packed in another way."""
_LEVEL = 1
"""Of zlib: four fifths of the gain for a fifth of the time of its default."""
_LARGEST = 1 << 30
"""Bytes that a packed value may unfold to; more is a bomb or a broken entry."""

_Decoder = Callable[[Any], Any]


class CodecError(ValueError):
    """The bytes do not hold such a value."""


def pack(value: object) -> bytes:
    """The value as compressed MessagePack: dataclasses, tuples, mappings, scalars."""
    plain = cast(bytes, msgpack.packb(value, default=_fields_of))
    return zlib.compress(plain, _LEVEL)


def unpack(kind: type[T], data: bytes) -> T:
    """The value of type `kind` that `pack` made these bytes of. Raises CodecError."""
    try:
        return cast(T, _decoder(cast(Any, kind))(unpack_plain(data)))
    except (TypeError, ValueError, KeyError, IndexError) as error:
        raise CodecError(f"no {kind.__name__}: {error}") from error


def unpack_plain(data: bytes) -> Any:
    """Lists, mappings and scalars, as MessagePack knows them. Raises CodecError."""
    unfolder = zlib.decompressobj()
    try:
        plain = unfolder.decompress(data, _LARGEST)
        if unfolder.unconsumed_tail or not unfolder.eof:
            raise CodecError("the bytes are cut, or too many")
        return msgpack.unpackb(plain, strict_map_key=False)
    except CodecError:
        raise
    except (zlib.error, ValueError, msgpack.UnpackException, RecursionError) as error:
        raise CodecError(f"not packed: {error}") from error


def _fields_of(value: object) -> object:
    """What MessagePack asks for where it does not know a type."""
    if is_dataclass(value):
        return _getter(cast(Any, type(value)))(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Integral):  # a number of NumPy
        return int(value)
    if isinstance(value, Real):
        return float(value)
    raise TypeError(f"cannot pack a {type(value).__name__}")


@cache
def _getter(kind: type) -> Callable[[object], tuple[object, ...]]:
    names = [field.name for field in fields(kind)]
    if len(names) == 1:
        only = attrgetter(names[0])
        return lambda value: (only(value),)
    return attrgetter(*names)


@cache
def _decoder(kind: Any) -> _Decoder:
    """The way back for a type, put together once from its hints."""
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_decoder(cast(Any, kind))
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _tuple_decoder(arguments)
    if origin in (Union, types.UnionType):
        return _optional_decoder(arguments)
    if isinstance(kind, type) and issubclass(kind, Enum):
        members = {member.value: member for member in kind}
        return members.__getitem__
    return _same


def _dataclass_decoder(kind: type) -> _Decoder:
    hints = get_type_hints(kind)
    decoders = [_decoder(hints[field.name]) for field in fields(kind)]
    others = [(i, decode) for i, decode in enumerate(decoders) if decode is not _same]

    def decode(values: list[Any]) -> Any:
        if len(values) != len(decoders):
            raise CodecError(f"{kind.__name__} has {len(decoders)} fields, not {len(values)}")
        for i, decode_field in others:
            values[i] = decode_field(values[i])
        return kind(*values)

    return decode


def _tuple_decoder(arguments: tuple[Any, ...]) -> _Decoder:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        decode = _decoder(arguments[0])
        return tuple if decode is _same else lambda values: tuple(map(decode, values))
    decoders = [_decoder(argument) for argument in arguments]
    return lambda values: tuple(d(v) for d, v in zip(decoders, values, strict=True))


def _optional_decoder(arguments: tuple[Any, ...]) -> _Decoder:
    """For `X | None`, and for unions of scalars, which come back as they are."""
    decoders = {_decoder(a) for a in arguments if a is not type(None)} - {_same}
    if not decoders:
        return _same
    if len(decoders) > 1:
        raise TypeError(f"a union of two dataclasses cannot be told apart: {arguments}")
    decode = decoders.pop()
    return lambda value: None if value is None else decode(value)


def _same(value: Any) -> Any:
    return value
