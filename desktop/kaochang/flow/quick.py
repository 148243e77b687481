"""The wishes of the short way: what a clerk settles between paper and sealed session, with sensible values in place.

Everything here is a proposal that a person sees and may change; nothing is taken over unseen.
"""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from fractions import Fraction
from pathlib import Path

from kaochang.domain.assessments import Kind
from kaochang.domain.items import Mode
from kaochang.domain.papers import Paper
from kaochang.domain.ports import Clock, Progress, Randomness, Words
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.sealings import sealing_of
from kaochang.domain.values import Value, Wall
from kaochang.flow import offices
from kaochang.machine.new_folders import file_name
from kaochang.papers.reading import ReadPaper
from kaochang.papers.roster import RosterRow
from kaochang.papers.stated_times import stated_minutes
from kaochang.sealing import kdf
from kaochang.sealing.kdf import KdfParams

OFFICE_FOLDER = "office"
"""What a `QuickOffice.folder` is called in the user's data folder of the program."""

USUAL_MINUTES = 90
MOST_MINUTES = 24 * 60
USUAL_PERCENT = Fraction(60)
"""Of the total: what passes where nobody says otherwise."""

ALL = 100
"""Per cent: how progress of the short way is told."""

_PLACES = 2
"""Decimal places of a pass mark that was said in per cent."""

_TITLE_LENGTH = 60
"""Characters of a session's title in the name of a folder."""

FOLDER_NAMES = re.compile(r"(?:.+ )?\d{4}-\d\d-\d\d(?: v\d{1,4})?")
"""Every name that `folder_name` gives."""

_ONE_POINT = Fraction(1)
_FLOOR_MIN = 30
"""A window opens at the half hour before: clocks of exam-room PCs may go slow."""

_MINUTE_MS = 60_000
_AFTER = timedelta(minutes=30)
"""How long after the longest working time a window stays open at least."""


class OfficeState(enum.Enum):
    """Whether this PC's office has its keys yet: the passphrase is chosen the first time, and asked for afterwards."""

    NEW = "new"
    MADE = "made"


@dataclass(frozen=True)
class QuickOffice:
    """What the short way works with: the office's folder on this PC, its surroundings, and how it prints.

    `words` are the clerk's own, `readers` those of the README in the session's folder. `cost` is what a guess at a
    secret costs.
    """

    folder: Path
    words: Words
    readers: Sequence[Words]
    font: Path
    zone: tzinfo
    clock: Clock
    random: Randomness
    cost: KdfParams = field(default=kdf.DEFAULT)

    @property
    def keys(self) -> Path:
        """The folder of the office's own keys, as the verb `seal` has them."""
        return self.folder / "keys"

    @property
    def bank(self) -> Path:
        """The bank that papers go into."""
        return self.folder / "office.bank"

    @property
    def sessions(self) -> Path:
        """The folder that holds one of each session."""
        return self.folder / "sessions"

    def session(self, session: str) -> Path:
        """What the office keeps of a session: its files for the rooms and the centre, database and reports."""
        return self.sessions / session


class QuickWish(Value, frozen=True):
    """What a clerk wishes of a session; wall times in ms since 1970.

    The pass mark is `pass_points` or, where that is None, `pass_percent` of the exam's real total; without both nobody
    passes or fails. `points_each` is what items are worth of which the paper does not say it. `room` is the room of
    whoever has none in the roster.
    """

    title: str
    minutes: int
    opens: Wall
    closes: Wall
    room: str
    pass_percent: Fraction | None = USUAL_PERCENT
    pass_points: Fraction | None = None
    points_each: Fraction | None = None
    kind: Kind = Kind.LIVE


def office_state(folder: Path) -> OfficeState:
    """Whether the office of a `QuickOffice.folder` has its keys yet."""
    made = (folder / "keys" / offices.OFFICE_FILE).exists()
    return OfficeState.MADE if made else OfficeState.NEW


def folder_name(title: str, opens: Wall, zone: tzinfo, session: str = "") -> str:
    """What a session's folder is called: its title and the day on which it opens; a later version says which it is."""
    day = datetime.fromtimestamp(opens / 1000, zone).strftime("%Y-%m-%d")
    version = sealing_of(session).version if session else 1
    return f"{file_name(title, _TITLE_LENGTH)} {day}{f' v{version}' if version > 1 else ''}".strip()


def unvalued(paper: Paper) -> int:
    """Of how many items the paper does not say what they are worth."""
    return sum(each.item.points is None for each in paper.items)


def for_people(paper: Paper) -> int:
    """How many items wait for people to score them, as no machine can."""
    return sum(each.item.is_open or each.item.way is not Mode.TYPED for each in paper.items)


def unkeyed(paper: Paper) -> int:
    """How many items a machine would mark, if they had a key (待定答案)."""
    return sum(each.scheme.correct is None and not each.item.is_open for each in paper.items)


def worth(paper: Paper, points_each: Fraction | None) -> Fraction:
    """The real total: the points of all items, those that the paper does not say being worth `points_each`."""
    return sum((each.item.points or points_each or Fraction(0) for each in paper.items), Fraction(0))


def pass_mark(wish: QuickWish, total: Fraction) -> Fraction | None:
    """What passes, in points; None where nobody passes or fails. A share is rounded to what people read of it."""
    if wish.pass_points is not None or wish.pass_percent is None:
        return wish.pass_points
    return round(total * wish.pass_percent / 100, _PLACES)


def propose(read: ReadPaper, name: str, rows: Sequence[RosterRow], now: int, zone: tzinfo, words: Words) -> QuickWish:
    """What a clerk finds filled in: from the paper where it says so, from the roster, and from the clock (wall, ms).

    `name` is the paper's file, for a paper without a title. The window is open from the half hour before now until the
    end of the day on which everybody who begins now has ended.
    """
    paper, minutes = read.paper, stated_minutes(read.lines) or USUAL_MINUTES
    opens, closes = usual_window(now, minutes + longest_extra(rows), zone)
    named = list(dict.fromkeys(row.room for row in rows if row.room))
    return QuickWish(
        title=paper.title or Path(name).stem,
        minutes=minutes,
        opens=opens,
        closes=closes,
        room=named[0] if len(named) == 1 else words("quick.room"),
        points_each=_points_each(paper),
    )


def usual_window(now: int, longest_min: int, zone: tzinfo) -> tuple[Wall, Wall]:
    """A session's window, for whoever says none: from the half hour before now (wall, ms) to the end of the day.

    Of the day on which everybody who begins now has ended.
    """
    opens = _half_hour_before(datetime.fromtimestamp(now / 1000, zone))
    last = opens + timedelta(minutes=longest_min) + _AFTER
    closes = datetime.combine(last.date(), time(23, 59), tzinfo=zone)
    return _wall(opens), _wall(max(closes, last))


def _half_hour_before(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // _FLOOR_MIN * _FLOOR_MIN, second=0, microsecond=0)


def _wall(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _points_each(paper: Paper) -> Fraction | None:
    """What is left of the stated total, shared evenly, or a point each; None where every item has its points."""
    count = unvalued(paper)
    if not count:
        return None
    left = (paper.total_points or Fraction(0)) - worth(paper, None)
    return left / count if left > 0 else _ONE_POINT


def check_wish(paper: Paper, rows: Sequence[RosterRow], wish: QuickWish, now: int) -> None:
    """Refuses (POLICY) wishes that nobody could keep, each by name; `now` is a wall time, ms.

    So settings are told before anything is sealed; what sealing itself refuses besides comes later.
    """
    if not paper.items:
        raise Refusal(Outcome.POLICY, "quick.empty")
    if not wish.title.strip():
        raise Refusal(Outcome.POLICY, "quick.title")
    if not 1 <= wish.minutes <= MOST_MINUTES:
        raise Refusal(Outcome.POLICY, "quick.minutes", found=wish.minutes, most=MOST_MINUTES)
    _check_points(paper, wish)
    if not wish.room.strip() and not all(row.room for row in rows):
        raise Refusal(Outcome.POLICY, "quick.room")
    _check_window(rows, wish, now)


def _check_points(paper: Paper, wish: QuickWish) -> None:
    count = unvalued(paper)
    if count and (wish.points_each is None or wish.points_each <= 0):
        raise Refusal(Outcome.POLICY, "quick.points", count=count)
    total = worth(paper, wish.points_each)
    mark = pass_mark(wish, total)
    if mark is not None and not 0 < mark <= total:
        raise Refusal(Outcome.POLICY, "quick.pass-mark", found=mark, total=total)


def _check_window(rows: Sequence[RosterRow], wish: QuickWish, now: int) -> None:
    if wish.closes <= wish.opens:
        raise Refusal(Outcome.POLICY, "quick.window", opens=wish.opens, closes=wish.closes)
    if wish.closes <= now:
        raise Refusal(Outcome.POLICY, "quick.window-over", closes=wish.closes)
    longest = wish.minutes + longest_extra(rows)
    window = (wish.closes - wish.opens) // _MINUTE_MS
    if window < longest:
        closes = wish.opens + longest * _MINUTE_MS
        raise Refusal(Outcome.POLICY, "quick.window-short", window=window, longest=longest, closes=closes)


def longest_extra(rows: Sequence[RosterRow]) -> int:
    """The most extra time that anybody has, in minutes."""
    return max((row.extra_minutes for row in rows), default=0)


def share_of_way(progress: Progress, begins: int, ends: int, whole: int = ALL) -> Progress:
    """Tells a part of the way, from `begins` to `ends` of `whole`: per cent, if not said otherwise."""
    return lambda done, of: progress(begins + (ends - begins) * done // max(of, 1), whole)
