"""Steps that tests take again and again."""

import datetime

from catalogue.models import Programme, RuleVersion, User
from catalogue.publishing import new_draft, save_draft, submit

NOW = datetime.datetime(2026, 11, 23, 1, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 11, 23)


def with_employees(draft: RuleVersion, most: int, by: User, *, seen: int | None = None) -> RuleVersion:
    """Save the draft as it is, but for so many employees at most."""
    criteria = list(draft.criteria.all())
    for row in criteria:
        row.values = [most] if row.feature == "employees" else row.values
    return save_draft(
        draft,
        draft.edits if seen is None else seen,
        by=by,
        why="要領の改正",
        encoding=draft.encoding,
        open_to_all=draft.open_to_all,
        criteria=criteria,
        checks=list(draft.checks.all()),
    )


def handed_in(programme: Programme, most: int, author: User, based_on: RuleVersion | None = None) -> RuleVersion:
    """A draft for so many employees at most, ready for approval."""
    return submit(with_employees(new_draft(programme, author, based_on), most, author), author, NOW)
