"""Bad input and what is said of it: one table for every face that takes a profile."""

from collections.abc import Mapping

INTEGER = "整数（引用符・小数点・true/false ではなく、数字だけ）で書いてください。"
NUMBER = "数で書いてください。"
TEXT = "文字列で書いてください。"
LIST = "リスト（[ ] で囲んだもの）で書いてください。"
OBJECT = "オブジェクト（{ } で囲んだもの）で書いてください。"
BAD_TEXT = "使えない文字（制御文字など）が入っています。"
BAD_DATE = "日付ではありません。「2024-03-31」のように書いてください。"
YEN = "0以上1,000,000,000,000,000以下で書いてください。"
PEOPLE = "0以上10,000,000以下で書いてください。"
ENERGY = "0以上1,000,000,000以下で書いてください。"
KEYS = (
    "このキーはありません。使えるのは name、corporate_number、entity_type、industry、other_industries、prefecture、"
    "other_prefectures、capital_yen、employees、founded_year、founded_on、annual_sales_yen、annual_energy_kl、topics、"
    "certifications、situations です。"
)
FORMS = "使えるのは corporation、sole_proprietor、cooperative、agricultural_corporation、npo、other です。"
INDUSTRY = "日本標準産業分類の大分類（A〜T）、中分類（例 09）、または3・4桁の分類です。"
NUMBER_13 = "法人番号は13桁の数字です。12桁の会社法人等番号なら、先頭に検査用の1桁が要ります。"

Path = tuple[str | int, ...]

UNREADABLE: Mapping[str, tuple[bytes, str]] = {
    "not JSON": (b"industry: 09", "JSONとして読めません（1行目の1文字目）。"),
    "nothing but space": (b" \n", "JSONとして読めません（2行目の1文字目）。"),
    "cut off": (b'{"employees": 40', "JSONとして読めません（1行目の17文字目）。"),
    "two objects": (b"{}\n{}", "JSONとして読めません（2行目の1文字目）。"),
    "a comment": (b'{\n// size\n"employees": 40}', "JSONとして読めません（2行目の1文字目）。"),
    "a raw NUL": (b'{"name": "\x00"}', "JSONとして読めません（1行目の11文字目）。"),
    "UTF-16": ('{"employees": 40}'.encode("utf-16"), "UTF-8の文字列ではありません（1バイト目）。"),
    "Shift_JIS": ('{"name": "食品"}'.encode("cp932"), "UTF-8の文字列ではありません（11バイト目）。"),
    "a surrogate in bytes": (b'{"name": "\xed\xa0\x80"}', "UTF-8の文字列ではありません（11バイト目）。"),
    "NaN": (b'{"annual_energy_kl": NaN}', "NaN は数として使えません。わからないときは null にしてください。"),
    "Infinity": (
        b'{"annual_energy_kl": Infinity}',
        "Infinity は数として使えません。わからないときは null にしてください。",
    ),
    "-Infinity": (
        b'{"capital_yen": -Infinity}',
        "-Infinity は数として使えません。わからないときは null にしてください。",
    ),
    "a number of 5,000 digits": (b'{"capital_yen": ' + b"9" * 5000 + b"}", "桁の多すぎる数があります。"),
    "100,000 nested lists": (b"[" * 100_000 + b"]" * 100_000, "入れ子が深すぎます。"),
    "100,000 nested objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "入れ子が深すぎます。"),
    "100,000 opening brackets": (b"[" * 100_000, "入れ子が深すぎます。"),
    "a key twice": (b'{"employees": 1, "employees": 1}', "キー「employees」が同じ所に二度あります。"),
    "a key twice, one escaped": (b'{"name": "a", "n\\u0061me": "b"}', "キー「name」が同じ所に二度あります。"),
    "a lone surrogate as a key twice": (b'{"\\ud800": 1, "\\ud800": 1}', "キー「?」が同じ所に二度あります。"),
    "the last of 50,000 keys twice": (
        b"{" + b",".join(b'"%d":1' % number for number in (*range(50_000), 49_999)) + b"}",
        "キー「49999」が同じ所に二度あります。",
    ),
}
"""Bytes that are not the JSON we take → the sentence about them."""

MISTAKEN: Mapping[str, tuple[str, list[tuple[Path, str]]]] = {
    "a list for the profile": ("[]", [((), OBJECT)]),
    "text for the profile": ('"09"', [((), OBJECT)]),
    "text for a whole number": ('{"capital_yen": "3億円"}', [(("capital_yen",), INTEGER)]),
    "true for a whole number": ('{"employees": true}', [(("employees",), INTEGER)]),
    "true for a number": ('{"annual_energy_kl": true}', [(("annual_energy_kl",), NUMBER)]),
    "half a person": ('{"employees": 4.5}', [(("employees",), INTEGER)]),
    "a whole number with a point": ('{"employees": 40.0}', [(("employees",), INTEGER)]),
    "a list for a number": ('{"capital_yen": [1]}', [(("capital_yen",), INTEGER)]),
    "a number for a code": ('{"prefecture": 13}', [(("prefecture",), TEXT)]),
    "false for a code": ('{"entity_type": false}', [(("entity_type",), TEXT)]),
    "a code for a list": ('{"topics": "gx"}', [(("topics",), LIST)]),
    "an object for a list": ('{"situations": {"exporting": true}}', [(("situations",), LIST)]),
    "null in a list": ('{"topics": ["gx", null]}', [(("topics", 1), TEXT)]),
    "lists in a list": ('{"topics": [["gx"], []]}', [(("topics", 0), TEXT), (("topics", 1), TEXT)]),
    "a key nearly right": (
        '{"employee": 40}',
        [(("employee",), "このキーはありません。「employees」ではありませんか。")],
    ),
    "a key that is like none": ('{"color": "red"}', [(("color",), KEYS)]),
    "an unknown key without an answer": ('{"color": null}', [(("color",), KEYS)]),
    "a key in capitals": ('{"TOPICS": []}', [(("TOPICS",), "このキーはありません。「topics」ではありませんか。")]),
    "a key with signs": ('{"a/b~c": 1, "": 2}', [(("a/b~c",), KEYS), (("",), KEYS)]),
    "a code nearly right": (
        '{"entity_type": "corporate"}',
        [(("entity_type",), "「corporate」というコードはありません。「corporation」ではありませんか。")],
    ),
    "a code that is like none": (
        '{"entity_type": "株式会社"}',
        [(("entity_type",), f"「株式会社」というコードはありません。{FORMS}")],
    ),
    "a code of a long list that is like none": (
        '{"topics": ["gx", "金"]}',
        [(("topics", 1), "「金」というコードはありません。コードの一覧から選んでください。")],
    ),
    "a prefecture that is none": (
        '{"prefecture": "48"}',
        [(("prefecture",), "「48」というコードはありません。コードの一覧から選んでください。")],
    ),
    "an industry that is none": (
        '{"industry": "Z"}',
        [(("industry",), f"「Z」という業種のコードはありません。{INDUSTRY}")],
    ),
    "an industry in full width": (
        '{"industry": "０９"}',
        [(("industry",), f"「０９」という業種のコードはありません。{INDUSTRY}")],
    ),
    "fewer than nobody": ('{"employees": -1}', [(("employees",), PEOPLE)]),
    "10 to the 40th yen": (f'{{"capital_yen": {10**40}}}', [(("capital_yen",), YEN)]),
    "10 to the 40th kL": (f'{{"annual_energy_kl": {10**40}}}', [(("annual_energy_kl",), ENERGY)]),
    "10 to the 400th kL": (f'{{"annual_energy_kl": {10**400}}}', [(("annual_energy_kl",), ENERGY)]),
    "a number beyond all doubles": ('{"annual_energy_kl": 1e999}', [(("annual_energy_kl",), ENERGY)]),
    "1e999 for a whole number": ('{"capital_yen": 1e999}', [(("capital_yen",), INTEGER)]),
    "a year before any company": ('{"founded_year": 499}', [(("founded_year",), "500以上9,999以下で書いてください。")]),
    "a year to come": ('{"founded_year": 2025}', [(("founded_year",), "基準日（2024-03-31）より後です。")]),
    "a day to come": ('{"founded_on": "2024-04-01"}', [(("founded_on",), "基準日（2024-03-31）より後です。")]),
    "a day that is none": ('{"founded_on": "2023-02-29"}', [(("founded_on",), BAD_DATE)]),
    "a day in another form": ('{"founded_on": "20230228"}', [(("founded_on",), BAD_DATE)]),
    "a day and another year": (
        '{"founded_year": 1968, "founded_on": "1969-04-01"}',
        [(("founded_year",), "設立・創業の日と食い違っています。どちらかを直すか、消してください。")],
    ),
    "a NUL in a value": ('{"name": "a\\u0000b"}', [(("name",), BAD_TEXT)]),
    "a NUL in a code": ('{"topics": ["\\u0000"]}', [(("topics", 0), BAD_TEXT)]),
    "a lone surrogate in a value": ('{"name": "\\ud800"}', [(("name",), BAD_TEXT)]),
    "a lone surrogate in a code": ('{"industry": "\\udfff"}', [(("industry",), BAD_TEXT)]),
    "a lone surrogate in a date": ('{"founded_on": "\\ud800024-01-01"}', [(("founded_on",), BAD_TEXT)]),
    "a lone surrogate in a key": ('{"\\ud800": 1}', [(("\\ud800",), KEYS)]),
    "a name without end": (f'{{"name": "{"あ" * 201}"}}', [(("name",), "長すぎます。200字までです。")]),
    "a code without end": (
        f'{{"entity_type": "{"あ" * 5000}"}}',
        [(("entity_type",), f"「{'あ' * 200}」というコードはありません。{FORMS}")],
    ),
    "a list without end": (f'{{"topics": [{", ".join(["1"] * 201)}]}}', [(("topics",), "多すぎます。200個までです。")]),
    "5,000 unknown keys": (
        "{" + ", ".join(f'"key{number}": {number}' for number in range(5000)) + "}",
        [((), "多すぎます。200個までです。")],
    ),
    "a corporate number of 12 digits": ('{"corporate_number": "000012050002"}', [(("corporate_number",), NUMBER_13)]),
    "a corporate number as a number": ('{"corporate_number": 7000012050002}', [(("corporate_number",), TEXT)]),
    "a corporate number mistyped": (
        '{"corporate_number": "8000012050002"}',
        [(("corporate_number",), "法人番号の検査用の数字（先頭の1桁）が合いません。番号を確かめてください。")],
    ),
    "many mistakes": (
        '{"employee": 1, "capital_yen": "3億円", "topics": ["gx", "金", 7], "prefecture": "48", "founded_year": 3000}',
        [
            (("employee",), "このキーはありません。「employees」ではありませんか。"),
            (("capital_yen",), INTEGER),
            (("topics", 1), "「金」というコードはありません。コードの一覧から選んでください。"),
            (("topics", 2), TEXT),
            (("prefecture",), "「48」というコードはありません。コードの一覧から選んでください。"),
            (("founded_year",), "基準日（2024-03-31）より後です。"),
        ],
    ),
}
"""A profile as JSON text → the path of each mistake and the sentence about it, as of 31 March 2024."""
