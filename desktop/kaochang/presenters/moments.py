"""Wall times as moments of a calendar. What stands in a file may be any number: a date that is none never raises."""

from datetime import UTC, datetime, tzinfo


def moment_of(wall: int, zone: tzinfo | None = None) -> datetime | None:
    """The moment of a wall time (ms since 1970, UTC) in a zone, by default this PC's; None where no calendar has it."""
    try:
        return datetime.fromtimestamp(wall / 1000, UTC).astimezone(zone)
    except (OverflowError, OSError, ValueError):
        return None
