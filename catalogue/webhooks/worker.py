"""One round of the worker: look at the day, make deliveries of what has happened, send what is due."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.utils.timezone import localdate

from catalogue.changelog.calendar import look
from catalogue.imports.content import remember_content
from catalogue.shortlist import NoCatalogue
from catalogue.webhooks.events import compare_decisions, tell_changes
from catalogue.webhooks.queue import Send, deliver, send_signed


def work(clock: Callable[[], datetime.datetime], *, sending: Send = send_signed) -> bool:
    """One round; returns whether there may be more to do at once. Any number of workers may work at the same time."""
    now = clock()
    compared = 0
    try:
        remember_content()
        look(localdate(now))
        compared = compare_decisions(now)
    except NoCatalogue:
        pass  # none is loaded; what waits is sent all the same
    told = tell_changes(now)
    return bool(deliver(now, clock, sending=sending) or told or compared)
