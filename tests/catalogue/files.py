"""A small catalogue as files, to be read, broken and stored by tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from catalogue.imports.nodes import CatalogueError
from catalogue.imports.reader import read_catalogue

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
"""The real catalogue."""

READINGS, BUDGETS, SHARED = "readings.yaml", "budgets.yaml", "programmes/soudan.yaml"
FIRST, SECOND = "measures/1-01.yaml", "measures/1-02.yaml"

GOOD = {
    READINGS: """\
- code: chusho
  words: [中小企業, 中小企業者]
  regime: support_law
  sizes: [micro, sme]
  reason: 補助金の通例。
""",
    BUDGETS: """\
- {code: kikin, name: 基金, year: R5, kind: initial, amount: 20億円}
""",
    SHARED: """\
code: soudan
name: 相談窓口
place: p7
supports: [consultation, information]
encoding: done
open_to_all: true
budgets:
- {year: R4, kind: supplementary, amount: null, place: p7 注}
""",
    FIRST: """\
code: "1-01"
area: 1
title: 設備の更新
ministries: [経産省, 中企庁]
audience: direct
place: p6
summary: 設備を新しくする会社に補助金が出ます。
programmes:
- code: setsubi
  name: 設備補助金
  place: p6 方針
  supports: [subsidy]
  encoding: done
  budgets:
  - {year: R5, kind: initial, amount: 20億円, part_of: true, place: p6 方針, pot: kikin}
  results:
  - {metric: 採択, value: 550, unit: 者, detail: 第1次, as_of: 2024-01, place: p6 フォローアップ}
  requirements:
  - any:
    - feature: company_size
      regime: support_law
      op: is_one_of
      values: [micro, sme]
      reading: chusho
      place: p6 方針
    - feature: employees
      op: at_most
      values: [300人]
      place: p6 方針
  focus:
  - level: primary
    feature: topics
    op: has_any
    values: [investment, gx]
    place: p6 方針
  bonuses:
  - feature: certifications
    op: has_any
    values: [kurumin]
    effect: 加点
    citation: 公募要領
    read_on: 2026-11-23
  checks:
  - {text: 事業計画が要ります。, place: p6 方針}
  availability:
  - {state: open, from: 2024-01-15, until: 2024-03-31, place: p6 方針}
  notes:
  - {text: 予算は内数。, place: p6 注}
""",
    SECOND: """\
code: "1-02"
area: 1
title: 設備の相談
ministries: [中企庁]
audience: direct
place: p7-8
summary: 設備のことを専門家に相談できます。
programmes:
- use: soudan
  heading: 設備の相談窓口
  place: p7 方針
  aspect: 設備
  supports: [consultation]
  budgets:
  - {year: R5, kind: initial, amount: 21億円, place: p7 方針, pot: kikin, note: 丸め方が違う。}
""",
}
"""File name → text: two measures, of which the second uses a shared programme; both draw on one budget."""


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write *files* under *folder*."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """The good catalogue with one passage of one file replaced."""
    assert GOOD[name].count(old) == 1, f"{old!r} stands {GOOD[name].count(old)} times in {name}"
    return GOOD | {name: GOOD[name].replace(old, new)}


def complaints(folder: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """What reading *files* complains of, as an editor sees it; empty when nothing."""
    try:
        read_catalogue(write(folder, files))
    except CatalogueError as error:
        return [str(mistake) for mistake in error.mistakes]
    return []
