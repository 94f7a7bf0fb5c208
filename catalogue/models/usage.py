"""Usage: how often each caller has asked in the minute and on the day at hand; one row a caller, shared by all workers."""

from __future__ import annotations

import datetime

from django.db import models


class UsageQuerySet(models.QuerySet["Usage"]):
    """Queries in the words of the domain."""

    def of_other_days(self, today: datetime.date) -> UsageQuerySet:
        """What no longer counts."""
        return self.exclude(day=today)


class Usage(models.Model):
    """利用数. *caller*: a key by its number, or the fingerprint of an address. *minute*: minutes since 1970; *day*: in Japan."""

    caller = models.CharField("利用者", max_length=64, primary_key=True)
    minute = models.BigIntegerField("分")
    in_minute = models.PositiveIntegerField("その分の要求数")
    day = models.DateField("日")
    in_day = models.PositiveIntegerField("その日の要求数")

    objects = UsageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "利用数"

    def __str__(self) -> str:
        return self.caller
