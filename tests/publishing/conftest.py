from pathlib import Path

import pytest
from django.contrib.auth.models import Group

from catalogue.imports.reader import read_catalogue
from catalogue.imports.store import store_catalogue
from catalogue.models import Organisation, Programme, User
from catalogue.roles import APPROVER, EDITOR, Role
from tests.catalogue.conftest import real, real_stored
from tests.catalogue.files import GOOD, write

__all__ = ["approver", "editor", "person", "programme", "real", "real_stored"]


def person(name: str, *roles: Role) -> User:
    """Somebody of the one organisation, with roles."""
    organisation, _ = Organisation.objects.get_or_create(name="みほん商工会議所")
    user = User.objects.create(username=name, last_name=name, organisation=organisation)
    user.groups.set(Group.objects.filter(name__in=[role.label for role in roles]))
    return user


@pytest.fixture
def editor(db: None) -> User:
    """Who writes rules."""
    return person("編集", EDITOR)


@pytest.fixture
def approver(db: None) -> User:
    """Who approves them, and may write them, too."""
    return person("承認", EDITOR, APPROVER)


@pytest.fixture
def programme(db: None, tmp_path: Path) -> Programme:
    """Setsubi of the small catalogue: at most 300 employees or a company of the law's size, and a plan to be checked by hand."""
    store_catalogue(read_catalogue(write(tmp_path, GOOD)))
    return Programme.objects.get(code="setsubi")
