"""Choices of the catalogue's own code lists, with the labels that people see."""

from django.db import models


class SupportType(models.TextChoices):
    """支援の種類: what a programme gives."""

    SUBSIDY = "subsidy", "補助金"
    GRANT = "grant", "助成金・給付金"
    TAX = "tax", "税制"
    LOAN = "loan", "融資・利子補給"
    GUARANTEE = "guarantee", "保証"
    EQUITY = "equity", "出資"
    INSURANCE = "insurance", "保険"
    CONSULTATION = "consultation", "相談"
    EXPERT_DISPATCH = "expert_dispatch", "専門家派遣"
    TRAINING = "training", "研修"
    MATCHING = "matching", "マッチング"
    EVENT = "event", "展示会・セミナー"
    CERTIFICATION = "certification", "認定・顕彰"
    INFORMATION = "information", "情報提供"
    INFRASTRUCTURE = "infrastructure", "基盤整備"
    REGULATION = "regulation", "制度・規制"
    RESEARCH_COLLABORATION = "research_collaboration", "共同研究"


class Audience(models.TextChoices):
    """Who acts."""

    DIRECT = "direct", "企業が直接使う"
    INDIRECT = "indirect", "ほかの主体を通じて企業に届く"
    NONE = "none", "企業が使う手続きはない"


class BudgetKind(models.TextChoices):
    """予算の種別."""

    INITIAL = "initial", "当初予算"
    SUPPLEMENTARY = "supplementary", "補正予算"
    FISCAL_LOAN = "fiscal_loan", "財政投融資"
    DEBT_COMMITMENT = "debt_commitment", "国庫債務負担行為"
    REQUEST = "request", "要求"
    OTHER = "other", "その他"


class Encoding(models.TextChoices):
    """How far a programme's conditions have been encoded."""

    NOT_YET = "not_yet", "未整理"
    DONE = "done", "整理済み"
    REVIEWED = "reviewed", "確認済み"


class RuleState(models.TextChoices):
    """Where a version of rules stands. A published one may be *replaced*: by another for the same days, so that it holds on none."""

    DRAFT = "draft", "下書き"
    REVIEW = "review", "レビュー依頼"
    PUBLISHED = "published", "公開"
    REPLACED = "replaced", "差し替え済み"


class ScenarioKind(models.TextChoices):
    """What a company whose answer is known is there for."""

    RULE = "rule", "要件"
    JUDGED = "judged", "並び順"


class Role(models.TextChoices):
    """What a criterion row does: decide, say whom it is for, or say what is preferred."""

    REQUIREMENT = "requirement", "要件"
    FOCUS = "focus", "対象・目的"
    BONUS = "bonus", "加点・優遇"


class AvailabilityState(models.TextChoices):
    """Whether one can apply."""

    OPEN = "open", "受付中"
    UPCOMING = "upcoming", "受付予定"
    CLOSED = "closed", "受付終了"


class EventKind(models.TextChoices):
    """What has become of a programme since the source."""

    ENDED = "ended", "終了"
    RENAMED = "renamed", "名称変更"
    SUCCEEDED = "succeeded", "後継"
    CHANGED = "changed", "内容の変更"
    TERMS = "terms", "のちの条件"


AREAS = {
    1: "地域産業構造の転換",
    2: "企業立地環境の整備",
    3: "研究開発・イノベーションの推進",
    4: "両立支援・働き方改革",
    5: "ヒトへの投資",
    6: "人材の確保",
    7: "輸出促進・海外展開",
    8: "インバウンド（観光等）",
    9: "事業承継・Ｍ＆Ａ含む経営モデルの変革",
    10: "経営改善・事業再生",
}
"""The ten areas of the source, by number."""
