"""``manage.py catalogue check|load|export``: the catalogue's files, checked, loaded and written back."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from catalogue.imports.dump import dump_catalogue
from catalogue.imports.nodes import CatalogueError
from catalogue.imports.reader import read_catalogue
from catalogue.imports.store import store_catalogue
from catalogue.imports.writer import write_catalogue


class Command(BaseCommand):
    help = "カタログのファイルを調べる（check）、読み込む（load）、書き出す（export）。"

    # Reads and writes the catalogue only; whether a server could start safely is not its question.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name, text in (
            ("check", "ファイルをすべて調べる。データベースには触れない"),
            ("load", "調べてから、すべて読み込む"),
        ):
            action = actions.add_parser(name, help=text)
            action.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures")
        export = actions.add_parser("export", help="データベースの内容をファイルに書き出す")
        export.add_argument("folder", type=Path)

    def handle(self, *args: Any, action: str, folder: Path, **options: Any) -> None:
        try:
            {"check": self._check, "load": self._load, "export": self._export}[action](folder)
        except CatalogueError as error:
            for mistake in error.mistakes:
                self.stderr.write(str(mistake))
            done = "データベースは元のままです。" if action == "load" else ""
            raise CommandError(f"誤りが {len(error.mistakes)} 件あります。{done}") from error
        except OSError as error:
            raise CommandError(f"{error.filename} を読み書きできません（{error.strerror}）。") from error

    def _check(self, folder: Path) -> None:
        record = read_catalogue(folder)
        self.stdout.write(f"誤りはありません（{len(record.measures)}施策、共通の事業{len(record.programmes)}件）。")

    def _load(self, folder: Path) -> None:
        record = read_catalogue(folder)
        console = Console(file=sys.stderr)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("読み込み中", total=len(record.measures))
            change = store_catalogue(record, lambda done, of: bar.update(task, completed=done))
        if change.is_empty:
            self.stdout.write(f"変更はありません（{len(record.measures)}施策、版 {change.version}）。")
        else:
            self.stdout.write(
                f"読み込みました: 追加{len(change.added)}、変更{len(change.changed)}、削除{len(change.removed)}"
                f"（{len(record.measures)}施策、版 {change.version}）。"
            )

    def _export(self, folder: Path) -> None:
        record = dump_catalogue()
        if not record.measures:
            raise CommandError("データベースに施策がありません。先に catalogue load で読み込んでください。")
        # Whatever of a catalogue is there already must be whole, or its files would be overwritten unread.
        parts = ("readings.yaml", "budgets.yaml", "programmes", "measures")
        current = read_catalogue(folder) if any((folder / part).exists() for part in parts) else None
        written = write_catalogue(record, folder, current)
        self.stdout.write(f"{len(written)} 個のファイルを書きました。" if written else "どのファイルも同じ内容です。")
