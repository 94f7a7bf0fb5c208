"""What is kept of a client that can be changed, and how two states of it differ, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from catalogue.language import day_text
from catalogue.parts.answers import IN_ORDER, label_of, text_of
from catalogue.parts.exports.table import clean
from matcher import Profile, ProfileError
from matcher.codes import CERTIFICATIONS, PREFECTURES, SITUATIONS, TOPICS

BESIDE = ("name", "corporate_number")
"""Profile keys that stand beside a client's answers."""

UNANSWERED = "未回答"


class Stored(Protocol):
    """A client, or what its history says it was."""

    name: str
    corporate_number: str
    answers: dict[str, Any]
    note: str
    facts_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """*answers*: without name and number; nothing in it is None. *facts_on*: the day on which they were last confirmed."""

    name: str
    corporate_number: str
    answers: Mapping[str, Any]
    note: str
    facts_on: date

    @classmethod
    def of(cls, stored: Stored) -> Facts:
        """As they are kept."""
        return cls(stored.name, stored.corporate_number, stored.answers, stored.note, stored.facts_on)

    @property
    def profile(self) -> Mapping[str, Any]:
        """The whole profile in the public contract's form."""
        own = {"name": self.name, "corporate_number": self.corporate_number}
        return {key: value for key, value in own.items() if value} | dict(self.answers)

    def answered(self, said: Mapping[str, Any]) -> Facts:
        """With what was *said* since, in the public contract's form; None takes an answer back, a name cannot be."""
        merged = dict(self.answers) | {key: value for key, value in said.items() if key not in BESIDE}
        return replace(
            self,
            name=said.get("name") or self.name,
            corporate_number=(said["corporate_number"] or "") if "corporate_number" in said else self.corporate_number,
            answers={key: value for key, value in merged.items() if value is not None},
        )

    def tidy(self, today: date) -> Facts:
        """As it is stored: lists in the order of their codes, texts printable.

        A fact that could not have been told on the day of the confirmation was told *today*.
        """
        answers = {
            key: _ordered(key, value) if isinstance(value, list) else value for key, value in self.answers.items()
        }
        return replace(
            self,
            name=" ".join(clean(self.name).split()),
            answers=answers,
            note=clean(self.note).strip(),
            facts_on=self.facts_on if _is_profile(answers, self.facts_on) else today,
        )


def _is_profile(answers: Mapping[str, Any], day: date) -> bool:
    try:
        Profile.from_mapping(answers, day)
    except ProfileError:
        return False
    return True


_CODES = {
    "topics": TOPICS,
    "situations": SITUATIONS,
    "certifications": CERTIFICATIONS,
    "other_prefectures": PREFECTURES,
}


def _ordered(key: str, codes: list[str]) -> list[str]:
    every = _CODES.get(key)
    return sorted(set(codes), key=every.index if every else str)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is told in two ways."""

    key: str
    label: str
    before: str
    after: str


def differences(before: Facts, after: Facts) -> tuple[Difference, ...]:
    """What differs, in the order of the form; the day of the confirmation and the note come last."""
    one, other = before.profile, after.profile
    changed = [
        Difference(key, label_of(key), _text(one, key) or UNANSWERED, _text(other, key) or UNANSWERED)
        for key in IN_ORDER
        if any(one.get(part) != other.get(part) for part in _PARTS.get(key, (key,)))
    ]
    if before.facts_on != after.facts_on:
        days = (day_text(facts.facts_on.isoformat()) for facts in (before, after))
        changed.append(Difference("facts_on", "情報の確認日", *days))
    if before.note != after.note:
        changed.append(Difference("note", "メモ", before.note or UNANSWERED, after.note or UNANSWERED))
    return tuple(changed)


_PARTS = {"founded_on": ("founded_on", "founded_year")}


def _text(profile: Mapping[str, Any], key: str) -> str:
    """Industries with their codes: a division and a major group may have one name."""
    value = profile.get(key)
    if key in ("industry", "other_industries") and value:
        codes = [value] if key == "industry" else value
        return "、".join(f"{text_of({'industry': code}, 'industry')}（{code}）" for code in codes)
    return text_of(profile, key)
