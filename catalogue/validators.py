"""Is a criterion meaningful? Asks the engine itself. Used by the model, the files and the checks alike."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError

from catalogue.units import EXAMPLES
from matcher import Condition, Focus, Level, RuleError
from matcher.codes import CERTIFICATIONS
from matcher.features import FEATURES
from matcher.relevance import FOCUS

_MESSAGES = {
    "unknown_feature": ("feature", "「{value}」という項目はありません。{near}"),
    "unknown_operator": ("operator", "「{value}」という比べ方はありません。{near}"),
    "unsuited_operator": ("operator", "{feature} には「{value}」は使えません。使えるのは {allowed} です。"),
    "wrong_number_of_values": ("values", "{operator} の値が{count}個あります。{needed}"),
    "unknown_value": ("values", "{feature} に「{value}」という値はありません。{near}"),
    "not_a_number": ("values", "{feature} の値は0以上の数です。単位を付けて「{example}」のように書いてください。"),
    "repeated_value": ("values", "同じ値が二度書かれています。"),
    "empty_range": ("values", "範囲の下限が上限より大きくなっています。"),
    "unknown_regime": ("regime", "企業規模には制度（regime）が要ります。{near}"),
    "unwanted_regime": ("regime", "制度（regime）は company_size にだけ付けられます。"),
    "unsuited_fit": ("fit", "{level} の合い方（fit）は{least}から{most}までの整数です。"),
    "unsuited_focus": ("operator", "対象・目的では、{feature} は has_any で値を並べてください。"),
}


_FEW = 20
_LEVELS = tuple(level.value for level in Level)


def nearest(value: object, allowed: Sequence[str]) -> str:
    """A hint in Japanese: the nearest allowed word, or all of them when they are few."""
    close = difflib.get_close_matches(str(value), allowed, n=1)
    if close:
        return f"「{close[0]}」ではありませんか。"
    return (
        f"使えるのは {'、'.join(allowed)} です。" if 0 < len(allowed) <= _FEW else "一覧にあるコードを書いてください。"
    )


def rule_message(error: RuleError) -> tuple[str, str]:
    """(field, sentence in Japanese) for a rule that the engine refused."""
    field, text = _MESSAGES[error.code]
    params: dict[str, object] = dict(error.params)
    allowed = params.get("allowed")
    if isinstance(allowed, tuple):
        params["near"] = nearest(params.get("value"), allowed)
        params["allowed"] = "、".join(allowed)
    if error.code == "unknown_value" and not allowed:
        params["near"] = "日本標準産業分類の記号か番号（E、09、391 など）を書いてください。"
    if error.code == "wrong_number_of_values":
        needed: dict[object, str] = {None: "1個以上書いてください。", 0: "値は書けません。"}
        params["needed"] = needed.get(params["most"], f"{params['most']}個書いてください。")
    if error.code == "not_a_number":
        unit = FEATURES[str(params["feature"])].unit
        params["example"] = EXAMPLES[unit] if unit else ""
    return field, text.format_map(params)


def validate_criterion(
    feature: str, operator: str, values: object, regime: str, role: str, level: str, fit: int | None = None
) -> Condition:
    """The engine's condition for a row.

    *values* is a list of codes, or of numbers in the feature's unit; that *level* is missing, the model's constraint tells.
    *fit*: how far a focus on what counts by value was made for it.
    Raises ValidationError keyed by the field that is wrong.
    """
    if not isinstance(values, list | tuple):
        raise ValidationError({"values": "値は [ ] で囲んだ並びで書いてください。"})
    if role == "focus" and level and level not in _LEVELS:
        raise ValidationError({"level": f"「{level}」はありません。{nearest(level, _LEVELS)}"})
    if fit is not None and (role != "focus" or feature not in FOCUS):
        raise ValidationError({"fit": f"合い方（fit）は、対象・目的の {'、'.join(FOCUS)} にだけ付けられます。"})
    try:
        condition = Condition(feature, operator, tuple(values), regime)
        if role == "focus":
            Focus(condition, Level(level or Level.PRIMARY), fit or 0)
    except RuleError as error:
        field, message = rule_message(error)
        raise ValidationError({field: message}) from error
    return condition


def validate_certifications(codes: object) -> None:
    """Raises ValidationError unless *codes* is a list of different certifications."""
    if not isinstance(codes, list):
        raise ValidationError("値は [ ] で囲んだ並びで書いてください。")
    for code in codes:
        if code not in CERTIFICATIONS:
            raise ValidationError(f"「{code}」という認定はありません。{nearest(code, CERTIFICATIONS)}")
    if len(set(codes)) < len(codes):
        raise ValidationError("同じ認定が二度書かれています。")


def first_message(error: ValidationError) -> Mapping[str, str]:
    """Field → its first sentence."""
    return {field: messages[0] for field, messages in error.message_dict.items()}
