"""Clients made, changed and deleted: one at a time in an organisation, so that nothing is made twice and nobody overwrites unseen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from catalogue.clients.facts import Difference, Facts, differences
from catalogue.models import Client, Organisation, User
from catalogue.models.draft import fingerprint


class NumberTaken(Exception):
    """*client* of the same organisation has the 法人番号 already."""

    def __init__(self, client: Client) -> None:
        super().__init__(client.pk)
        self.client = client


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What somebody else has changed; *by* "" when it is not known who."""

    differences: tuple[Difference, ...]
    by: str
    at: datetime
    edits: int


class ChangedMeanwhile(Exception):
    """Somebody has saved since the form was opened."""

    def __init__(self, meanwhile: Meanwhile) -> None:
        super().__init__(meanwhile.edits)
        self.meanwhile = meanwhile


def hold(user: User) -> Organisation:
    """The organisation of *user*: until the transaction ends, nobody else adds to or changes its clients."""
    assert user.organisation_id is not None  # nobody else gets as far
    return _held(user.organisation_id)


def _held(organisation: int) -> Organisation:
    return Organisation.objects.select_for_update().get(pk=organisation)


def add(user: User, facts: Facts, today: date, form: str = "") -> Client:
    """A new client, or the one that this *form* (its random key) has already made of the same facts. Raises NumberTaken."""
    facts = facts.tidy(today)
    made_from = _fingerprint_of(form, facts) if form else ""
    with transaction.atomic():
        organisation = hold(user)
        if made_from and (made := Client.objects.of(user).filter(made_from=made_from).first()):
            return made
        _refuse_taken(user, facts)
        client = Client(organisation=organisation, created_by=user, made_from=made_from)
        _fill(client, facts)
        client.save()
        return client


def add_by_program(organisation: int, facts: Facts, today: date, why: str) -> Client:
    """A new client of an *organisation* (its number), added by no person; *why* stands in the history. Raises NumberTaken."""
    facts = facts.tidy(today)
    with transaction.atomic():
        client = Client(organisation=_held(organisation))
        same = Client.objects.filter(organisation=organisation, corporate_number=facts.corporate_number)
        if facts.corporate_number and (taken := same.first()):
            raise NumberTaken(taken)
        _fill(client, facts)
        client.save()
        client.history.update(history_change_reason=why)
        return client


def add_many(user: User, organisation: Organisation, every: Iterable[Facts]) -> None:
    """New clients, whose numbers nobody has. Only while the organisation is held."""
    clients = []
    for facts in every:
        client = Client(organisation=organisation, created_by=user)
        _fill(client, facts)
        clients.append(client)
    bulk_create_with_history(clients, Client, default_user=user)


def change(user: User, pk: int, facts: Facts, today: date, seen: int) -> Client:
    """Save *facts* over those that were *seen* (the client's edits). Raises ChangedMeanwhile, NumberTaken, Client.DoesNotExist."""
    facts = facts.tidy(today)
    with transaction.atomic():
        hold(user)
        client = Client.objects.of(user).get(pk=pk)
        if client.edits != seen:
            raise ChangedMeanwhile(changed_since(client, seen))
        _refuse_taken(user, facts, client)
        rewrite(client, facts)
        return client


def rewrite(client: Client, facts: Facts) -> bool:
    """Save *facts*, if they are any different. Only while the organisation is held."""
    differ = Facts.of(client) != facts
    if differ:
        client.edits += 1
        _fill(client, facts)
        client.save()
    return differ


def changed_since(client: Client, seen: int) -> Meanwhile:
    """What differs from the state of the *seen* edits, and who saved last."""
    states = list(client.history.select_related("history_user").order_by("history_date", "history_id"))
    before = next((one for one in states if one.edits == seen), None)
    return Meanwhile(
        differences(Facts.of(before), Facts.of(client)) if before else (),
        str(states[-1].history_user or "") if states else "",
        client.updated_at,
        client.edits,
    )


def forget(client: Client) -> None:
    """Delete a client and all that hangs on it, its history as well."""
    pk = client.pk
    with transaction.atomic():
        client.delete()
        for relation in Client._meta.related_objects:
            history = getattr(relation.related_model, "history", None)
            if history is not None:
                history.filter(client_id=pk).delete()
        Client.history.filter(id=pk).delete()


def same_number(user: User, number: str, but: Client | None = None) -> Client | None:
    """The organisation's client with this 法人番号."""
    if not number:
        return None
    same = Client.objects.of(user).filter(corporate_number=number).first()
    return None if same == but else same


def _refuse_taken(user: User, facts: Facts, client: Client | None = None) -> None:
    if taken := same_number(user, facts.corporate_number, client):
        raise NumberTaken(taken)


def _fill(client: Client, facts: Facts) -> None:
    client.name, client.corporate_number = facts.name, facts.corporate_number
    client.answers, client.note, client.facts_on = dict(facts.answers), facts.note, facts.facts_on


def _fingerprint_of(form: str, facts: Facts) -> str:
    told = [facts.profile, facts.note, facts.facts_on.isoformat()]
    return fingerprint(form + json.dumps(told, sort_keys=True))
