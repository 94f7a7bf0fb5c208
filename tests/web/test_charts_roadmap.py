"""The roadmap: where boxes and arrows stand, that few arrows cross, what is left out and said, and what is refused."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.parts.charts import Graph, Node, State, graph
from catalogue.parts.charts.roadmap import Direction
from catalogue.parts.charts.shapes import LINE
from tests.web.pictures import assert_apart, assert_inside, assert_rooms_inside, rooms

DIRECTIONS: list[Direction] = ["right", "down"]
HELD, OBTAINABLE, OPENED = State.HELD, State.OBTAINABLE, State.OPENED
FIVE = [
    Node("a", 1, "くるみん", HELD, "/a"),
    Node("b", 1, "DX認定", HELD),
    Node("c", 2, "えるぼし", OBTAINABLE),
    Node("d", 2, "経営力向上計画", OBTAINABLE),
    Node("e", 3, "税制", OPENED, "https://example.jp/?a=1&b=2"),
]
CROSSED = [("a", "d"), ("b", "c"), ("c", "e"), ("c", "e")]


def test_a_roadmap_to_the_right() -> None:
    picture = graph(FIVE, CROSSED)
    assert picture.view_box == "0 0 684 118.0"
    assert [(label.x, *label.lines) for label in picture.headings] == [
        (98.0, (18.0, "いま持っているもの")),
        (342.0, (18.0, "取れる認定・計画")),
        (586.0, (18.0, "開ける施策（加点・条件）")),
    ]
    assert [(box.node and box.node.key, box.x, box.y, box.width, box.height) for box in picture.boxes] == [
        ("a", 4.0, 34.0, 188, 34),
        ("b", 4.0, 80.0, 188, 34),
        ("d", 248.0, 34.0, 188, 34),
        ("c", 248.0, 80.0, 188, 34),
        ("e", 492.0, 57.0, 188, 34),
    ]
    assert (picture.boxes[2].label.x, *picture.boxes[2].label.lines) == (342.0, (56.0, "経営力向上計画"))
    assert [arrow.path for arrow in picture.arrows] == [
        "M192.0,51.0 C219.5,51.0 219.5,51.0 247.0,51.0",
        "M192.0,97.0 C219.5,97.0 219.5,97.0 247.0,97.0",
        "M436.0,97.0 C463.5,97.0 463.5,74.0 491.0,74.0",
    ]
    assert picture.summary.startswith("いま持っているもの2件、取れる認定・計画2件、開ける施策（加点・条件）1件と、")


def test_a_roadmap_down_has_arcs_on_the_right_and_then_on_the_left() -> None:
    picture = graph(FIVE, CROSSED, "down")
    assert picture.view_box == "0 0 316 340.0"
    assert [(box.node and box.node.key, box.x, box.y) for box in picture.boxes] == [
        ("a", 64.0, 34.0),
        ("b", 64.0, 80.0),
        ("c", 64.0, 168.0),
        ("d", 64.0, 214.0),
        ("e", 64.0, 302.0),
    ]
    assert [arrow.path for arrow in picture.arrows] == [
        "M252.0,51.0 C332.0,51.0 332.0,231.0 253.0,231.0",
        "M252.0,97.0 C303.4,97.0 303.4,185.0 253.0,185.0",
        "M64.0,185.0 C-1.7,185.0 -1.7,319.0 63.0,319.0",
    ]


def test_a_long_label_makes_all_boxes_higher() -> None:
    label = "ものづくり・商業・サービス生産性向上促進補助金"
    picture = graph([*FIVE, Node("f", 3, label, OPENED)], [])
    assert {box.height for box in picture.boxes} == {3 * LINE + 16}
    assert [line.text for line in picture.boxes[-1].label.lines] == [
        "ものづくり・商業・",
        "サービス",
        "生産性向上促進補助金",
    ]


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_road_without_nodes_has_its_headings(direction: Direction) -> None:
    picture = graph([], [], direction)
    assert (len(picture.headings), picture.boxes, picture.arrows, picture.states) == (3, (), (), ())


# Order


def crossing(picture: Graph) -> int:
    """Pairs of arrows that cross, counted in the picture: arcs of a stack cross when neither lies within the other."""
    count = 0
    for one, other in combinations(picture.arrows, 2):
        if (one.start.x, one.end.x) == (other.start.x, other.end.x):
            turned = (one.start.y - other.start.y) * (one.end.y - other.end.y)
            count += turned > 0 if picture.direction == "down" else turned < 0
    return count


def crossing_as_given(nodes: list[Node], edges: list[tuple[str, str]], direction: Direction) -> int:
    """The same, had every column kept its order."""
    columns = [[node.key for node in nodes if node.column == number] for number in (1, 2, 3)]
    at = {key: (column, min(place, 8)) for column, keys in enumerate(columns) for place, key in enumerate(keys)}
    count = 0
    for one, other in combinations({(at[source], at[target]) for source, target in edges}, 2):
        if one[0][0] == other[0][0]:
            turned = (one[0][1] - other[0][1]) * (one[1][1] - other[1][1])
            count += turned > 0 if direction == "down" else turned < 0
    return count


def named(column: int, count: int) -> list[Node]:
    return [Node(f"{column}-{at}", column, f"{column}段目の{at}番", State.HELD) for at in range(count)]


@st.composite
def roads(draw: st.DrawFn) -> tuple[list[Node], list[tuple[str, str]]]:
    columns = [named(number, draw(st.integers(0, 11))) for number in (1, 2, 3)]
    possible = [
        (source.key, target.key)
        for left, right in ((0, 1), (1, 2))
        for source in columns[left]
        for target in columns[right]
    ]
    edges = draw(st.lists(st.sampled_from(possible), max_size=30)) if possible else []
    return [node for column in columns for node in column], edges


@given(roads(), st.sampled_from(DIRECTIONS))
def test_no_more_arrows_cross_than_in_the_order_given(
    road: tuple[list[Node], list[tuple[str, str]]], direction: Direction
) -> None:
    nodes, edges = road
    picture = graph(nodes, edges, direction)
    assert crossing(picture) <= crossing_as_given(nodes, edges, direction)
    assert picture == graph(nodes, edges, direction)


# Each box of a column leads to one of the next, from first to last and from last to first.
PLAIN = [(f"{step}-{at}", f"{step + 1}-{5 - at}") for step in (1, 2) for at in range(6)]
SAME = [(f"{step}-{at}", f"{step + 1}-{at}") for step in (1, 2) for at in range(6)]
# A tree: three that lead to two each, in a muddle.
TREE = [("1-0", "2-5"), ("1-0", "2-1"), ("1-1", "2-0"), ("1-1", "2-3"), ("1-2", "2-2"), ("1-2", "2-4")]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("edges", [PLAIN, SAME, TREE], ids=["turned", "straight", "tree"])
def test_what_can_be_untangled_at_a_glance_is(edges: list[tuple[str, str]], direction: Direction) -> None:
    picture = graph([*named(1, 6), *named(2, 6), *named(3, 6)], edges, direction)
    assert crossing(picture) == 0


def test_an_order_without_crossings_is_kept_where_sorting_would_make_one() -> None:
    nodes = [*named(1, 2), *named(2, 4), *named(3, 1)]
    picture = graph(nodes, [("1-0", "2-1"), ("1-1", "2-2"), ("1-1", "2-3"), ("2-2", "3-0")])
    assert [box.node for box in picture.boxes] == nodes


@given(roads(), st.sampled_from(DIRECTIONS))
def test_nothing_of_a_roadmap_is_cut_off_or_covered(
    road: tuple[list[Node], list[tuple[str, str]]], direction: Direction
) -> None:
    picture = graph(*road, direction)
    boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in picture.boxes]
    headings = rooms(picture.headings)
    assert_apart([*boxes, *headings])
    assert_rooms_inside(picture, [*boxes, *headings])
    for box, label in zip(boxes, rooms(box.label for box in picture.boxes), strict=True):
        assert box[0] < label[0] < label[2] < box[2]
        assert box[1] < label[1] < label[3] < box[3]
    for arrow in picture.arrows:
        (x0, y0), ((x1, y1), (x2, y2)), (x3, y3) = arrow.start, arrow.bend, arrow.end
        middle = ((x0 + 3 * x1 + 3 * x2 + x3) / 8, (y0 + 3 * y1 + 3 * y2 + y3) / 8)
        assert_inside(picture, [arrow.start, middle, arrow.end])


@given(roads())
def test_every_edge_is_drawn_once_and_listed(road: tuple[list[Node], list[tuple[str, str]]]) -> None:
    nodes, edges = road
    picture = graph(nodes, edges)
    assert len({(arrow.start, arrow.end) for arrow in picture.arrows}) == len(picture.arrows)
    assert (picture.arrows == ()) == (edges == [])
    listed = [entry for column in picture.columns for entry in column.entries]
    assert [entry.node for entry in listed] == nodes
    assert sum(len(entry.leads_to) for entry in listed) == len(set(edges))


# Too many


@pytest.mark.parametrize(
    ("count", "drawn", "rest"), [(8, 8, []), (9, 8, ["ほか1件"]), (20, 8, ["ほか12件"])], ids=["8", "9", "20"]
)
def test_at_most_eight_nodes_of_a_column_are_drawn(count: int, drawn: int, rest: list[str]) -> None:
    picture = graph(named(2, count), [])
    assert [box.node for box in picture.boxes if box.node] == named(2, drawn)
    assert [box.label.lines[0].text for box in picture.boxes if box.kind == "rest"] == rest
    assert [entry.node for entry in picture.columns[1].entries] == named(2, count)


def test_arrows_to_what_is_not_drawn_lead_to_one_box_at_the_end() -> None:
    picture = graph([*named(1, 2), *named(2, 10)], [("1-0", "2-8"), ("1-0", "2-9"), ("1-1", "2-0")])
    rest = picture.boxes[-1]
    assert (rest.kind, rest.column, rest.href) == ("rest", 2, "")
    assert {(arrow.start.y, arrow.end.y) for arrow in picture.arrows} == {
        (box.y + box.height / 2, end.y + end.height / 2)
        for box in picture.boxes
        for end in picture.boxes
        if (box.node and box.node.key, end.node and end.node.key) in [("1-0", None), ("1-1", "2-0")]
    }
    assert len(picture.arrows) == 2


# Refused


BAD_EDGES = [("a", "nowhere"), ("nowhere", "c"), ("a", "b"), ("a", "e"), ("c", "a"), ("a", "a")]


@pytest.mark.parametrize(("source", "target"), BAD_EDGES)
def test_an_edge_that_does_not_lead_to_the_next_column_is_refused(source: str, target: str) -> None:
    with pytest.raises(ValueError, match=f"next column, not from {source} to {target}"):
        graph(FIVE, [(source, target)])


def test_a_key_that_is_there_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        graph([*FIVE, Node("a", 3, "別のもの", OPENED)], [])


@pytest.mark.parametrize(("key", "column"), [("", 1), ("a", 0), ("a", 4)])
def test_a_node_without_a_place_is_refused(key: str, column: int) -> None:
    with pytest.raises(ValueError, match="a column from 1 to 3"):
        Node(key, column, "もの", HELD)


@pytest.mark.parametrize("href", ["/a", "#a", "?a=1", "https://example.jp/", "http://example.jp/", ""])
def test_a_place_on_this_site_or_an_http_address_is_a_link(href: str) -> None:
    assert Node("a", 1, "もの", HELD, href).href == href


@pytest.mark.parametrize("href", ["javascript:alert(1)", " /a", "data:text/html,x", "a"])
def test_anything_else_is_refused(href: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        Node("a", 1, "もの", HELD, href)
