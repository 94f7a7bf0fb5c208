import pytest

from catalogue import roles
from catalogue.models import Client
from matcher.profile import check_digit
from tests.console.people import NUMBERS, OURS, THEIRS, browser, company, user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.code)
def test_a_user_may_what_the_role_says(role: roles.Role) -> None:
    assert user(role).get_all_permissions() == {f"catalogue.{one}" for one in role.permissions}


def test_a_user_sees_the_clients_of_the_own_organisation() -> None:
    ours, theirs = company(), company(of=THEIRS)
    assert list(Client.objects.of(user())) == [ours]
    assert list(Client.objects.of(user(of=THEIRS))) == [theirs]
    assert list(Client.objects.of(user(of=""))) == []


def test_a_browser_is_logged_in() -> None:
    page = browser().get("/console/")
    assert page.status_code == 200
    assert OURS in page.content.decode()


def test_the_numbers_are_numbers() -> None:
    assert [str(check_digit(one[1:])) for one in NUMBERS] == [one[0] for one in NUMBERS]
