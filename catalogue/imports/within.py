"""A bound in time for what no timeout of a library bounds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def within(deadline: float, name: str, work: Callable[[], T]) -> T:
    """What *work* returns or raises; TimeoutError when *deadline* (of ``time.monotonic``) comes first.

    In a thread of that *name*, because no timeout of httpx bounds the look-up of a host, or headers that trickle in. A thread
    that is left behind ends with its next timeout, or with its connection, which the caller closes.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except Exception as error:  # noqa: BLE001  # raised in the thread that waits for it
            outcome.set_exception(error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return outcome.result(max(0.0, deadline - time.monotonic()))
