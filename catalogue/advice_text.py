"""Advice as sentences; evidence in, as in ``wording``. They say what would have to be so, and urge nobody to do it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue import labels, wording
from catalogue.language import day_text, listed
from matcher import Condition
from matcher.features import Change
from matcher.near import AGE

CHANGES: Mapping[Change, str] = {
    Change.OBTAINABLE: "認定・宣言があれば変わる",
    Change.TIME: "時がたてば変わることがある",
    Change.PLAN: "これからの取組によって変わる",
    Change.FIXED: "変えることを勧めない",
}
"""How far a condition can change, as a heading."""

PLANS: Mapping[str, Callable[[str], str]] = {
    "topics": lambda values: _("取り組みたいことに{values}が加われば、この条件に合うようになります。").format(
        values=values
    ),
    "situations": lambda values: _("{values}にあてはまるようになれば、この条件に合います。").format(values=values),
    "other_industries": lambda values: _("{values}の事業も営むようになれば、この条件に合います。").format(
        values=values
    ),
    "other_prefectures": lambda values: _("{values}にも事業所を置くようになれば、この条件に合います。").format(
        values=values
    ),
}
"""Feature that is a company's own plan → what would have to be so."""


def way_text(change: Change, condition: Condition, values: Sequence[str], on: date | None) -> str:
    """How a failing *condition* could come to hold: by *values*, or on a day.

    *values*: the codes that are missing, any one of them for ``has_any``, all of them for ``has_all``.
    """
    if change is Change.FIXED:
        return _("この条件に合わせて会社を変えることは勧めません。")
    if change is Change.TIME:
        return _time_text(condition, on)
    names = _names(condition.feature, values, together=condition.operator == "has_all")
    if change is Change.PLAN:
        return PLANS[condition.feature](names)
    return _("{names}があれば、この条件に合うようになります。").format(names=names)


def _time_text(condition: Condition, on: date | None) -> str:
    if on is not None:
        return _("{day}には、この条件に合うようになっています。").format(day=day_text(on.isoformat()))
    phrase = wording.condition_text(condition)
    if condition.feature == AGE:
        return _("時がたち、「{phrase}」にあてはまるようになれば、この条件に合います。").format(phrase=phrase)
    return _(
        "今後「{phrase}」にあてはまるようになったときは、この条件に合います。そのために増やすことを勧めるものではありません。"
    ).format(phrase=phrase)


def _names(feature: str, values: Sequence[str], *, together: bool) -> str:
    names = _("」「").join(wording.value_text(feature, value) for value in values)
    quoted = _("「{name}」").format(name=names)
    if len(values) == 1:
        return quoted
    return _("{names}のすべて").format(names=quoted) if together else _("{names}のいずれか").format(names=quoted)


def until_text(day: date) -> str:
    """Till when a condition on the age holds."""
    return _("{day}までは、この条件に合います。").format(day=day_text(day.isoformat()))


def given_text(certification: str, measures: Collection[tuple[str, str]]) -> str:
    """Where to read how a certification is obtained; *measures*: (code, title) of those who give it."""
    name = _(labels.CERTIFICATIONS[certification])
    if not measures:
        return _("「{name}」の取り方は、この一覧の施策には載っていません。").format(name=name)
    givers = listed(_("施策{code}「{title}」").format(code=code, title=title) for code, title in measures)
    return _("「{name}」の取り方: {listed}").format(name=name, listed=givers)


def gain_text(certification: str, bonuses: int, opens: int) -> str:
    """What a certification would bring: in how many measures better terms, how many verdicts it lifts."""
    parts = []
    if bonuses:
        parts.append(ngettext("加点・優遇: {count}施策", "加点・優遇: {count}施策", bonuses).format(count=bonuses))
    if opens:
        parts.append(ngettext("判定がよくなる: {count}施策", "判定がよくなる: {count}施策", opens).format(count=opens))
    if not parts:
        parts.append(_("加点・優遇や判定が変わる施策は見つかっていません"))
    return _("「{name}」があると、{parts}").format(name=_(labels.CERTIFICATIONS[certification]), parts=listed(parts))


def then_text(outcome: str) -> str:
    """What the verdict would be once every way has been gone; ``eligible`` or ``needs_info``."""
    if outcome == "eligible":
        return _("すべてそろうと、判定は「{verdict}」になります。").format(verdict=_(wording.VERDICTS[outcome]))
    return _("すべてそろっても、ほかの条件が残り、判定は「{verdict}」です。").format(
        verdict=_(wording.VERDICTS[outcome])
    )
