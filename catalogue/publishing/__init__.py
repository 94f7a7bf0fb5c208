"""How rules come to be in force: drafts, their review, the gate before them, and publication from a day on."""

from catalogue.publishing.differences import Difference, RuleRow, Rules, differences, rules_of
from catalogue.publishing.drafts import new_draft, restore, save_draft
from catalogue.publishing.errors import (
    EditedMeanwhile,
    NotAllowed,
    NothingDifferent,
    NoWhy,
    OwnDraft,
    PublishingError,
    RulesOverlap,
    ScenariosFail,
    WrongState,
)
from catalogue.publishing.gate import Flip, Move, Trial, trial
from catalogue.publishing.life import publish, send_back, submit
from catalogue.publishing.scenarios import Checked

__all__ = [
    "Checked",
    "Difference",
    "EditedMeanwhile",
    "Flip",
    "Move",
    "NoWhy",
    "NotAllowed",
    "NothingDifferent",
    "OwnDraft",
    "PublishingError",
    "RuleRow",
    "Rules",
    "RulesOverlap",
    "ScenariosFail",
    "Trial",
    "WrongState",
    "differences",
    "new_draft",
    "publish",
    "restore",
    "rules_of",
    "save_draft",
    "send_back",
    "submit",
    "trial",
]
