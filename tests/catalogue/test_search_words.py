"""How a query is read: its words, their synonyms, endings that fall off; and the tables behind it."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.imports.records import CatalogueRecord
from catalogue.imports.writer import render_catalogue
from catalogue.search import search_key
from catalogue.search.query import LONGEST_WORD, MOST_WORDS, Reading, read, terms
from catalogue.search.synonyms import ALONE, ENDINGS, FILLERS, GROUPS, LONGER, PARTICLES, WISHED

DASHES = [
    ("1‐05 | 1‑05 | 1‒05 | 1–05 | 1—05 | 1―05 | 1−05 | 1－05 | 1ー05 | 1ｰ05 | 1─05", "1-05"),
    ("Ａ―ＳＴＥＰ | A−STEP | AーSTEP", "a-step"),
    ("デ-タ | デ－タ | デ―タ | デ−タ | ﾃﾞ-ﾀ", "データ"),
    ("らーめん | ら-めん", "らーめん"),
    ("サ-バ-", "サーバー"),
    ("ー", "-"),
    ("費ー用", "費-用"),
]

WORDS = [
    ("", []),
    ("  、・。", []),
    ("ぬるぽ", ["ぬるぽ"]),
    ("ＮＵＬＰＯ　ガッ", ["nulpo", "ガッ"]),
    ("あか、あお・きいろ／（くろ）", ["あか", "あお", "きいろ", "くろ"]),
    ("あか あか", ["あか"]),
    ("クルミン", ["くるみん"]),
    ("事業承継引継ぎ補助金", ["事業承継・引継ぎ補助金"]),
    ("IT 導入 補助金", ["it導入補助金"]),
    ("補助金 導入 IT", ["it導入補助金"]),
    ("M & A", ["m&a"]),
    ("会社を売る", ["会社を売る"]),
    ("省エネについて", ["省エネ"]),
    ("省エネを使いたいです", ["省エネ"]),
    ("省エネについて知りたい", ["省エネ"]),
    ("省エネ が ほしい", ["省エネ"]),
    ("ぬるぽについて", ["ぬるぽ"]),
    ("について", ["について"]),
    ("ぬについて", ["ぬについて"]),
    ("の", ["の"]),
    ("外国人採用", ["外国人", "採用"]),
    ("外国人の採用を強化したい", ["外国人", "採用"]),
    ("省エネ対策", ["省エネ"]),
    ("社員研修", ["社員", "研修"]),
    ("ぬるぽ研修", ["ぬるぽ研修"]),
    ("10%", ["10%"]),
]

WISHES = [
    ("省エネ補助金", ["省エネ補助金"], []),
    ("省エネ 補助金", ["省エネ", "補助金"], ["省エネ補助金"]),
    ("補助金　省エネ", ["補助金", "省エネ"], ["省エネ補助金"]),
    ("農業補助金", ["農業"], ["補助金", "農業補助金"]),
    ("農業の補助金がほしい", ["農業"], ["補助金", "農業の補助金"]),
    ("農業 補助金", ["農業", "補助金"], []),
    ("ぬるぽ助成金", ["ぬるぽ"], ["助成金", "ぬるぽ助成金"]),
    ("ぬるぽの助成金", ["ぬるぽ"], ["助成金", "ぬるぽの助成金"]),
    ("補助金", ["補助金"], []),
    ("補助金制度", ["補助金"], ["補助金", "補助金制度"]),
    ("ぬ税制", ["ぬ税制"], []),
    ("外国人採用", ["外国人", "採用"], ["外国人採用"]),
]

NOT_SAME = [
    ("補助金", "助成金"),
    ("助成金", "給付金"),
    ("融資", "補助金"),
    ("税制", "補助金"),
    ("くるみん", "えるぼし"),
]


@pytest.mark.parametrize(("spellings", "key"), DASHES)
def test_dashes_and_long_vowels_are_what_they_were_meant_as(spellings: str, key: str) -> None:
    assert {search_key(text) for text in spellings.split(" | ")} == {key}
    assert search_key(key) == key


@given(st.text(alphabet="アあーｰ-−―a1 ﾞｱ々・"))
def test_a_key_with_dashes_is_its_own_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@pytest.mark.parametrize(("text", "words"), WORDS, ids=[text for text, _ in WORDS])
def test_the_words_of_a_query(text: str, words: list[str]) -> None:
    assert [term[0] for term in terms(text)] == words


@pytest.mark.parametrize(("text", "words", "wished"), WISHES, ids=[text for text, _, _ in WISHES])
def test_what_must_be_found_and_what_only_tells_the_order(text: str, words: list[str], wished: list[str]) -> None:
    reading = read(text)
    assert ([term[0] for term in reading.terms], [term[0] for term in reading.wished]) == (words, wished)


def test_a_word_comes_with_its_synonyms() -> None:
    assert terms("副業") == [("副業", "兼業", "複業")]
    assert terms("兼業　ぬるぽ") == [("兼業", "副業", "複業"), ("ぬるぽ",)]
    assert terms("UIJターン") == [
        ("uijターン", "中途採用", "転職", "uターン", "iターン", "移住", "地方暮らし", "田舎暮らし")
    ]


@pytest.mark.parametrize(("word", "other"), NOT_SAME)
def test_different_things_do_not_mean_one_another(word: str, other: str) -> None:
    assert other not in terms(word)[0]
    assert word not in terms(other)[0]


@pytest.mark.parametrize("group", GROUPS, ids=[group[0] for group in GROUPS])
def test_each_word_of_a_group_finds_all_that_the_others_do(group: tuple[str, ...]) -> None:
    for word in group:
        (term,) = terms(word)
        assert term[0] == search_key(word)
        assert [other for other in group if not any(found in search_key(other) for found in term)] == []


def test_there_are_groups_enough() -> None:
    assert len(GROUPS) >= 80
    assert min(map(len, GROUPS)) >= 2


def test_a_word_stands_in_a_group_once_and_has_one_spelling() -> None:
    assert [group for group in GROUPS if len({search_key(word) for word in group}) < len(group)] == []
    spellings = {search_key(word) for group in (*GROUPS, ALONE) for word in group}
    katakana = {chr(code): chr(code + 0x60) for code in range(ord("ぁ"), ord("ゖ") + 1)}
    loose = Counter(re.sub("[- ー,・]", "", "".join(katakana.get(char, char) for char in word)) for word in spellings)
    assert [word for word, count in loose.items() if count > 1] == []


def test_words_are_neither_too_short_nor_too_long() -> None:
    assert {len(search_key(word)) for group in (*GROUPS, ALONE) for word in group} <= set(range(2, LONGEST_WORD + 1))


def test_words_of_one_kind_are_not_of_another() -> None:
    known = {word for group in GROUPS for word in group}
    assert known & {*ALONE, *FILLERS, *PARTICLES, *ENDINGS} == set()
    assert set(WISHED) <= known


@pytest.fixture(scope="module")
def catalogue(real: CatalogueRecord) -> str:
    """All that the catalogue's files say."""
    return search_key(" ".join(render_catalogue(real).values()))


def test_every_group_leads_to_something_in_the_catalogue(catalogue: str) -> None:
    assert [group for group in GROUPS if not any(search_key(word) in catalogue for word in group)] == []


@pytest.mark.parametrize(("word", "longer"), [(word, longer) for word, several in LONGER.items() for longer in several])
def test_a_longer_word_has_the_word_within_and_is_in_the_catalogue(catalogue: str, word: str, longer: str) -> None:
    assert word in longer != word
    assert (word, longer) == (search_key(word), search_key(longer))
    assert longer in catalogue


PARTS = st.sampled_from(
    [*ALONE, *FILLERS, *PARTICLES, *ENDINGS, *WISHED, *(word for group in GROUPS for word in group)]
)


@given(st.one_of(st.text(), st.lists(st.one_of(PARTS, st.sampled_from(" 　・、\0\ud800ー-%"))).map("".join)))
def test_whatever_is_typed_is_read_within_bounds(text: str) -> None:
    reading = read(text)
    assert read(text) == reading
    assert isinstance(reading, Reading)
    for several in (reading.terms, reading.wished):
        assert len(several) == len(set(several)) <= MOST_WORDS
        for term in several:
            assert 0 < len(term[0]) <= LONGEST_WORD
            assert "".join(term).encode().count(0) == 0
