"""The rules by which an exam is sat: time, pass mark, what is shuffled and shown, who logs in how, sections' times."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from kaochang.domain.assessments import Lockdown, LoginField, PartialCredit, Rules, SeatRule
from kaochang.domain.tools import Tool
from kaochang.flow.exam_draft import USUAL_PERCENT, SectionTime
from kaochang.presenters.figures import figure, is_rounded
from kaochang.presenters.office.exam_desk import ExamDesk
from kaochang.presenters.office.exams_state import RulesState, SectionRow
from kaochang.presenters.office.settings import PassBy
from kaochang.presenters.office.wishes import number_of, shown_number
from kaochang.presenters.refusals import Refused

_MINUTES = {
    "minutes": "duration_s",
    "latest-entry": "latest_entry_s",
    "earliest-hand-in": "earliest_hand_in_s",
    "outage-credit": "outage_credit_s",
}
"""Fields of minutes, and what of the rules they say, in seconds."""

_OPTIONAL = frozenset({"latest-entry"})
_LEAST = {"minutes": 1}
_MOST_MINUTES = 24 * 60
TICKS = ("shuffle_items", "shuffle_options", "late_full_time", "second_place", "input_test", "scale_100")
"""Rules that are so or not."""


class ExamRules:
    """Intents of the part in, its state out. What is typed and cannot be stays in its field, and is told."""

    def __init__(self, desk: ExamDesk) -> None:
        self._desk = desk
        self._typed: dict[str, str] = {}

    def enter(self) -> None:
        """The part is shown."""
        self._typed = {}

    @property
    def _rules(self) -> Rules:
        return self._desk.draft.rules

    def _keep(self, **members: object) -> None:
        self._desk.keep(rules=msgspec.structs.replace(self._rules, **members))

    # -- intents --------------------------------------------------------------------------------------------------

    def type(self, field: str, text: str) -> None:
        """Something was typed into a field."""
        if field == "notices":
            self._keep(notices=tuple(line.strip() for line in text.splitlines() if line.strip()))
        elif field == "pledge":
            self._keep(pledge=text.strip())
        elif field == "pass-mark":
            self._type_mark(text)
        else:
            self._type_minutes(field, text)

    def _type_minutes(self, field: str, text: str) -> None:
        number = number_of(text)
        is_none = not text.strip() and field in _OPTIONAL
        whole = number is not None and number.denominator == 1 and _LEAST.get(field, 0) <= number <= _MOST_MINUTES
        if not whole and not is_none:
            self._typed[field] = text
            self._desk.changed()
            return
        self._typed.pop(field, None)
        self._keep(**{_MINUTES[field]: None if number is None or is_none else int(number) * 60})

    def _type_mark(self, text: str) -> None:
        number = number_of(text)
        if not number:
            self._typed["pass-mark"] = text
            self._desk.changed()
            return
        self._typed.pop("pass-mark", None)
        if self._pass_by() is PassBy.PERCENT:
            self._desk.keep(pass_percent=number)
        else:
            self._keep(pass_mark=number)

    def pass_by(self, by: PassBy) -> None:
        """The pass mark in per cent of the total, in points, or none; what it was is said in the other way."""
        if by is self._pass_by():
            return
        self._typed.pop("pass-mark", None)
        total, draft = self._total(), self._desk.draft
        if by is PassBy.PERCENT:
            mark = self._rules.pass_mark
            share = mark * 100 / total if mark and total else USUAL_PERCENT
            self._desk.keep(pass_percent=share, rules=msgspec.structs.replace(self._rules, pass_mark=None))
        elif by is PassBy.POINTS:
            mark = total * (draft.pass_percent or USUAL_PERCENT) / 100 or Fraction(60)
            self._desk.keep(pass_percent=None, rules=msgspec.structs.replace(self._rules, pass_mark=mark))
        else:
            self._desk.keep(pass_percent=None, rules=msgspec.structs.replace(self._rules, pass_mark=None))

    def tick(self, name: str, is_on: bool) -> None:
        """One of `TICKS`."""
        self._keep(**{name: is_on})

    def set_partial(self, credit: PartialCredit) -> None:
        """What a part of a multiple-choice item earns."""
        self._keep(partial_credit=credit)

    def set_seat(self, rule: SeatRule) -> None:
        """Whence a candidate's seat is known."""
        self._keep(seat=rule)

    def set_lockdown(self, lockdown: Lockdown) -> None:
        """How much of the PC the exam holds."""
        self._keep(lockdown=lockdown)

    def ask_login(self, field: LoginField, is_asked: bool) -> None:
        """What candidates type to log in; one thing at least."""
        asked = tuple(each for each in LoginField if (is_asked if each is field else each in self._rules.login))
        if asked:
            self._keep(login=asked)
        else:
            self._desk.changed()

    def give_tool(self, tool: Tool, is_given: bool) -> None:
        """What candidates may use."""
        self._keep(tools=tuple(each for each in Tool if (is_given if each is tool else each in self._rules.tools)))

    def type_section(self, title: str, text: str) -> None:
        """A section's own time in minutes; "" for the exam's."""
        number = number_of(text)
        whole = number is not None and number.denominator == 1 and 1 <= number <= _MOST_MINUTES
        if text.strip() and not whole:
            self._typed[f"section {title}"] = text
            self._desk.changed()
            return
        self._typed.pop(f"section {title}", None)
        self._keep_section(title, limit_s=None if number is None else int(number) * 60)

    def lock_section(self, title: str, is_locked: bool) -> None:
        """Nobody comes back to it."""
        self._keep_section(title, is_locked=is_locked)

    def carry_section(self, title: str, carries: bool) -> None:
        """What is left of its time goes to the next."""
        self._keep_section(title, carries_over=carries)

    def _keep_section(self, title: str, **members: object) -> None:
        times = self._desk.draft.times
        time = msgspec.structs.replace(times.get(title, SectionTime()), **members)
        others = {name: each for name, each in times.items() if name != title}
        self._desk.keep(times=others if time == SectionTime() else {**others, title: time})

    # -- the state ------------------------------------------------------------------------------------------------

    def _pass_by(self) -> PassBy:
        if self._desk.draft.pass_percent is not None:
            return PassBy.PERCENT
        return PassBy.NONE if self._rules.pass_mark is None else PassBy.POINTS

    def _total(self) -> Fraction:
        looked = self._desk.looked
        return Fraction(0) if looked is None or looked.exam is None else looked.exam.assessment.total

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self._typed

    @property
    def state(self) -> RulesState:
        """What is shown."""
        rules, words = self._rules, self._desk.means.words
        typed = {field: self._minutes(getattr(rules, name)) for field, name in _MINUTES.items()}
        percent = self._desk.draft.pass_percent
        typed["pass-mark"] = shown_number(rules.pass_mark if percent is None else percent)
        typed |= {"notices": "\n".join(rules.notices), "pledge": rules.pledge}
        key = "office.exams.wrong"
        return RulesState(
            typed={**typed, **self._typed},
            said={"pass-mark": self._mark_said()},
            wrong=dict.fromkeys(self._typed, Refused(words(key, most=_MOST_MINUTES), words(f"{key}.next"))),
            pass_by=self._pass_by(),
            ticks={name: getattr(rules, name) for name in TICKS},
            partial=rules.partial_credit,
            seat=rules.seat,
            lockdown=rules.lockdown,
            login=frozenset(rules.login),
            tools=frozenset(rules.tools),
            sections=tuple(self._section(title) for title in self._titles()),
        )

    def _minutes(self, seconds: int | None) -> str:
        return "" if seconds is None else str(seconds // 60)

    def _mark_said(self) -> str:
        words, total, by = self._desk.means.words, self._total(), self._pass_by()
        percent, mark = self._desk.draft.pass_percent, self._rules.pass_mark
        if not total or by is PassBy.NONE:
            return words("office.exams.total", total=figure(words, total)) if total else ""
        if percent is not None:
            return words("office.exams.mark-of", mark=figure(words, total * percent / 100), total=figure(words, total))
        share = (mark or Fraction(0)) * 100 / total
        key = "office.exams.share-about" if is_rounded(share) else "office.exams.share-of"
        return words(key, share=shown_number(share), total=figure(words, total))

    def _titles(self) -> list[str]:
        """The sections that the exam has now, also while something keeps it from being assembled."""
        draft, looked = self._desk.draft, self._desk.looked
        there: list[str] = []
        if draft.by_blueprint:
            there = [line.section for line in draft.lines]
        elif looked is not None:
            there = [each.section for each in looked.items if each.is_in]
        return list(dict.fromkeys((*there, *draft.times)))  # a time of a section that went can be taken off

    def _section(self, title: str) -> SectionRow:
        time = self._desk.draft.times.get(title, SectionTime())
        key = f"section {title}"
        minutes = self._typed.get(key, self._minutes(time.limit_s))
        return SectionRow(title, minutes, time.is_locked, time.carries_over, key in self._typed)
