"""``manage.py decisions expire``: delete kept matches whose time is over, and counts of requests of other days. To be run once a day."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate, now

from catalogue.models import Decision, Usage


class Command(BaseCommand):
    help = "期限の過ぎた判定の記録を消す（expire）。1日に1回動かす。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "action", choices=["expire"], help="expire: 期限の過ぎた判定の記録と、今日より前の利用数を消す"
        )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        at = now()
        count, _each = Decision.objects.expired(at).delete()
        self.stdout.write(f"期限の過ぎた判定の記録を {count} 件消しました。")
        Usage.objects.of_other_days(localdate(at)).delete()
