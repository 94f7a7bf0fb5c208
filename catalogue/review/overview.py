"""The state of the catalogue as text: what is done, what rests on what, and what nobody reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.imports.records import CatalogueRecord
from catalogue.models.codes import Encoding
from catalogue.review.audit import LONGEST_RUN, Audit
from catalogue.review.figures import Figures, figures, not_encoded
from catalogue.review.reach import Reach

_CODE_LISTS = {"topics": "取り組みたいこと", "situations": "いまの状況", "certifications": "認定・宣言"}


def overview(record: CatalogueRecord, reach: Reach | None) -> str:
    """*reach*: what judged companies reach, when there are any to ask. Ends without a newline."""
    return "\n".join(_lines(figures(record), [one.code for one in not_encoded(record)], reach))


def _lines(counts: Figures, open_measures: Sequence[str], reach: Reach | None) -> Iterator[str]:
    states = "、".join(f"{state.label} {counts.programmes.get(state, 0)}" for state in Encoding)
    yield f"施策 {counts.measures}、事業 {sum(counts.programmes.values())}（掲載 {counts.listings}）"
    yield f"要件の整理: {states}"
    yield f"  未整理の事業がある施策: {_codes(open_measures)}"
    yield f"予算 {counts.budgets}行、実績 {counts.results}行"
    yield (
        f"要件: 自動判定 {counts.requirement_groups}件（{counts.requirement_rows}行）、手で確認 {counts.checks}件、"
        f"要件なしの事業 {counts.open_to_all}、手での確認だけの事業 {counts.by_hand_only}"
    )
    yield f"対象・目的 {counts.focus_rows}行、加点・優遇 {counts.bonus_rows}行"
    yield f"出典のない行: {counts.rows_without_origin}"
    for name, unused in counts.unused.items():
        yield f"どの行も使わない{_CODE_LISTS[name]}: {_codes(unused)}"
    if reach is not None:
        yield (
            f"判定済みの会社{reach.companies}社の上位{reach.first}に一度も出ない施策 {len(reach.missed)}: {_codes(reach.missed)}"
        )


def audit_text(found: Audit) -> str:
    """How the catalogue stands against the source's text."""
    return "\n".join(_audit_lines(found))


def _audit_lines(found: Audit) -> Iterator[str]:
    yield f"出典の見出し {found.headings}件、金額 {found.amounts}件"
    yield f"カタログにない見出し {len(found.missing_headings)}件、金額 {len(found.missing_amounts)}件"
    yield from (f"  p{one.page} 見出し {one.text}" for one in found.missing_headings)
    yield f"出典と{LONGEST_RUN}字以上続けて同じ文 {len(found.copied)}件"
    yield from (f"  {one.where} {one.text}" for one in found.copied)
    yield from (f"  p{one.page} 金額 {int(one.text):,}円" for one in found.missing_amounts)


def _codes(codes: Sequence[str]) -> str:
    return "、".join(codes) or "なし"
