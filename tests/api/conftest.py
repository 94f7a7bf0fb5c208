import pytest

from tests.catalogue.conftest import real, real_stored

__all__ = ["real", "real_stored"]


@pytest.hookimpl(tryfirst=True)  # before the shuffle
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each operation of the schema is a test of its own: a parallel run takes those of one name for one, and does not run the others.

    schemathesis puts the operation into the name, from which this pytest no longer makes the identity.
    """
    for item in items:
        label = getattr(item, "operation_label", "")
        if label and label not in item.nodeid:
            item._id = item.id.with_params(label)  # type: ignore[attr-defined]
