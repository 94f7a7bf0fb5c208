"""Radar and bars: where things stand, that nothing is cut off or laid over another, and what is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.parts.charts import Axis, Bar, Radar, bars, radar
from catalogue.parts.charts.shapes import FONT, text_width, wrap
from tests.web.pictures import assert_apart, assert_inside, assert_rooms_inside, rooms

# Text


WRAPPED = [
    ("", 12, 2, ("",)),
    ("一二三四五六七八九十壱弐", 12, 2, ("一二三四五六七八九十壱弐",)),
    ("一二三四五六七八九十壱弐参", 12, 2, ("一二三四五六七", "八九十壱弐参")),
    ("研究開発・イノベーションの推進", 12, 2, ("研究開発・", "イノベーションの推進")),
    ("事業承継・Ｍ＆Ａ含む経営モデルの変革", 12, 2, ("事業承継・Ｍ＆Ａ含む", "経営モデルの変革")),
    ("インバウンド（観光等）", 10, 2, ("インバウンド", "（観光等）")),
    ("日本政策金融公庫の低利融資", 12, 3, ("日本政策金融公庫の", "低利融資")),
    ("イノベーション", 4, 2, ("イノベー", "ション")),
    ("イノベーション", 3, 2, ("イノベ", "ーシ…")),
    ("一二三四五六七八", 3, 2, ("一二三", "四五…")),
    ("IT  tools\nfor all", 5, 3, ("IT", "tools", "for all")),
]


@pytest.mark.parametrize(("text", "width", "most", "lines"), WRAPPED)
def test_a_label_is_wrapped_where_one_would_pause(text: str, width: float, most: int, lines: tuple[str, ...]) -> None:
    assert wrap(text, width, most) == lines


@given(st.text(max_size=60), st.integers(2, 12), st.integers(1, 4))
def test_lines_are_few_and_short_and_lose_nothing_unsaid(text: str, width: int, most: int) -> None:
    lines = wrap(text, width, most)
    assert len(lines) <= most
    assert all(text_width(line) <= width for line in lines)
    whole, kept = "".join(text.split()), "".join("".join(lines).split())
    assert kept == whole or (kept.endswith("…") and whole.startswith(kept[:-1]))


# Radar


LABELS = st.text("あ漢ー（）・W1 ", max_size=24)
AXES = st.lists(
    st.builds(Axis, LABELS, st.floats(0, 1), mark=st.sampled_from(["", "1", "10"])), min_size=3, max_size=12
)
FOUR = [Axis("北", 1, mark="1"), Axis("東", 0.5, mark="2"), Axis("南", 0, mark="3"), Axis("西", 0.25, mark="4")]


def test_a_radar_of_four_axes() -> None:
    picture = radar(FOUR, compact=True)
    assert picture.view_box == "0 0 254.2 272.0"
    assert picture.center == (127.1, 136.0)
    assert [spoke.tip for spoke in picture.spokes] == [(127.1, 36.0), (227.1, 136.0), (127.1, 236.0), (27.1, 136.0)]
    assert picture.outline == "127.1,36.0 177.1,136.0 127.1,136.0 102.1,136.0"
    assert [ring.percent for ring in picture.rings] == [25, 50, 75, 100]
    assert picture.rings[1].outline == "127.1,86.0 177.1,136.0 127.1,186.0 77.1,136.0"
    assert [(spoke.label.x, spoke.label.anchor, *spoke.label.lines) for spoke in picture.spokes] == [
        (127.1, "middle", (18.0, "1")),
        (241.1, "start", (141.0, "2")),
        (127.1, "middle", (264.0, "3")),
        (13.1, "end", (141.0, "4")),
    ]
    assert picture.summary == "4項目のうち、いちばん高いのは1 北の100%、いちばん低いのは3 南の0%です。"


def test_a_radar_that_is_not_compact_has_the_labels_behind_the_marks() -> None:
    assert [spoke.label.lines[0].text for spoke in radar(FOUR).spokes] == ["1 北", "2 東", "3 南", "4 西"]


@pytest.mark.parametrize("value", [0, 0.4, 1])
@pytest.mark.parametrize("count", range(3, 13))
def test_equal_values_are_drawn_and_said(count: int, value: float) -> None:
    picture = radar([Axis("軸", value)] * count)
    assert picture.summary == f"{count}項目のすべてが{value * 100:.0f}%です。"
    if value == 0:
        assert {spoke.point for spoke in picture.spokes} == {picture.center}
    if value == 1:
        assert [spoke.point for spoke in picture.spokes] == [spoke.tip for spoke in picture.spokes]


def assert_legible(picture: Radar) -> None:
    boxes = rooms(spoke.label for spoke in picture.spokes)
    assert_apart(boxes)
    assert_rooms_inside(picture, boxes)
    assert_inside(picture, [point for spoke in picture.spokes for point in (spoke.tip, spoke.point)])
    assert_inside(picture, [point for ring in picture.rings for point in (*ring.points, ring.figure)])


@given(AXES, st.booleans())
def test_no_label_of_a_radar_is_cut_off_or_covered(axes: list[Axis], compact: bool) -> None:
    assert_legible(radar(axes, compact=compact))


@pytest.mark.parametrize("label", ["長" * 10, "長" * 20, "長" * 24, "長" * 30, "W" * 20])
@pytest.mark.parametrize("count", range(3, 13))
def test_long_labels_make_a_radar_larger(count: int, label: str) -> None:
    assert_legible(radar([Axis(label, 1, mark="10")] * count))


@pytest.mark.parametrize("count", [0, 2, 13])
def test_a_radar_of_fewer_or_more_axes_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"3 to 12 axes, not {count}"):
        radar([Axis("軸", 1)] * count)


@pytest.mark.parametrize("value", [-0.01, 1.01, float("nan")])
def test_an_axis_beyond_its_ends_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        Axis("軸", value)


@pytest.mark.parametrize(("value", "percent"), [(0, 0), (0.004, 0), (0.005, 1), (0.125, 13), (0.994, 99), (1, 100)])
def test_a_value_is_told_in_whole_percent(value: float, percent: int) -> None:
    assert Axis("軸", value).percent == percent


# Bars


def test_two_bars() -> None:
    (group,) = bars([Bar("採択", 1234, "件"), Bar("申請", Decimal("2468.0"), "件")]).groups
    assert group.view_box == "0 0 320.0 100.0"
    assert [(strip.label.x, *strip.label.lines, strip.y, strip.width, strip.height) for strip in group.strips] == [
        (0.0, (18.0, "採択"), 25.0, 127.2, 16),
        (0.0, (73.0, "申請"), 80.0, 254.5, 16),
    ]
    assert [(strip.figure, strip.figure_at) for strip in group.strips] == [
        ("1,234件", (133.2, 38.0)),
        ("2,468件", (260.5, 93.0)),
    ]
    assert group.summary == "2件のうち、いちばん大きいのは申請の2,468件です。"


def test_each_unit_has_a_scale_of_its_own_and_a_row_alone_has_none() -> None:
    rows = [
        Bar("予算", 10, "億円"),
        Bar("採択", 4, "件"),
        Bar("補正", 5, "億円"),
        Bar("申請", 8, "件"),
        Bar("雇用", 3, "人"),
    ]
    groups = bars(rows).groups
    assert [(group.unit, [row.label for row in group.rows]) for group in groups] == [
        ("億円", ["予算", "補正"]),
        ("件", ["採択", "申請"]),
        ("人", ["雇用"]),
    ]
    first, second, alone = groups
    assert [strip.width for strip in first.strips] == [267.8, 133.9]
    assert [strip.width for strip in second.strips] == [145.4, 290.9]
    assert (alone.strips, alone.summary) == ((), "1件のうち、いちばん大きいのは雇用の3人です。")


def test_nothing_to_show_is_no_group() -> None:
    assert bars([]).groups == ()


@pytest.mark.parametrize(("value", "width"), [(0, 0.0), (1, 1.0), (4308, 1.0), (6463, 1.5), (10**6, 232.1)])
def test_little_can_still_be_told_from_nothing(value: int, width: float) -> None:
    (group,) = bars([Bar("多い", 10**6, ""), Bar("これ", value, "")]).groups
    assert group.strips[1].width == width


def test_a_long_label_stands_above_its_bar_in_as_many_lines_as_it_needs() -> None:
    label = "地域産業の構造転換とサプライチェーンの強靱化に向けた設備投資を支援する大規模成長投資補助金"
    (group,) = bars([Bar(label, 1, "件"), Bar("次", 1, "件")]).groups
    first, second = group.strips
    assert first.label.lines == (
        (18.0, "地域産業の構造転換とサプライチェーンの"),
        (36.0, "強靱化に向けた設備投資を支援する"),
        (54.0, "大規模成長投資補助金"),
    )
    assert (first.y, second.label.lines[0].y, second.y) == (61.0, 109.0, 116.0)


FIGURES = [
    (0, "円", "0円"),
    (1234567, "円", "1,234,567円"),
    (Decimal("987.70"), "億円", "987.7億円"),
    (Decimal("1000.00"), "億円", "1,000億円"),
    (Decimal("1E+3"), "件", "1,000件"),
    (100, "", "100"),
]


@pytest.mark.parametrize(("value", "unit", "figure"), FIGURES)
def test_a_figure_has_its_unit_and_no_needless_zeros(value: Decimal | int, unit: str, figure: str) -> None:
    assert Bar("予算", value, unit).figure == figure


@pytest.mark.parametrize("value", [-1, Decimal("-0.1"), Decimal("NaN"), Decimal("Infinity")])
def test_a_bar_without_a_length_is_refused(value: Decimal | int) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        Bar("予算", value, "円")


BARS = st.builds(
    Bar, LABELS, st.integers(0, 10**15) | st.decimals(0, 10**9, places=2), st.sampled_from(["円", "件", "件（延べ）"])
)


@given(st.lists(BARS, max_size=12))
def test_no_bar_label_or_figure_is_cut_off_or_covered(rows: list[Bar]) -> None:
    for group in bars(rows).groups:
        figures = [
            (x := strip.figure_at.x, strip.y, x + text_width(strip.figure) * FONT, strip.y + strip.height)
            for strip in group.strips
        ]
        shapes = [(0.0, strip.y, strip.width, strip.y + strip.height) for strip in group.strips]
        boxes = [*rooms(strip.label for strip in group.strips), *figures, *shapes]
        assert_apart(boxes)
        assert_rooms_inside(group, boxes)
