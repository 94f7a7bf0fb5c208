"""Whatever is sent to the form, it is answered in words and never breaks; what is kept can always be read again."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import Draft
from catalogue.parts.pages import PAGES
from matcher import Profile
from tests.web.visitor import BASICS, SIZE, WAY, Page, Visitor

pytestmark = pytest.mark.django_db

FORM_TYPE = "application/x-www-form-urlencoded"

HOSTILE: Mapping[str, str] = {
    "a NUL": "a\0b",
    "only a NUL": "\0",
    "control characters": "\x01\x1b[31m\x7f",
    "10 to the 40th": str(10**40),
    "a number of 5,000 digits": "9" * 5_000,
    "an exponent": "1e400",
    "not a number": "NaN",
    "100 kB": "あ" * 34_000,
    "100 kB and a NUL": "\0" + "あ" * 34_000,
    "100 kB of digits": "1" * 100_000,
    "100 kB of brackets": "(" * 100_000,
    "100 kB of commas": "1," * 50_000,
    "markup": "</input><script>alert(1)</script>",
    "a template": "{{ settings.SECRET_KEY }}{% debug %}",
    "a format": "{0.__class__} %s %(x)s {words}",
    "SQL": "'; DROP TABLE catalogue_draft; --",
    "right to left": "\u202e\u2066会社\u2069",
    "emoji and what does not combine": "👩‍👩‍👧" + "\u0301" * 50,
    "noncharacters": "\ufffe\uffff\U0010ffff",
    "other digits": "٣٤۵೬",
}

ENCODED: Mapping[str, bytes] = {
    "a lone surrogate": b"\xed\xa0\x80",
    "two surrogates": b"\xed\xa0\xbd\xed\xb0\xa9",
    "no UTF-8": b"\xff\xfe\x80",
    "cut off": b"\xe3\x81",
    "overlong": b"\xc0\xaf",
    "Shift_JIS": "食品".encode("cp932"),
}

KEYS = [(page.slug, key) for page in PAGES for key in page.keys]
PARTS = [*KEYS, ("basics", "industry_q"), ("basics", "industry_listed")]


def kept() -> dict[str, Any]:
    """The one draft's answers, as the engine would read them too."""
    answers: dict[str, Any] = Draft.objects.get().answers
    Profile.from_mapping(answers, localdate())
    return answers


def assert_still_well(client: Client) -> None:
    for page in PAGES:
        assert client.get(f"/profile/{page.slug}/").status_code == 200
    assert client.get("/profile/check/").status_code == 200


def assert_answered(response: Any) -> None:
    """Saved, or refused in words on a page that holds together."""
    assert response.status_code in (302, 422)
    if response.status_code == 422:
        page = Page("", response)
        assert page.title.startswith("エラー：")
        assert page.summary() != []
        assert page.dangling() == []
        assert [one for one in page.all("script") if "src" not in one.attrs] == []


@pytest.fixture
def client() -> Iterator[Client]:
    """A browser with all answers given; whatever happened, its pages can be read afterwards."""
    client = Client()
    Visitor(client).walk()
    yield client
    kept()
    assert_still_well(client)


@pytest.mark.parametrize("name", HOSTILE)
def test_any_text_in_any_field(client: Client, name: str) -> None:
    for slug, part in PARTS:
        assert_answered(client.post(f"/profile/{slug}/", WAY[slug] | {part: HOSTILE[name]}))
        kept()


@pytest.mark.parametrize("name", ENCODED)
def test_any_bytes_in_any_field(client: Client, name: str) -> None:
    for slug, part in PARTS:
        others = urlencode({key: value for key, value in WAY[slug].items() if key != part}, doseq=True)
        body = f"{others}&{part}={quote_from_bytes(ENCODED[name])}"
        assert_answered(client.post(f"/profile/{slug}/", body, content_type=FORM_TYPE))
        assert_answered(client.post(f"/profile/{slug}/", body.encode() + ENCODED[name], content_type=FORM_TYPE))
        kept()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_code_that_is_none_is_never_kept(client: Client, name: str) -> None:
    before = kept()
    for key, code in {"topics": "gx", "situations": "exporting", "certifications": "kurumin"}.items():
        response = client.post(f"/profile/{key}/", {key: [HOSTILE[name], code]})
        assert response.status_code == 422
        assert Page("", response).sent[key] == [code]
    assert kept() == before


@pytest.mark.parametrize("name", [*HOSTILE, *ENCODED])
def test_any_text_as_a_name_of_a_field(client: Client, name: str) -> None:
    before = kept()
    raw = HOSTILE[name].encode() if name in HOSTILE else ENCODED[name]
    field = quote_from_bytes(raw)
    for slug, typed in WAY.items():
        body = f"{urlencode(typed, doseq=True)}&{field}=1&{field}=2"
        assert client.post(f"/profile/{slug}/", body, content_type=FORM_TYPE).status_code == 302
    assert kept() == before


def test_where_one_value_is_wanted_the_last_of_several_counts(client: Client) -> None:
    for key, values in {"employees": ["数人", "41"], "capital_yen": ["1", "2千万"]}.items():
        assert client.post("/profile/size/", SIZE | {key: values}).status_code == 302
    response = client.post("/profile/basics/", BASICS | {"entity_type": ["x", "npo"], "prefecture": ["99", "13"]})
    assert response.status_code == 302
    assert {key: kept()[key] for key in ("employees", "entity_type", "prefecture", "capital_yen")} == {
        "employees": 7319,
        "entity_type": "npo",
        "prefecture": "13",
        "capital_yen": 20_000_000,
    }


@pytest.mark.parametrize("shape", ["{}[]", "{}[0]", "{}.0", "{}[$ne]", "{}__in"])
def test_a_shape_that_is_not_asked_for_is_no_answer(client: Client, shape: str) -> None:
    before = kept()
    response = client.post("/profile/size/", {shape.format("employees"): "1"})
    assert response.status_code == 422
    assert client.post("/profile/basics/", {shape.format(key): BASICS[key] for key in BASICS}).status_code == 422
    assert kept() == before


def test_files_are_no_answers(client: Client) -> None:
    before = kept()
    file = SimpleUploadedFile("employees.txt", b"40")
    assert client.post("/profile/size/", {"employees": file}).status_code == 422
    assert kept() == before


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"employees": "1"}', "application/json", 422),
        (b"employees=1", "text/plain", 422),
        (b"", FORM_TYPE, 422),
        (b"employees", FORM_TYPE, 422),
        (b"%", FORM_TYPE, 422),
        (b"&&&;;;===", FORM_TYPE, 422),
        (b"employees=%ZZ", FORM_TYPE, 422),
        (b"employees=1", f"{FORM_TYPE}; charset=utf-16", 400),
        (b"--x", "multipart/form-data", 400),
        (b"--x", "multipart/form-data; boundary=x", 422),
        (b"a=1&" * 1001, FORM_TYPE, 400),
        (b"name=" + b"a" * 1024 * 1024, FORM_TYPE, 400),
    ],
)
def test_any_body_is_refused_in_peace(client: Client, body: bytes, kind: str, status: int) -> None:
    before = kept()
    assert client.generic("POST", "/profile/size/", body, content_type=kind).status_code == status
    assert kept() == before


@pytest.mark.parametrize("code", ["0-00", "1-05%00", "%00", "会社", "a" * 3000, "..", "%ED%A0%80"])
def test_what_is_no_measure_cannot_be_kept_in_mind(client: Client, code: str) -> None:
    assert client.post(f"/measures/{code}/star/").status_code == 404
    assert Draft.objects.get().stars == []


@pytest.mark.parametrize("key", ["", "nix", "founded_year", "__class__", "\0", "a" * 100_000])
def test_a_question_that_is_none_is_not_answered(client: Client, key: str) -> None:
    before = kept()
    body = urlencode({"question": key, key or "x": "1"})
    response = client.post("/results/answer/", body, content_type=FORM_TYPE)
    assert response["Location"] == "/results/"
    assert kept() == before


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=70) | st.sampled_from(
    [*BASICS.values(), *SIZE.values(), "none", "39", "dx", "48", "特にない", ""]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    slug=st.sampled_from([page.slug for page in PAGES]),
    typed=st.dictionaries(st.sampled_from([part for _slug, part in PARTS]), st.lists(texts, max_size=3), max_size=8),
    button=st.sampled_from(["next", "results", "check", "find"]),
)
def test_any_form_is_saved_or_refused(client: Client, slug: str, typed: dict[str, list[str]], button: str) -> None:
    response = client.post(f"/profile/{slug}/", typed | {button: "1"})
    if button == "find":
        assert response.status_code == 200
    else:
        assert_answered(response)
    kept()
