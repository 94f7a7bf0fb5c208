"""One form field for each profile key: what people type in, the answer as the public contract has it, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogue import labels
from catalogue.industries import search as industries
from catalogue.language import kilolitres_text, people_text
from catalogue.parts import groups
from catalogue.parts.inputs import (
    NotUnderstood,
    read_corporate_number,
    read_count,
    read_founded,
    read_quantity,
    read_yen,
    to_kl,
    to_man,
    year_words,
    yen_words,
)
from matcher.codes import PREFECTURES, REGIONS
from matcher.profile import MAX_NAME

NONE = "none"
"""The box that says 特にない: answered, and none of them."""

Answers = dict[str, Any]
"""Profile keys → values in the public contract's form; None: not answered."""


class Answer:
    """What every field here can do beside what Django's can. *need*: asked for before the first result."""

    kind = "text"
    need = False
    key = ""

    def answers(self, cleaned: Any) -> Answers:
        """The profile keys that this field answers."""
        return {self.key: cleaned}

    def typed(self, answers: Mapping[str, Any]) -> Any:
        """What stands in the field for given *answers*."""
        return answers.get(self.key)

    def echo(self, answers: Mapping[str, Any]) -> str:
        """How what is stored was read, in words; "" when that says nothing new."""
        return ""


class Typed(Answer, forms.CharField):
    """A line of text that *read* understands. *unit* stands outside of the box."""

    def __init__(
        self,
        key: str,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        *,
        words: Callable[[Any], str] = lambda value: "",
        unit: str = "",
        mode: str = "numeric",
        **kwargs: Any,
    ) -> None:
        super().__init__(required=False, max_length=100, label=_(labels.ANSWERS[key]), **kwargs)
        self.key, self.unit = key, unit
        self._read, self._write, self._words = read, write, words
        self.widget.attrs |= {"inputmode": mode, "autocomplete": "off", "class": "input"}

    def clean(self, value: Any) -> Any:
        """The answer, or None when nothing is typed. Raises ValidationError with what would be right."""
        try:
            answer = self._read(super().clean(value))
        except NotUnderstood as error:
            raise forms.ValidationError(str(error)) from error
        if answer is None and self.required:  # characters that nobody sees
            raise forms.ValidationError(self.error_messages["required"])
        return answer

    def typed(self, answers: Mapping[str, Any]) -> str:
        value = answers.get(self.key)
        return "" if value is None else self._write(value)

    def echo(self, answers: Mapping[str, Any]) -> str:
        value = answers.get(self.key)
        return "" if value is None else self._words(value)


class Founded(Typed):
    """A year or a day, in Western or Japanese years."""

    def __init__(self) -> None:
        super().__init__(
            "founded_on",
            lambda text: read_founded(text, localdate()),
            str,
            mode="text",
            help_text=_("西暦でも和暦でも書けます。例: 1968、昭和43年、昭和43年4月1日"),
        )
        self.label = _("設立・創業の年")

    def answers(self, cleaned: Any) -> Answers:
        if isinstance(cleaned, date):
            return {"founded_on": cleaned.isoformat(), "founded_year": cleaned.year}
        return {"founded_on": None, "founded_year": cleaned}

    def typed(self, answers: Mapping[str, Any]) -> str:
        return str(answers.get("founded_on") or answers.get("founded_year") or "")

    def echo(self, answers: Mapping[str, Any]) -> str:
        year = answers.get("founded_year")
        return year_words(year) if year else ""


class Name(Answer, forms.CharField):
    """Kept as typed; never used for matching."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=MAX_NAME, label=_(labels.ANSWERS["name"]))
        self.key = "name"
        self.help_text = _("結果に見出しとして付けるだけで、判定には使いません。")
        self.widget.attrs |= {"autocomplete": "organization", "class": "input"}

    def answers(self, cleaned: Any) -> Answers:
        return {"name": cleaned.strip() or None}


class One(Answer, forms.ChoiceField):
    """One of some codes, or not known."""

    kind = "radios"

    def __init__(self, key: str, choices: list[Any], *, need: bool = False, **kwargs: Any) -> None:
        super().__init__(required=need, choices=choices, label=_(labels.ANSWERS[key]), **kwargs)
        self.key, self.need = key, need
        self.error_messages["required"] = _("{label}を選んでください。").format(label=self.label)

    def answers(self, cleaned: Any) -> Answers:
        return {self.key: cleaned or None}


class Prefecture(One):
    """The 47, by region."""

    kind = "select"

    def __init__(self) -> None:
        choices: list[Any] = [("", _("選んでください"))]
        for region, members in REGIONS.items():
            choices.append((_(labels.REGIONS[region]), [(code, _(labels.PREFECTURES[code])) for code in members]))
        super().__init__("prefecture", choices, need=True)
        self.widget = forms.Select(choices=choices, attrs={"class": "input", "autocomplete": "address-level1"})


class Several(Answer, forms.MultipleChoiceField):
    """Any of some codes, in named groups; a box that says none; nothing checked is not answered."""

    kind = "groups"

    def __init__(self, key: str, code_groups: groups.Groups, names: Mapping[str, str], **kwargs: Any) -> None:
        choices = [(code, names[code]) for _title, codes in code_groups for code in codes]
        super().__init__(
            required=False, choices=[*choices, (NONE, _("特にない"))], label=_(labels.ANSWERS[key]), **kwargs
        )
        self.key, self.groups, self.names = key, code_groups, names

    def clean(self, value: Any) -> list[str] | None:
        """Codes, [] for none of them, None when nothing is checked."""
        chosen = super().clean(value)
        if NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("「特にない」と、ほかの選択肢は一緒に選べません。どちらかを外してください。"))
        if NONE in chosen:
            return []
        return chosen or None

    def typed(self, answers: Mapping[str, Any]) -> list[str]:
        value = answers.get(self.key)
        return [NONE] if value == [] else list(value or [])


class IndustryWidget(forms.Widget):
    """Three ways to say it: words that were searched (``_q``), one of what was found, or the list (``_listed``)."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        return {part: str(data.get(f"{name}{suffix}", "")).strip() for part, suffix in _PARTS.items()}


_PARTS = {"code": "", "words": "_q", "listed": "_listed"}


class Industry(Answer, forms.Field):
    """A JSIC code, chosen from what everyday words find, or from the list of the major groups."""

    kind = "industry"
    widget = IndustryWidget
    none_label = ""

    def __init__(self, key: str = "industry", *, need: bool = True) -> None:
        super().__init__(required=False, label=_(labels.ANSWERS[key]))
        self.key, self.need = key, need

    def clean(self, value: dict[str, str]) -> str | None:
        """The code. Words that were typed and not chosen from are never guessed at."""
        code = value["listed"] or value["code"]
        if code:
            if not industries.is_offered(code):
                raise forms.ValidationError(_("業種を選び直してください。"))
            return code
        if value["words"]:
            found = industries.search(value["words"])
            raise forms.ValidationError(
                _("下に見つかった業種から、近いものを選んでください。")
                if found
                else _("「{words}」では業種が見つかりませんでした。別の言葉で探すか、一覧から選んでください。").format(
                    words=value["words"][:40]
                )
            )
        if self.need:
            raise forms.ValidationError(_("{label}を選んでください。").format(label=self.label))
        return None

    def typed(self, answers: Mapping[str, Any]) -> dict[str, str]:
        code = answers.get(self.key) or ""
        return {"code": code, "words": "", "listed": ""}


class OtherIndustries(Industry):
    """Further businesses: one more, or none."""

    def __init__(self) -> None:
        super().__init__("other_industries", need=False)
        self.help_text = _("主な業種のほかに営む事業があれば選んでください。")
        self.none_label = _("ほかに営む業種はない")

    def clean(self, value: dict[str, str]) -> str | None:
        return NONE if value["code"] == NONE and not value["listed"] else super().clean(value)

    def answers(self, cleaned: Any) -> Answers:
        if cleaned == NONE:
            return {self.key: []}
        return {self.key: None if cleaned is None else [cleaned]}

    def typed(self, answers: Mapping[str, Any]) -> dict[str, str]:
        codes = answers.get(self.key)
        code = "" if codes is None else codes[0] if codes else NONE
        return {"code": code, "words": "", "listed": ""}


def field_for(key: str) -> Any:
    """A new field for the profile key *key*. Made on each use, since its words follow the language."""
    return _MAKERS[key]()


_MAKERS: Mapping[str, Callable[[], Any]] = {
    "name": Name,
    "corporate_number": lambda: Typed(
        "corporate_number",
        lambda text: (found := read_corporate_number(text)) and found.digits,
        str,
        help_text=_("13桁。12桁の会社法人等番号を書くと、先頭の1桁を補います。個人事業主の方は書かないでください。"),
    ),
    "entity_type": lambda: One(
        "entity_type",
        [(code, _(name)) for code, name in labels.ENTITY_TYPES.items()],
        need=True,
        widget=forms.RadioSelect,
    ),
    "industry": Industry,
    "other_industries": OtherIndustries,
    "prefecture": Prefecture,
    "other_prefectures": lambda: Several(
        "other_prefectures",
        tuple((labels.REGIONS[region], members) for region, members in REGIONS.items()),
        {code: labels.PREFECTURES[code] for code in PREFECTURES},
    ),
    "employees": lambda: _needed(
        Typed(
            "employees",
            read_count,
            str,
            words=people_text,
            unit=_("人"),
            help_text=_(
                "役員・事業主、日々雇う人、2か月以内の期間で雇う人を除き、パートを含みます。おおよそで構いません。"
            ),
        )
    ),
    "capital_yen": lambda: Typed(
        "capital_yen",
        read_yen,
        to_man,
        words=yen_words,
        unit=_("万円"),
        help_text=_("個人事業主など、資本金がない場合は空けておいてください。例: 1,000、3千万、1.5億"),
    ),
    "annual_sales_yen": lambda: Typed(
        "annual_sales_yen",
        read_yen,
        to_man,
        words=yen_words,
        unit=_("万円"),
        help_text=_("直近の決算の額。例: 8,000、1億2,000万"),
    ),
    "annual_energy_kl": lambda: Typed(
        "annual_energy_kl",
        read_quantity,
        to_kl,
        words=lambda value: kilolitres_text(to_kl(value, ",")),
        unit="kL",
        mode="decimal",
        help_text=_(
            "電気・燃料などを原油に換算した1年の量。省エネ法の定期報告などで計算している場合だけ書いてください。"
        ),
    ),
    "founded_on": Founded,
    "topics": lambda: Several("topics", groups.TOPICS, labels.TOPICS),
    "situations": lambda: Several("situations", groups.SITUATIONS, labels.SITUATIONS),
    "certifications": lambda: Several("certifications", groups.CERTIFICATIONS, labels.CERTIFICATIONS),
}


def _needed(field: Typed) -> Typed:
    field.need = field.required = True
    field.error_messages["required"] = _("{label}を書いてください。").format(label=field.label)
    return field
