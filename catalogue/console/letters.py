"""Draft messages about a measure: only what the catalogue says, for the advisor to look over, complete and send."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from catalogue import labels
from catalogue.bridge import MeasureCard, ProgrammeCard
from catalogue.contract.match import event_headline
from catalogue.language import day_text
from catalogue.models import SupportType
from catalogue.parts.cards import open_text
from catalogue.parts.exports.table import programme_name
from catalogue.shortlist import Snapshot
from catalogue.wording import AUDIENCE_TEXTS
from matcher import Candidate, Outcome


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a measure on the day *as_of*."""

    measure: MeasureCard
    programmes: tuple[tuple[Candidate, ProgrammeCard], ...]
    as_of: date

    @property
    def supports(self) -> list[str]:
        """What it gives, each kind once."""
        codes = dict.fromkeys(code for _candidate, card in self.programmes for code in card.supports)
        return [str(SupportType(code).label) for code in codes]

    @property
    def checks(self) -> list[str]:
        """Conditions that nobody but a reader can check, each once."""
        return list(dict.fromkeys(check.text for _candidate, card in self.programmes for check in card.checks))

    @property
    def availability(self) -> list[str]:
        """Whether each programme is open, and what has become of it."""
        return [line for candidate, card in self.programmes for line in self._state(candidate, card)]

    def _state(self, candidate: Candidate, card: ProgrammeCard) -> Iterable[str]:
        yield f"・{programme_name(card)}：{open_text(candidate, self.as_of)}"
        told = (event_headline(event) for event in card.history if event.known_on(self.as_of))
        yield from (f"　{text}" for text in told if text)


def known(rules: Snapshot, code: str, as_of: date) -> Known:
    """All that letters and pages say of a measure."""
    programmes = tuple((one, rules.programmes[one.key]) for one in rules.groups[code])
    return Known(rules.measures[code], programmes, as_of)


OPENINGS = {
    Outcome.ELIGIBLE: "いまうかがっている内容では、条件に合う可能性が高い支援施策があるため、お知らせします。",
    Outcome.NEEDS_INFO: "使えるかどうかを、いくつか確かめたい支援施策があるため、お知らせします。",
}
"""Nothing is written to whom the rules exclude."""


def letter(about: Known, outcome: Outcome, missing: Sequence[str], sender: str) -> str:
    """The message to the clients of one verdict. *missing*: profile keys that some of them have not answered."""
    measure = about.measure
    parts = [
        [f"件名：支援施策「{measure.title}」のお知らせ"],
        ["いつもお世話になっております。", f"{sender}です。", OPENINGS[outcome]],
        [f"■施策　{measure.title}", measure.summary],
        [
            "■支援の内容",
            f"種類：{'、'.join(about.supports)}" if about.supports else "種類：出典に記載がありません。",
            f"使い方：{AUDIENCE_TEXTS[measure.audience]}",
            f"所管：{'・'.join(measure.ministries)}",
        ],
        ["■確かめること", *_to_check(about, missing)],
        [f"■受付状況（{day_text(about.as_of.isoformat())}現在でわかっていること）", *about.availability],
        [
            "■ご注意",
            "この案内は目安です。使えるかどうかは、施策の窓口が最終的に判断します。",
            "申し込む前に、最新の公募要領や所管の案内を確かめてください。",
        ],
    ]
    return "\n\n".join("\n".join(part) for part in parts)


def _to_check(about: Known, missing: Sequence[str]) -> list[str]:
    lines = (
        [f"・次のうち、まだうかがっていないもの：{'、'.join(labels.ANSWERS[key] for key in missing)}"]
        if missing
        else []
    )
    lines += [f"・{text}" for text in about.checks]
    return lines or ["・公募要領にある、そのほかの条件"]
