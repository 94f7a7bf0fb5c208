"""The script: any page may load it, and a mended one is everywhere after a day."""

import re

from django.test import Client

from catalogue.widget.script import _SCRIPT

SCRIPT = "/widget/v1.js"


def test_pages_of_other_origins_may_load_it() -> None:
    response = Client().get(SCRIPT)
    assert (response.status_code, response.content) == (200, _SCRIPT)
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_it_is_kept_for_a_day_and_then_asked_for_by_its_tag() -> None:
    response = Client().get(SCRIPT)
    assert response["Cache-Control"] == "public, max-age=86400, must-revalidate"
    again = Client().get(SCRIPT, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(SCRIPT, headers={"if-none-match": '"another"'}).status_code == 200


def test_it_is_only_read() -> None:
    assert Client().post(SCRIPT).status_code == 405


def test_it_needs_nothing_that_a_strict_policy_forbids_and_tells_nobody_at_large() -> None:
    text = _SCRIPT.decode()
    assert re.findall(r"\beval\b|new Function|innerHTML|outerHTML|document\.write|setAttribute\(\"style", text) == []
    assert re.findall(r"postMessage\([^;]*\)", text) == ['postMessage({ type: "shien-widget" }, service)']
    assert "https://…" in re.findall(r"https?://[^/\"]*", text)
    assert len(set(re.findall(r"https?://[^/\"]*", text))) == 1
