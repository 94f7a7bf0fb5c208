"""Decision: a match that a partner wanted kept, as it was answered."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.db import models

from catalogue.models.draft import new_key
from catalogue.models.keys import ApiKey


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Queries in the words of the domain."""

    def of(self, key: ApiKey, now: datetime.datetime) -> DecisionQuerySet:
        """What *key* has kept, and nobody else; what has run out is as good as deleted."""
        return self.filter(key=key, expires_at__gt=now)

    def expired(self, now: datetime.datetime) -> DecisionQuerySet:
        """Kept for as long as was promised."""
        return self.filter(expires_at__lte=now)


class Decision(models.Model):
    """判定の記録. *answer*: the JSON as it was sent, *digest* the SHA-256 of its canonical form.

    *rules*: programme code → number of the version in force; *states*: measure code → [verdict, availability, tenths of points], of all.
    *told*: measure code → verdict, as a webhook was last told of them; null while it never was. *compared_with*: the catalogue's version
    and the day with which it was last compared.
    """

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="decisions", verbose_name="鍵")
    code = models.CharField("番号", max_length=64, unique=True, default=new_key, editable=False)
    profile = models.JSONField("会社の情報")
    as_of = models.DateField("基準日")
    limit = models.PositiveSmallIntegerField("件数")
    include_ineligible = models.BooleanField("合わないものも")
    language = models.CharField("言語", max_length=10)
    catalogue_version = models.CharField("カタログの版", max_length=40)
    rules = models.JSONField("要件の版")
    states = models.JSONField("判定")
    answer = models.TextField("答え")
    digest = models.CharField("ハッシュ", max_length=64)
    kept_at = models.DateTimeField("記録した日時")
    expires_at = models.DateTimeField("期限", db_index=True)
    told = models.JSONField("知らせた判定", null=True, editable=False)
    compared_with = models.CharField("比べた版と日", max_length=60, blank=True, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "判定の記録"
        ordering = ("-kept_at", "-pk")

    def __str__(self) -> str:
        return f"判定の記録 {self.pk}"

    @property
    def last_told(self) -> dict[str, str]:
        """Measure code → verdict, as its partner knows them."""
        return self.told if self.told is not None else {code: state[0] for code, state in self.states.items()}

    @property
    def answered(self) -> Any:
        """The answer as it was."""
        return json.loads(self.answer)
