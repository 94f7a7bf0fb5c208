"""Who works here: support organisations and their people. An account sees the clients of its own organisation and nobody else's."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from simple_history.models import HistoricalRecords


class Organisation(models.Model):
    """支援機関: a chamber of commerce, a bank, an office of consultants."""

    name = models.CharField("名称", max_length=200, unique=True)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)

    history = HistoricalRecords(verbose_name="支援機関の履歴", verbose_name_plural="支援機関の履歴")

    class Meta:
        verbose_name = verbose_name_plural = "支援機関"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """利用者. Without an *organisation* there are no clients to see.

    *feed_fingerprint*: of the secret address of the calendar feed; the address itself is shown once and not kept.
    """

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="支援機関",
        help_text="支援先を見られるのは、同じ支援機関の利用者だけです。",
    )
    feed_fingerprint = models.CharField(
        "カレンダーの鍵の指紋", max_length=64, null=True, blank=True, unique=True, editable=False
    )

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "利用者"

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """The family name first, as it is written here."""
        return f"{self.last_name} {self.first_name}".strip()
