"""A small catalogue that knows one of the recorded calls, a jGrants in memory, and runs against it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from catalogue.imports.changes import version_of
from catalogue.imports.dump import LAST_DAY, dated_rules, dump_catalogue
from catalogue.imports.jgrants.client import JGrants
from catalogue.imports.jgrants.sync import Report, sync
from catalogue.imports.reader import read_catalogue
from catalogue.imports.store import store_catalogue
from catalogue.models import AvailabilityPeriod, Call, CatalogueState, Organisation, Programme, User
from tests.catalogue.files import FIRST, changed, write
from tests.catalogue.jgrants import ADDRESS, IDS, Standing

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
TODAY = date(2026, 11, 23)
FILES = changed(FIRST, "name: 設備補助金", "name: 中小企業省力化投資補助事業\n  aliases: [中小企業省力化投資補助金]")
CITATION = f"Jグランツ（jGrants）公募情報 {IDS[1]}"
NOTE = "公募「中小企業省力化投資補助金（一般型・第7回公募）」の受付です。締切は2026年12月25日17時00分です。"


class World:
    """Programmes ``setsubi`` and ``soudan``, an editor, and what jGrants says."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.jgrants = folder, Standing()
        store_catalogue(read_catalogue(write(folder, FILES)))
        self.editor = User.objects.create(
            username="editor", organisation=Organisation.objects.create(name="架空商工会議所")
        )

    def sync(self, *keywords: str, now: datetime = NOW) -> Report:
        with JGrants(ADDRESS, transport=self.jgrants, sleep=lambda seconds: None) as client:
            return sync(client, keywords or None, now)

    def reload(self, edit: Callable[[str], str]) -> None:
        """The files are loaded again, the first of them edited, and win over what the database says."""
        edited = edit(FILES[FIRST])
        assert edited != FILES[FIRST]
        store_catalogue(read_catalogue(write(self.folder, FILES | {FIRST: edited})), overwrite=True)

    @property
    def setsubi(self) -> Programme:
        return Programme.objects.get(code="setsubi")

    @property
    def soudan(self) -> Programme:
        return Programme.objects.get(code="soudan")


def call(number: int) -> Call:
    return Call.objects.get(jgrants_id=IDS[number])


def told(programme: Programme) -> list[tuple[str, date | None, date | None]]:
    """What the catalogue says of a programme's availability because of calls."""
    rows = programme.periods.filter(citation__startswith="Jグランツ")
    return [(row.state, row.first, row.last) for row in rows]


def version_is_true() -> bool:
    """Whether the version names what the catalogue holds."""
    return CatalogueState.current_version() == version_of(dump_catalogue(LAST_DAY), dated_rules())


def periods() -> int:
    return AvailabilityPeriod.objects.filter(citation__startswith="Jグランツ").count()
