"""The shape of a JSON value as a table, and where a value departs from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Maybe:
    """*shape*, or null."""

    shape: object


def departures(value: object, shape: object, where: str = "") -> Iterator[str]:
    """Where *value* is not of *shape*.

    A mapping: exactly these keys in this order. A list: any number of items of the one shape in it. A set: the allowed values.
    A type, or a tuple of types: exactly that type (a bool is no int).
    """
    if isinstance(shape, Maybe):
        if value is not None:
            yield from departures(value, shape.shape, where)
    elif isinstance(shape, Mapping):
        if not isinstance(value, Mapping) or list(value) != list(shape):
            yield f"{where}: {list(value) if isinstance(value, Mapping) else value!r}, not {list(shape)}"
        else:
            for key, inner in shape.items():
                yield from departures(value[key], inner, f"{where}/{key}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{where}: {value!r} is no list"
        else:
            for place, item in enumerate(value):
                yield from departures(item, shape[0], f"{where}/{place}")
    elif isinstance(shape, frozenset | set):
        if value not in shape:
            yield f"{where}: {value!r} is none of {sorted(shape)}"
    elif isinstance(shape, tuple):
        if type(value) not in shape:
            yield f"{where}: {value!r} is no {shape}"
    elif type(value) is not shape:
        yield f"{where}: {value!r} is no {shape}"
