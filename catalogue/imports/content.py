"""The name of everything that the database holds of the catalogue: whoever changes it names it anew, in the same transaction."""

from __future__ import annotations

from catalogue.imports.changes import version_of
from catalogue.imports.dump import LAST_DAY, dated_rules, dump_catalogue
from catalogue.models import CatalogueState


def renew_version() -> str:
    """Name the content as it stands now, with the rules of all days; returns the name. Running services then compile it."""
    version = version_of(dump_catalogue(LAST_DAY), dated_rules())
    CatalogueState.objects.update_or_create(pk=1, defaults={"version": version})
    return version
