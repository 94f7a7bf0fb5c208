"""The suite keeps its own promises."""

import datetime
import os
import socket
import warnings

import pytest
import pytest_socket
from django.db import connection
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st


def test_the_database_is_the_one_that_was_asked_for() -> None:
    asked = os.environ.get("TEST_DATABASE") or os.environ.get("DATABASE_URL") or "sqlite"
    assert connection.vendor == ("postgresql" if asked.startswith("postgres") else "sqlite")


def test_the_day_is_fixed() -> None:
    assert timezone.localdate() == datetime.date(2026, 11, 23)


@given(st.integers())
def test_the_day_is_fixed_in_a_property_too(number: int) -> None:
    assert timezone.localdate() == datetime.date(2026, 11, 23)


def test_no_network() -> None:
    with socket.socket() as client, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it also warns
        with pytest.raises(pytest_socket.SocketConnectBlockedError):
            client.connect(("192.0.2.1", 80))


def test_an_undefined_template_variable_fails() -> None:
    template = Template("{{ no_such_variable }}")
    with pytest.raises(pytest.fail.Exception, match="no_such_variable"):
        template.render(Context())


def test_a_warning_is_an_error() -> None:
    with pytest.raises(ResourceWarning):
        warnings.warn("left open", ResourceWarning, stacklevel=1)
