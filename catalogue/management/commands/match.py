"""``manage.py match FILE``: a company's profile from a file, the ranked list in the terminal or as JSON."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from catalogue.contract.decoding import MOST_BYTES, BadJson, decode, printable
from catalogue.contract.match import answer
from catalogue.contract.report import report
from catalogue.shortlist import DEFAULT_LIMIT, MOST, NoCatalogue, shortlist
from catalogue.turns import EARLIEST, LATEST
from catalogue.wording import problem_text
from matcher import Profile, ProfileError


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # Python also reads 20240331 and 2024-W13-7
        raise ArgumentTypeError(f"「{text}」は日付ではありません。2024-03-31 のように書いてください。")
    if not EARLIEST <= day <= LATEST:
        raise ArgumentTypeError(f"基準日は {EARLIEST} から {LATEST} までです。")
    return day


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST):
        raise ArgumentTypeError(f"件数は 1 から {MOST} までの整数です。")
    return int(text)


class Command(BaseCommand):
    help = "会社の情報（JSON）に合う支援施策を、順番と理由つきで示す。"

    # Reads the catalogue only; whether a server could start safely is not its question.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="会社の情報を書いたJSONファイル。「-」は標準入力")
        parser.add_argument("--json", action="store_true", help="APIと同じJSONで出力する")
        parser.add_argument("--as-of", type=_day, default=None, help="基準日（既定は今日）")
        parser.add_argument("--limit", type=_limit, default=DEFAULT_LIMIT, help=f"示す施策の数（1〜{MOST}）")
        parser.add_argument("--include-ineligible", action="store_true", help="条件に合わない施策も最後に示す")

    def handle(self, *args: Any, file: str, as_of: date | str | None, limit: int | str, **options: Any) -> None:
        try:
            # call_command checks nothing that is named by keyword.
            day = localdate() if as_of is None else _day(str(as_of))
            most = _limit(str(limit))
            profile = Profile.from_mapping(decode(_read(file)), day)
            found = shortlist(profile, day, most, include_ineligible=options["include_ineligible"])
        except ArgumentTypeError as error:
            raise CommandError(str(error)) from error
        except BadJson as error:
            raise CommandError(f"{file}: {error}") from error
        except ProfileError as error:
            for problem in error.problems:
                key = ".".join(printable(str(step)) for step in problem.path)
                self.stderr.write(f"{key or file}: {problem_text(problem)}")
            raise CommandError(f"会社の情報に誤りが {len(error.problems)} 件あります。") from error
        except NoCatalogue as error:
            raise CommandError(
                "カタログが読み込まれていません。先に manage.py catalogue load を実行してください。"
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(answer(found), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(report(found))


def _read(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(file).open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: no path can hold a NUL
        reason = error.strerror if isinstance(error, OSError) else error
        raise CommandError(f"{file} を読めません（{reason}）。") from error
