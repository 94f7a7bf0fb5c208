"""Answers of gBizINFO, made by hand in the form of recorded ones: made-up corporations under numbers that nobody has."""

import json
from pathlib import Path


def recorded(name: str) -> bytes:
    """The body of an answer."""
    return (Path(__file__).parent / f"{name}.json").read_bytes()


def entry(name: str) -> dict[str, object]:
    """The one entry of an answer."""
    (found,) = json.loads(recorded(name))["hojin-infos"]
    assert isinstance(found, dict)
    return found
