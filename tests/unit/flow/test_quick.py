"""What the short way proposes, and which wishes it refuses."""

from datetime import datetime
from fractions import Fraction

import msgspec
import pytest
from kaochang.domain.items import Item, ItemType
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Paper, PaperItem
from kaochang.domain.refusals import Outcome
from kaochang.flow import quick
from kaochang.papers.reading import ReadPaper, read_paper
from support.quick_day import LANGUAGES, NOON, ZONE, office, rows
from support.refusals import refuses
from support.small_paper import KEY, PAPER

MINUTE_MS = 60_000


def paper(*points, total=None, title="试卷"):
    items = [
        PaperItem(Item(ItemType.ESSAY, "说明。", str(at), points=each), MarkScheme()) for at, each in enumerate(points)
    ]
    return Paper(title, tuple(items), (), total)


def proposed(read, listed=None, now=NOON, language="zh_CN"):
    return quick.propose(read, "外呼.docx", rows() if listed is None else listed, now, ZONE, LANGUAGES[language])


def shown(wall):
    return f"{datetime.fromtimestamp(wall / 1000, ZONE):%d %H:%M}"


def test_what_the_paper_says_is_proposed():
    found = proposed(read_paper((PAPER + KEY).encode(), "p.txt"))
    assert (found.title, found.minutes, found.points_each) == ("回访专员上岗小测", 30, None)
    assert quick.pass_mark(found, Fraction(30)) == 18


def test_a_paper_that_says_nothing_has_its_files_name_and_the_usual_time():
    found = proposed(ReadPaper(paper(Fraction(5), title=None)))
    assert (found.title, found.minutes) == ("外呼", 90)


@pytest.mark.parametrize(
    ("points", "total", "each"),
    [
        ((Fraction(5), Fraction(5)), Fraction(10), None),
        ((Fraction(4), None, None), Fraction(10), Fraction(3)),
        ((None, None, None), Fraction(100), Fraction(100, 3)),
        ((None, None), None, Fraction(1)),
        ((Fraction(10), None), Fraction(10), Fraction(1)),
    ],
)
def test_items_without_points_share_what_is_left_of_the_stated_total(points, total, each):
    assert proposed(ReadPaper(paper(*points, total=total))).points_each == each


def test_the_real_total_counts_items_without_points_by_what_they_are_said_to_be_worth():
    read = paper(Fraction(4), None, None)
    assert (quick.unvalued(read), quick.worth(read, Fraction(3)), quick.worth(read, None)) == (2, 10, 4)


@pytest.mark.parametrize(
    ("hour", "extra", "opens", "closes"),
    [("11:50", 0, "21 11:30", "21 23:59"), ("22:29", 0, "21 22:00", "22 23:59"), ("21:31", 60, "21 21:30", "22 23:59")],
)
def test_the_window_opens_before_now_and_closes_at_the_end_of_a_day_by_which_everybody_has_ended(
    hour, extra, opens, closes
):
    now = int(datetime.fromisoformat(f"2026-11-21 {hour}+08:00").timestamp() * 1000)
    listed = rows(f"姓名,工号,加时\n甲,1,{extra}\n")
    found = proposed(ReadPaper(paper(Fraction(1))), listed, now)
    assert (shown(found.opens), shown(found.closes)) == (opens, closes)


def test_a_window_is_never_shorter_than_the_time_it_is_for():
    now = int(datetime.fromisoformat("2026-11-21 21:58+08:00").timestamp() * 1000)
    found = proposed(ReadPaper(paper(Fraction(1))), now=now)
    assert found.closes - found.opens >= 90 * MINUTE_MS


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("姓名,工号\n甲,1\n", "第一考场"),
        ("姓名,工号,考场\n甲,1,三楼机房\n乙,2,\n", "三楼机房"),
        ("姓名,工号,考场\n甲,1,一号\n乙,2,二号\n", "第一考场"),
    ],
)
def test_whoever_has_no_room_sits_in_the_only_one_that_the_roster_names(text, room):
    assert proposed(ReadPaper(paper(Fraction(1))), rows(text)).room == room


def test_a_pass_mark_is_in_points_where_points_are_given_and_there_may_be_none():
    wish = proposed(ReadPaper(paper(Fraction(7))))
    assert quick.pass_mark(wish, Fraction(7)) == Fraction(21, 5)
    assert quick.pass_mark(msgspec.structs.replace(wish, pass_points=Fraction(2)), Fraction(7)) == 2
    assert quick.pass_mark(msgspec.structs.replace(wish, pass_percent=None), Fraction(7)) is None


def test_a_share_is_a_pass_mark_with_two_places():
    wish = msgspec.structs.replace(proposed(ReadPaper(paper(Fraction(68)))), pass_percent=Fraction("33.3"))
    assert quick.pass_mark(wish, Fraction(68)) == Fraction("22.64")


def test_items_that_a_machine_would_mark_if_they_had_a_key_are_counted():
    assert quick.unkeyed(read_paper((PAPER + KEY).encode(), "p.txt").paper) == 0
    assert quick.unkeyed(read_paper((PAPER + KEY.replace("1. B  2. C", "1. B")).encode(), "p.txt").paper) == 1


def test_items_that_no_machine_scores_are_counted():
    assert quick.for_people(read_paper((PAPER + KEY).encode(), "p.txt").paper) == 1
    assert quick.for_people(read_paper(PAPER.partition("七、")[0].encode(), "p.txt").paper) == 0


def test_an_office_is_new_until_its_keys_are_made(tmp_path):
    found = office(tmp_path / "office")
    assert quick.office_state(found.folder) is quick.OfficeState.NEW
    found.keys.mkdir(parents=True)
    (found.keys / "office.kco").write_bytes(b"key")
    assert quick.office_state(found.folder) is quick.OfficeState.MADE


def test_a_proposal_can_be_sealed_as_it_is():
    read = ReadPaper(paper(Fraction(7), None))
    quick.check_wish(read.paper, rows(), proposed(read), NOON)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"title": "  "}, "quick.title"),
        ({"minutes": 0}, "quick.minutes"),
        ({"minutes": 24 * 60 + 1}, "quick.minutes"),
        ({"points_each": None}, "quick.points"),
        ({"points_each": Fraction(0)}, "quick.points"),
        ({"pass_points": Fraction(0)}, "quick.pass-mark"),
        ({"pass_points": Fraction(9)}, "quick.pass-mark"),
        ({"room": " "}, "quick.room"),
        ({"closes": NOON - 3_600_000, "opens": NOON}, "quick.window"),
        ({"opens": NOON - 9 * 3_600_000, "closes": NOON}, "quick.window-over"),
        ({"opens": NOON, "closes": NOON + 89 * MINUTE_MS}, "quick.window-short"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_nobody_could_keep_is_refused_by_name(change, key):
    read = ReadPaper(paper(Fraction(7), None))
    wish = msgspec.structs.replace(proposed(read), **change)
    with refuses(Outcome.POLICY, key):
        quick.check_wish(read.paper, rows(), wish, NOON)


def test_a_paper_of_which_every_item_was_left_out_is_refused():
    read = ReadPaper(paper())
    with refuses(Outcome.POLICY, "quick.empty"):
        quick.check_wish(read.paper, rows(), proposed(read), NOON)


def test_a_window_that_is_just_long_enough_for_the_most_extra_time_is_none_too_short():
    read, listed = ReadPaper(paper(Fraction(7))), rows("姓名,工号,加时\n甲,1,20\n乙,2,0\n")
    wish = msgspec.structs.replace(proposed(read, listed), opens=NOON, closes=NOON + 110 * MINUTE_MS)
    quick.check_wish(read.paper, listed, wish, NOON)
    with refuses(Outcome.POLICY, "quick.window-short") as caught:
        quick.check_wish(read.paper, listed, msgspec.structs.replace(wish, minutes=91), NOON)
    assert caught.value.params == {"window": 110, "longest": 111, "closes": NOON + 111 * MINUTE_MS}


def test_a_way_in_parts_is_told_in_per_cent():
    told = []
    part = quick.share_of_way(lambda *step: told.append(step), 40, 80)
    part(0, 4)
    part(3, 4)
    part(0, 0)
    assert told == [(40, 100), (70, 100), (40, 100)]
