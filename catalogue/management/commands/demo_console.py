"""``manage.py demo_console``: made-up organisations, people and clients, for a look around the console."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from catalogue.demo.build import build, password
from catalogue.shortlist import NoCatalogue


class Command(BaseCommand):
    help = "見本の支援機関・利用者・支援先を作り、ログインのしかたを示す。開発用の環境だけで動く。"
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.APP_ENV != "development":
            raise CommandError("見本の利用者は、開発用の環境（APP_ENV=development）だけに作れます。")
        try:
            logins = build(localdate())
        except NoCatalogue as error:
            raise CommandError("先に catalogue load でカタログを読み込んでください。") from error
        self.stdout.write(f"見本の利用者（パスワードはどれも {password()}）:")
        for login in logins:
            self.stdout.write(f"  {login.username:<8} {login.roles}")
