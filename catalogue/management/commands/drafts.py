"""``manage.py drafts expire``: delete answers that nobody has touched for as long as they are kept, and codes that have run out.

To be run once a day.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from catalogue.clients.handover import forget_failures
from catalogue.models import Draft, Handover
from catalogue.models.draft import KEPT_FOR


class Command(BaseCommand):
    help = "保存期間を過ぎた回答を消す（expire）。1日に1回動かす。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "action",
            choices=["expire"],
            help="expire: 保存期間を過ぎた回答と共有リンク、期限の切れた引き渡しコードを消す",
        )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        at = now()
        expired = Draft.objects.expired(at)
        count = expired.count()
        expired.delete()
        self.stdout.write(f"{KEPT_FOR.days}日触れられていない回答を {count} 件消しました。")
        codes, _counts = Handover.objects.expired(at).delete()
        if codes:
            self.stdout.write(f"期限の切れた引き渡しコードを {codes} 件消しました。")
        forget_failures(at)
