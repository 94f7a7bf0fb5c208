"""What visitors keep: a company's answers, tied to a browser by a random key, and links that show an answer to others."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from django.db import models

KEPT_FOR = datetime.timedelta(days=30)
"""Answers that nobody has touched for so long are deleted."""


def new_key() -> str:
    """A key that nobody can guess."""
    return secrets.token_urlsafe(32)


def fingerprint(key: str) -> str:
    """What is stored of a browser's key, so that a copy of the database opens nobody's answers."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


class DraftQuerySet(models.QuerySet["Draft"]):
    """Queries in the words of the domain."""

    def of(self, key: str) -> DraftQuerySet:
        """The answers that a browser's *key* opens."""
        return self.filter(fingerprint=fingerprint(key))

    def expired(self, now: datetime.datetime) -> DraftQuerySet:
        """Untouched for longer than they are kept."""
        return self.filter(touched_at__lt=now - KEPT_FOR)


class Draft(models.Model):
    """回答. *answers*: profile keys → values, as in the public contract; *before*: the answers before the last one was given in place.

    *pages*: the form pages that have been left, by slug. *stars*: codes of kept measures, oldest first.
    """

    fingerprint = models.CharField("鍵の指紋", max_length=64, unique=True)
    answers = models.JSONField("回答", default=dict, blank=True)
    before = models.JSONField("直前の回答", null=True, blank=True)
    pages = models.JSONField("入力したページ", default=list, blank=True)
    stars = models.JSONField("残した施策", default=list, blank=True)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    touched_at = models.DateTimeField("更新日時", auto_now=True, db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回答"

    def __str__(self) -> str:
        return f"回答 {self.pk}"


class Share(models.Model):
    """共有リンク: the answers as they were on a day, to be read by whoever has the key. Deleting it revokes the link."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="shares")
    key = models.CharField("鍵", max_length=64, unique=True, default=new_key)
    answers = models.JSONField("回答")
    stars = models.JSONField("残した施策", default=list, blank=True)
    as_of = models.DateField("基準日")
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "共有リンク"
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"共有リンク {self.pk}"
