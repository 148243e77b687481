"""What kind of error SQLite reports, in no language."""

import sqlite3


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, 0 where there is none: Python gives the extended one, whose low byte it is."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def error_name(error: sqlite3.Error) -> str:
    """SQLite's own name of the error, such as SQLITE_IOERR_WRITE, for whoever is asked for support."""
    return getattr(error, "sqlite_errorname", "?")
