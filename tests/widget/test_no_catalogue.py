"""While no catalogue is loaded, the frame says so, and what was typed can be sent again."""

import pytest
from django.test import Client

from tests.web.visitor import Page
from tests.widget.embedding import FOUR, SITES, address, embedding, sent

pytestmark = pytest.mark.django_db


def test_the_form_is_there() -> None:
    assert Client().get(address(embedding())).status_code == 200


def test_there_is_no_answer_yet_and_nothing_typed_is_lost() -> None:
    response = sent(embedding(), FOUR)
    shown = Page("", response)
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert shown.heading == "ただいま準備しています"
    assert shown.form("answer").sent == {name: [value] for name, value in FOUR.items()}
    assert " ".join(SITES) in response["Content-Security-Policy"]
