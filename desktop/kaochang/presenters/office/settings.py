"""The third page: what follows from paper and roster is there already, and each of it can be changed."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from datetime import tzinfo
from fractions import Fraction
from typing import TYPE_CHECKING

import msgspec

from kaochang.domain.assessments import Kind
from kaochang.domain.refusals import Refusal
from kaochang.domain.values import Record
from kaochang.flow.office_draft import PageName
from kaochang.presenters.figures import decimal, figure, is_rounded
from kaochang.presenters.office.pages import OfficeDesk, Show
from kaochang.presenters.office.wishes import Wished, keep_wish, number_of, shown_number, wished
from kaochang.presenters.phrases import duration
from kaochang.presenters.refusals import Refused, to_words

if TYPE_CHECKING:  # it comes with the first roster
    from kaochang.flow.quick import QuickWish


class Field(enum.StrEnum):
    """What can be typed or chosen here."""

    TITLE = "title"
    MINUTES = "minutes"
    MARK = "pass-mark"
    POINTS_EACH = "points-each"
    WINDOW = "window"
    ROOM = "room"


class PassBy(enum.StrEnum):
    """How the pass mark is said."""

    PERCENT = "percent"
    POINTS = "points"
    NONE = "none"


class SettingsState(Record, frozen=True):
    """The whole page.

    `typed` is what stands in each field; `said` the quiet line below it, which follows as it is typed; `wrong` why a
    value cannot be, and what to do. `opens` and `closes` are wall times, ms. `unvalued` items say no points of their
    own; `asks_room` where the roster names no room for somebody. `why` says what keeps the page from going on, "" for
    nothing.
    """

    typed: Mapping[Field, str]
    said: Mapping[Field, str]
    wrong: Mapping[Field, Refused]
    pass_by: PassBy
    kind: Kind
    opens: int
    closes: int
    summary: str
    unvalued: int = 0
    asks_room: bool = False
    is_changed: bool = False
    why: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.why


_FIELD_OF = {
    "quick.title": Field.TITLE,
    "quick.minutes": Field.MINUTES,
    "quick.points": Field.POINTS_EACH,
    "quick.pass-mark": Field.MARK,
    "quick.room": Field.ROOM,
    "quick.window": Field.WINDOW,
    "quick.window-over": Field.WINDOW,
    "quick.window-short": Field.WINDOW,
}
"""Below which field a refused wish is told; what is not here is the paper's, and told above all of them."""

_MOST_DIGITS = 4


class SettingsPresenter:
    """Intents of the settings' page in, its state out. A value that cannot be is told at once, and is not kept."""

    def __init__(self, desk: OfficeDesk, show: Show) -> None:
        self._desk = desk
        self._show_state = show
        self._wished: Wished | None = None
        self._wish: QuickWish | None = None
        self._typed: dict[Field, str] = {}
        self.state: SettingsState | None = None

    @property
    def zone(self) -> tzinfo:
        """The zone in which times are typed."""
        return self._desk.means.zone

    def restore(self, then: Callable[[], None]) -> None:
        """Everything is made of the draft each time."""
        then()

    def enter(self) -> None:
        """The page is shown: propose anew, and show what was changed."""
        self._wished = wished(self._desk)
        if self._wished is None:
            self._desk.go(PageName.ROSTER)
            return
        self._wish = self._wished.wish
        self._typed = _typed(self._wish)
        self._show()

    def leave(self) -> None:
        """Another page is shown."""

    # -- intents --------------------------------------------------------------------------------------------------

    def type(self, field: Field, text: str) -> None:
        """Something was typed into a field."""
        self._typed[field] = text
        members = _members(field, text, self._pass_by())
        if members:
            self._keep(**members)
        self._show()

    def pass_by(self, by: PassBy) -> None:
        """The pass mark in per cent or points, or none; the mark that was there is said in the other way."""
        made, wish = self._wished, self._wish
        if made is None or wish is None or by is self._pass_by():
            return
        from kaochang.flow.quick import USUAL_PERCENT, pass_mark

        mark, total = pass_mark(wish, self._total()), self._total()
        if by is PassBy.NONE:
            self._keep(pass_percent=None, pass_points=None)
        elif by is PassBy.PERCENT:
            share = mark * 100 / total if mark is not None and total else USUAL_PERCENT
            self._keep(pass_percent=share, pass_points=None)
        else:
            self._keep(pass_percent=None, pass_points=total * USUAL_PERCENT / 100 if mark is None else mark)
        self._typed[Field.MARK] = _pass_text(self._wish)
        self._show()

    def set_window(self, opens: int, closes: int) -> None:
        """When the session is open, wall times in ms."""
        self._keep(opens=opens, closes=closes)
        self._show()

    def set_kind(self, kind: Kind) -> None:
        """Whether it counts."""
        self._keep(kind=kind)
        self._show()

    def forget(self) -> None:
        """As it was proposed."""
        self._desk.keep(wish=None)
        self.enter()

    def go_on(self) -> None:
        """To the stick."""
        self._desk.go(PageName.SEAL)

    def _keep(self, **members: object) -> None:
        if self._wish is not None:
            self._wish = msgspec.structs.replace(self._wish, **members)
            keep_wish(self._desk, **members)

    def _pass_by(self) -> PassBy:
        wish = self._wish
        if wish is None or (wish.pass_points is None and wish.pass_percent is None):
            return PassBy.NONE
        return PassBy.PERCENT if wish.pass_points is None else PassBy.POINTS

    def _total(self) -> Fraction:
        from kaochang.flow.quick import worth

        made, wish = self._wished, self._wish
        return Fraction(0) if made is None or wish is None else worth(made.read.paper, wish.points_each)

    # -- the state ------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        made, wish = self._wished, self._wish
        if made is None or wish is None:
            return
        from kaochang.flow.quick import unvalued

        wrong = self._wrong(made, wish)
        self.state = SettingsState(
            typed=dict(self._typed),
            said=self._said(made, wish),
            wrong=wrong,
            pass_by=self._pass_by(),
            kind=wish.kind,
            opens=wish.opens,
            closes=wish.closes,
            summary=self._summary(made),
            unvalued=unvalued(made.read.paper),
            asks_room=any(not row.room for row in made.rows),
            is_changed=bool(self._desk.draft.wish),
            why=self._why(wrong),
        )
        self._show_state(self.state)
        self._desk.whole(PageName.SETTINGS, not wrong)

    def _wrong(self, made: Wished, wish: QuickWish) -> dict[Field, Refused]:
        """What was typed and is no number, then what could not be kept."""
        from kaochang.flow.quick import check_wish

        words = self._desk.means.words
        by = self._pass_by()
        wrong = {
            field: Refused(words(f"office.settings.no-{field}"), words(f"office.settings.no-{field}.next"))
            for field, text in self._typed.items()
            if _members(field, text, by) is None
        }
        for _ in Field:  # each told at once: what is wrong in one field is put right for the look at the next
            try:
                check_wish(made.read.paper, made.rows, wish, self._desk.means.clock.wall())
            except Refusal as refusal:
                field = _FIELD_OF.get(refusal.key, Field.TITLE)
                wrong.setdefault(field, to_words(refusal, words))
                wish = _put_right(wish, made.proposed, field)
        return wrong

    def _why(self, wrong: dict[Field, Refused]) -> str:
        words = self._desk.means.words
        names = [words(f"office.settings.{field}") for field in Field if field in wrong]
        return words("office.settings.why", fields=words("list.separator").join(names)) if names else ""

    def _said(self, made: Wished, wish: QuickWish) -> dict[Field, str]:
        from kaochang.flow.quick import longest_extra, pass_mark

        words, total = self._desk.means.words, self._total()
        extra = longest_extra(made.rows)
        return {
            Field.MINUTES: words("office.settings.extra", minutes=extra) if extra else "",
            Field.WINDOW: words(
                "office.settings.open-for", time=duration(words, max(0, wish.closes - wish.opens) // 1000)
            ),
            Field.MARK: self._mark_said(wish, pass_mark(wish, total), total),
            Field.POINTS_EACH: self._each_said(made, wish),
        }

    def _mark_said(self, wish: QuickWish, mark: Fraction | None, total: Fraction) -> str:
        """What passes, of how much; where a share has more places than a pass mark, how it came to that."""
        words = self._desk.means.words
        told = {"total": figure(words, total)}
        if mark is None:
            return words("office.settings.no-mark", **told)
        if not total:
            return ""
        told["mark"] = figure(words, mark)
        if wish.pass_points is None and wish.pass_percent is not None:
            exact, told["share"] = total * wish.pass_percent / 100, figure(words, wish.pass_percent)
            if exact != mark:
                return words("office.settings.mark-rounded", exact=figure(words, exact), **told)
            return words("office.settings.mark", **told)
        share = mark * 100 / total
        key = "office.settings.mark-about" if is_rounded(share) else "office.settings.mark"
        return words(key, share=decimal(share), **told)

    def _each_said(self, made: Wished, wish: QuickWish) -> str:
        """That points which no decimal says are shared to the whole all the same."""
        from kaochang.flow.quick import unvalued

        each, count = wish.points_each, unvalued(made.read.paper)
        if each is None or not is_rounded(each):
            return ""
        words = self._desk.means.words
        return words("office.settings.shared", count=count, each=decimal(each), total=figure(words, each * count))

    def _summary(self, made: Wished) -> str:
        from kaochang.flow.quick import for_people

        words, paper = self._desk.means.words, made.read.paper
        count, by_people = len(paper.items), for_people(paper)
        said = [
            words("office.settings.summary", items=count, total=figure(words, self._total()), people=len(made.rows))
        ]
        said += [words("office.settings.for-people", count=by_people)] if by_people else []
        return words("office.separator").join(said)


_MEMBERS = {
    Field.TITLE: ("title",),
    Field.MINUTES: ("minutes",),
    Field.MARK: ("pass_percent", "pass_points"),
    Field.POINTS_EACH: ("points_each",),
    Field.WINDOW: ("opens", "closes"),
    Field.ROOM: ("room",),
}


def _put_right(wish: QuickWish, proposed: QuickWish, field: Field) -> QuickWish:
    return msgspec.structs.replace(wish, **{name: getattr(proposed, name) for name in _MEMBERS[field]})


def _pass_text(wish: QuickWish | None) -> str:
    if wish is None:
        return ""
    return shown_number(wish.pass_percent if wish.pass_points is None else wish.pass_points)


def _typed(wish: QuickWish) -> dict[Field, str]:
    """What stands in the fields."""
    return {
        Field.TITLE: wish.title,
        Field.MINUTES: str(wish.minutes),
        Field.MARK: _pass_text(wish),
        Field.POINTS_EACH: shown_number(wish.points_each),
        Field.ROOM: wish.room,
    }


def _members(field: Field, text: str, by: PassBy) -> dict[str, object] | None:
    """The members of a wish that a text means; None where it is no value for its field. Nothing is refused here."""
    if field is Field.TITLE:
        return {"title": text.strip()}
    if field is Field.ROOM:
        return {"room": text.strip()}
    number = number_of(text)
    if field is Field.MINUTES:
        is_whole = number is not None and number.denominator == 1 and number < 10**_MOST_DIGITS
        return {"minutes": int(number)} if number is not None and is_whole else None
    if field is Field.POINTS_EACH:
        return {"points_each": number} if number is not None or not text else None
    if by is PassBy.NONE:
        return {}
    return None if number is None else {f"pass_{by}": number}
