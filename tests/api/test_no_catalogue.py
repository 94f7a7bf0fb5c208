"""Where no catalogue is loaded, or no database answers. No test here loads one."""

import pytest
from django.db import OperationalError
from django.test import Client

from tests.api.asking import MEASURES, post, problem
from tests.api.assistants import calling


def test_our_own_fault_is_a_problem_too(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get(MEASURES)  # the database is closed to a test that did not ask for it
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json()["type"] == "urn:problem:internal-error"


@pytest.mark.django_db
def test_a_database_that_is_gone_is_said_to_be(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_given: object, **_named: object) -> None:
        raise OperationalError

    monkeypatch.setattr("catalogue.api.throttling.spend", gone)
    for response in (post(client, {"profile": {}}), client.get(MEASURES)):
        assert problem(response, 503)["detail"].startswith("データベースに届きません。")
        assert response["Retry-After"] == "5"


@pytest.mark.django_db
def test_without_a_catalogue_everything_says_so(client: Client) -> None:
    for response in (post(client, {"profile": {}}), client.get(MEASURES), client.get(f"{MEASURES}1-05/")):
        assert problem(response, 503)["detail"] == "カタログが読み込まれていません。"
        assert response["Retry-After"] == "60"
    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_without_a_catalogue_bad_input_is_still_bad_input(client: Client) -> None:
    problem(post(client, b"{"), 400)
    problem(post(client, {"profile": {"employees": True}}), 400)


@pytest.mark.django_db
def test_an_assistant_is_told_the_same() -> None:
    assert problem(calling("match_company", {"profile": {}}), 503)["detail"] == "カタログが読み込まれていません。"
