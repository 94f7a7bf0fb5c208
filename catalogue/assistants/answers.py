"""How a company's answers are written: for the schema of a profile, and for whoever has to ask a person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalogue import labels, wording
from catalogue.assistants.shapes import Shape, items, number, record, text, whole
from catalogue.contract.forms import FORMS, TYPES, Form
from catalogue.industries.search import FOLLOW_UPS, is_offered, name_of
from matcher.features import FEATURES, QUESTIONS
from matcher.industry import DIVISIONS

INDUSTRY = r"^([A-T]|0[1-9][0-9]{0,2}|[1-9][0-9]{1,3})$"


KEYS = tuple(one for key in QUESTIONS for one in ((key, "founded_year") if key == "founded_on" else (key,)))
"""Every answer that a profile can hold here, the easiest first. Name and number are left out: no assistant need send them."""


def profile_shape() -> Shape:
    """A profile, in which everything may be left out."""
    said = _(
        "会社の情報。わからない項目は書かない（推測しない）。[] は「なし」という回答です。使えるコードの意味は list_features にあります。"
    )
    return record({key: _shape(key, FORMS[key]) for key in KEYS}, optional=KEYS, description=said)


def _shape(key: str, form: Form) -> Shape:
    label = _(labels.ANSWERS[key])
    if form.type == "integer":
        return whole(label, form.least, form.most)
    if form.type == "number":
        return number(label, form.least, form.most)
    if form.type == "date":
        return text(label, format="date")
    if form.type == "industry":
        return text(
            _("{name}。日本標準産業分類のコード。find_industry で探せます。").format(name=label), pattern=INDUSTRY
        )
    if form.type == "industries":
        return items(text(pattern=INDUSTRY), label, form.most)
    if form.type == "codes":
        return items(text(enum=form.codes), label, form.most)
    return text(label, enum=form.codes)


def form_shape() -> Shape:
    """How an answer is written, as :func:`form_of` says it."""
    return {
        "type": text(_("値の形"), enum=TYPES),
        "unit": {
            "type": ["string", "null"],
            "enum": [*sorted({one.unit.value for one in FEATURES.values() if one.unit}), None],
        },
        "least": {"type": ["integer", "null"]},
        "most": {"type": ["integer", "null"]},
        "codes": items(record({"code": text(), "label": text()}), _("選べるコードと意味")),
    }


def form_of(key: str, answered: str | None = None) -> dict[str, object]:
    """How *key* is answered, with the codes that can be chosen; of an industry those one level below what is *answered*."""
    form = FORMS[key]
    unit = FEATURES[key].unit if key in FEATURES else None
    names = _industries(answered) if key in ("industry", "other_industries") else _labels(key, form)
    return {
        "type": form.type,
        "unit": unit.value if unit else None,
        "least": form.least,
        "most": form.most,
        "codes": [{"code": code, "label": label} for code, label in names.items()],
    }


def _labels(key: str, form: Form) -> dict[str, str]:
    return {code: _(wording.CODES[key][code]) for code in form.codes}


def _industries(answered: str | None) -> dict[str, str]:
    if answered is None:
        found: tuple[str, ...] = tuple(DIVISIONS)
    elif answered in DIVISIONS:
        found = tuple(DIVISIONS[answered])
    else:
        return {code: _(label) for code, label in FOLLOW_UPS.get(answered, ())}
    return {code: name_of(code) for code in found if is_offered(code)}


def features() -> list[dict[str, object]]:
    """Every answer that a profile can hold, the easiest first."""
    return [{"key": key, "label": _(labels.ANSWERS[key]), **form_of(key)} for key in KEYS]
