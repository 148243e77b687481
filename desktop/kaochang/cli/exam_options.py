"""The options that say by which rules an exam is sat, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli.options import BadForm, Decorator, option, points_given, together
from kaochang.domain.assessments import LoginField, PartialCredit, Rules, SeatRule
from kaochang.domain.items import ItemType, Mode
from kaochang.domain.ports import Words
from kaochang.domain.tools import USUAL, Tool
from kaochang.domain.values import MOST_WORDS

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.flow.answering import Answering
    from kaochang.flow.assemble import Timing

_LIMIT = re.compile(r"[1-9][0-9]{0,4}")
"""A time in minutes or seconds: never 0, and of so few digits that it is a time."""

_WORDS = re.compile(r"([1-9][0-9]{0,4})?-([1-9][0-9]{0,4})?")
"""MIN-MAX, MIN- or -MAX, as lengths of texts are written."""

_NO_TOOL = "none"


def exam_options(words: Words) -> Decorator:
    """What an exam is worth, and how it is sat."""
    return together(
        option(words, "--duration", "duration", type=click.IntRange(1, 24 * 60), default=90, show_default=True),
        option(words, "--pass-mark", "pass-mark", type=str),
        option(words, "--pass-percent", "percent-that-passes", type=str),
        option(words, "--scale-100", "scale-100", is_flag=True),
        option(words, "--points", "points", multiple=True),
        option(words, "--shuffle-items", "shuffle-items", is_flag=True),
        option(words, "--shuffle-options", "shuffle-options", is_flag=True),
        option(words, "--partial-credit", "partial-credit", type=click.Choice([each.value for each in PartialCredit])),
        option(words, "--earliest-hand-in", "earliest-hand-in", type=click.IntRange(0), default=0),
        option(words, "--latest-entry", "latest-entry", type=click.IntRange(0)),
        option(words, "--section-limit", "section-limit", multiple=True),
        option(words, "--lock-section", "lock-section", multiple=True),
        option(words, "--carry-over", "carry-over", multiple=True),
        option(words, "--item-limit", "item-limit", multiple=True),
        option(words, "--words", "words", multiple=True),
        option(words, "--mode", "mode", multiple=True),
        option(words, "--late-full-time", "late-full-time", is_flag=True),
        option(words, "--second-place", "second-place", is_flag=True),
        option(words, "--tool", "tool", type=click.Choice([*(each.value for each in Tool), _NO_TOOL]), multiple=True),
        option(words, "--login", "login", type=click.Choice([each.value for each in LoginField]), multiple=True),
        option(words, "--seats", "seats", type=click.Choice([each.value for each in SeatRule])),
        option(words, "--input-test", "input-test", is_flag=True),
        option(words, "--notice", "notice", multiple=True),
        option(words, "--pledge", "pledge", default=""),
    )


def worths_given(texts: Sequence[str]) -> dict[ItemType, Fraction]:
    """TYPE=POINTS, as points of types are written."""
    found = {}
    for text in texts:
        name, _, points = text.partition("=")
        try:
            kind = ItemType(name)
        except ValueError as error:
            raise BadForm("--points", "type-points") from error
        found[kind] = points_given(points, "--points")
    return found


def rules_given(given: dict[str, Any]) -> Rules:
    """The rules of an exam."""
    late, mark = given["latest_entry"], given["pass_mark"]
    return Rules(
        duration_s=given["duration"] * 60,
        pass_mark=None if mark is None else points_given(mark, "--pass-mark"),
        latest_entry_s=None if late is None else late * 60,
        earliest_hand_in_s=given["earliest_hand_in"] * 60,
        shuffle_items=given["shuffle_items"],
        shuffle_options=given["shuffle_options"],
        partial_credit=PartialCredit(given["partial_credit"] or PartialCredit.NONE),
        login=tuple(LoginField(name) for name in given["login"]) or (LoginField.PERSON, LoginField.NAME),
        notices=given["notice"],
        pledge=given["pledge"],
        late_full_time=given["late_full_time"],
        second_place=given["second_place"],
        seat=SeatRule(given["seats"] or SeatRule.TICKET),
        input_test=given["input_test"],
        tools=_tools(given["tool"]),
        scale_100=given["scale_100"],
    )


def _tools(names: Sequence[str]) -> tuple[Tool, ...]:
    """The tools that were named, in one order whoever names them; the usual ones where nothing was said."""
    if _NO_TOOL in names and set(names) != {_NO_TOOL}:
        raise BadForm("--tool", "no-tool")
    return tuple(tool for tool in Tool if tool.value in names) if names else USUAL


def _limits(texts: Sequence[str], hint: str, form: str, unit_s: int) -> dict[str, int]:
    """NAME=NUMBER, as times of sections (minutes) and items (seconds) are written; in seconds."""
    found = {}
    for text in texts:
        name, _, number = text.rpartition("=")
        if not name or not _LIMIT.fullmatch(number):
            raise BadForm(hint, form)
        found[name] = int(number) * unit_s
    return found


def timing_given(given: dict[str, Any]) -> Timing:
    """The times within an exam."""
    from kaochang.flow.assemble import Timing

    return Timing(
        sections=_limits(given["section_limit"], "--section-limit", "section-minutes", 60),
        items=_limits(given["item_limit"], "--item-limit", "item-seconds", 1),
        locked=frozenset(given["lock_section"]),
        carried=frozenset(given["carry_over"]),
    )


def answering_given(given: dict[str, Any]) -> Answering:
    """How items are answered."""
    from kaochang.flow.answering import Answering
    from kaochang.papers.grammar.lengths import Length

    words, modes = {}, {}
    for text in given["words"]:
        place, _, written = text.rpartition("=")
        match = _WORDS.fullmatch(written)
        ends = [None if end is None else int(end) for end in match.groups()] if match else []
        if not place or not any(ends) or max(end or 0 for end in ends) > MOST_WORDS:
            raise BadForm("--words", "item-words")
        words[place] = Length(*ends)
    for text in given["mode"]:
        place, _, written = text.rpartition("=")
        if not place or written not in {mode.value for mode in Mode}:
            raise BadForm("--mode", "place-mode")
        modes[place] = Mode(written)
    return Answering(words, modes)
