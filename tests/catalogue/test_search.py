"""What is searched for and what is found have one form."""

import pytest

from catalogue.search import search_key

SAME = [
    ("DX認定", "dx認定"),
    ("ＤＸ認定", "dx認定"),
    ("ｸﾞﾘｰﾝ枠", "グリーン枠"),
    ("１－０５", "1-05"),
    ("中堅･中小企業", "中堅・中小企業"),
    ("  賃上げ　 促進\n税制\t", "賃上げ 促進 税制"),
    ("Ｍ＆Ａ", "m&a"),
    ("㈱", "(株)"),
    ("㎘", "kl"),
    ("", ""),
    ("　", ""),
]


@pytest.mark.parametrize(("text", "key"), SAME)
def test_widths_cases_and_spaces_do_not_matter(text: str, key: str) -> None:
    assert search_key(text) == key


@pytest.mark.parametrize("text", [text for text, _ in SAME])
def test_a_key_is_its_own_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
