"""Matches that partners keep: made, found again, compared with what would be answered now."""
