"""LinkCheck: what an address that the catalogue names answered when it was last asked."""

from __future__ import annotations

from django.db import models


class LinkCheck(models.Model):
    """リンクの確認. *problem*: a sentence, "" while the address answers; *failing_since*: when it first did not, in a row."""

    url = models.CharField("アドレス", max_length=600, unique=True)
    checked_at = models.DateTimeField("確認日時")
    problem = models.CharField("問題", max_length=200, blank=True)
    failing_since = models.DateTimeField("つながらなくなった日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "リンクの確認"
        ordering = ("url",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(problem="", failing_since__isnull=True)
                | ~models.Q(problem="") & models.Q(failing_since__isnull=False),
                name="linkcheck_fails_since_a_time",
                violation_error_message="つながらなくなった日時は、つながらないアドレスにだけ、必ず付けます。",
            ),
        ]

    def __str__(self) -> str:
        return self.url
