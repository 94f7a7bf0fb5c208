"""``manage.py match`` on the real catalogue: the report, the API's own answer, and every mistake on stderr."""

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from catalogue.models import CatalogueState
from tests.bad_input import MISTAKEN, UNREADABLE
from tests.companies import COMPANIES, FOOD_MAKER

pytestmark = pytest.mark.usefixtures("real_stored", "db")

DAY = "2024-03-31"

File = Callable[[str | bytes], str]


@pytest.fixture
def file(tmp_path: Path) -> File:
    """Write a profile to a file; returns its path."""

    def file(text: str | bytes) -> str:
        path = tmp_path / "company.json"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return file


def run(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("match", *arguments, stdout=out, **options)
    return out.getvalue()


def refusal(*arguments: str, **options: Any) -> tuple[list[str], str]:
    """What the command writes to stderr before it fails, and with what it fails."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("match", *arguments, stdout=out, stderr=err, **options)
    assert out.getvalue() == ""
    assert refused.value.returncode != 0
    return err.getvalue().splitlines(), str(refused.value)


@pytest.mark.parametrize("company", COMPANIES)
def test_json_is_the_answer_of_the_api(client: Client, file: File, company: str) -> None:
    body = {"profile": COMPANIES[company], "as_of": DAY, "limit": 190, "include_ineligible": True}
    answer = client.post("/api/v1/matches/", body, content_type="application/json").json()
    arguments = (
        file(json.dumps(COMPANIES[company])),
        "--json",
        "--as-of",
        DAY,
        "--limit",
        "190",
        "--include-ineligible",
    )
    out = run(*arguments)
    assert json.loads(out) == answer
    assert list(json.loads(out)) == list(answer)


def test_without_options_it_asks_as_the_api_does(client: Client, file: File) -> None:
    answer = client.post("/api/v1/matches/", {"profile": FOOD_MAKER}, content_type="application/json").json()
    assert json.loads(run(file(json.dumps(FOOD_MAKER)), "--json")) == answer
    assert answer["as_of"] == "2026-11-23"


def test_options_may_be_given_by_name(file: File) -> None:
    path = file("{}")
    assert run(path, as_of=DAY, limit=3, json=True) == run(path, "--as-of", DAY, "--limit", "3", "--json")
    assert run(path, as_of=DAY, limit="3") == run(path, "--as-of", DAY, "--limit", "3")


def test_a_dash_is_standard_input(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = json.dumps({"name": "食品"} | FOOD_MAKER, ensure_ascii=False)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(profile.encode()), encoding="ascii"))
    assert run("-", "--json") == run(file(profile), "--json")


def test_the_report_tells_verdicts_reasons_sources_the_next_question_and_its_limits(file: File) -> None:
    path = file(json.dumps(FOOD_MAKER))
    answer, lines = json.loads(run(path, "--json", "--as-of", DAY)), run(path, "--as-of", DAY).splitlines()
    counts = answer["counts"]
    assert lines[:3] == [
        f"190施策のうち、条件に合う可能性が高いもの {counts['eligible']}、確認が必要なもの {counts['needs_info']}、"
        f"条件に合わないもの {counts['ineligible']}",
        f"基準日 2024-03-31　カタログの版 {CatalogueState.current_version()}",
        f"企業規模: {answer['company_size']['why']}",
    ]
    headings = [line for line in lines if re.match(r" {0,2}[0-9]+\. [○△×] ", line)]
    marks = {"eligible": "○", "needs_info": "△", "ineligible": "×"}
    assert headings == [
        f"{one['rank']:>3}. {marks[one['verdict']]} {one['measure']['code']} {one['measure']['title']}"
        for one in answer["results"]
    ]
    joined = "".join(line.strip() for line in lines)
    first = answer["results"][0]
    assert f"{first['score']:g}点／{'・'.join(first['measure']['ministries'])}" in joined
    assert "".join(first["measure"]["summary"].split()) in "".join(joined.split())
    met = [row for one in first["programmes"] for row in one["criteria"] if row["outcome"] == "met"]
    assert met
    assert "".join(f"○{met[0]['text']}［{met[0]['source']}］".split()) in "".join(joined.split())
    question = answer["next_questions"][0]
    assert f"  ・{question['text']}（{question['feature']}）" in lines
    assert lines[-1] == "結果は目安です。対象になるかどうかは、各施策の窓口が判断します。"


def test_the_ineligible_are_reported_when_asked_for(file: File) -> None:
    path = file(json.dumps(FOOD_MAKER))
    assert " × " not in run(path, "--limit", "200")
    assert re.search(r"^190\. × ", run(path, "--limit", "200", "--include-ineligible"), re.MULTILINE)


def _key(path: tuple[str | int, ...], file: str) -> str:
    return ".".join(str(step) for step in path) or file


@pytest.mark.parametrize("case", MISTAKEN)
def test_every_mistake_of_a_profile_is_listed(file: File, case: str) -> None:
    profile, mistakes = MISTAKEN[case]
    path = file(profile)
    lines, message = refusal(path, "--as-of", DAY)
    # The command names the file where the mistake has no key of its own.
    assert lines == [f"{_key(place, path)}: {sentence}" for place, sentence in mistakes]
    assert message == f"会社の情報に誤りが {len(mistakes)} 件あります。"


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_is_not_json_is_refused_with_the_reason(file: File, case: str) -> None:
    data, sentence = UNREADABLE[case]
    path = file(data)
    assert refusal(path) == ([], f"{path}: {sentence}")


def test_an_empty_file_is_not_json(file: File) -> None:
    path = file("")
    assert refusal(path) == ([], f"{path}: JSONとして読めません（1行目の1文字目）。")


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 10 * 1024 * 1024])
def test_a_file_over_the_limit_is_too_large(file: File, size: int) -> None:
    path = file(b"{}".ljust(size))
    assert refusal(path) == ([], f"{path}: 大きすぎます。1,048,576バイトまでです。")


def test_a_request_is_no_profile(file: File) -> None:
    lines, _ = refusal(file('{"profile": {"industry": "09"}}'))
    assert [line.partition(":")[0] for line in lines] == ["profile"]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert refusal(str(tmp_path)) == ([], f"{tmp_path} を読めません（Is a directory）。")
    missing = tmp_path / "missing.json"
    assert refusal(str(missing)) == ([], f"{missing} を読めません（No such file or directory）。")
    assert refusal("a\0b") == ([], "a\0b を読めません（embedded null byte）。")


LIMIT = "件数は 1 から 200 までの整数です。"
NO_DAY = "「{}」は日付ではありません。2024-03-31 のように書いてください。"
DAYS = "基準日は 2000-01-01 から 2100-12-31 までです。"

OPTIONS = [
    *((("--limit", text), LIMIT) for text in ("0", "201", "-1", "5.0", "true", "５", "", "9" * 5000)),
    *(
        (("--as-of", text), NO_DAY.format(text))
        for text in ("today", "2024-02-30", "20240331", "2024-W13-7", "2024-3-31", "")
    ),
    *((("--as-of", text), DAYS) for text in ("1999-12-31", "2101-01-01")),
]


@pytest.mark.parametrize(("arguments", "sentence"), OPTIONS, ids=[" ".join(case[0])[:30] for case in OPTIONS])
def test_an_option_that_means_nothing_is_refused(file: File, arguments: tuple[str, str], sentence: str) -> None:
    path = file("{}")
    name, text = arguments
    _, message = refusal(path, f"{name}={text}")
    assert message.endswith(sentence)
    assert refusal(path, **{name.strip("-").replace("-", "_"): text}) == ([], sentence)


def test_no_file_and_an_unknown_option_are_refused(file: File) -> None:
    refusal()
    refusal(file("{}"), "--top", "5")


def test_without_a_catalogue_it_says_how_to_load_one(file: File) -> None:
    CatalogueState.objects.all().delete()
    assert refusal(file("{}")) == (
        [],
        "カタログが読み込まれていません。先に manage.py catalogue load を実行してください。",
    )
