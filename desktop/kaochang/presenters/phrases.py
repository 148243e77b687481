"""Numbers, times and texts as people read them."""

import re
from collections.abc import Iterable
from datetime import datetime, tzinfo
from unicodedata import east_asian_width

from kaochang.domain.ports import Words


def countdown(milliseconds: int) -> str:
    """Time left as HH:MM:SS; a second that has begun is still shown."""
    seconds = -(-max(0, milliseconds) // 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def minutes_and_seconds(milliseconds: int) -> str:
    """A short time left as MM:SS; a second that has begun is still shown."""
    seconds = -(-max(0, milliseconds) // 1000)
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def duration(words: Words, seconds: int) -> str:
    """A span in words, in its two largest units that matter: 1 小时 51 分, 14 分 52 秒, 15 分钟, 40 秒."""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    if hours:
        key = "duration.hours-minutes" if minutes else "duration.hours"
        return words(key, hours=hours, minutes=minutes)
    if minutes:
        key = "duration.minutes-seconds" if rest else "duration.minutes"
        return words(key, minutes=minutes, seconds=rest)
    return words("duration.seconds", seconds=rest)


def _local(wall: int, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(wall / 1000, tz=zone)


def clock_time(wall: int, zone: tzinfo, *, seconds: bool = True) -> str:
    """The time of day of a wall time (ms since 1970)."""
    return _local(wall, zone).strftime("%H:%M:%S" if seconds else "%H:%M")


def date(words: Words, wall: int, zone: tzinfo) -> str:
    """The date of a wall time (ms since 1970)."""
    day = _local(wall, zone)
    return words("date", year=day.year, month=day.month, day=day.day)


def day_and_time(words: Words, wall: int, zone: tzinfo) -> str:
    """A wall time (ms since 1970) with its date."""
    return f"{date(words, wall, zone)} {clock_time(wall, zone, seconds=False)}"


def time_as_of(words: Words, now: int, wall: int, zone: tzinfo) -> str:
    """A wall time as it is told on the day of another (`now`): the time of day alone where both are of one day."""
    if date(words, wall, zone) == date(words, now, zone):
        return clock_time(wall, zone, seconds=False)
    return day_and_time(words, wall, zone)


def window(words: Words, opens: int, closes: int, zone: tzinfo) -> str:
    """The times of a session on its date, with a second date where it needs one."""
    begins, ends = clock_time(opens, zone, seconds=False), time_as_of(words, opens, closes, zone)
    return words("candidate.login.times", date=date(words, opens, zone), opens=begins, closes=ends)


def lines(*texts: str) -> str:
    """What there is of these texts, one below the other."""
    return "\n".join(text for text in texts if text)


def masked(identity: str) -> str:
    """The number of an identity document as neighbours may see it: how it begins and ends, whatever its length."""
    plain = "".join(identity.split())
    return f"{plain[:4]} **** **** {plain[-1]}" if len(plain) > 8 else "*" * len(plain)


def grouped(number: str) -> str:
    """A long number in groups of four, as it is printed and read aloud; anything else unchanged."""
    if not re.fullmatch(r"[0-9]{9,}", number):
        return number
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def who(name: str, number: str) -> str:
    """A candidate by name and ticket number, as it is printed."""
    return f"{name}　{grouped(number)}"


def breadth(text: str) -> int:
    """How wide a text stands in type of one width: a CJK character or mark takes two columns."""
    return sum(2 if east_asian_width(symbol) in "WF" else 1 for symbol in text)


def runs(numbers: Iterable[str]) -> list[str]:
    """Numbers in their order, three and more in a row told by the first and the last: 1, 2, 3, 5 is 1–3 and 5."""
    found: list[list[str]] = []
    for number in numbers:
        if found and int(number) == int(found[-1][-1]) + 1:
            found[-1].append(number)
        else:
            found.append([number])
    told = ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else run for run in found)
    return [each for run in told for each in run]
