"""Upkeep of the catalogue, in Django's admin."""
