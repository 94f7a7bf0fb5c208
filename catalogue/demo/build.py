"""Fills an installation. What is there already stays as it is; a second run adds nothing."""

from __future__ import annotations

import datetime
import hashlib
import hmac
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import yaml
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from catalogue.models import Client, Organisation, Override, Proposal, ProposalStatus, Task, User
from catalogue.roles import ROLES
from catalogue.shortlist import MOST, shortlist
from matcher import Outcome, Profile

FIRST, SECOND = "越前商工会議所（見本）", "みなと信用金庫（見本）"
COMPANIES = Path(__file__).with_name("companies.yaml")

_AT_FIRST = 16
"""How many of the companies the first organisation advises."""

PEOPLE = (
    ("soudan", "相談", "花子", FIRST, ("advisor",)),
    ("soudan2", "相談", "次郎", SECOND, ("advisor",)),
    ("etsuran", "閲覧", "三郎", FIRST, ("viewer",)),
    ("henshu", "編集", "京子", FIRST, ("editor",)),
    ("shonin", "承認", "四郎", FIRST, ("approver",)),
    ("kanri", "管理", "五月", FIRST, ("administrator",)),
)
"""Login, family name, given name, organisation, roles."""

_PROGRESS = (
    ProposalStatus.PROPOSED,
    ProposalStatus.CONSIDERING,
    ProposalStatus.APPLYING,
    ProposalStatus.ADOPTED,
    ProposalStatus.REJECTED,
    ProposalStatus.DROPPED,
)


@dataclass(frozen=True, slots=True)
class Login:
    """An account to look around with."""

    username: str
    roles: str


def password() -> str:
    """The demo accounts' password: another on every installation, the same on each of its runs."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"demo accounts", hashlib.sha256).hexdigest()
    return f"{digest[:4]}-{digest[4:8]}-{digest[8:12]}-{digest[12:16]}"


@transaction.atomic
def build(today: datetime.date) -> list[Login]:
    """Make what is not there yet; returns the logins. Raises NoCatalogue."""
    organisations = {name: Organisation.objects.get_or_create(name=name)[0] for name in (FIRST, SECOND)}
    labels = {role.code: role.label for role in ROLES}
    people: dict[str, User] = {}
    for username, family, given, organisation, roles in PEOPLE:
        person, made = User.objects.get_or_create(
            username=username,
            defaults={"last_name": family, "first_name": given, "organisation": organisations[organisation]},
        )
        if made:
            person.set_password(password())
            person.save()
            person.groups.set(Group.objects.filter(name__in=[labels[code] for code in roles]))
        people[username] = person
    if not Client.objects.filter(organisation__in=organisations.values()).exists():
        _clients(organisations, people, today)
    return [Login(username, "、".join(labels[code] for code in roles)) for username, *_rest, roles in PEOPLE]


def _clients(organisations: dict[str, Organisation], people: dict[str, User], today: datetime.date) -> None:
    ages = cycle((3, 20, 45, 120, 400))
    for place, (name, answers) in enumerate(yaml.safe_load(COMPANIES.read_text(encoding="utf-8")).items()):
        first = place < _AT_FIRST
        by = people["soudan" if first else "soudan2"]
        client = Client.objects.create(
            organisation=organisations[FIRST if first else SECOND],
            name=name,
            answers=dict(answers),
            facts_on=today - datetime.timedelta(days=next(ages)),
            created_by=by,
        )
        _consultation(client, place, by, today)


def _consultation(client: Client, place: int, by: User, today: datetime.date) -> None:
    """What has been done with a client: measures at some stage, something to do, at times a judgement of one's own."""
    found = shortlist(Profile.from_mapping(client.answers, today), today, MOST)
    usable = [one for one in found.results if one.outcome is Outcome.ELIGIBLE][: 2 + place % 3]
    for step, one in enumerate(usable):
        status = _PROGRESS[(place + step) % len(_PROGRESS)]
        on = today - datetime.timedelta(days=5 * (step + 1) + place)
        Proposal.objects.create(client=client, measure=one.measure.code, status=status, on=on, by=by)
    if place % 3 == 0 and usable:
        due = today + datetime.timedelta(days=place - 4)
        Task.objects.create(client=client, measure=usable[0].measure.code, text="必要書類の一覧を送る", due=due, by=by)
    open_ones = [one for one in found.results if one.outcome is Outcome.NEEDS_INFO]
    if place % 5 == 0 and open_ones:
        Override.objects.create(
            client=client,
            measure=open_ones[0].measure.code,
            verdict=Outcome.ELIGIBLE.value,
            ruled=Outcome.NEEDS_INFO.value,
            reason="窓口に電話で確かめ、使えるとの返事を得た。",
            until=today + datetime.timedelta(days=90),
            by=by,
        )
