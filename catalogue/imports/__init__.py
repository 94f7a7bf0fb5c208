"""The catalogue as files: reading, checking, storing and writing back.

    files ──read──► records ──store──► database ──dump──► records ──write──► files

Records are frozen values; two catalogues are the same when their records are equal.
"""
