"""What is stored. Measure 施策 → Listing 掲載 → Programme 事業, with its criteria, budgets and results."""

from catalogue.models.budget import Budget, Funding
from catalogue.models.calls import Call, CallState
from catalogue.models.changelog import CatalogueChange, ChangeKind, ChangePart, Told
from catalogue.models.clients import (
    Client,
    CodeFailure,
    Consent,
    Handover,
    Override,
    Proposal,
    ProposalStatus,
    Seen,
    Task,
)
from catalogue.models.codes import (
    AREAS,
    Audience,
    AvailabilityState,
    BudgetKind,
    Encoding,
    EventKind,
    Role,
    RuleState,
    ScenarioKind,
    SupportType,
)
from catalogue.models.criterion import Criterion, Reading
from catalogue.models.decisions import Decision
from catalogue.models.draft import Draft, Share
from catalogue.models.history import Event
from catalogue.models.intake import ImportState, PendingImport
from catalogue.models.keys import ApiKey, Scope
from catalogue.models.links import LinkCheck
from catalogue.models.measure import Charge, Measure, Ministry
from catalogue.models.people import Organisation, User
from catalogue.models.programme import (
    AvailabilityPeriod,
    Listing,
    ManualCheck,
    Note,
    Programme,
    Result,
    Support,
)
from catalogue.models.rules import Load, LoadedPart, RuleVersion
from catalogue.models.scenarios import Scenario
from catalogue.models.state import CatalogueState
from catalogue.models.usage import Usage
from catalogue.models.webhooks import DeliveryState, DisabledWhy, HookEvent, SendFailure, Webhook, WebhookDelivery

__all__ = [
    "AREAS",
    "ApiKey",
    "Audience",
    "AvailabilityPeriod",
    "AvailabilityState",
    "Budget",
    "BudgetKind",
    "Call",
    "CallState",
    "CatalogueChange",
    "CatalogueState",
    "ChangeKind",
    "ChangePart",
    "Charge",
    "Client",
    "CodeFailure",
    "Consent",
    "Criterion",
    "Decision",
    "DeliveryState",
    "DisabledWhy",
    "Draft",
    "Encoding",
    "Event",
    "EventKind",
    "Funding",
    "Handover",
    "HookEvent",
    "ImportState",
    "LinkCheck",
    "Listing",
    "Load",
    "LoadedPart",
    "ManualCheck",
    "Measure",
    "Ministry",
    "Note",
    "Organisation",
    "Override",
    "PendingImport",
    "Programme",
    "Proposal",
    "ProposalStatus",
    "Reading",
    "Result",
    "Role",
    "RuleState",
    "RuleVersion",
    "Scenario",
    "ScenarioKind",
    "Scope",
    "Seen",
    "SendFailure",
    "Share",
    "Support",
    "SupportType",
    "Task",
    "Told",
    "Usage",
    "User",
    "Webhook",
    "WebhookDelivery",
]
