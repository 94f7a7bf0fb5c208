"""``manage.py catalogue check|load|export``: the catalogue's files, checked, loaded and written back.

``… report|show|audit``: the same files read by a reviewer (``catalogue.review``); ``… links``: the addresses that the stored
catalogue names, asked once each.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import localdate, now
from rich.console import Console
from rich.progress import Progress

from catalogue.imports.dump import dump_catalogue
from catalogue.imports.nodes import CatalogueError
from catalogue.imports.reader import read_catalogue
from catalogue.imports.scenarios import read_scenarios, store_scenarios
from catalogue.imports.store import store_catalogue
from catalogue.imports.writer import write_catalogue
from catalogue.review.audit import audit
from catalogue.review.links import Checked, addresses, check_links, client
from catalogue.review.overview import audit_text, overview
from catalogue.review.reach import Reach, reach
from catalogue.review.show import show
from catalogue.shortlist import NoCatalogue
from catalogue.validators import nearest
from matcher import ProfileError


class Command(BaseCommand):
    help = "カタログのファイルを調べ（check）、読み込み（load）、書き出し（export）、見直す（report、show、audit、links）。"

    # Reads and writes the catalogue only; whether a server could start safely is not its question.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name, text in (
            ("check", "ファイルをすべて調べる。データベースには触れない"),
            ("load", "調べてから、すべて読み込む"),
            ("report", "どこまで整理できているかを数える"),
            ("show", "施策をひとつ、編集者が読む形で示す"),
            ("audit", "出典の文字と照らし、見出しと金額の漏れ、写した文を挙げる"),
        ):
            action = actions.add_parser(name, help=text)
            if name == "show":
                action.add_argument("code", help="施策番号（例 1-05）")
            if name == "audit":
                action.add_argument("source", type=Path, help="出典のPDFから取り出した文字のファイル")
            action.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")
            if name == "load":
                action.add_argument(
                    "--overwrite", action="store_true", help="データベースで変えた内容も、ファイルの内容に戻す"
                )
            if name == "report":
                action.add_argument(
                    "--companies", nargs="+", type=Path, default=(), metavar="FILE", help="判定済みの会社（JSON）"
                )
        export = actions.add_parser("export", help="データベースの内容をファイルに書き出す")
        export.add_argument("folder", type=Path)
        actions.add_parser("links", help="データベースのカタログに書かれたリンクを、すべて開いて確かめる")

    def handle(self, *args: Any, action: str, folder: Path = settings.BASE_DIR, **options: Any) -> None:
        try:
            match action:
                case "links":
                    self._links()
                case "report":
                    self._report(folder, options["companies"])
                case "show":
                    self._show(folder, options["code"])
                case "audit":
                    self._audit(folder, options["source"])
                case "load":
                    self._load(folder, overwrite=options["overwrite"])
                case _:
                    {"check": self._check, "export": self._export}[action](folder)
        except CatalogueError as error:
            for mistake in error.mistakes:
                self.stderr.write(str(mistake))
            done = "データベースは元のままです。" if action == "load" else ""
            raise CommandError(f"誤りが {len(error.mistakes)} 件あります。{done}") from error
        except OSError as error:
            raise CommandError(f"{error.filename} を読み書きできません（{error.strerror}）。") from error

    def _check(self, folder: Path) -> None:
        record = read_catalogue(folder)
        read_scenarios(folder, record)
        self.stdout.write(f"誤りはありません（{len(record.measures)}施策、共通の事業{len(record.programmes)}件）。")

    def _load(self, folder: Path, *, overwrite: bool) -> None:
        record = read_catalogue(folder)
        scenarios = read_scenarios(folder, record)
        console = Console(file=sys.stderr)
        quiet = not console.is_terminal
        with transaction.atomic(), Progress(console=console, transient=True, disable=quiet) as bar:
            task = bar.add_task("読み込み中", total=len(record.measures))
            change = store_catalogue(record, lambda done, of: bar.update(task, completed=done), overwrite=overwrite)
            store_scenarios(scenarios, overwrite=overwrite)
        if change.is_empty:
            self.stdout.write(f"変更はありません（{len(record.measures)}施策、版 {change.version}）。")
        else:
            self.stdout.write(
                f"読み込みました: 追加{len(change.added)}、変更{len(change.changed)}、削除{len(change.removed)}"
                f"（{len(record.measures)}施策、版 {change.version}）。"
            )

    def _export(self, folder: Path) -> None:
        record = dump_catalogue(localdate())
        if not record.measures:
            raise CommandError("データベースに施策がありません。先に catalogue load で読み込んでください。")
        # Whatever of a catalogue is there already must be whole, or its files would be overwritten unread.
        parts = ("readings.yaml", "budgets.yaml", "programmes", "measures")
        current = read_catalogue(folder) if any((folder / part).exists() for part in parts) else None
        written = write_catalogue(record, folder, current)
        self.stdout.write(f"{len(written)} 個のファイルを書きました。" if written else "どのファイルも同じ内容です。")

    def _links(self) -> None:
        def told(one: Checked) -> None:
            if one.problem:
                self.stdout.write(f"{one.url} {one.problem}")

        with client() as asking:
            found = check_links(addresses(), asking, now, told)
        dead = sum(bool(one.problem) for one in found)
        self.stdout.write(f"リンク {len(found)} 件のうち、つながらないもの {dead} 件。")

    def _report(self, folder: Path, companies: Sequence[Path]) -> None:
        record = read_catalogue(folder)
        self.stdout.write(overview(record, _reach(companies) if companies else None))

    def _show(self, folder: Path, code: str) -> None:
        record = read_catalogue(folder)
        measure = record.measures.get(code)
        if measure is None:
            raise CommandError(f"施策「{code}」はありません。{nearest(code, tuple(record.measures))}")
        self.stdout.write(show(record, measure))

    def _audit(self, folder: Path, source: Path) -> None:
        try:
            lines = source.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError as error:
            raise CommandError(f"{source} はUTF-8の文字のファイルではありません。") from error
        found = audit(read_catalogue(folder), lines)
        self.stdout.write(audit_text(found))
        if found.missing_headings or found.missing_amounts or found.copied:
            raise CommandError("出典と合わないところがあります。")


def _reach(files: Sequence[Path]) -> Reach:
    """What the companies of all *files* reach, on the day that the first file names."""
    try:
        read = [json.loads(file.read_text(encoding="utf-8")) for file in files]
        profiles = [company["profile"] for one in read for company in one["companies"]]
        return reach(profiles, date.fromisoformat(read[0]["as_of"]))
    except (ValueError, KeyError, TypeError, ProfileError) as error:
        raise CommandError("判定済みの会社のファイルを読めません。as_of と companies（profile）が要ります。") from error
    except NoCatalogue as error:
        raise CommandError("カタログが読み込まれていません。先に catalogue load で読み込んでください。") from error
