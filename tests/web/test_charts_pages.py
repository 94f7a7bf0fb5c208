"""The pictures as pages have them: well-formed, named once, without style or script, and with all of it in words beside them."""

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models.codes import AREAS
from catalogue.parts.charts import Axis, Bar, Bars, Graph, Node, Radar, State, bars, graph, radar

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<b>&\"'製造"

AXES = [Axis(label, area / 10, f"施策{area}件", str(area)) for area, label in AREAS.items()]
ROWS = [Bar("採択", 1234, "件", "2023年度"), Bar("申請", 4321, "件"), Bar("予算", 10, "億円"), Bar("補正", 5, "億円")]
NODES = [
    Node("a", 1, "くるみん", State.HELD, "/a"),
    Node("b", 2, "プラチナくるみん", State.OBTAINABLE),
    *(Node(f"c{at}", 3, f"施策{at}", State.OPENED, f"/c?x={at}&y=1") for at in range(10)),
]
EDGES = [("a", "b"), ("b", "c0"), ("b", "c9")]


def radar_page(charts: Sequence[Radar], caption: str = "合い方") -> str:
    return render_to_string("catalogue/charts/radar.html", {"charts": charts, "id": "x", "caption": caption})


def bars_page(chart: Bars, caption: str = "実績") -> str:
    return render_to_string("catalogue/charts/bars.html", {"chart": chart, "id": "x", "caption": caption})


def graph_page(charts: Sequence[Graph], caption: str = "道すじ") -> str:
    return render_to_string("catalogue/charts/graph.html", {"charts": charts, "id": "x", "caption": caption})


def every_page() -> dict[str, str]:
    return {
        "radar": radar_page([radar(AXES), radar(AXES, compact=True)]),
        "bars": bars_page(bars(ROWS)),
        "graph": graph_page([graph(NODES, EDGES), graph(NODES, EDGES, "down")]),
    }


def parsed(page: str) -> ElementTree.Element:
    return ElementTree.fromstring(page.strip())  # noqa: S314 (our own page)


def texts(root: ElementTree.Element, path: str) -> list[str]:
    return [" ".join("".join(found.itertext()).split()) for found in root.iterfind(path)]


@pytest.mark.parametrize("name", ["radar", "bars", "graph"])
def test_every_picture_has_one_name_and_one_description(name: str) -> None:
    root = parsed(every_page()[name])
    pictures = list(root.iter(f"{SVG}svg"))
    assert len(pictures) == 2
    for picture in pictures:
        (title,), (description,) = picture.findall(f"{SVG}title"), picture.findall(f"{SVG}desc")
        assert picture.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert picture.get("role") == ("group" if name == "graph" else "img")
        assert title.text
        assert description.text
        assert picture.get("viewBox") == f"0 0 {picture.get('width')} {picture.get('height')}"
    assert len(list(root.iter(f"{SVG}title"))) == 2
    ids = [found.get("id") for found in root.iter() if found.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ["radar", "bars", "graph"])
def test_no_picture_needs_more_than_a_strict_content_security_policy_allows(name: str) -> None:
    for found in parsed(every_page()[name]).iter():
        assert found.tag.removeprefix(SVG) not in ("style", "script", "foreignObject")
        assert not [key for key in found.attrib if key == "style" or key.startswith("on")]


@pytest.mark.parametrize("name", ["radar", "bars", "graph"])
def test_numbers_are_written_as_svg_wants_them_in_every_language(name: str) -> None:
    plain = every_page()[name]
    with translation.override("de"), override_settings(USE_THOUSAND_SEPARATOR=True):
        foreign = every_page()[name]
    numbers = re.compile(r'(?:points|d|x|y|x1|y1|x2|y2|cx|cy|width|height|viewBox)="[^"]*"')
    assert len(numbers.findall(plain)) > 20
    assert numbers.findall(foreign) == numbers.findall(plain)


# Radar


def test_the_areas_are_all_in_the_table_of_the_radar() -> None:
    root = parsed(every_page()["radar"])
    assert texts(root, "table/caption") == ["合い方"]
    assert texts(root, "table/thead/tr/th") == ["項目", "割合", "備考"]
    assert texts(root, "table/tbody/tr") == [f"{area} {label}{area * 10}%施策{area}件" for area, label in AREAS.items()]


def test_the_wide_radar_has_labels_and_the_narrow_one_numbers() -> None:
    wide, narrow = parsed(every_page()["radar"]).iter(f"{SVG}svg")
    assert (wide.get("class"), narrow.get("class")) == (
        "chart chart-radar chart-wide",
        "chart chart-radar chart-narrow",
    )
    scale = ["25%", "50%", "75%", "100%"]
    assert texts(wide, f"{SVG}text") == [f"{area} {label}" for area, label in AREAS.items()] + scale
    assert texts(narrow, f"{SVG}text") == [str(area) for area in AREAS] + scale
    assert len(wide.findall(f"{SVG}polygon[@class='chart-ring']")) == 4
    assert len(wide.findall(f"{SVG}line")) == len(wide.findall(f"{SVG}circle")) == 10


def test_a_radar_by_itself_is_shown_at_any_width_and_without_notes_has_no_column_for_them() -> None:
    root = parsed(radar_page([radar([Axis("軸", 0)] * 3)]))
    (picture,) = root.iter(f"{SVG}svg")
    assert picture.get("class") == "chart chart-radar"
    assert texts(root, "table/thead/tr/th") == ["項目", "割合"]
    assert texts(root, "table/tbody/tr") == ["軸0%"] * 3


# Bars


def test_all_rows_of_the_bars_are_in_the_table() -> None:
    root = parsed(every_page()["bars"])
    assert texts(root, "table/thead/tr/th") == ["項目", "値", "備考"]
    assert texts(root, "table/tbody/tr") == ["採択1,234件2023年度", "申請4,321件", "予算10億円", "補正5億円"]
    assert [title.text for title in root.iter(f"{SVG}title")] == ["実績（単位: 件）", "実績（単位: 億円）"]
    assert [len(picture.findall(f"{SVG}rect")) for picture in root.iter(f"{SVG}svg")] == [2, 2]


def test_a_row_alone_is_in_the_table_only() -> None:
    root = parsed(bars_page(bars([Bar("雇用", 3, "人")])))
    assert list(root.iter(f"{SVG}svg")) == []
    assert texts(root, "table/thead/tr/th") == ["項目", "値"]
    assert texts(root, "table/tbody/tr") == ["雇用3人"]


def test_bars_without_a_unit_are_named_by_the_caption_alone() -> None:
    root = parsed(bars_page(bars([Bar("甲", 1, ""), Bar("乙", 2, "")])))
    assert [title.text for title in root.iter(f"{SVG}title")] == ["実績"]


# Roadmap


def test_every_node_of_the_roadmap_is_listed_with_its_state_and_where_it_leads() -> None:
    root = parsed(every_page()["graph"])
    assert texts(root, ".//p[@class='chart-step']") == [
        "いま持っているもの",
        "取れる認定・計画",
        "開ける施策（加点・条件）",
    ]
    assert texts(root, "div[@class='chart-steps']//li") == [
        "くるみん（持っている）つながる先: プラチナくるみん",
        "プラチナくるみん（これから取れる）つながる先: 施策0、施策9",
        *(f"施策{at}（使えるようになる）" for at in range(10)),
    ]
    assert texts(root, "ul[@class='chart-legend']/li") == ["持っている", "これから取れる", "使えるようになる"]


def test_boxes_are_links_where_there_is_somewhere_to_go() -> None:
    root = parsed(every_page()["graph"])
    wide, narrow = root.iter(f"{SVG}svg")
    for picture in (wide, narrow):
        links = [(link.get("href"), *texts(link, f"{SVG}text")) for link in picture.findall(f"{SVG}a")]
        assert sorted(links) == sorted(
            [("/a", "くるみん"), *((f"/c?x={at}&y=1", f"施策{at}") for at in range(8)), ("#x-step-3", "ほか2件")]
        )
        assert texts(picture, f"{SVG}g[@class='chart-box chart-obtainable']") == ["プラチナくるみん"]
    assert root.find(".//*[@id='x-step-3']") is not None


def test_every_arrow_ends_in_the_head_of_its_own_picture() -> None:
    for picture in parsed(every_page()["graph"]).iter(f"{SVG}svg"):
        (marker,) = picture.iter(f"{SVG}marker")
        arrows = picture.findall(f"{SVG}g[@aria-hidden='true']/{SVG}path")
        assert [arrow.get("marker-end") for arrow in arrows] == [f"url(#{marker.get('id')})"] * 3


def test_a_roadmap_by_itself_is_shown_at_any_width() -> None:
    (picture,) = parsed(graph_page([graph(NODES, EDGES)])).iter(f"{SVG}svg")
    assert picture.get("class") == "chart chart-graph"


def test_a_step_without_nodes_says_so() -> None:
    root = parsed(graph_page([graph(NODES[:1], [])]))
    assert texts(root, "div[@class='chart-steps']/div/p") == [
        "いま持っているもの",
        "取れる認定・計画",
        "ありません。",
        "開ける施策（加点・条件）",
        "ありません。",
    ]


# What people have written


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=10))
def test_whatever_is_written_comes_out_as_it_was_written(text: str) -> None:
    axes = [Axis(text, 0.5, text, text), *AXES[:2]]
    root = parsed(radar_page([radar(axes)], caption=text))
    assert texts(root, "table/caption") == [title.text for title in root.iter(f"{SVG}title")] == [text]
    assert texts(root, "table/tbody/tr[1]/*") == [f"{text} {text}", "50%", text]
    root = parsed(bars_page(bars([Bar(text, 1, text, text), Bar("別", 2, text)]), caption=text))
    assert [title.text for title in root.iter(f"{SVG}title")] == [f"{text}（単位: {text}）"]
    assert texts(root, "table/tbody/tr[1]/*") == [text, f"1{text}", text]
    nodes = [Node("a", 1, text, State.HELD, "/" + text), Node("b", 2, text, State.OBTAINABLE)]
    root = parsed(graph_page([graph(nodes, [("a", "b")])], caption=text))
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["/" + text]
    assert texts(root, ".//li/a") == [text]
    assert texts(root, ".//span[@class='chart-leads']") == [f"つながる先: {text}"]


def test_marks_of_html_are_escaped_in_picture_and_table() -> None:
    page = bars_page(bars([Bar(NASTY, 1, "件"), Bar("別", 2, "件")]), caption=NASTY)
    assert "<b>" not in page
    assert page.count("&lt;b&gt;&amp;&quot;&#x27;製造") == 4  # title, label, caption, row
    assert texts(parsed(page), f".//{SVG}text") == [NASTY, "1件", "別", "2件"]


# Style sheet


def style_sheet() -> str:
    found = finders.find("catalogue/charts.css")
    assert isinstance(found, str)
    return Path(found).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["radar", "bars", "graph"])
def test_every_class_has_its_looks(name: str) -> None:
    used = {one for found in parsed(every_page()[name]).iter() for one in (found.get("class") or "").split()}
    # These need no looks of their own: they name what is drawn as the page's text.
    plain = {"chart-label", "chart-bars", "chart-graph", "chart-opened"}
    assert used - plain - set(re.findall(r"\.(chart[a-z-]*)", style_sheet())) == set()


def test_colours_are_the_pages_own_with_something_to_fall_back_on() -> None:
    used = re.findall(r"var\((--[a-z-]+)(,?)", style_sheet())
    assert {name for name, _comma in used} == {"--ink", "--quiet", "--line", "--accent", "--accent-soft", "--ground"}
    assert {comma for _name, comma in used} == {","}
