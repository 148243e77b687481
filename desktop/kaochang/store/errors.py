"""What kind of error SQLite reports."""

import sqlite3


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, 0 where there is none: Python gives the extended one, whose low byte it is."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
