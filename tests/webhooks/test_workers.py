"""Several processes at once: no worker sends what another has in hand, what a killed one had is sent by the next, no edit is told twice."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import time_machine

from tests.benchmarks.http import database
from tests.service import ROOT, Service
from tests.webhooks.receiver import Receiver, receiving

HOOKS, EACH = 6, 4

_HOOKS = """
import sys
from django.utils.timezone import now
from catalogue.models import ApiKey, HookEvent, WebhookDelivery
from catalogue.webhooks.registering import register
key = ApiKey.objects.create_key(name="連携先")[0]
for number in range({hooks}):
    made = register(key, "{url}", [HookEvent.CATALOGUE_CHANGED], "ja", now())
    for _each in range({each}):
        WebhookDelivery.objects.create(
            webhook=made, event="ping", payload="{{}}", created_at=now(), next_attempt_at=now()
        )
"""
_STATES = """
from collections import Counter
from catalogue.models import WebhookDelivery
print(sorted(Counter(WebhookDelivery.objects.values_list("state", "attempts")).items()))
"""
_OVER = """
from django.utils.timezone import now
from catalogue.models import WebhookDelivery
WebhookDelivery.objects.filter(state="pending").update(next_attempt_at=now())
"""
_SMALL = "from tests.console import small; small.small()"
_EDIT = """
from django.db import transaction
from catalogue.imports.content import renew_content
from catalogue.models import Programme
for number in range({edits}):
    with transaction.atomic():
        Programme.objects.filter(code="{code}").update(name=f"名前{{number}}")
        renew_content()
"""
_CHANGES = """
from catalogue.models import CatalogueChange
print([(one.programme, one.title) for one in CatalogueChange.objects.order_by("programme", "pk")])
"""
EDITS = 8


class Workers(Service):
    """Workers on a database of their own, without a web server."""

    def __init__(self, database: str) -> None:
        super().__init__(database, WEBHOOK_PRIVATE_ADDRESSES="on")
        self.workers: list[subprocess.Popen[bytes]] = []

    def work(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "webhooks", "deliver", "--forever"]
        self.workers.append(subprocess.Popen(command, cwd=ROOT, env=self.environment))
        return self.workers[-1]


@pytest.fixture
def service(tmp_path: Path, django_db_setup: None) -> Iterator[Workers]:
    with ExitStack() as stack:
        on_postgres = os.environ.get("TEST_DATABASE") == "postgres"
        url = stack.enter_context(database()) if on_postgres else f"sqlite:///{tmp_path / 'db.sqlite3'}"
        started = Workers(url)
        try:
            yield started
        finally:
            for worker in started.workers:
                worker.kill()
                worker.wait()


def until(is_so: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time_machine.escape_hatch.time.time() + seconds
    while not is_so():
        assert time_machine.escape_hatch.time.time() < end
        time.sleep(0.05)


def sent(server: Receiver) -> Counter[str]:
    return Counter(one.headers["webhook-id"] for one in server.received)


def test_two_workers_send_each_once(service: Workers) -> None:
    with receiving() as server:
        server.waits = 0.05
        service.shell(_HOOKS.format(hooks=HOOKS, each=EACH, url=server.url))
        workers = [service.work(), service.work()]
        until(lambda: len(server.received) >= HOOKS * EACH)
        until(lambda: service.shell(_STATES) == f"[(('delivered', 1), {HOOKS * EACH})]")
        for worker in workers:
            worker.terminate()
        assert [worker.wait(30) for worker in workers] == [0, 0]
    assert set(sent(server).values()) == {1}
    assert len(sent(server)) == HOOKS * EACH


def test_what_a_killed_worker_had_in_hand_is_sent_by_the_next(service: Workers) -> None:
    with receiving() as server:
        server.waits = 30.0
        service.shell(_HOOKS.format(hooks=1, each=1, url=server.url))
        worker = service.work()
        until(lambda: len(server.received) == 1)
        worker.kill()
        worker.wait()
        assert service.shell(_STATES) == "[(('pending', 1), 1)]"
        server.waits = 0.0
        service.shell(_OVER)  # a minute later
        service.work()
        until(lambda: service.shell(_STATES) == "[(('delivered', 2), 1)]")
    assert list(sent(server).values()) == [2]


def test_of_two_editors_at_once_each_change_is_told_once(service: Workers) -> None:
    service.shell(_SMALL)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda code: service.shell(_EDIT.format(edits=EDITS, code=code)), ("setsubi", "sodan")))
    assert service.shell(_CHANGES) == repr(
        [(code, f"名前{number}") for code in ("setsubi", "sodan") for number in range(EDITS)]
    )
