from types import SimpleNamespace
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

from catalogue.web import health


def loaded(measures: int = 190, version: str = "2024-03-31") -> mock._patch_dict:
    """Stand in for the two questions that are asked of the catalogue."""
    return mock.patch.multiple(
        health,
        Measure=SimpleNamespace(objects=SimpleNamespace(count=lambda: measures)),
        CatalogueState=SimpleNamespace(current_version=lambda: version),
    )


@pytest.mark.django_db
def test_with_a_catalogue_the_service_is_ok(client: Client) -> None:
    with loaded():
        response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": True,
        "catalogue": {"measures": 190, "version": "2024-03-31"},
    }


@pytest.mark.django_db
def test_without_a_catalogue_it_is_unavailable(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "database": True,
        "catalogue": {"measures": 0, "version": ""},
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("measures", "version"), [(0, "2024-03-31"), (190, "")])
def test_half_a_catalogue_is_none(client: Client, measures: int, version: str) -> None:
    with loaded(measures, version):
        assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_without_tables_it_is_unavailable(client: Client) -> None:
    with loaded(), mock.patch.object(health.Measure.objects, "count", side_effect=OperationalError("no such table")):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] is True
    assert response.json()["catalogue"] == {"measures": 0, "version": ""}


def test_without_a_database_it_is_unavailable(client: Client) -> None:
    with mock.patch.object(health, "connection") as connection:
        connection.cursor.side_effect = OperationalError("connection refused")
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {
        "status": "unavailable",
        "database": False,
        "catalogue": {"measures": 0, "version": ""},
    }


@pytest.mark.django_db
def test_the_answer_is_never_kept(client: Client) -> None:
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_it_is_only_read(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
