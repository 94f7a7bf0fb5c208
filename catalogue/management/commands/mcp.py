"""``manage.py mcp``: the tools for an assistant on this machine, over standard input and output."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from asgiref.sync import async_to_sync
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogue.assistants.tools import Outcome, Tool, call
from catalogue.shortlist import NoCatalogue

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "アシスタント（MCPクライアント）に、標準入出力で施策の検索・照合・説明を提供する。"

    # Reads the catalogue only; and what checks say would have no place to stand.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", choices=("ja", "en"), default="ja", help="答えの言語（既定は ja）")

    def handle(self, *args: Any, language: str, **options: Any) -> None:
        from catalogue.assistants.server import (
            assistants_server,
            serve_standard_streams,
        )  # no other command loads the SDK

        with translation.override(language):
            async_to_sync(serve_standard_streams)(assistants_server(_run))


def _run(tool: Tool, arguments: Mapping[str, object]) -> Outcome:
    """One call by the clock of now. What goes wrong is told on standard error."""
    try:
        return call(tool, arguments, localdate())
    except NoCatalogue:
        return Outcome(_("カタログが読み込まれていません。"), None)
    except Exception:
        logger.exception("%s has failed", tool.name)
        raise
    finally:
        close_old_connections()  # the process outlives the database's patience
