"""ApiKey: by what a partner's program is known to the API, what it may ask, and how often."""

from __future__ import annotations

import datetime
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from rest_framework_api_key.models import AbstractAPIKey, BaseAPIKeyManager

from catalogue.models.people import Organisation

USE_IS_TOLD_BY = datetime.timedelta(minutes=1)
"""The last use of a key is written at most so often."""

MOST_ORIGINS = 20


class Scope(models.TextChoices):
    """What a key may be used for."""

    READ = "read", "カタログを読む"
    MATCH = "match", "会社を照合する"
    KEEP = "keep", "判定の記録を残す"
    CLIENTS = "clients", "支援先を扱う"


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Queries in the words of the domain."""

    def used(self, key: ApiKey, now: datetime.datetime) -> None:
        """Note that *key* is in use, unless that has just been noted."""
        before = now - USE_IS_TOLD_BY
        if key.last_used_at is None or key.last_used_at <= before:
            unused = models.Q(last_used_at=None) | models.Q(last_used_at__lte=before)
            self.filter(unused, pk=key.pk).update(last_used_at=now)

    def embedding(self, prefix: str, now: datetime.datetime) -> ApiKey | None:
        """The key whose public part a page names, while it holds and there are sites that may embed the widget by it."""
        found = self.filter(prefix=prefix).first()
        return found if found is not None and found.holds(now) and found.sites else None


class ApiKeyManager(BaseAPIKeyManager.from_queryset(ApiKeyQuerySet)):  # type: ignore[misc]  # made at run time
    """Makes keys, and finds them by what was sent."""

    def assign_key(self, obj: ApiKey) -> str:
        """Give *obj* a new key, which is returned and not kept. The row has a number of its own: the library's would hold the hash."""
        key, obj.prefix, obj.hashed_key = self.key_generator.generate()
        return str(key)

    def sent(self, key: str) -> ApiKey | None:
        """The row of a *key*, whether or not it still holds; None for what is no key of ours."""
        prefix, _dot, _secret = key.partition(".")
        found: ApiKey | None = self.filter(prefix=prefix).first() if len(prefix) == _PREFIX else None
        return found if found is not None and found.is_valid(key) else None


_PREFIX = 8


def origin_problem(origin: str) -> str:
    """What is wrong with an address of a partner's site, "" when nothing is. Developers may name pages of their own machine."""
    try:
        parts = urlsplit(origin)
        usual = _USUAL_PORTS.get(parts.scheme)
        sound = f"{parts.scheme}://{parts.netloc}" == origin and _PLACE.fullmatch(parts.netloc) is not None
        sound = sound and usual is not None and parts.port not in (0, usual)  # browsers leave the usual port out
    except ValueError:
        sound = False
    if sound and (parts.scheme == "https" or (settings.APP_ENV == "development" and parts.hostname in _OWN_MACHINE)):
        return ""
    return (
        f"「{origin[:100]}」はサイトの origin ではありません。"
        "https://www.example.jp のように、小文字で、パスや標準のポート番号を付けずに書いてください。"
    )


_PLACE = re.compile(r"(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.ASCII)
"""A host, and a port if need be: nothing that means something else in a Content-Security-Policy."""
_USUAL_PORTS = {"https": 443, "http": 80}
_OWN_MACHINE = frozenset(["localhost", "127.0.0.1"])


def check_origins(value: object) -> None:
    """Raises ValidationError naming each that is no origin of a site."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValidationError("origin の一覧で書いてください。")
    if len(value) > MOST_ORIGINS:
        raise ValidationError(f"{MOST_ORIGINS}件までです。")
    if problems := [problem for one in value if (problem := origin_problem(one))]:
        raise ValidationError(problems)


class ApiKey(AbstractAPIKey):
    """APIの鍵, of which only the hash is kept. *organisation*: whose clients it may handle; *origins*: sites that may embed the widget."""

    id = models.BigAutoField(primary_key=True)  # type: ignore[assignment]  # the library's would hold the hash
    name = models.CharField("名前", max_length=50, help_text="何に使う鍵かが分かる名前。")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="api_keys",
        verbose_name="支援機関",
        help_text="「支援先を扱う」鍵には要ります。扱えるのは、この支援機関の支援先だけです。",
    )
    scope_read = models.BooleanField(Scope.READ.label, default=True)
    scope_match = models.BooleanField(Scope.MATCH.label, default=True)
    scope_keep = models.BooleanField(Scope.KEEP.label, default=False)
    scope_clients = models.BooleanField(Scope.CLIENTS.label, default=False)
    per_minute = models.PositiveIntegerField("1分あたりの要求数", default=600)
    per_day = models.PositiveIntegerField(
        "1日あたりの要求数", default=100_000, help_text="日本時間の1日。まとめて照合するときは、会社の数だけ数えます。"
    )
    origins = models.JSONField(
        "埋め込みを許すサイト", default=list, blank=True, validators=[check_origins], help_text="1行に一つ。"
    )
    expiry_date = models.DateTimeField("期限", null=True, blank=True, help_text="空なら期限なし。")
    revoked = models.BooleanField(
        "失効", default=False, help_text="失効させると、その時から使えません。元には戻せません。"
    )
    created = models.DateTimeField("作成日時", auto_now_add=True)
    last_used_at = models.DateTimeField("最後に使われた日時", null=True, editable=False)

    objects = ApiKeyManager()  # type: ignore[misc]  # the library declares its own on the class

    class Meta:
        verbose_name = verbose_name_plural = "APIの鍵"
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope_clients=False) | models.Q(organisation__isnull=False),
                name="apikey_clients_of_an_organisation",
                violation_error_message="支援先を扱う鍵には、支援機関を選んでください。",
            ),
            models.CheckConstraint(
                condition=models.Q(per_minute__gte=1, per_day__gte=1),
                name="apikey_may_ask_at_all",
                violation_error_message="要求数は1以上で書いてください。使えなくするには失効させてください。",
            ),
        ]

    @property
    def scopes(self) -> frozenset[Scope]:
        """What it may be used for."""
        return frozenset(scope for scope in Scope if getattr(self, f"scope_{scope.value}"))

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites that may embed the widget; none by a key that may not match."""
        return tuple(one for one in self.origins if not origin_problem(one)) if self.scope_match else ()

    def holds(self, now: datetime.datetime) -> bool:
        """Whether it may still be used."""
        return not self.revoked and not self.ended(now)

    def ended(self, now: datetime.datetime) -> bool:
        """Whether its time is over."""
        return self.expiry_date is not None and self.expiry_date <= now
