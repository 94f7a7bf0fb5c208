"""Short words of the console: beside the long ones of ``catalogue.wording``, for tables in which they stand a thousand times."""

from __future__ import annotations

from catalogue.parts.cards import ICONS
from matcher import Outcome

VERDICTS = {Outcome.ELIGIBLE: "合いそう", Outcome.NEEDS_INFO: "要確認", Outcome.INELIGIBLE: "合わない"}
"""The verdict, as short as it can be said without promising anything."""

STATUS_MARK = "●"
"""Before a status, where there is one."""

OVERRIDE_MARK, OVERRIDE_WORD = "※", "相談員の判断"


def verdict(outcome: Outcome) -> str:
    """○ 合いそう."""
    return f"{ICONS[outcome]} {VERDICTS[outcome]}"
