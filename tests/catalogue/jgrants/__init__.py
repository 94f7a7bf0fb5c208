"""Answers of jGrants, made by hand in the form of recorded ones (see the README beside), and a jGrants that gives them."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

ADDRESS = "https://jgrants.example/subsidies"
IDS = [f"a0WJ20000000000{number}AAA" for number in range(10)]
"""By the number in the files' names."""


def recorded(name: str) -> bytes:
    """The body of an answer."""
    return (Path(__file__).parent / f"{name}.json").read_bytes()


def rows(name: str) -> list[dict[str, Any]]:
    """What an answer lists."""
    found: list[dict[str, Any]] = json.loads(recorded(name))["result"]
    return found


def body(*found: Mapping[str, object]) -> bytes:
    """An answer that lists *found*."""
    metadata = {"type": "subsidies", "resultset": {"count": len(found)}}
    return json.dumps({"metadata": metadata, "result": list(found)}, ensure_ascii=False).encode()


def ok(content: bytes) -> httpx.Response:
    return httpx.Response(200, content=content, headers={"Content-Type": "application/json; charset=utf-8"})


class Standing(httpx.MockTransport):
    """A jGrants in memory: the recorded list for every keyword, the recorded details, each with what *changed* says of it.

    *listed* and *details* may be changed between runs; *wrong*: id or keyword → what is answered or raised in its place.
    """

    def __init__(self) -> None:
        self.listed = rows("list")
        self.details = {IDS[number]: rows(f"detail_{number}")[0] for number in (1, 2, 8)}
        self.wrong: dict[str, Callable[[], httpx.Response]] = {}
        self.asked: list[str] = []
        super().__init__(self.answer)

    def change(self, number: int, **fields: object) -> None:
        """Say something else of a call from now on, in the list and in its details."""
        self.details[IDS[number]] |= fields
        for row in self.listed:
            if row["id"] == IDS[number]:
                row.update({key: value for key, value in fields.items() if key in row})

    def answer(self, request: httpx.Request) -> httpx.Response:
        last = request.url.path.rpartition("/")[2]
        about = request.url.params.get("keyword", last)
        self.asked.append(about)
        if about in self.wrong:
            return self.wrong[about]()
        if last == "subsidies":
            return ok(body(*self.listed))
        return ok(body(*([self.details[last]] if last in self.details else [])))
