"""Plain shapes and back: the spellings that are taken, and every other one refused."""

from datetime import datetime, timedelta, timezone
from fractions import Fraction

import msgspec
import pytest
from kaochang.domain.items import Image, Item, ItemType, Option
from kaochang.domain.mark_schemes import Criterion, Difficulty, Level, MarkScheme, Rubric
from kaochang.domain.refusals import Outcome
from kaochang.domain.responses import Choice, Pairs, Response, Text
from kaochang.domain.values import (
    LATEST_WALL,
    SecretRecord,
    bytes_to_text,
    from_plain,
    from_whole,
    text_to_bytes,
    to_format,
    to_plain,
)
from support.refusals import refuses


def test_a_value_has_the_plain_shape_that_is_written_down():
    item = Item(ItemType.BLANK, "____", "1", points=Fraction(5, 2), blanks=1)
    assert to_plain(item) == {
        "type": "blank",
        "stem": "____",
        "number": "1",
        "section": None,
        "options": [],
        "prompts": [],
        "blanks": 1,
        "points": "5/2",
        "material": "",
        "tables": [],
        "images": [],
        "stages": [],
        "min_words": None,
        "max_words": None,
        "mode": "typed",
    }


def test_a_response_says_which_kind_it_is():
    assert to_plain(Pairs((("1", "B"),))) == {"type": "pairs", "pairs": [["1", "B"]]}
    assert from_plain(Response, {"type": "choice", "labels": ["A"]}) == Choice(("A",))


class Typed(SecretRecord, frozen=True):
    text: str


def test_a_record_that_holds_a_secret_shows_its_name_alone():
    assert repr(Typed("开考码")) == "Typed(…)"


def test_values_cannot_be_changed():
    with pytest.raises(AttributeError):
        Choice(("A",)).labels = ()


@pytest.mark.parametrize(("spelled", "value"), [("0", 0), ("5", 5), ("-5/2", Fraction(-5, 2)), ("1/3", Fraction(1, 3))])
def test_a_fraction_in_lowest_terms_is_read(spelled, value):
    assert from_plain(Fraction, spelled) == value
    assert to_plain(Fraction(value)) == spelled


@pytest.mark.parametrize(
    "spelled",
    [
        *("4/2", "2/4", "5/1", "+5", " 5", "5 ", "05", "-0", "2.5", "1e3", "1/-2", "1_000", "５", "5/ 2", ""),
        *("1/0", "0/0", "nan", "inf", "1e999999999", "9" * 5_000, "1/" + "9" * 5_000),
        *(5, 2.5, None, True, ["5"]),
    ],
)
def test_every_other_spelling_of_a_fraction_is_refused(spelled):
    with refuses(Outcome.PAYLOAD, "payload"):
        from_plain(Fraction, spelled)


@pytest.mark.parametrize(
    "plain",
    [
        {"type": "text"},
        {"type": "text", "text": 5},
        {"type": "text", "text": "a", "more": 1},
        {"type": "essay", "text": "a"},
        {"text": "a"},
        {"type": "choice", "labels": "AB"},
        {"type": "judgement", "value": 1},
        {"type": "pairs", "pairs": [["1", "B", "C"]]},
        [],
        None,
    ],
)
def test_a_shape_that_is_no_response_is_refused(plain):
    with refuses(Outcome.PAYLOAD, "payload"):
        from_plain(Response, plain)


@pytest.mark.parametrize("number", [True, 1.0, "1", None])
def test_an_integer_is_an_integer(number):
    with refuses(Outcome.PAYLOAD):
        from_plain(Item, {**to_plain(Item(ItemType.BLANK, "")), "blanks": number})


def test_text_that_no_file_can_carry_is_refused():
    with refuses(Outcome.HEADER, "canonical.text"):
        to_plain(Text("half an emoji: \ud83d"))


def test_a_foreign_type_is_a_bug_and_no_refusal():
    with pytest.raises(TypeError):
        to_plain(msgspec.structs.replace(Text("a"), text=object()))


@pytest.mark.parametrize(("data", "text"), [(b"", ""), (b"\0", "AA"), (b"\xfb\xff", "-_8"), (b"abc", "YWJj")])
def test_bytes_are_base64url_without_padding(data, text):
    assert bytes_to_text(data) == text
    assert text_to_bytes(text) == data


@pytest.mark.parametrize("text", ["AB", "AA==", "A", "A A", "+_8", "-/8", "AA\n", "ＡＡ", "考", "AAA=", "\ud800"])
def test_every_other_spelling_of_bytes_is_refused(text):
    with refuses(Outcome.HEADER, "header"):
        text_to_bytes(text)


def test_the_latest_wall_time_is_a_date_in_every_zone():
    for hours in (-12, 14):
        assert datetime.fromtimestamp(LATEST_WALL // 1000, timezone(timedelta(hours=hours))).year in (9998, 9999)


PLAIN = Option("A", "看图")
PICTURED = Option("A", "看图", Image("1.png", "image/png"))
LEVELLED = Criterion("倾听", Fraction(4), "先让客户说完", (Level("好", "不打断", Fraction(4)),))


@pytest.mark.parametrize(
    ("later", "first"),
    [
        (
            Item(ItemType.SINGLE, "选。", options=(PICTURED,)),
            Item(ItemType.SINGLE, "选。", options=(PLAIN,)),
        ),
        (
            Item(ItemType.MATCHING, "配。", prompts=(PICTURED,)),
            Item(ItemType.MATCHING, "配。", prompts=(PLAIN,)),
        ),
        (
            MarkScheme(rubric=Rubric("", (LEVELLED,)), difficulty=Difficulty.HARD),
            MarkScheme(rubric=Rubric("", (Criterion("倾听", Fraction(4)),))),
        ),
    ],
)
def test_what_came_later_stands_in_no_document_of_format_1_however_deep_it_is_nested(later, first):
    old = to_format(later, 1)
    assert not {"image", "difficulty", "good", "levels"} & _members(old)
    assert from_whole(type(later), old, 1) == first
    assert from_whole(type(later), to_plain(later)) == later
    with refuses(Outcome.PAYLOAD):
        from_whole(type(later), to_plain(later), 1)
    with refuses(Outcome.PAYLOAD):
        from_whole(type(later), old)


def _members(plain):
    if isinstance(plain, dict):
        return set(plain) | set().union(*map(_members, plain.values()))
    return set().union(*map(_members, plain)) if isinstance(plain, list) else set()
