"""The database's own guarantees: each bad row is refused with a sentence that an editor understands, and refused again below."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from catalogue.models import (
    ApiKey,
    AvailabilityPeriod,
    Budget,
    Call,
    CatalogueChange,
    CatalogueState,
    Charge,
    Client,
    Criterion,
    Event,
    Funding,
    LinkCheck,
    Listing,
    ManualCheck,
    Measure,
    Ministry,
    Note,
    Organisation,
    Override,
    PendingImport,
    Programme,
    Proposal,
    Result,
    RuleVersion,
    Scenario,
    Seen,
    Support,
    Task,
    User,
    Webhook,
    WebhookDelivery,
)

pytestmark = pytest.mark.django_db

ORIGIN = "出典の箇所（place）か、ほかの根拠と確認日（citation、read_on）のどちらか一方を書いてください。"
KEY = 10**9  # of the rows that others belong to; no sequence gets there
COMPARISONS = "at_least、at_most、less_than、more_than、between、is_answered"
TODAY = datetime.date(2026, 11, 23)
YESTERDAY = TODAY - datetime.timedelta(1)
NOW = datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)
NUMBER = "7000012050002"
JUDGED = {"kind": "judged", "programme_id": None, "measure": "", "expected": {"1-01": 3, "1-02": 0.5}}
PUBLISHED = {"state": "published", "published_at": NOW}
DECIDED = {"decided_by_id": KEY + 1, "decided_at": NOW}

GOOD: dict[type[models.Model], dict[str, Any]] = {
    Measure: {
        "code": "1-02",
        "area": 1,
        "number": 2,
        "title": "題",
        "summary": "概要。",
        "audience": "direct",
        "place": "p6",
    },
    Programme: {"code": "b", "name": "事業", "place": "p6"},
    RuleVersion: {"programme_id": KEY, "number": 2, "encoding": "done"},
    Listing: {"measure_id": KEY, "programme_id": KEY, "position": 1},
    Charge: {"measure_id": KEY, "ministry_id": KEY, "position": 1},
    Support: {"programme_id": KEY, "position": 0, "code": "subsidy"},
    Result: {"programme_id": KEY, "position": 0, "metric": "採択", "value": 0, "unit": "者", "place": "p6"},
    Budget: {"code": "b", "fiscal_year": "R5", "kind": "initial", "amount_yen": 1},
    Criterion: {
        "programme_id": KEY,
        "version_id": KEY,
        "position": 0,
        "role": "requirement",
        "group": 1,
        "feature": "employees",
        "operator": "at_most",
        "values": [300],
        "place": "p6",
    },
    ManualCheck: {"programme_id": KEY, "version_id": KEY, "position": 0, "text": "確認すること。", "place": "p6"},
    AvailabilityPeriod: {"programme_id": KEY, "position": 0, "state": "open", "first": TODAY, "place": "p6"},
    Note: {"programme_id": KEY, "position": 0, "text": "注記。", "place": "p6"},
    Event: {"programme_id": KEY, "position": 0, "kind": "ended", "citation": "要領", "read_on": TODAY},
    CatalogueState: {"pk": 1, "version": "a"},
    Call: {
        "jgrants_id": "a0W1",
        "title": "公募",
        "content_hash": "0",
        "opens_at": NOW,
        "closes_at": NOW + datetime.timedelta(1),
        "fetched_at": NOW,
        "changed_at": NOW,
    },
    Client: {"organisation_id": KEY, "name": "株式会社みほん", "facts_on": TODAY, "created_by_id": KEY},
    Proposal: {"client_id": KEY, "by_id": KEY, "measure": "1-02", "status": "proposed", "on": TODAY},
    Override: {
        "client_id": KEY,
        "by_id": KEY,
        "measure": "1-02",
        "verdict": "eligible",
        "ruled": "ineligible",
        "reason": "窓口に確認した。",
        "until": TODAY,
    },
    Task: {"client_id": KEY, "by_id": KEY, "text": "決算書を受け取る。"},
    Scenario: {
        "kind": "rule",
        "programme_id": KEY,
        "measure": "1-01",
        "name": "三百人の会社",
        "profile": {"employees": 300},
        "expected": "eligible",
    },
    PendingImport: {
        "by_id": KEY,
        "at": NOW,
        "name": "a.zip",
        "reason": "改定",
        "files": {"a": "b"},
        "base": {"a": "b"},
        "difference": ["a"],
    },
    LinkCheck: {"url": "https://example.go.jp/a", "checked_at": NOW},
    ApiKey: {"name": "窓口", "prefix": "a", "hashed_key": "b"},
    Seen: {"client_id": KEY, "by_id": KEY + 1, "at": NOW, "as_of": TODAY, "version": "a"},
    CatalogueChange: {
        "kind": "published",
        "part": "entry",
        "measure": "1-02",
        "measures": ["1-02"],
        "title": "題",
        "catalogue_version": "a",
    },
    Webhook: {
        "key_id": KEY,
        "url": "https://hooks.example.jp/",
        "of_catalogue": True,
        "of_decisions": False,
        "language": "ja",
        "created_at": NOW,
    },
    WebhookDelivery: {
        "webhook_id": KEY,
        "event": "ping",
        "payload": "{}",
        "created_at": NOW,
        "next_attempt_at": NOW,
    },
}
"""A sound row of each model that has constraints, beside the rows that ``stored`` makes."""

# The constraint, a row that breaks it and nothing else, and what its editor reads.
BROKEN: dict[str, tuple[type[models.Model], dict[str, Any], str]] = {
    "measure_number_unique_in_area": (Measure, {"number": 1}, "この 分野 と 分野内の番号 を持った 施策 が既に存在します。"),
    "measure_area_known": (Measure, {"area": 11}, "分野は1から10の番号です。"),
    "measure_audience_known": (Measure, {"audience": "all"}, "使い手は direct、indirect、none のいずれかです。"),
    "measure_has_title_and_summary": (Measure, {"summary": ""}, "施策には施策名と概要が要ります。"),
    "ruleversion_number_once": (RuleVersion, {"number": 1}, "この事業には、同じ番号の版がすでにあります。"),
    "ruleversion_state_known": (RuleVersion, {"state": "lost"}, "状態は draft、review、published、replaced のいずれかです。"),
    "ruleversion_in_order": (RuleVersion, {"first": TODAY, "last": YESTERDAY}, "版の終わりの日が始まりの日より前です。"),
    "ruleversion_encoding_known": (RuleVersion, {"encoding": "half"}, "要件の整理は not_yet、done、reviewed のいずれかです。"),
    "ruleversion_open_to_all_is_encoded": (
        RuleVersion,
        {"encoding": "not_yet", "open_to_all": True},
        "「要件なし」は、要件を整理した事業にだけ付けられます。",
    ),
    "ruleversion_review_was_submitted": (RuleVersion, {"state": "review"}, "レビュー依頼の版には依頼日時が要ります。"),
    "ruleversion_published_at_a_time": (
        RuleVersion,
        {"state": "published"},
        "公開日時は公開した版にだけ、必ず付けます。",
    ),
    "ruleversion_approved_when_published": (
        RuleVersion,
        {"author_id": KEY, "approver_id": KEY + 1},
        "承認者は公開した版にだけ付けられます。",
    ),
    "ruleversion_four_eyes": (
        RuleVersion,
        PUBLISHED | {"author_id": KEY, "approver_id": KEY},
        "作成者は自分の版を承認できません。",
    ),
    "ruleversion_alone_is_its_author": (
        RuleVersion,
        PUBLISHED | {"author_id": KEY, "approver_id": KEY + 1, "alone": True},
        "「一人で公開」は、作成者自身が承認した版にだけ付けられます。",
    ),
    "listing_once": (Listing, {}, "同じ事業が一つの施策に二度載っています。"),
    "charge_once": (Charge, {}, "同じ府省庁が二度書かれています。"),
    "support_known": (Support, {"code": "gift"}, "支援の種類のコードが一覧にありません。"),
    "result_not_negative": (Result, {"value": -1}, "実績の値は0以上です。"),
    "budget_amount_positive": (Budget, {"amount_yen": 0}, "予算の金額は正の数です。書かれていなければ空にしてください。"),
    "budget_kind_known": (Budget, {"kind": "gift"}, "予算の種別のコードが一覧にありません。"),
    "criterion_role_known": (Criterion, {"role": "wish"}, "役割は requirement、focus、bonus のいずれかです。"),
    "criterion_level_with_focus": (Criterion, {"role": "focus"}, "重さ（primary、secondary）は対象・目的の条件にだけ、必ず付けます。"),
    "criterion_fit_with_its_level": (Criterion, {"fit": 5}, "合い方（fit）は、primary なら6から10まで、secondary なら1から5までです。"),
    "criterion_effect_with_bonus": (Criterion, {"effect": "加点"}, "効果は加点・優遇の条件にだけ付けられます。"),
    "criterion_has_one_origin": (Criterion, {"place": ""}, ORIGIN),
    "check_has_one_origin": (ManualCheck, {"citation": "要領", "read_on": TODAY}, ORIGIN),
    "period_has_one_origin": (AvailabilityPeriod, {"place": "", "citation": "要領"}, ORIGIN),
    "period_state_known": (AvailabilityPeriod, {"state": "perhaps"}, "状況は open、upcoming、closed のいずれかです。"),
    "period_has_a_day": (AvailabilityPeriod, {"first": None}, "受付状況には、いつから（from）かいつまで（until）の日付が要ります。"),
    "period_in_order": (AvailabilityPeriod, {"last": YESTERDAY}, "受付状況の終わりの日が始まりの日より前です。"),
    "note_belongs_to_one": (Note, {"programme_id": None}, "注記は施策か事業のどちらか一方に付きます。"),
    "event_kind_known": (
        Event,
        {"kind": "born"},
        "できごとは ended、renamed、succeeded、changed、terms のいずれかです。",
    ),
    "event_new_name_with_renamed_or_succeeded": (
        Event,
        {"kind": "renamed"},
        "後の名称（to）は、名称変更（renamed）と後継（succeeded）にだけ、必ず書きます。",
    ),
    "event_change_has_a_note": (
        Event,
        {"kind": "changed"},
        "内容の変更（changed）とのちの条件（terms）には、その内容を注（note）に書いてください。",
    ),
    "event_has_an_origin": (
        Event,
        {"citation": ""},
        "その後の経緯には根拠（citation）と確認日（read_on）が要ります。",
    ),
    "catalogue_state_single": (CatalogueState, {"pk": 2}, "カタログの版は一つだけです。"),
    "call_state_known": (Call, {"state": "lost"}, "公募の状態のコードが一覧にありません。"),
    "call_has_a_title": (Call, {"title": ""}, "公募には公募名が要ります。"),
    "call_limit_positive": (Call, {"max_yen": 0}, "補助上限額は正の数です。書かれていなければ空にしてください。"),
    "call_in_order": (Call, {"closes_at": NOW}, "受付締切は受付開始より後です。"),
    "call_linked_to_a_programme": (Call, {"state": "linked"}, "対応づけ済みの公募には事業が要ります。"),
    "call_accepted_while_changed": (Call, {"accepted": {}}, "前の内容は、内容が変わった公募にだけ残します。"),
    "client_number_once_in_organisation": (Client, {"corporate_number": NUMBER}, "同じ法人番号の支援先がすでにあります。"),
    "client_form_once_in_organisation": (Client, {"made_from": "f"}, "同じ登録フォームがすでに送られています。"),
    "client_has_a_name": (Client, {"name": ""}, "支援先には名称が要ります。"),
    "proposal_once": (Proposal, {"measure": "1-01"}, "この 支援先 と 施策番号 を持った 提案状況 が既に存在します。"),
    "proposal_status_known": (Proposal, {"status": "lost"}, "状況のコードが一覧にありません。"),
    "override_one_a_measure": (Override, {"measure": "1-01"}, "この施策の判定はすでに上書きされています。"),
    "override_has_a_reason": (Override, {"reason": ""}, "上書きには理由が要ります。"),
    "override_verdict_known": (Override, {"verdict": "perhaps"}, "判定のコードが一覧にありません。"),
    "task_says_something": (Task, {"text": ""}, "やることの内容を書いてください。"),
    "scenario_kind_known": (Scenario, {"kind": "wish"}, "種類は rule、judged のいずれかです。"),
    "scenario_rule_of_a_programme": (
        Scenario,
        {"programme_id": None},
        "事業と施策番号は、要件を確かめる会社にだけ、必ず付けます。",
    ),
    "scenario_has_a_name": (Scenario, {"name": ""}, "検証用の会社には名称が要ります。"),
    "pendingimport_state_known": (
        PendingImport,
        DECIDED | {"state": "lost"},
        "状態は waiting、applied、rejected、withdrawn のいずれかです。",
    ),
    "pendingimport_decided_by_somebody": (
        PendingImport,
        {"decided_at": NOW},
        "決めた人と日時は、決めた取り込みにだけ、必ず付けます。",
    ),
    "pendingimport_rejected_with_a_reason": (PendingImport, DECIDED | {"state": "rejected"}, "差し戻しには理由が要ります。"),
    "pendingimport_four_eyes": (
        PendingImport,
        DECIDED | {"state": "applied", "decided_by_id": KEY},
        "依頼した人は自分の取り込みを承認できません。",
    ),
    "pendingimport_alone_is_its_author": (
        PendingImport,
        {"alone": True},
        "「一人で反映」は、依頼した人が承認した取り込みにだけ付けられます。",
    ),
    "linkcheck_fails_since_a_time": (
        LinkCheck,
        {"problem": "見つかりません（404）。"},
        "つながらなくなった日時は、つながらないアドレスにだけ、必ず付けます。",
    ),
    "apikey_clients_of_an_organisation": (
        ApiKey,
        {"scope_clients": True},
        "支援先を扱う鍵には、支援機関を選んでください。",
    ),
    "apikey_may_ask_at_all": (
        ApiKey,
        {"per_minute": 0},
        "要求数は1以上で書いてください。使えなくするには失効させてください。",
    ),
    "seen_once_by_each": (Seen, {"by_id": KEY}, "この 支援先 と 利用者 を持った 確認 が既に存在します。"),
    "cataloguechange_known": (CatalogueChange, {"kind": "lost"}, "変更の種類のコードが一覧にありません。"),
    "cataloguechange_of_one": (CatalogueChange, {"programme": "b"}, "変更は施策か事業のどちらか一方のものです。"),
    "webhook_of_something": (Webhook, {"of_catalogue": False}, "通知先には、知らせるできごとが一つは要ります。"),
    "webhook_disabled_with_a_reason": (Webhook, {"disabled_at": NOW}, "止まった通知先には、日時と理由が要ります。"),
    "webhookdelivery_waits_for_a_time": (
        WebhookDelivery,
        {"next_attempt_at": None},
        "送信待ちの通知にだけ、次に送る日時が要ります。",
    ),
}  # fmt: skip

UNIQUE = (
    "measure_number_unique_in_area",
    "listing_once",
    "charge_once",
    "ruleversion_number_once",
    "client_number_once_in_organisation",
    "client_form_once_in_organisation",
    "proposal_once",
    "override_one_a_measure",
    "seen_once_by_each",
)

# More rows that break a constraint of the table above.
ALSO_BROKEN = [
    ("measure_area_known", Measure, {"area": 0}),
    ("measure_has_title_and_summary", Measure, {"title": ""}),
    ("criterion_level_with_focus", Criterion, {"level": "primary"}),
    ("criterion_level_with_focus", Criterion, {"role": "focus", "level": "main"}),
    ("criterion_fit_with_its_level", Criterion, {"role": "focus", "level": "primary", "fit": 5}),
    ("criterion_fit_with_its_level", Criterion, {"role": "focus", "level": "primary", "fit": 11}),
    ("criterion_fit_with_its_level", Criterion, {"role": "focus", "level": "secondary", "fit": 0}),
    ("criterion_fit_with_its_level", Criterion, {"role": "focus", "level": "secondary", "fit": 6}),
    ("criterion_has_one_origin", Criterion, {"place": "", "read_on": TODAY}),
    ("criterion_has_one_origin", Criterion, {"place": "", "citation": "要領"}),
    ("note_belongs_to_one", Note, {"measure_id": KEY}),
    ("call_linked_to_a_programme", Call, {"state": "changed"}),
    ("call_accepted_while_changed", Call, {"state": "linked", "programme_id": KEY, "accepted": {}}),
    ("ruleversion_published_at_a_time", RuleVersion, {"state": "replaced"}),
    ("ruleversion_published_at_a_time", RuleVersion, {"published_at": NOW}),
    ("ruleversion_alone_is_its_author", RuleVersion, {"alone": True}),
    ("ruleversion_alone_is_its_author", RuleVersion, PUBLISHED | {"approver_id": KEY, "alone": True}),
    ("override_verdict_known", Override, {"ruled": ""}),
    ("cataloguechange_known", CatalogueChange, {"part": "all"}),
    ("cataloguechange_of_one", CatalogueChange, {"measure": ""}),
    ("webhook_disabled_with_a_reason", Webhook, {"disabled_why": "gone"}),
    ("webhookdelivery_waits_for_a_time", WebhookDelivery, {"state": "failed"}),
    ("scenario_rule_of_a_programme", Scenario, {"measure": ""}),
    ("scenario_rule_of_a_programme", Scenario, {"kind": "judged"}),
    ("scenario_rule_of_a_programme", Scenario, JUDGED | {"measure": "1-01"}),
]

# Rows that stand just inside.
SOUND = [
    (CatalogueChange, {"measure": "", "programme": "b", "part": "end", "kind": "withdrawn", "effective_on": TODAY}),
    (Webhook, {"of_catalogue": False, "of_decisions": True, "disabled_at": NOW, "disabled_why": "gone"}),
    (WebhookDelivery, {"state": "delivered", "next_attempt_at": None}),
    (Measure, {"code": "10-99", "area": 10, "number": 99}),
    (RuleVersion, {"open_to_all": True}),
    (RuleVersion, {"encoding": "not_yet", "first": TODAY, "last": TODAY}),
    (RuleVersion, {"state": "review", "submitted_at": NOW, "author_id": KEY}),
    (RuleVersion, PUBLISHED | {"first": TODAY, "author_id": KEY, "approver_id": KEY + 1}),
    (RuleVersion, PUBLISHED | {"first": TODAY, "author_id": KEY, "approver_id": KEY, "alone": True}),
    (RuleVersion, PUBLISHED | {"state": "replaced"}),
    (Scenario, JUDGED),
    (Scenario, {"only_for_id": KEY, "as_of": TODAY}),
    (Client, {"organisation_id": KEY + 1, "corporate_number": NUMBER}),
    (Override, {"client_id": KEY + 1, "measure": "1-01"}),
    (Budget, {"amount_yen": None}),
    (Criterion, {"role": "focus", "group": 0, "level": "secondary"}),
    (Criterion, {"role": "bonus", "group": 0, "effect": "加点"}),
    (Criterion, {"place": "", "citation": "要領", "read_on": TODAY}),
    (Event, {"kind": "succeeded", "new_name": "新事業進出補助金"}),
    (AvailabilityPeriod, {"last": TODAY}),
    (AvailabilityPeriod, {"first": None, "last": TODAY}),
    (Note, {"programme_id": None, "measure_id": KEY}),
    (Call, {"max_yen": 1, "closes_at": None}),
    (Call, {"state": "dismissed", "opens_at": None, "closes_at": NOW + datetime.timedelta(microseconds=1)}),
    (Call, {"state": "linked", "programme_id": KEY}),
    (Call, {"state": "changed", "programme_id": KEY, "accepted": {}}),
    *((model, {}) for model in GOOD if model not in (Listing, Charge)),
]


@pytest.fixture(autouse=True)
def stored() -> None:
    """One measure with one ministry, one programme and its rules; two organisations, each with a user and a client."""
    measure = Measure.objects.create(pk=KEY, **GOOD[Measure] | {"code": "1-01", "number": 1})
    programme = Programme.objects.create(pk=KEY, **GOOD[Programme] | {"code": "a"})
    RuleVersion.objects.create(pk=KEY, **GOOD[RuleVersion] | PUBLISHED | {"number": 1, "last": YESTERDAY})
    Listing.objects.create(measure=measure, programme=programme, position=0)
    Charge.objects.create(measure=measure, ministry=Ministry.objects.create(pk=KEY, name="経産省"), position=0)
    for key in (KEY, KEY + 1):
        Organisation.objects.create(pk=key, name=f"商工会議所{key}")
        User.objects.create(pk=key, username=f"user{key}", organisation_id=key)
        Client.objects.create(pk=key, **GOOD[Client] | {"organisation_id": key})
    Client.objects.filter(pk=KEY).update(corporate_number=NUMBER, made_from="f")
    Proposal.objects.create(**GOOD[Proposal] | {"measure": "1-01"})
    Override.objects.create(**GOOD[Override] | {"measure": "1-01"})
    Seen.objects.create(**GOOD[Seen] | {"by_id": KEY})
    ApiKey.objects.create(pk=KEY, **GOOD[ApiKey] | {"prefix": "k", "hashed_key": "k"})
    Webhook.objects.create(pk=KEY, **GOOD[Webhook])


def constraints() -> Iterator[str]:
    """The names of all constraints that the models declare."""
    for model in apps.get_app_config("catalogue").get_models():
        yield from (constraint.name for constraint in model._meta.constraints)


def row_of(model: type[models.Model], changes: dict[str, Any]) -> models.Model:
    return model(**GOOD[model] | changes)


def sentences(row: models.Model) -> list[str]:
    """What the row's constraints say of it."""
    with pytest.raises(ValidationError) as caught:
        row.validate_constraints()
    return caught.value.messages


def test_every_constraint_is_broken_here() -> None:
    assert set(constraints()) == set(BROKEN)


@pytest.mark.parametrize(("model", "changes", "sentence"), BROKEN.values(), ids=BROKEN)
def test_a_bad_row_is_refused_with_a_sentence(
    model: type[models.Model], changes: dict[str, Any], sentence: str
) -> None:
    row = row_of(model, changes)
    assert sentences(row) == [sentence]
    with pytest.raises(ValidationError):
        row.full_clean()


@pytest.mark.parametrize(("name", "model", "changes"), ALSO_BROKEN)
def test_the_same_sentence_for_every_way_of_breaking_it(
    name: str, model: type[models.Model], changes: dict[str, Any]
) -> None:
    assert sentences(row_of(model, changes)) == [BROKEN[name][2]]


@pytest.mark.parametrize(
    ("name", "model", "changes"), [*((name, *row[:2]) for name, row in BROKEN.items()), *ALSO_BROKEN]
)
def test_the_database_refuses_what_nobody_checked(
    name: str, model: type[models.Model], changes: dict[str, Any]
) -> None:
    unique = name in UNIQUE
    # SQLite names the columns of a unique constraint and not the constraint.
    named = "UNIQUE constraint failed" if unique and connection.vendor == "sqlite" else name
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        model._default_manager.bulk_create([row_of(model, changes)])


@pytest.mark.parametrize(("model", "changes"), SOUND)
def test_a_sound_row_is_kept(model: type[models.Model], changes: dict[str, Any]) -> None:
    row = row_of(model, changes)
    row.full_clean()
    row.save(force_insert=True)


FIELDS = [
    (Measure, {"code": "1-5"}, "施策番号は「1-05」のように、分野の番号と2桁の番号で書いてください。"),
    (Measure, {"place": "6頁"}, "出典の箇所は「p6 方針」「p6 フォローアップ」「p6 注」「p48-50」のように書いてください。"),
    (Programme, {"code": "IT補助金"}, "コードは英小文字・数字・ハイフンで書いてください。"),
    (Budget, {"fiscal_year": "2023"}, "会計年度は「R5」のように書いてください。"),
    (Criterion, {"feature": "employes"}, "「employes」という項目はありません。「employees」ではありませんか。"),
    (Criterion, {"operator": "has_any"}, f"employees には「has_any」は使えません。使えるのは {COMPARISONS} です。"),
    (Criterion, {"values": ["300人"]}, "employees の値は0以上の数です。単位を付けて「300人」のように書いてください。"),
    (Criterion, {"values": [True]}, "employees の値は0以上の数です。単位を付けて「300人」のように書いてください。"),
    (Criterion, {"values": 300}, "値は [ ] で囲んだ並びで書いてください。"),
    (Criterion, {"values": []}, "at_most の値が0個あります。1個書いてください。"),
    (Criterion, {"regime": "mhlw"}, "制度（regime）は company_size にだけ付けられます。"),
    (Criterion, {"role": "focus", "level": "main"}, "「main」はありません。使えるのは primary、secondary です。"),
    (Call, {"jgrants_id": "a0W-1"}, "JグランツのIDは英数字で書いてください。"),
    (Scenario, {"profile": {"employes": 3}}, "プロフィールとして読めない項目があります: employes"),
    (Scenario, {"expected": "perhaps"}, "判定は eligible、needs_info、ineligible のいずれかです。"),
    (Scenario, JUDGED | {"expected": {"1-01": 4}}, "評価は、施策番号ごとに0より大きく3までの数で書いてください。"),
    (Scenario, JUDGED | {"expected": {}}, "評価は、施策番号ごとに0より大きく3までの数で書いてください。"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "changes", "sentence"), FIELDS)
def test_a_field_says_what_it_takes(model: type[models.Model], changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        row_of(model, changes).full_clean()
    assert sentence in caught.value.messages


def test_a_budget_in_use_cannot_go() -> None:
    budget = Budget.objects.create(**GOOD[Budget])
    Funding.objects.create(programme_id=KEY, budget=budget, position=0, place="p6")
    with pytest.raises(models.ProtectedError):
        budget.delete()
