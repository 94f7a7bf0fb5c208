"""PendingImport: catalogue files that somebody handed in, until somebody else has looked at what they would change."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ImportState(models.TextChoices):
    """What has become of files that were handed in."""

    WAITING = "waiting", "承認待ち"
    APPLIED = "applied", "反映済み"
    REJECTED = "rejected", "差し戻し"
    WITHDRAWN = "withdrawn", "取り下げ"


class PendingImportQuerySet(models.QuerySet["PendingImport"]):
    """Queries in the words of the domain."""

    def waiting(self) -> PendingImportQuerySet:
        """Those that nobody has decided on."""
        return self.filter(state=ImportState.WAITING)


class PendingImport(models.Model):
    """取り込み待ち. *files*: name → text. *base*: the digests of the parts that they were made from.

    *difference*: what they would change, as seen when they were handed in; once decided, as the decision found it.
    *against*, *applied*: the catalogue's versions before and after. *alone*: applied by who handed it in, because the installation allows it.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="依頼者")
    at = models.DateTimeField("依頼日時")
    name = models.CharField("ファイル名", max_length=200)
    reason = models.TextField("理由", max_length=2000)
    files = models.JSONField("内容")
    base = models.JSONField("もとの内容の指紋")
    difference = models.JSONField("変わるところ")
    against = models.CharField("比べた版", max_length=40, blank=True)
    applied = models.CharField("反映後の版", max_length=40, blank=True)
    state = models.CharField("状態", max_length=10, choices=ImportState, default=ImportState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="決めた人",
    )
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    why = models.TextField("決めた理由", blank=True, max_length=2000)
    alone = models.BooleanField("一人で反映", default=False)

    objects = PendingImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "取り込み待ち"
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values),
                name="pendingimport_state_known",
                violation_error_message="状態は waiting、applied、rejected、withdrawn のいずれかです。",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ImportState.WAITING, decided_by__isnull=True, decided_at__isnull=True)
                | ~models.Q(state=ImportState.WAITING) & models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="pendingimport_decided_by_somebody",
                violation_error_message="決めた人と日時は、決めた取り込みにだけ、必ず付けます。",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ImportState.REJECTED) | ~models.Q(why=""),
                name="pendingimport_rejected_with_a_reason",
                violation_error_message="差し戻しには理由が要ります。",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ImportState.APPLIED)
                | models.Q(alone=True)
                | ~models.Q(decided_by=models.F("by")),
                name="pendingimport_four_eyes",
                violation_error_message="依頼した人は自分の取り込みを承認できません。",
            ),
            models.CheckConstraint(
                condition=models.Q(alone=False) | models.Q(state=ImportState.APPLIED, decided_by=models.F("by")),
                name="pendingimport_alone_is_its_author",
                violation_error_message="「一人で反映」は、依頼した人が承認した取り込みにだけ付けられます。",
            ),
        ]

    def __str__(self) -> str:
        return f"取り込み {self.pk} {self.name}"
