"""What an organisation keeps of the companies that it advises. Everything here belongs to one organisation, through its client."""

from __future__ import annotations

import datetime
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from catalogue.models.draft import fingerprint
from catalogue.models.measure import code_validator
from catalogue.models.people import Organisation, User
from matcher import Outcome, Profile, ProfileError

FACTS_OLD_AFTER = datetime.timedelta(days=365)
"""Facts that nobody has confirmed for so long should be asked for again."""

HANDOVER_LASTS = datetime.timedelta(days=3)
"""A one-time code that nobody has used by then is worth nothing."""

_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is mistaken for another when read out
_CODE_LENGTH = 10


class ClientQuerySet(models.QuerySet["Client"]):
    """Queries in the words of the domain."""

    def of(self, user: User) -> ClientQuerySet:
        """The clients that *user* may see: those of the own organisation, none without one."""
        return self.filter(organisation=user.organisation_id) if user.organisation_id else self.none()

    def facts_older_than(self, day: datetime.date) -> ClientQuerySet:
        """Whose facts were last confirmed before *day*."""
        return self.filter(facts_on__lt=day)


class Client(models.Model):
    """支援先. *answers*: profile keys → values, as in the public contract, without name and number, which stand beside.

    *facts_on*: the day on which the facts were last told or confirmed. *edits* counts changes, so that a second editor is told.
    *made_from*: fingerprint of the form that made it, so that a form that is sent twice makes one client.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="clients", verbose_name="支援機関"
    )
    name = models.CharField("名称", max_length=200)
    corporate_number = models.CharField("法人番号", max_length=13, blank=True)
    answers = models.JSONField("回答", default=dict, blank=True)
    note = models.TextField("メモ", blank=True, max_length=4000)
    facts_on = models.DateField("情報の確認日")
    edits = models.PositiveIntegerField("更新回数", default=0, editable=False)
    made_from = models.CharField("登録フォームの指紋", max_length=64, blank=True, default="", editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登録者"
    )
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    history = HistoricalRecords(verbose_name="支援先の履歴", verbose_name_plural="支援先の履歴")
    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支援先"
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "corporate_number"],
                condition=~models.Q(corporate_number=""),
                name="client_number_once_in_organisation",
                violation_error_message="同じ法人番号の支援先がすでにあります。",
            ),
            models.UniqueConstraint(
                fields=["organisation", "made_from"],
                condition=~models.Q(made_from=""),
                name="client_form_once_in_organisation",
                violation_error_message="同じ登録フォームがすでに送られています。",
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""),
                name="client_has_a_name",
                violation_error_message="支援先には名称が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError when the answers are no profile."""
        try:
            Profile.from_mapping(self.answers, self.facts_on)
        except ProfileError as error:
            keys = "、".join(str(problem.path[0]) for problem in error.problems)
            raise ValidationError({"answers": f"プロフィールとして読めない項目があります: {keys}"}) from error

    @property
    def contract_answers(self) -> Mapping[str, Any]:
        """The whole profile in the public contract's form."""
        own = {"name": self.name, "corporate_number": self.corporate_number}
        return {key: value for key, value in own.items() if value} | dict(self.answers)


class ClientRow(models.Model):
    """Something said about a client, by somebody."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", verbose_name="支援先")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="記入者"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class ProposalStatus(models.TextChoices):
    """How far a measure has got with a client."""

    NOT_PROPOSED = "not_proposed", "未提案"
    PROPOSED = "proposed", "提案済み"
    CONSIDERING = "considering", "検討中"
    APPLYING = "applying", "申請中"
    ADOPTED = "adopted", "採択"
    REJECTED = "rejected", "不採択"
    DROPPED = "dropped", "見送り"


class Proposal(ClientRow):
    """提案状況 of one measure for one client. *measure*: its code, which outlives a reload of the catalogue."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="proposals", verbose_name="支援先")
    measure = models.CharField("施策番号", max_length=5, validators=[code_validator])
    status = models.CharField("状況", max_length=12, choices=ProposalStatus)
    on = models.DateField("日付")
    note = models.CharField("メモ", max_length=500, blank=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    history = HistoricalRecords(verbose_name="提案状況の履歴", verbose_name_plural="提案状況の履歴")

    class Meta:
        verbose_name = verbose_name_plural = "提案状況"
        ordering = ("measure",)
        constraints = [
            models.UniqueConstraint(fields=["client", "measure"], name="proposal_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=ProposalStatus.values),
                name="proposal_status_known",
                violation_error_message="状況のコードが一覧にありません。",
            ),
        ]


class OverrideQuerySet(models.QuerySet["Override"]):
    """Queries in the words of the domain."""

    def in_force(self, day: datetime.date) -> OverrideQuerySet:
        """Neither run out nor withdrawn."""
        return self.filter(until__gte=day, withdrawn_at=None)


class Override(ClientRow):
    """判定の上書き: an advisor knows better than the rule, until the day *until*, inclusive. One in force a measure."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="overrides", verbose_name="支援先")
    measure = models.CharField("施策番号", max_length=5, validators=[code_validator])
    verdict = models.CharField("判定", max_length=12, choices=[(one.value, one.value) for one in Outcome])
    ruled = models.CharField("規則による判定", max_length=12, choices=[(one.value, one.value) for one in Outcome])
    reason = models.CharField("理由", max_length=500)
    until = models.DateField("この日まで")
    made_at = models.DateTimeField("上書き日時", auto_now_add=True)
    withdrawn_at = models.DateTimeField("取消日時", null=True, blank=True)

    history = HistoricalRecords(verbose_name="上書きの履歴", verbose_name_plural="上書きの履歴")
    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "判定の上書き"
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "measure"],
                condition=models.Q(withdrawn_at=None),
                name="override_one_a_measure",
                violation_error_message="この施策の判定はすでに上書きされています。",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="override_has_a_reason",
                violation_error_message="上書きには理由が要ります。",
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=[one.value for one in Outcome])
                & models.Q(ruled__in=[one.value for one in Outcome]),
                name="override_verdict_known",
                violation_error_message="判定のコードが一覧にありません。",
            ),
        ]


class Task(ClientRow):
    """やること for a client; *measure*: what it is about, if anything."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="tasks", verbose_name="支援先")
    measure = models.CharField("施策番号", max_length=5, blank=True, validators=[code_validator])
    text = models.CharField("内容", max_length=300)
    due = models.DateField("期日", null=True, blank=True)
    made_at = models.DateTimeField("記入日時", auto_now_add=True)
    done_at = models.DateTimeField("完了日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "やること"
        ordering = (models.F("due").asc(nulls_last=True), "pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="task_says_something",
                violation_error_message="やることの内容を書いてください。",
            ),
        ]


class Seen(ClientRow):
    """確認: what somebody last saw of a client, to tell what has changed since.

    *verdicts*: measure code → [outcome, availability] of the rules, as of the day *as_of* with the *answers* of then.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="seen", verbose_name="支援先")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="利用者")
    at = models.DateTimeField("確認日時")
    as_of = models.DateField("基準日")
    version = models.CharField("カタログの版", max_length=40)
    answers = models.JSONField("回答", default=dict, blank=True)
    verdicts = models.JSONField("判定", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "確認"
        constraints = [models.UniqueConstraint(fields=["client", "by"], name="seen_once_by_each")]


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Queries in the words of the domain."""

    def usable(self, code: str, now: datetime.datetime) -> HandoverQuerySet:
        """What a *code*, as somebody typed it, opens: once, and not for long."""
        return self.filter(fingerprint=fingerprint(plain_code(code)), used_at=None, expires_at__gt=now)

    def expired(self, now: datetime.datetime) -> HandoverQuerySet:
        """Worth nothing any more."""
        return self.filter(expires_at__lte=now)


def new_code() -> str:
    """A code that can be read out, in two groups of five."""
    letters = "".join(secrets.choice(_CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def plain_code(typed: str) -> str:
    """A code as typed, without what people add to it."""
    return "".join(one for one in unicodedata.normalize("NFKC", typed).upper() if one in _CODE_LETTERS)


class Handover(models.Model):
    """引き渡し: a company lets an advisor read its answers, by a code that works once.

    *scope*: the profile keys it agreed to; *wording*: the sentences it agreed to. Once used, the answers are the client's alone.
    """

    fingerprint = models.CharField("コードの指紋", max_length=64, unique=True)
    draft = models.ForeignKey("catalogue.Draft", on_delete=models.CASCADE, related_name="handovers")
    answers = models.JSONField("回答", default=dict)
    scope = models.JSONField("範囲", default=list)
    wording = models.TextField("同意した文", default="")
    agreed_at = models.DateTimeField("同意日時", auto_now_add=True)
    expires_at = models.DateTimeField("期限")
    used_at = models.DateTimeField("使用日時", null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "引き渡し"

    def __str__(self) -> str:
        return f"引き渡し {self.pk}"


class CodeFailure(models.Model):
    """誤った引き渡しコード: somebody typed a code that opens nothing. Counted, so that nobody finds one by trying."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="入力者")
    at = models.DateTimeField("日時", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "誤った引き渡しコード"

    def __str__(self) -> str:
        return f"誤った引き渡しコード {self.pk}"


class Consent(models.Model):
    """同意: that a client agreed, when, and to what. *scope*: profile keys; *wording*: the sentences that were agreed to."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="consents", verbose_name="支援先")
    given_at = models.DateTimeField("同意日時")
    received_at = models.DateTimeField("受取日時", auto_now_add=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="受取者"
    )
    scope = models.JSONField("範囲")
    wording = models.TextField("同意した文")

    class Meta:
        verbose_name = verbose_name_plural = "同意"
        ordering = ("-given_at",)

    def __str__(self) -> str:
        return f"同意 {self.given_at:%Y-%m-%d}"
