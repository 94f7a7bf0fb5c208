"""Many matches, line by line: a mistake in one line is answered on it and stops nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db import DatabaseError
from django.utils.translation import gettext as _

from catalogue.contract.decoding import BadJson, decode
from catalogue.contract.match import RequestError, errors_of, read_request
from catalogue.contract.telling import Teller, dump, teller
from catalogue.shortlist import NoCatalogue, snapshot

Refused = Callable[[int, str, list[dict[str, str]] | None], object]

MOST_LINES, MOST_LINE_BYTES = 10_000, 64 * 1024


class BulkMatches:
    """Answers for the lines of one request, all by the catalogue as it was at the first line of their day."""

    def __init__(self, today: date, *, questions: bool = False) -> None:
        self._today, self._questions = today, questions
        self._days: dict[date, Teller] = {}

    def lines(self, given: Iterable[bytes], refused: Refused, unanswered: Callable[[int], object]) -> Iterator[bytes]:
        """A line of JSON for each line that is not blank.

        *refused*: line number, sentence, mistakes → what to say instead. *unanswered*: the same for a line whose day needs rules
        that the database holds and does not give.
        """
        for number, line in enumerate(given, start=1):
            if line.strip():
                try:
                    yield self._line(number, line, refused) + b"\n"
                except (DatabaseError, NoCatalogue):
                    yield dump(unanswered(number)).encode() + b"\n"

    def _line(self, number: int, line: bytes, refused: Refused) -> bytes:
        if len(line) > MOST_LINE_BYTES:
            most = f"{MOST_LINE_BYTES:,}"
            return dump(
                refused(number, _("この行は長すぎます。{most}バイトまでです。").format(most=most), None)
            ).encode()
        try:
            asked = read_request(decode(line.rstrip(b"\r\n")), self._today)
        except BadJson as error:
            return dump(refused(number, str(error), None)).encode()
        except RequestError as error:
            return dump(refused(number, "", errors_of(error.problems))).encode()
        of_day = self._days.get(asked.as_of)
        if of_day is None:
            of_day = self._days[asked.as_of] = teller(snapshot(asked.as_of))
        return b'{"line":%d,' % number + of_day.answer(asked, questions=self._questions)[1:]
