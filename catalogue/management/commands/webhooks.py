"""``manage.py webhooks deliver``: tell partners what has happened and send what is due; with ``--forever`` as a service beside the web servers.

``manage.py webhooks expire``: delete deliveries that have been kept long enough. To be run once a day.
"""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils.timezone import now

from catalogue.webhooks.queue import KEPT_FOR, forget
from catalogue.webhooks.worker import work

logger = logging.getLogger("catalogue.webhooks")

PAUSE = 2.0
"""Seconds between two looks when there is nothing to do."""

PAUSE_AFTER_ERROR = 10.0


class Command(BaseCommand):
    help = "通知を作って送る（deliver）、古い通知を消す（expire）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "action",
            choices=["deliver", "expire"],
            help="deliver: 暦を確かめ、通知を作り、送る時刻の来た通知を送る。expire: 古い通知を消す（1日に1回）",
        )
        parser.add_argument("--forever", action="store_true", help="止められるまで続ける")

    def handle(self, *args: Any, action: str, forever: bool, **options: Any) -> None:
        if action == "expire":
            self.stdout.write(f"{KEPT_FOR.days}日より前の通知を {forget(now())} 件消しました。")
        elif forever:
            self._serve()
        else:
            while work(now):
                pass

    def _serve(self) -> None:
        """Until SIGTERM or Ctrl+C, which end it between two rounds. A database that is away is waited for."""
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: over.set())
        while not over.is_set():
            close_old_connections()
            try:
                pause = 0.0 if work(now) else PAUSE
            except Error:
                logger.exception("The database does not answer; trying again.")
                pause = PAUSE_AFTER_ERROR
            over.wait(pause)
