"""How long each text may be: the longest is kept by both databases, one character more is refused by its file."""

from datetime import date
from pathlib import Path

import pytest

from catalogue.imports.dump import dump_catalogue
from catalogue.imports.reader import read_catalogue
from catalogue.imports.store import store_catalogue
from tests.catalogue.files import BUDGETS, FIRST, GOOD, READINGS, SECOND, changed, complaints, write

# File, key, the text that stands there, how many characters may.
TEXTS = [
    (FIRST, "title", "設備の更新", 200),
    (FIRST, "summary", "設備を新しくする会社に補助金が出ます。", 600),
    (FIRST, "name", "設備補助金", 200),
    (FIRST, "metric", "採択", 100),
    (FIRST, "unit", "者", 20),
    (FIRST, "detail", "第1次", 300),
    (FIRST, "effect", "加点", 200),
    (FIRST, "citation", "公募要領", 300),
    (FIRST, "text", "事業計画が要ります。", 300),
    (FIRST, "text", "予算は内数。", 600),
    (SECOND, "heading", "設備の相談窓口", 300),
    (SECOND, "aspect", "設備\n", 200),
    (SECOND, "note", "丸め方が違う。", 500),
    (READINGS, "reason", "補助金の通例。", 500),
    (BUDGETS, "name", "基金", 200),
]
# Codes, which stand in several files.
CODES = [("setsubi", 60), ("kikin", 60), ("chusho", 40)]


def filled(key: str, text: str, length: int) -> str:
    """*key* with a text of *length* in the place of *text*."""
    return f"{key}: {'あ' * length}" + ("\n" if text.endswith("\n") else "")


@pytest.mark.django_db
def test_the_longest_texts_are_kept(tmp_path: Path) -> None:
    files = dict(GOOD)
    for name, key, text, most in TEXTS:
        files[name] = files[name].replace(f"{key}: {text}", filled(key, text, most))
    for code, most in CODES:
        files = {name: text.replace(f" {code}", f" {code:x<{most}}") for name, text in files.items()}
    record = read_catalogue(write(tmp_path, files))
    store_catalogue(record)
    assert dump_catalogue(date(2026, 11, 23)) == record


@pytest.mark.parametrize(("name", "key", "text", "most"), TEXTS, ids=[f"{row[0]} {row[1]} {row[3]}" for row in TEXTS])
def test_a_longer_text_is_refused(tmp_path: Path, name: str, key: str, text: str, most: int) -> None:
    (complaint,) = complaints(tmp_path, changed(name, f"{key}: {text}", filled(key, text, most + 1)))
    assert complaint.endswith(f"{key}: 長すぎます（{most + 1}字）。{most}字までです。")


@pytest.mark.parametrize(("code", "most"), CODES)
def test_a_longer_code_is_refused(tmp_path: Path, code: str, most: int) -> None:
    files = {name: text.replace(f" {code}", f" {code:x<{most + 1}}") for name, text in GOOD.items()}
    (complaint,) = complaints(tmp_path, files)
    assert complaint.endswith(f"code: 長すぎます（{most + 1}字）。{most}字までです。")


def test_a_name_of_a_ministry_has_two_to_twenty_characters(tmp_path: Path) -> None:
    twenty_one = "あ" * 21
    assert complaints(tmp_path, changed(FIRST, "[経産省, 中企庁]", f"[経済, {twenty_one[:20]}]")) == []
    assert complaints(tmp_path, changed(FIRST, "[経産省, 中企庁]", f"[{twenty_one}]")) == [
        f"{FIRST} 4行目 ministries: 「{twenty_one}」は府省庁の略称（経産省、中企庁 など）ではありません。"
    ]


def test_a_long_mistake_is_quoted_in_short(tmp_path: Path) -> None:
    assert complaints(tmp_path, changed(FIRST, "place: p6\n", f"place: {'あ' * 500}\n")) == [
        f"{FIRST} 6行目 place: 「{'あ' * 40}…」は形が違います。"
        "「p6 方針」「p6 フォローアップ」「p48-50」のように書いてください。"
    ]
