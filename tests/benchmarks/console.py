"""The console: one organisation with many clients and the real catalogue, each page asked for within this process."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils.timezone import localdate, now

from catalogue.imports.reader import read_catalogue
from catalogue.imports.store import store_catalogue
from catalogue.models import CatalogueState, Client, Organisation, Override, Proposal, ProposalStatus, Seen, Task, User
from catalogue.roles import ADVISOR
from matcher import Outcome
from tests.benchmarks import generate
from tests.benchmarks.measure import duration, heading, line, once
from tests.companies import as_json

CLIENTS, ROUNDS = 500, 5

PAGES = {
    "dashboard": "/console/",
    "list of clients": "/console/clients/",
    "client page": "/console/clients/{client}/",
    "pick a measure": "/console/measures/",
    "reverse of one measure": "/console/measures/1-05/",
    "reverse as CSV": "/console/measures/1-05/clients.csv",
    "matrix": "/console/matrix/",
    "matrix, one area, one verdict": "/console/matrix/?area=1&verdict=eligible",
    "matrix as CSV": "/console/matrix/table.csv",
}
"""Name → address. A page of the console is measured by a line here; ``{client}`` stands for a client's key."""


def run(count: int = CLIENTS) -> bool:
    """Print the time (first, and median of the next ones) and the queries of every page; whether all came back whole."""
    heading(f"Console: {count} clients × the real catalogue, {connection.vendor}")
    sound = True
    with _filled(count) as (browser, client):
        for name, address in PAGES.items():
            path = address.format(client=client)
            first, response = once(lambda path=path: browser.get(path))
            sound &= response.status_code == 200
            later = median(once(lambda path=path: browser.get(path))[0] for _ in range(ROUNDS))
            with CaptureQueriesContext(connection) as captured:
                browser.get(path)
            size = f"{len(response.content) / 1000:,.0f} kB"
            line(name, f"{duration(later)}  first {duration(first)}  {len(captured)} queries  {size}")
    return sound


@contextmanager
def _filled(count: int) -> Iterator[tuple[Browser, int]]:
    """A logged-in advisor and a client of an organisation with *count* of them. Nothing of it stays."""
    call_command("migrate", verbosity=0)
    plain = {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }  # nothing is collected
    with (
        override_settings(ALLOWED_HOSTS=["testserver"], STATIC_ROOT=None, STORAGES=settings.STORAGES | plain),
        transaction.atomic(),
    ):
        if not CatalogueState.current_version():
            store_catalogue(read_catalogue(settings.BASE_DIR / "fixtures"))
        yield _fill(count)
        transaction.set_rollback(True)


def _fill(count: int) -> tuple[Browser, int]:
    chance, today, at = random.Random(5), localdate(), now()
    organisation = Organisation.objects.create(name="計測商工会議所")
    user = User.objects.create(username="measure", organisation=organisation)
    user.groups.add(Group.objects.get(name=ADVISOR.label))
    clients = Client.objects.bulk_create(
        Client(
            organisation=organisation,
            name=f"株式会社みほん{number:04d}",
            answers=as_json(profile),
            facts_on=today - timedelta(days=chance.randrange(600)),
        )
        for number, profile in enumerate(generate.profiles(count))
    )
    codes = ("1-05", "1-12", "3-01", "4-04", "5-01", "7-02")
    Proposal.objects.bulk_create(
        Proposal(client=one, measure=code, status=chance.choice(ProposalStatus.values), on=today)
        for one in clients
        for code in chance.sample(codes, 3)
    )
    Override.objects.bulk_create(
        Override(
            client=one,
            measure=chance.choice(codes),
            verdict=Outcome.ELIGIBLE.value,
            ruled=Outcome.NEEDS_INFO.value,
            reason="電話で確かめた。",
            until=today + timedelta(days=90),
        )
        for one in clients[::5]
    )
    Task.objects.bulk_create(
        Task(client=one, text="必要な書類を確かめる", due=today + timedelta(days=chance.randrange(-20, 40)))
        for one in clients[::2]
    )
    Seen.objects.bulk_create(Seen(client=one, by=user, at=at, as_of=today, version="") for one in clients[:50])
    browser = Browser()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser, clients[0].pk
