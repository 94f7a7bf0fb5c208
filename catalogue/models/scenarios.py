"""Scenario: a company whose answer is known, so that rules which would answer otherwise are not published."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from catalogue.models.codes import ScenarioKind
from catalogue.models.measure import code_validator
from catalogue.models.programme import Programme
from catalogue.models.rules import RuleVersion
from matcher import Outcome, Profile, ProfileError


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    """Queries in the words of the domain."""

    def for_trial(self, version: RuleVersion, first: datetime.date | None) -> ScenarioQuerySet:
        """The programme's scenarios that *version* must meet if it holds from *first* on, None being since always."""
        rules = self.filter(kind=ScenarioKind.RULE, programme=version.programme_id)
        used = models.Q(only_for=None) | _begun("only_for", version, first)
        return rules.filter(used, models.Q(retired_by=None) | ~_begun("retired_by", version, first))

    def judged(self) -> ScenarioQuerySet:
        """Companies whose measures have been graded by readers."""
        return self.filter(kind=ScenarioKind.JUDGED)


def _begun(field: str, version: RuleVersion, first: datetime.date | None) -> models.Q:
    """Whether the version at *field* is *version*, or is published and holds by *first*."""
    days = models.Q(**{f"{field}__first": None})
    if first is not None:
        days |= models.Q(**{f"{field}__first__lte": first})
    return models.Q(**{field: version.pk}) | days & models.Q(**{f"{field}__published_at__isnull": False})


class Scenario(models.Model):
    """検証用の会社. *kind* rule: the verdict that *programme* under *measure* must come to; judged: grades for the ranking.

    *code*: of one that the files say. *as_of*: null for the first day of the version that is tried. *expected*: a verdict, or
    measure code → grade. *only_for*: in use from this version on; *retired_by*: until this one.
    """

    code = models.CharField("コード", max_length=120, null=True, blank=True, unique=True, editable=False)
    kind = models.CharField("種類", max_length=10, choices=ScenarioKind)
    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="scenarios",
        verbose_name="事業",
    )
    measure = models.CharField("施策番号", max_length=5, blank=True, validators=[code_validator])
    name = models.CharField("名称", max_length=200)
    profile = models.JSONField("回答", default=dict, blank=True)
    as_of = models.DateField("基準日", null=True, blank=True)
    expected = models.JSONField("期待")
    note = models.CharField("注", max_length=500, blank=True)
    only_for = models.ForeignKey(
        RuleVersion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="new_scenarios",
        verbose_name="この版から使う",
    )
    retired_by = models.ForeignKey(
        RuleVersion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="retired_scenarios",
        verbose_name="この版から使わない",
    )

    history = HistoricalRecords(verbose_name="検証用の会社の履歴", verbose_name_plural="検証用の会社の履歴")
    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "検証用の会社"
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ScenarioKind.values),
                name="scenario_kind_known",
                violation_error_message="種類は rule、judged のいずれかです。",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind=ScenarioKind.RULE, programme__isnull=False) & ~models.Q(measure=""))
                | models.Q(kind=ScenarioKind.JUDGED, programme__isnull=True, measure="")
                | ~models.Q(kind__in=ScenarioKind.values),
                name="scenario_rule_of_a_programme",
                violation_error_message="事業と施策番号は、要件を確かめる会社にだけ、必ず付けます。",
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="scenario_has_a_name",
                violation_error_message="検証用の会社には名称が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError when the answers are no profile, or what is expected is no verdict or grade."""
        problems: dict[str, Any] = {}
        try:
            Profile.from_mapping(self.profile, self.as_of or datetime.date.max)
        except ProfileError as error:
            keys = "、".join(str(problem.path[0]) if problem.path else "回答" for problem in error.problems)
            problems["profile"] = f"プロフィールとして読めない項目があります: {keys}"
        if message := expectation_problem(self.kind, self.expected):
            problems["expected"] = message
        if problems:
            raise ValidationError(problems)


def expectation_problem(kind: str, expected: object) -> str:
    """What is wrong with what a scenario expects; "" when nothing is."""
    if kind == ScenarioKind.RULE:
        verdicts = [one.value for one in Outcome]
        return "" if expected in verdicts else f"判定は {'、'.join(verdicts)} のいずれかです。"
    sound = isinstance(expected, dict) and all(
        isinstance(grade, int | float) and not isinstance(grade, bool) and 0 < grade <= 3 for grade in expected.values()
    )
    return "" if sound and expected else "評価は、施策番号ごとに0より大きく3までの数で書いてください。"
