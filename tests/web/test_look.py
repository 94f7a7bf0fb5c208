"""The look of the public pages: tokens as published, colours that can be read, and no class without a look."""

import fnmatch
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import translation

from catalogue.wording import AVAILABILITIES, OUTCOMES, VERDICTS

CATALOGUE = Path(__file__).parents[2] / "catalogue"
STATIC = CATALOGUE / "static" / "catalogue"
TOKENS = STATIC / "tokens"

GROUNDS = ["--ground", "--raised", "--wash", "--accent-soft", "--yes-soft", "--maybe-soft"]
INKS = ["--ink", "--quiet", "--accent", "--accent-deep", "--visited"]
TEXTS = [
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    *(("--on-accent", ground) for ground in ("--accent", "--accent-deep", "--yes", "--maybe", "--bad")),
    *(("--bad", ground) for ground in ("--ground", "--raised", "--accent-soft", "--bad-soft")),
    ("--ink", "--bad-soft"),
    ("--yes", "--yes-soft"),
    ("--maybe", "--maybe-soft"),
    ("--no", "--no-soft"),
    ("--ground", "--no"),
]
"""Text and what it stands on: 4.5 : 1 or more."""

SIGNS = [(sign, ground) for sign in ("--edge", "--accent", "--focus") for ground in GROUNDS]
SIGNS += [(sign, ground) for sign in ("--yes", "--maybe", "--no", "--bad") for ground in ("--ground", "--raised")]
SIGNS += [("--focus-ring", "--focus"), ("--focus", "--bad-soft"), ("--bad", "--accent-soft")]
"""Borders and marks that have to be seen, and what they stand on: 3 : 1 or more."""

DECORATION = {"--line"}
"""Only ever between things that are told apart without it."""

HOOKS = {
    "cards--plain", "card__audience", "card__availability", "card__summary", "count", "field--small", "form", "group-title",
    "industry", "industry__list", "input", "notice--info", "page--print", "programme", "sheet__facts", "sheet__lead", "size",
}  # fmt: skip
"""Classes that pages give to things which look as they do anyway."""


class Rule(NamedTuple):
    around: str
    """The at-rule it stands in, or nothing."""
    selector: str
    body: Mapping[str, str]


def without_comments(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def rules(css: str) -> Iterator[Rule]:
    """Every rule of a style sheet in its order. A property that is given twice counts as given last."""
    around = selector = ""
    for text, brace in re.findall(r"([^{}]*)([{}])", css):
        if brace == "{" and "@media" in text:
            around = text.strip()
        elif brace == "{":
            selector = " ".join(text.split())
        elif selector:
            pairs = (line.partition(":") for line in text.split(";") if line.strip())
            yield Rule(around, selector, {key.strip(): value.strip() for key, _, value in pairs})
            selector = ""
        else:
            around = ""


APP = without_comments("app.css")
RULES = list(rules(APP))
CONSOLE = list(rules(without_comments("console.css")))
WIDGET = list(rules(without_comments("widget.css")))
NAMED = {key: value for rule in rules(without_comments("tokens/tokens.css")) for key, value in rule.body.items()}
SCREEN = next(rule.body for rule in RULES if (rule.around, rule.selector) == ("", ":root"))
PAPER = {**SCREEN, **next(rule.body for rule in RULES if (rule.around, rule.selector) == ("@media print", ":root"))}


def colour(name: str, named: Mapping[str, str]) -> tuple[int, int, int]:
    """Red, green and blue of a custom property, through every ``var()``."""
    value = {**NAMED, **named}[name]
    reference = re.fullmatch(r"var\((--[\w-]+)\)", value)
    if reference:
        return colour(reference[1], named)
    assert re.fullmatch(r"#[0-9a-f]{6}", value), (name, value)
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def luminance(name: str, named: Mapping[str, str]) -> float:
    """Relative luminance, 0 to 1, as WCAG 2 defines it."""
    parts = [part / 255 for part in colour(name, named)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, named: Mapping[str, str]) -> float:
    darker, lighter = sorted((luminance(one, named), luminance(other, named)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_what_the_standard_says_it_is() -> None:
    named = {"--black": "#000000", "--white": "#ffffff", "--gray": "#767676", "--same": "var(--gray)"}
    assert contrast("--black", "--white", named) == pytest.approx(21)
    assert contrast("--white", "--same", named) == pytest.approx(4.54, abs=0.005)
    assert contrast("--gray", "--same", named) == 1


@pytest.mark.parametrize("named", [SCREEN, PAPER], ids=["screen", "paper"])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read(text: str, ground: str, named: Mapping[str, str]) -> None:
    assert contrast(text, ground, named) >= 4.5


@pytest.mark.parametrize("named", [SCREEN, PAPER], ids=["screen", "paper"])
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_a_sign_can_be_seen(sign: str, ground: str, named: Mapping[str, str]) -> None:
    assert contrast(sign, ground, named) >= 3


def test_every_colour_is_measured() -> None:
    assert {name for pair in TEXTS + SIGNS for name in pair} | DECORATION == set(SCREEN)


def test_every_rule_that_sets_text_and_ground_sets_a_measured_pair() -> None:
    found = set()
    for rule in (*RULES, *WIDGET):
        pair = [re.fullmatch(r"var\((--[\w-]+)\)", rule.body.get(key, "")) for key in ("color", "background")]
        if pair[0] and pair[1]:
            found.add((pair[0][1], pair[1][1]))
    assert len(found) >= 10
    assert found - set(TEXTS) == set()


def test_paper_is_black_on_white() -> None:
    assert {colour(name, PAPER) for name in GROUNDS} == {(255, 255, 255)}
    assert {colour(name, PAPER) for name in ("--ink", "--quiet", "--accent", "--visited")} == {(0, 0, 0)}


def test_the_widget_has_colours_of_the_site() -> None:
    (named,) = (rule.body for rule in WIDGET if rule.selector == ":root")
    assert named.items() <= SCREEN.items()


def test_colours_are_named_in_one_place_only() -> None:
    every = [*RULES, *CONSOLE, *WIDGET]
    values = [(rule.selector, value) for rule in every if rule.selector != ":root" for value in rule.body.values()]
    assert [pair for pair in values if re.search(r"#[0-9a-fA-F]{3,8}\b|\b(rgb|hsl|lab|lch|oklch)a?\(", pair[1])] == []


@pytest.mark.parametrize("name", ["app.css", "charts.css", "console.css", "widget.css"])
def test_every_custom_property_that_is_used_exists(name: str) -> None:
    used = set(re.findall(r"var\((--[\w-]+)", without_comments(name)))
    own = {key for rule in WIDGET for key in rule.body} if name == "widget.css" else set(SCREEN)
    assert used
    assert used - set(NAMED) - own == set()


def test_the_tokens_are_as_published() -> None:
    readme = (TOKENS / "README.md").read_text(encoding="utf-8")
    assert "| package | `@digital-go-jp/design-tokens` |" in readme
    assert "| version | 1.1.9 |" in readme
    assert re.search(r"`sha512-[A-Za-z0-9+/]{86}==`", readme)
    (digest,) = re.findall(r"\b[0-9a-f]{64}\b", readme)
    assert hashlib.sha256((TOKENS / "tokens.css").read_bytes()).hexdigest() == digest
    assert (TOKENS / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n\nCopyright (c) 2023 デジタル庁\n")


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "@import" not in APP
    assert re.findall(r"url\(([^)]*)\)", APP) == ['"icon.svg"']
    (fonts,) = {rule.body["font-family"] for rule in RULES if rule.selector == "html" and "font-family" in rule.body}
    assert fonts == '"Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", Meiryo, sans-serif'


def test_the_style_sheet_stays_small() -> None:
    assert 10_000 < (STATIC / "app.css").stat().st_size < 35_840
    assert (STATIC / "widget.css").stat().st_size < 11_264


def test_there_is_one_breakpoint_and_every_wish_of_a_reader_is_heard() -> None:
    assert {rule.around for rule in RULES} == {
        "",
        "@media (min-width: 48rem)",
        "@media (prefers-reduced-motion: no-preference)",
        "@media (forced-colors: active)",
        "@media print",
    }


def test_only_utilities_overrule_components() -> None:
    loud = [rule.selector for rule in RULES for value in rule.body.values() if "!important" in value]
    assert len(loud) == APP.count("!important")
    assert set(loud) == {".visually-hidden:not(:focus, :active)", "[hidden], .print-only", ".print-only", ".no-print"}


def test_movement_is_for_those_who_have_not_asked_for_less() -> None:
    moving = [rule.around for rule in RULES if {"transition", "animation", "scroll-behavior"} & set(rule.body)]
    assert set(moving) == {"@media (prefers-reduced-motion: no-preference)"}


def test_focus_is_seen() -> None:
    (focus,) = (rule.body for rule in RULES if rule.selector == ":focus-visible")
    assert focus["outline"] == "0.25rem solid var(--focus)"
    assert focus["box-shadow"] == "0 0 0 0.125rem var(--focus-ring)"
    assert [rule.selector for rule in RULES if rule.body.get("outline") in ("none", "0")] == ["main:focus"]


STYLED = {name for rule in (*RULES, *CONSOLE, *WIDGET) for name in re.findall(r"\.([A-Za-z][\w-]*)", rule.selector)}

ADMIN = {
    name
    for sheet in (*Path(admin.__file__).parent.glob("static/admin/css/*.css"), STATIC / "admin.css")
    for name in re.findall(r"\.([A-Za-z][\w-]*)", sheet.read_text(encoding="utf-8"))
}
"""What Django's admin styles, and what we add to it."""

PAGES = [
    page
    for page in sorted(path.relative_to(CATALOGUE / "templates").as_posix() for path in CATALOGUE.rglob("*.html"))
    if not page.startswith("catalogue/charts/")  # pictures have a style sheet and tests of their own
]


LOOKS = {"verdict": VERDICTS, "figures__one": VERDICTS, "condition": OUTCOMES.values(), "availability": AVAILABILITIES}


@pytest.mark.parametrize(("block", "keys"), LOOKS.items())
def test_every_verdict_outcome_and_availability_has_a_look(block: str, keys: Iterable[str]) -> None:
    assert {f"{block}--{key}" for key in keys} - STYLED == set()


def classes(page: str) -> set[str]:
    """The classes of a template, in every branch; ``*`` stands for what a variable adds."""
    page = re.sub(r"{%.*?%}|{#.*?#}", "|", re.sub(r"{{.*?}}", "*", page))
    found = set()
    for value in re.findall(r'class="([^"]*)"', page):
        for stem, *branches in (token.split("|") for token in value.split()):
            glued = stem.endswith("-")
            found |= {stem + branch if glued else branch for branch in branches if branch}
            found |= {stem} if stem and not glued else set()
    return found


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<a class="a  b--c"><b class="">', {"a", "b--c"}),
        ('<a class="a{% if x == "y" %} a--b{% endif %}">', {"a", "a--b"}),
        ('<a class="{% if x %}a{% else %}b{% endif %} c">', {"a", "b", "c"}),
        ('<a class="a--{% if x %}b{% else %}c{% endif %}">', {"a--b", "a--c"}),
        ('<a class="a--{{ b.key }} c">', {"a--*", "c"}),
    ],
)
def test_classes_are_found_in_every_branch(page: str, expected: set[str]) -> None:
    assert classes(page) == expected


@pytest.mark.parametrize("path", PAGES)
def test_no_page_uses_a_class_without_a_look(path: str) -> None:
    used = classes((CATALOGUE / "templates" / path).read_text(encoding="utf-8"))
    known = STYLED | HOOKS | (ADMIN if path.startswith("admin/") else set())
    assert [name for name in sorted(used) if not fnmatch.filter(known, name)] == []


def base(**context: object) -> str:
    return render_to_string("catalogue/base.html", context)


def test_every_page_has_its_style_sheets() -> None:
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)">', base())
    assert sheets == ["catalogue/tokens/tokens.css", "catalogue/app.css", "catalogue/charts.css"]
    assert all(finders.find(sheet) for sheet in sheets)


def test_the_navigation_is_what_it_is_given_and_says_where_one_is() -> None:
    nav = [
        {"url": "/a/?x=1&y=2", "label": "さがす", "current": False},
        {"url": "/b/", "label": "結果<", "current": True},
    ]
    page = base(site_nav=nav)
    assert '<li><a href="/a/?x=1&amp;y=2">さがす</a></li>' in page
    assert '<li><a href="/b/" aria-current="page">結果&lt;</a></li>' in page
    assert page.count("aria-current") == 1
    assert "<nav" not in base(site_nav=[])
    assert "<nav" not in base()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_page_says_its_language(language: str) -> None:
    with translation.override(language):
        assert f'<html lang="{language}">' in base()


def test_the_page_of_our_own_mistakes_cannot_fail_and_leads_to_things_that_exist() -> None:
    page = (CATALOGUE / "templates" / "500.html").read_text(encoding="utf-8")
    assert set(re.findall(r"{% *(\w+)", page)) == {"load", "get_current_language", "translate"}  # words, and no look-up
    assert re.findall(r"{{.*?}}", page) == ["{{ LANGUAGE_CODE|default:'ja' }}"]
    assert "表示できませんでした" in render_to_string("500.html")
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)">', page)
    assert len(sheets) == 2
    assert all(finders.find(sheet) for sheet in sheets)
    assert resolve(re.findall(r'<a href="([^"]+)">', page)[0]).url_name == "home"
