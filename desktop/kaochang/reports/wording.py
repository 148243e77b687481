"""How single values read in a report: dates, durations and shares, and the words of enumerations.

Numbers that need no language (1:05:09, 62.5) are made here; whatever has words in it comes from the catalogue.
"""

from datetime import datetime, timedelta, tzinfo
from fractions import Fraction

from kaochang.domain.decimals import fixed
from kaochang.domain.ports import Words

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def local(wall: int, zone: tzinfo) -> datetime:
    """A wall time (ms since 1970, UTC) as clocks on the wall of `zone` showed it, to the second."""
    return datetime.fromtimestamp(wall // 1000, zone)


def moment_text(moment: datetime, words: Words) -> str:
    """A date and time to the minute, in the reader's own order of year, month and day."""
    return words("moment", moment=moment)


def duration_text(duration: timedelta) -> str:
    """Hours, minutes and seconds as 1:05:09; a part of a second is dropped."""
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def share_text(share: Fraction) -> str:
    """A share of one as a percentage to one place: 62.5%."""
    return f"{fixed(share * 100, places=1)}%"


def shorten(text: str, most: int) -> str:
    """At most `most` characters of a text on one line; an ellipsis shows that there was more."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + ELLIPSIS
