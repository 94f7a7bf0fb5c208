"""``manage.py jgrants sync``: calls from the public API of jGrants. To be run once a day where calls are wanted, else never."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from catalogue.imports.jgrants.cleaning import DROPPED
from catalogue.imports.jgrants.client import LONGEST_KEYWORD, SHORTEST_KEYWORD, JGrants
from catalogue.imports.jgrants.sync import OUTCOMES, Report, sync
from catalogue.models import CatalogueState
from catalogue.models.calls import ATTRIBUTION


def _keyword(text: str) -> str:
    if not SHORTEST_KEYWORD <= len(text.strip()) <= LONGEST_KEYWORD:
        raise ArgumentTypeError(f"キーワードは{SHORTEST_KEYWORD}文字から{LONGEST_KEYWORD}文字までです。")
    return text.strip()


class Command(BaseCommand):
    help = "Jグランツの公募を取り込む（sync）。事業への対応づけは人が決める。"

    # Asks one address and writes calls only; whether a server could start safely is not its question.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["sync"], help="sync: 公募を問い合わせて取り込む")
        parser.add_argument(
            "--keyword",
            dest="keywords",
            action="append",
            type=_keyword,
            metavar="WORD",
            help="このキーワードだけで探す（何度でも書ける。既定はカタログの事業名と一般的な語）",
        )

    def handle(self, *args: Any, keywords: Sequence[str] | None, verbosity: int, **options: Any) -> None:
        if not CatalogueState.current_version():
            raise CommandError("カタログが読み込まれていません。先に manage.py catalogue load を実行してください。")
        if not settings.JGRANTS_URL.startswith(("https://", "http://")):
            raise CommandError("JGRANTS_URL には https:// で始まる公募一覧のアドレスを設定してください。")
        try:
            # call_command checks nothing that is named by keyword.
            asked = None if keywords is None else [_keyword(str(one)) for one in keywords]
        except ArgumentTypeError as error:
            raise CommandError(str(error)) from error
        with JGrants(settings.JGRANTS_URL) as client:
            report = sync(client, asked, now())
        self._tell(report, verbosity > 1)
        if report.problems:
            for problem in report.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"読めなかったものが {len(report.problems)} 件あります。読めた分は取り込みました。")

    def _tell(self, report: Report, titles: bool) -> None:
        self.stdout.write(ATTRIBUTION)
        for key, label in OUTCOMES.items():
            self.stdout.write(f"{label}: {report.outcomes.get(key, 0)}")
        for key, label in DROPPED.items():
            dropped = report.dropped.get(key, ())
            self.stdout.write(f"取り込まない（{label}）: {len(dropped)}")
            for title in dropped if titles else ():
                self.stdout.write(f"  {title}")
        gone = "数えていません" if report.vanished is None else str(report.vanished)
        self.stdout.write(f"一覧から消えた受付中・受付前の公募（そのまま残す）: {gone}")
