"""Everything that is refused before or beside a match: addresses, methods, types, hosts."""

import pytest
from django.test import Client

from catalogue.models import CatalogueState
from tests.api.asking import MATCHES, MEASURES, post, problem

SLASH = "このアドレスにあたるものはありません。アドレスの最後の「/」を確かめてください。"
NOTHING = "このアドレスにあたるものはありません。"

ADDRESSES = [
    ("/api", SLASH),
    ("/api/", NOTHING),
    ("/api/v1", SLASH),
    ("/api/v1/", NOTHING),
    ("/api/v2/matches/", NOTHING),
    ("/api/v1/matches", SLASH),
    ("/api/v1/measures", SLASH),
    ("/api/v1/measures/1-05", SLASH),
    ("/api/v1/measures/1-5/", NOTHING),
    ("/api/v1/measures/11-01/", NOTHING),
    ("/api/v1/measures/%00/", NOTHING),
    ("/api/v1/measures/1-05%00/", NOTHING),
    ("/api/v1/measures/1-05%0A/", NOTHING),
    ("/api/v1/measures/%ED%A0%80/", NOTHING),
    ("/api/v1/measures/１-０５/", NOTHING),
    ("/api/v1/a%0Ab", SLASH),
    ("/api/v1/../../etc/passwd", SLASH),
]


@pytest.mark.parametrize(("address", "detail"), ADDRESSES, ids=[address for address, _ in ADDRESSES])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_wrong_address_is_a_problem_for_every_method(client: Client, method: str, address: str, detail: str) -> None:
    response = client.generic(method, address, b"{}", content_type="application/json")
    assert problem(response, 404)["detail"] == detail


@pytest.mark.usefixtures("real_stored", "db")
@pytest.mark.parametrize(
    ("address", "methods"),
    [
        (MATCHES, ["GET", "PUT", "PATCH", "DELETE"]),
        (MEASURES, ["POST", "PUT", "DELETE"]),
        (f"{MEASURES}1-05/", ["POST"]),
    ],
)
def test_a_method_that_is_not_offered(client: Client, address: str, methods: list[str]) -> None:
    for method in methods:
        response = client.generic(method, address, b"{}", content_type="application/json")
        problem(response, 405)
        assert response["Allow"]


TYPES = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
    "text/json",
]


@pytest.mark.django_db
@pytest.mark.parametrize("content_type", [*TYPES, "json", "", ";;;", "\xff"])
def test_a_body_that_is_not_called_json(client: Client, content_type: str) -> None:
    found = problem(post(client, b'{"profile": {}}', content_type=content_type), 415)
    assert found["detail"] == "Content-Type を application/json にして、JSONで送ってください。"


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "text/csv, text/html;q=0.5"])
def test_a_form_of_answer_that_is_not_offered(client: Client, accept: str) -> None:
    problem(client.get(MEASURES, headers={"accept": accept}), 406)
    problem(client.post(MATCHES, b"{}", content_type="application/json", headers={"accept": accept}), 406)


@pytest.mark.django_db
@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "text/html, */*;q=0.1"])
def test_json_is_what_is_offered(client: Client, accept: str) -> None:
    response = client.post(MATCHES, b"{}", content_type="application/json", headers={"accept": accept})
    problem(response, 400)


def test_a_host_that_is_not_ours(client: Client) -> None:
    problem(client.get(MEASURES, headers={"host": "elsewhere.example"}), 400)


@pytest.mark.django_db
def test_more_parameters_than_are_read(client: Client) -> None:
    problem(client.get(MEASURES, query_params={str(number): "" for number in range(1001)}), 400)


@pytest.mark.usefixtures("real_stored", "db")
def test_with_the_catalogue_the_service_is_healthy(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": True,
        "catalogue": {"measures": 190, "version": CatalogueState.current_version()},
    }
