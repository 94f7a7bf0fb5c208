import contextlib
import html
import json
import re
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import resolve

from catalogue.web import health

CATALOGUE = {"measures": 190, "version": "2024-03-31"}


@pytest.fixture
def page(client: Client, db: None) -> str:
    with mock.patch.object(health, "_catalogue", return_value=CATALOGUE):
        response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_it_says_what_the_service_is_and_what_it_is_not(page: str) -> None:
    assert "順番と理由つきで" in page
    assert "結果は目安です" in page
    assert "最終判断は、各施策の窓口" in page
    assert "国や自治体が運営するサイトではありません" in page


def test_it_is_a_page_that_everyone_can_read(page: str) -> None:
    assert '<html lang="ja">' in page
    assert page.count("<h1") == 1
    assert re.search(r"<title>[^<]+</title>", page)
    assert '<a class="skip" href="#main">' in page
    assert 'id="main"' in page


def test_it_counts_the_measures(page: str) -> None:
    assert "<strong>190</strong>件の施策" in page


def test_it_leads_on_to_the_list_of_measures_and_every_link_leads_somewhere(page: str) -> None:
    addresses = set(re.findall(r'<a href="(/[^"]*)"', page))
    assert "/api/v1/measures/" in addresses
    for address in addresses:
        resolve(address.partition("?")[0])


def test_it_shows_a_command_that_can_be_copied(page: str) -> None:
    command = html.unescape(page.partition("<pre><code>")[2].partition("</code></pre>")[0])
    assert command.startswith("curl -s http://testserver/api/v1/matches/")
    assert json.loads(command.partition("-d '")[2].rstrip("'")).keys() == {"profile"}


def test_its_style_sheet_is_served(client: Client, page: str) -> None:
    address = re.search(r'<link rel="stylesheet" href="([^"]+)">', page)
    assert address
    with contextlib.closing(client.get(address[1])) as response:
        assert response.status_code == 200


def test_without_a_database_it_is_there_and_says_so(client: Client) -> None:
    with mock.patch.object(health, "connection") as connection:
        connection.cursor.side_effect = OperationalError("connection refused")
        response = client.get("/")
    assert response.status_code == 200
    assert "データを準備しています" in response.content.decode()


def test_an_unknown_page_leads_back(client: Client) -> None:
    response = client.get("/no-such-page")
    assert response.status_code == 404
    assert "ページが見つかりません" in response.content.decode()


def test_a_mistake_of_ours_is_said_in_plain_words(client: Client) -> None:
    client.raise_request_exception = False
    with mock.patch.object(health, "status", side_effect=RuntimeError):
        response = client.get("/")
    assert response.status_code == 500
    assert "表示できませんでした" in response.content.decode()
