from tests.catalogue.conftest import real, real_stored

__all__ = ["real", "real_stored"]
