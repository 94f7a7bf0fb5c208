"""One answer of jGrants about a call → what is stored of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

from catalogue.imports.jgrants import cleaning
from catalogue.models.calls import CONTENT


class Unreadable(Exception):
    """A call that cannot be stored as jGrants gives it; the message says which field and why."""


class Summary(NamedTuple):
    """What a list says of a call, in the form in which it is stored."""

    title: str
    target_area: str
    max_yen: int | None
    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class Content:
    """A call as jGrants gives it, cleaned. Field for field as in the model."""

    jgrants_id: str
    name: str
    title: str
    institution: str
    target_area: str
    use_purpose: str
    industry: str
    employees_band: str
    rate: str
    max_yen: int | None
    page_url: str
    detail_html: str
    opens_at: datetime | None
    closes_at: datetime | None

    @property
    def values(self) -> dict[str, object]:
        """Everything for the model's fields, with what is made of it."""
        return {
            **asdict(self),
            "detail_text": cleaning.plain_text(self.detail_html),
            "content_hash": self.content_hash,
        }

    @property
    def content_hash(self) -> str:
        """A name for all that a person has to look at when it changes: everything but the days."""
        return hash_of({name: getattr(self, name) for name in CONTENT})


def hash_of(content: Mapping[str, object]) -> str:
    """A name for the values of CONTENT: the same values, the same name."""
    return hashlib.sha256(json.dumps([content[name] for name in CONTENT]).encode()).hexdigest()


def summarise(row: Mapping[str, object]) -> Summary:
    """A row of a list. A time that cannot be read there is None: it is read, or refused by name, with the details."""

    def time(field: str) -> datetime | None:
        try:
            return cleaning.moment(row.get(field))
        except ValueError:
            return None

    return Summary(
        _title(row),
        cleaning.text(row.get("target_area_search")),
        cleaning.positive_yen(row.get("subsidy_max_limit")),
        time("acceptance_start_datetime"),
        time("acceptance_end_datetime"),
    )


def read(answer: Mapping[str, object]) -> Content:
    """*answer* as ``JGrants.detail`` gives it. Raises Unreadable."""
    title = _title(answer)
    if not title:
        raise Unreadable("公募名（title）がありません。")
    opens_at, closes_at = (_moment(answer, f"acceptance_{end}_datetime") for end in ("start", "end"))
    if opens_at and closes_at and closes_at <= opens_at:
        raise Unreadable("締切（acceptance_end_datetime）が受付開始（acceptance_start_datetime）より後ではありません。")
    return Content(
        jgrants_id=cleaning.text(answer.get("id")),
        name=cleaning.text(answer.get("name")),
        title=title,
        institution=cleaning.text(answer.get("institution_name")),
        target_area=cleaning.text(answer.get("target_area_search")),
        use_purpose=cleaning.text(answer.get("use_purpose")),
        industry=cleaning.industries(cleaning.text(answer.get("industry"))),
        employees_band=cleaning.text(answer.get("target_number_of_employees")),
        rate=cleaning.text(answer.get("subsidy_rate")),
        max_yen=cleaning.positive_yen(answer.get("subsidy_max_limit")),
        page_url=_address(answer.get("front_subsidy_detail_page_url")),
        detail_html=cleaning.clean_html(cleaning.text(answer.get("detail"))),
        opens_at=opens_at,
        closes_at=closes_at,
    )


def _title(answer: Mapping[str, object]) -> str:
    return " ".join(cleaning.text(answer.get("title")).split())


def _moment(answer: Mapping[str, object], field: str) -> datetime | None:
    try:
        return cleaning.moment(answer.get(field))
    except ValueError as error:
        raise Unreadable(f"{field} が「2026-12-01T08:00:00.000Z」の形の日時ではありません。") from error


def _address(value: object) -> str:
    """An address that a page may lead to; "" for anything else."""
    address = cleaning.text(value)
    return address if address.startswith("https://") else ""
