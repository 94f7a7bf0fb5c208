"""Which catalogue is loaded."""

from __future__ import annotations

from django.db import models


class CatalogueState(models.Model):
    """One row. *version* names the content: the same content, the same version. *looked_on*: the last day whose coming has been told."""

    version = models.CharField("版", max_length=40)
    loaded_at = models.DateTimeField("読み込み日時", auto_now=True)
    looked_on = models.DateField("暦を確かめた日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "カタログの版"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="catalogue_state_single",
                violation_error_message="カタログの版は一つだけです。",
            ),
        ]

    def __str__(self) -> str:
        return self.version

    @classmethod
    def lock(cls) -> CatalogueState | None:
        """The row, until the end of the transaction nobody else's; None when no catalogue is loaded."""
        return cls.objects.select_for_update().filter(pk=1).first()

    @classmethod
    def current_version(cls) -> str:
        """The version loaded, "" when none is."""
        return cls.objects.filter(pk=1).values_list("version", flat=True).first() or ""
