"""The office corrects a sealed exam; a room PC takes the newest correction, never an older or a contradicting one."""

import shutil

import msgspec
import pytest
from kaochang.custody import results
from kaochang.custody.errata import NO_ERRATA, Erratum, open_errata
from kaochang.custody.key_files import KeyRole, make_key
from kaochang.domain.attempts import Noted
from kaochang.domain.errata import ErratumAction
from kaochang.domain.guards import Happening
from kaochang.domain.refusals import Outcome
from kaochang.flow import errata, errata_applied, merge, sit, unlock
from kaochang.flow.desk import Desk
from kaochang.flow.errata import ErratumWish
from kaochang.flow.reconcile import reconcile
from kaochang.flow.way_in import WayIn
from kaochang.store.centre import Centre
from support.clocks import ManualClock
from support.exams import OPENS
from support.refusals import flip, refuses
from support.seeded import seeded

WITHDRAWN = Erratum("single", ErratumAction.WITHDRAW, "本题作废", OPENS)
NOTICE = Erratum("", ErratumAction.NOTICE, "请看白板", OPENS)


@pytest.fixture
def folder(day, tmp_path):
    """A folder with a copy of the sealed exam."""
    folder = tmp_path / "exam"
    folder.mkdir()
    shutil.copy(day.exam_path, folder / "session.kcb")
    return folder


@pytest.fixture
def sealed(day, folder):
    return unlock.open_exam(folder / "session.kcb", day.office.site)


def opened(day, data):
    return open_errata(data, day.keys.exam_public, day.keys.content_key)


@pytest.fixture
def first(day):
    return day.errata_after(NO_ERRATA, WITHDRAWN)


@pytest.fixture
def second(day, first):
    return day.errata_after(opened(day, first), NOTICE)


def find(day, sealed, folder):
    return errata.find(folder, sealed, day.keys.content_key)


def test_without_a_file_nothing_was_corrected(day, sealed, folder):
    assert find(day, sealed, folder) == NO_ERRATA


def test_the_newest_of_several_holds_whatever_their_names(day, sealed, folder, first, second):
    (folder / "z.kce").write_bytes(first)
    (folder / "a.KCE").write_bytes(second)
    assert find(day, sealed, folder).entries == (WITHDRAWN, NOTICE)
    (folder / "z.kce").unlink()
    assert find(day, sealed, folder).entries == (WITHDRAWN, NOTICE)


def test_the_same_errata_twice_are_no_fork(day, sealed, folder, first):
    for name in ("a.kce", "b.kce"):
        (folder / name).write_bytes(first)
    assert find(day, sealed, folder).counter == 1


def test_two_of_one_number_are_a_fork(day, sealed, folder, first):
    (folder / "a.kce").write_bytes(first)
    (folder / "b.kce").write_bytes(day.errata_after(NO_ERRATA, NOTICE))
    with refuses(Outcome.CONFLICT, "erratum.fork"):
        find(day, sealed, folder)


def test_a_later_one_that_follows_another_is_a_fork(day, sealed, folder, first):
    twin = opened(day, day.errata_after(NO_ERRATA, WITHDRAWN, made=1))
    (folder / "a.kce").write_bytes(first)
    (folder / "b.kce").write_bytes(day.errata_after(twin, NOTICE))
    with refuses(Outcome.CONFLICT, "erratum.fork"):
        find(day, sealed, folder)


def test_errata_of_other_sessions_are_left_aside(day, other_day, sealed, folder):
    (folder / "a.kce").write_bytes(other_day.kce)
    assert find(day, sealed, folder) == NO_ERRATA


def test_damaged_or_forged_errata_stop_the_unlocking(day, other_day, sealed, folder, first):
    path = folder / "a.kce"
    for data, outcome in ((flip(first, len(first) // 2), Outcome.SIGNATURE), (first[:-1], Outcome.FRAME)):
        path.write_bytes(data)
        with refuses(outcome) as refused:
            find(day, sealed, folder)
        assert refused.value.where == str(path)
    stranger = msgspec.structs.replace(day.context)
    path.write_bytes(
        errata.errata.pack_errata(stranger, NO_ERRATA, [NOTICE], other_day.keys.exam_seed, day.keys.content_key, 1)
    )
    with refuses(Outcome.SIGNATURE):
        find(day, sealed, folder)


def test_errata_of_an_older_sealing_of_the_session_belong_to_it_alone(day, sealed, folder):
    other = msgspec.structs.replace(day.context, exam_file=day.centre_kit.content_key)
    keys = day.keys
    data = errata.errata.pack_errata(other, NO_ERRATA, [NOTICE], keys.exam_seed, keys.content_key, 1)
    (folder / "a.kce").write_bytes(data)
    with refuses(Outcome.CONTEXT):
        find(day, sealed, folder)


def unlocked(day, folder):
    room = unlock.open_room(folder / "session.kcb", day.office.site, "R1")
    return unlock.unlock(room, day.code)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path / "pc", ManualClock(OPENS + 60_000), seeded(77))


def begun(day, folder, desk, ticket=0):
    """The attempt of a ticket, begun or gone on with, its notes told."""
    (folder / "site.kcx").write_bytes(day.kcx)
    way = WayIn(desk, folder / "session.kcb", None, "R1")
    room = way.unlock(way.open_room(), day.code)
    sitting = sit.begin(desk, room, room.room.tickets[ticket], "01")
    sitting.shut()
    return [(note.what, note.detail) for note in sitting.notes]


def test_errata_beside_the_exam_come_with_the_start_code_and_into_the_journal(day, folder, desk, first, second):
    (folder / "a.kce").write_bytes(first)
    assert unlocked(day, folder).errata.entries == (WITHDRAWN,)
    applied = (Happening.ERRATUM_APPLIED, "1")
    assert begun(day, folder, desk) == [applied]
    assert begun(day, folder, desk) == [applied]
    (folder / "b.kce").write_bytes(second)
    assert begun(day, folder, desk) == [applied, (Happening.ERRATUM_APPLIED, "2")]


def test_a_pc_that_has_seen_errata_sits_nobody_without_them(day, folder, desk, first, second):
    (folder / "b.kce").write_bytes(second)
    begun(day, folder, desk)
    (folder / "b.kce").unlink()
    with refuses(Outcome.ROLLBACK, "erratum.gone"):
        begun(day, folder, desk)
    (folder / "a.kce").write_bytes(first)
    with refuses(Outcome.ROLLBACK, "erratum.older"):
        begun(day, folder, desk, ticket=1)
    (folder / "b.kce").write_bytes(second)
    assert begun(day, folder, desk, ticket=1) == [(Happening.ERRATUM_APPLIED, "2")]


def test_a_pc_that_has_seen_errata_takes_no_others_of_their_number(day, folder, desk, first):
    (folder / "a.kce").write_bytes(first)
    begun(day, folder, desk)
    (folder / "a.kce").write_bytes(day.errata_after(NO_ERRATA, NOTICE))
    with refuses(Outcome.CONFLICT, "erratum.fork"):
        begun(day, folder, desk)


@pytest.fixture
def key(day):
    """What the office keeps of the session."""
    seeds = {"exam": day.keys.exam_seed, "content": day.keys.content_key}
    return make_key(KeyRole.SESSION, day.session.title, seeded(9), OPENS, seeds)


def made(wish, key, sealed, memory):
    result, data = errata.make(wish, key, sealed, memory, ManualClock())
    errata.write(result, data, sealed, memory, memory.parent / f"out-{result.counter}.kce")
    return result


@pytest.fixture
def memory(tmp_path):
    folder = tmp_path / "sessions"
    folder.mkdir()
    return folder


def test_the_office_names_items_by_place_and_counts_on_from_what_it_remembers(day, key, sealed, memory):
    one = made(ErratumWish("#5", ErratumAction.CORRECT, "  四个改为三个\n"), key, sealed, memory)
    two = made(ErratumWish("", ErratumAction.NOTICE, "请看白板"), key, sealed, memory)
    assert one.entries == (Erratum("essay", ErratumAction.CORRECT, "四个改为三个", OPENS),)
    assert (two.counter, two.previous, two.entries[1:]) == (2, one.sha256, (NOTICE,))
    names = [f"{day.session.id}-{number:03}.kce" for number in (1, 2)]
    assert sorted(path.name for path in memory.iterdir()) == names
    assert (memory / names[1]).read_bytes() == (memory.parent / "out-2.kce").read_bytes()


def test_errata_that_lie_beside_the_exam_are_remembered_too(day, key, sealed, folder, memory, first):
    (folder / "from-another-pc.kce").write_bytes(first)
    two = made(ErratumWish("", ErratumAction.NOTICE, "请看白板"), key, sealed, memory)
    assert (two.counter, two.entries) == (2, (WITHDRAWN, NOTICE))


@pytest.mark.parametrize("action", [ErratumAction.WITHDRAW, ErratumAction.CORRECT])
def test_an_item_that_is_withdrawn_stays_so_and_only_a_notice_can_speak_of_it(key, sealed, memory, action):
    made(ErratumWish("#5", ErratumAction.WITHDRAW, "本题作废"), key, sealed, memory)
    with refuses(Outcome.DUPLICATE, "erratum.withdrawn") as refused:
        made(ErratumWish("essay", action, "本题作废"), key, sealed, memory)
    assert refused.value.where == "essay"
    assert made(ErratumWish("essay", ErratumAction.NOTICE, "不计分"), key, sealed, memory).counter == 2


def test_an_item_may_be_corrected_again_and_then_withdrawn(key, sealed, memory):
    for number, action in enumerate([ErratumAction.CORRECT, ErratumAction.CORRECT, ErratumAction.WITHDRAW], 1):
        assert made(ErratumWish("#5", action, f"第{number}次"), key, sealed, memory).counter == number


def test_errata_that_could_not_be_given_away_are_not_remembered(key, sealed, memory):
    (memory.parent / "out-1.kce").write_bytes(b"taken")
    with refuses(Outcome.EXISTS):
        made(ErratumWish("", ErratumAction.NOTICE, "请看白板"), key, sealed, memory)
    assert list(memory.iterdir()) == []


WRONG = {
    "an item that is not there": ("#99", ErratumAction.WITHDRAW, "作废", Outcome.MISSING, "erratum.no-item"),
    "no item": ("", ErratumAction.WITHDRAW, "作废", Outcome.POLICY, "erratum.says-nothing"),
    "no text": ("single", ErratumAction.CORRECT, "  ", Outcome.POLICY, "erratum.says-nothing"),
    "too much text": ("", ErratumAction.NOTICE, "字" * 2001, Outcome.POLICY, "erratum.text"),
}


@pytest.mark.parametrize(("item", "action", "text", "outcome", "refusal"), WRONG.values(), ids=WRONG)
def test_a_correction_that_cannot_be_is_refused(key, sealed, memory, item, action, text, outcome, refusal):
    with refuses(outcome, refusal):
        made(ErratumWish(item, action, text), key, sealed, memory)
    assert list(memory.iterdir()) == []


def test_another_sessions_key_corrects_nothing(other_day, sealed, memory):
    seeds = {"exam": other_day.keys.exam_seed, "content": other_day.keys.content_key}
    key = make_key(KeyRole.SESSION, "other", seeded(9), OPENS, seeds)
    with refuses(Outcome.CERT, "erratum.other-session"):
        made(ErratumWish("", ErratumAction.NOTICE, "请看白板"), key, sealed, memory)


@pytest.fixture
def centre(tmp_path):
    centre = Centre(tmp_path / "centre.db")
    yield centre
    centre.close()


def merged(centre, day, folder, notes=(), **files):
    """Where the session stands with T1's result, which carries these notes, and these files."""
    noted = tuple(Noted(9, OPENS, what, detail) for what, detail in notes)
    body = msgspec.structs.replace(day.body_of(day.sat), notes=noted)
    result = results.pack_result(body, day.sat.certificate, day.sat.seed, day.keys.results_public)
    for name, data in {"T1__kcr": result, **files}.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    merge.merge(centre, day.centre_kit, [folder], ManualClock())
    standing = reconcile(centre)
    told = {(each.name, each.key, each.outcome) for each in standing.problems if "errata" in each.key}
    return told, errata_applied.by_errata(centre, standing.results)


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def applied(*numbers):
    return [(Happening.ERRATUM_APPLIED, number) for number in numbers]


def test_the_centre_tells_under_which_errata_each_result_was_sat(centre, day, stick, first, second):
    told, under = merged(centre, day, stick, applied("1", "2"), a__kce=first, b__kce=second)
    assert (told, under) == (set(), {2: ["T1"]})


def test_a_result_that_was_not_sat_under_the_newest_errata_is_named_and_counts(centre, day, stick, first, second):
    told, under = merged(centre, day, stick, applied("1"), a__kce=first, b__kce=second)
    assert told == {("T1.kcr", "problem.errata-not-applied", "ROLLBACK")}
    assert under == {1: ["T1"]}


def test_errata_that_did_not_arrive_are_named(centre, day, stick, first):
    told, _ = merged(centre, day, stick, applied("2"), a__kce=first)
    assert told == {("T1.kcr", "problem.errata-missing", "MISSING")}


def test_errata_that_contradict_each_other_are_named(centre, day, stick, first):
    twin = day.errata_after(NO_ERRATA, NOTICE)
    told, _ = merged(centre, day, stick, applied("1"), a__kce=first, b__kce=twin)
    assert told == {("001.kce", "problem.two-errata", "CONFLICT")}


@pytest.mark.parametrize("detail", ["", "-1", "1.5", "x", "9" * 5000, "²"])
def test_a_note_that_is_no_number_is_none(centre, day, stick, first, detail):
    _, under = merged(centre, day, stick, applied(detail), a__kce=first)
    assert under == {0: ["T1"]}


def test_a_session_without_errata_says_nothing_of_them(centre, day, stick):
    assert merged(centre, day, stick) == (set(), {})


def test_a_damaged_note_of_what_was_seen_is_named_by_its_place(tmp_path):
    (tmp_path / "errata.json").write_bytes(b"{")
    with refuses(Outcome.PAYLOAD) as caught:
        errata.remember(tmp_path, NO_ERRATA)
    assert caught.value.where == str(tmp_path / "errata.json")
