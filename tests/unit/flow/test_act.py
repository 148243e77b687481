"""The proctor's side: every code that is told stands in a signed log before it is told."""

import shutil

import msgspec
import pytest
from kaochang.custody import act_codes, act_logs, manifests
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.envelope import digest
from kaochang.domain.acts import MOST_SERIAL, ActKind, Reach
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.flow import act, collect, sticks
from kaochang.flow.act import Asked
from kaochang.flow.collect import CollectOrder
from kaochang.sealing import frame
from support.put_in import put_in
from support.refusals import refuses
from support.seeded import seeded


@pytest.fixture
def asked(tmp_path):
    return Asked("监考甲", "换键盘", tmp_path / "proctor-pc", (put_in(tmp_path / "stick"),))


@pytest.fixture
def place(day):
    return ActPlace(day.context, "R1", day.keys.act_keys["R1"])


def challenge(kind=ActKind.EXTRA_TIME, minutes=10, seed=1):
    return act_codes.draw_challenge(kind, minutes, seeded(seed))


PAUSE = challenge(ActKind.PAUSE, 0)
MOVE = challenge(ActKind.MOVE, 0)
WITHDRAW = challenge(ActKind.WITHDRAW, 0)
WALK_IN = challenge(ActKind.WALK_IN, 0)


def log_at(path, day):
    return act_logs.read_act_log(frame.unpack(path.read_bytes()), day.keys.proctor_publics())


def test_a_response_grants_what_was_asked_for_unless_the_proctor_says_otherwise(day, asked, place, clock):
    drawn = challenge()
    first = act.answer(day.proctor_kit, "T1", drawn.lower(), None, asked, clock)
    assert act_codes.read_response(place, "T1", drawn, first.codes[0]).minutes == 10
    other = act.answer(day.proctor_kit, "T1", drawn, 15, asked, clock)
    assert act_codes.read_response(place, "T1", drawn, other.codes[0]).minutes == 15


def test_every_act_is_in_the_signed_log_of_both_places_with_all_before_it(day, asked, clock):
    first = act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)
    clock.go_on(1_000)
    second = act.for_room(day.proctor_kit, ActKind.RESUME, 20, asked, clock)
    log = log_at(second.log, day)
    assert log.entries == (*first.entries, *second.entries)
    assert [(each.kind, each.reach, each.ticket, each.minutes) for each in log.entries] == [
        (ActKind.EXTRA_TIME, Reach.TICKET, "T1", 10),
        (ActKind.RESUME, Reach.ROOM, "", 20),
    ]
    assert (log.header.counter, log.header.previous) == (2, digest(first.log.read_bytes()))
    here, there = (sorted(root.rglob("*.kca")) for root in (asked.memory, asked.sticks[0]))
    assert [path.read_bytes() for path in here] == [path.read_bytes() for path in there]
    assert [path.name for path in here] == ["R1-001.kca", "R1-002.kca"]


def test_without_its_stick_nothing_is_granted_and_no_stick_is_made(day, asked, clock):
    (stick,) = asked.sticks
    stick.rmdir()
    with refuses(Outcome.MISSING, "stick.not-there"):
        act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)
    assert not stick.exists()
    assert not asked.memory.exists()


def test_no_code_is_told_where_the_stick_was_exchanged_while_the_log_was_written(day, asked, clock, monkeypatch):
    real, (stick,) = act._Book._keep, asked.sticks

    def exchanged(book, name, data):
        (stick / "kaochang" / sticks.MARKER).write_text("another-stick")
        return real(book, name, data)

    monkeypatch.setattr(act._Book, "_keep", exchanged)
    with refuses(Outcome.CONFLICT, "stick.exchanged"):
        act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)


def test_who_and_why_are_sealed_into_the_log_that_brings_the_entry(day, asked, clock):
    first = act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)
    second = act.answer(day.proctor_kit, "T2", challenge(), None, Asked("乙", "生病", asked.memory), clock)
    notes = [act_logs.open_act_notes(log_at(path, day), day.keys.results_seed) for path in (first.log, second.log)]
    assert [{number: (note.by, note.reason) for number, note in each.items()} for each in notes] == [
        {1: ("监考甲", "换键盘")},
        {2: ("乙", "生病")},
    ]


def test_cards_have_numbers_of_their_own_whatever_was_printed_before(day, asked, place, clock):
    first = act.cards(day.proctor_kit, ActKind.EXTRA_TIME, 10, 3, asked, clock)
    room = act.for_room(day.proctor_kit, ActKind.PAUSE, 0, asked, clock)
    more = act.cards(day.proctor_kit, ActKind.EXTRA_TIME, 10, 2, asked, clock)
    made = [act_codes.read_card(place, code) for code in (*first.codes, *room.codes, *more.codes)]
    assert [grant.serial for grant in made] == [1, 2, 3, 4, 5, 6]
    assert [grant.reach for grant in made] == [Reach.CARD] * 3 + [Reach.ROOM] + [Reach.CARD] * 2


def test_numbers_for_cards_run_out_and_nothing_is_signed_then(day, asked, clock):
    act.cards(day.proctor_kit, ActKind.EXTRA_TIME, 5, MOST_SERIAL - 1, asked, clock)
    with refuses(Outcome.LIMIT, "act.serials"):
        act.cards(day.proctor_kit, ActKind.EXTRA_TIME, 5, 2, asked, clock)
    assert len(list(asked.memory.rglob("*.kca"))) == 1


@pytest.mark.parametrize(
    ("grant", "outcome", "key"),
    [
        (lambda kit, *more: act.answer(kit, "T3", challenge(), None, *more), Outcome.CONTEXT, "context.ticket"),
        (lambda kit, *more: act.answer(kit, "T1", "ABCDE-FGHJ0", None, *more), Outcome.CODE, "challenge.group"),
        (
            lambda kit, *more: act.answer(kit, "T1", PAUSE, 5, *more),
            Outcome.POLICY,
            "act.minutes",
        ),
        (lambda kit, *more: act.for_room(kit, ActKind.STOP_ILL, 0, *more), Outcome.POLICY, "act.kind"),
        (lambda kit, *more: act.cards(kit, ActKind.RESUME, 7, 1, *more), Outcome.POLICY, "act.minutes"),
        (lambda kit, *more: act.answer(kit, "T1", WITHDRAW, None, *more), Outcome.POLICY, "attempt.act-not-here"),
        (lambda kit, *more: act.answer(kit, "T1", WALK_IN, None, *more), Outcome.POLICY, "act.not-reserve"),
        (lambda kit, *more: act.for_room(kit, ActKind.WALK_IN, 0, *more), Outcome.POLICY, "act.kind"),
        (lambda kit, *more: act.for_room(kit, ActKind.MOVE, 0, *more), Outcome.POLICY, "act.kind"),
    ],
)
def test_what_cannot_be_granted_leaves_no_log(day, asked, clock, grant, outcome, key):
    with refuses(outcome, key):
        grant(day.proctor_kit, asked, clock)
    assert not list(asked.memory.rglob("*.kca"))


def test_after_a_move_only_the_pc_that_took_over_is_resumed(day, asked, clock):
    resume, after = challenge(ActKind.RESUME, 5), challenge(ActKind.RESUME_MOVED, 5)
    before = act.answer(day.proctor_kit, "T1", resume, None, asked, clock)
    moved = act.answer(day.proctor_kit, "T1", MOVE, None, asked, clock)
    with refuses(Outcome.POLICY, "act.moved"):
        act.answer(day.proctor_kit, "T1", challenge(ActKind.RESUME, 5, seed=2), None, asked, clock)
    given = act.answer(day.proctor_kit, "T1", after, None, asked, clock)
    other = act.answer(day.proctor_kit, "T2", resume, None, asked, clock)
    assert [each.kind for each in log_at(other.log, day).entries] == ["resume", "move", "resume-moved", "resume"]
    assert not any(each.is_of_moved for each in (before, moved, given, other))


def test_after_a_second_move_the_pc_that_took_over_first_may_ask_for_a_resume_too(day, asked, clock):
    for seed in (1, 2):
        moved = act.answer(day.proctor_kit, "T1", challenge(ActKind.MOVE, 0, seed), None, asked, clock)
    asked_for = challenge(ActKind.RESUME_MOVED, 5)
    assert act.answer(day.proctor_kit, "T1", asked_for, None, asked, clock).is_of_moved
    assert not moved.is_of_moved
    assert not act.answer(day.proctor_kit, "T2", asked_for, None, asked, clock).is_of_moved


def test_whatever_else_is_asked_for_after_a_move_may_be_the_old_pcs(day, asked, clock):
    act.answer(day.proctor_kit, "T1", MOVE, None, asked, clock)
    assert act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock).is_of_moved
    assert not act.answer(day.proctor_kit, "T2", challenge(), None, asked, clock).is_of_moved


def test_without_the_proctors_pc_the_log_goes_on_from_the_stick(day, asked, clock, tmp_path):
    first = act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)
    elsewhere = Asked("甲", "x", tmp_path / "other-pc", asked.sticks)
    second = act.answer(day.proctor_kit, "T2", challenge(), None, elsewhere, clock)
    assert log_at(second.log, day).entries[0] == first.entries[0]
    assert len(list((tmp_path / "other-pc").rglob("*.kca"))) == 2


def test_a_second_pc_goes_on_from_a_log_that_lies_anywhere_on_a_stick(day, asked, clock, tmp_path):
    first = act.for_room(day.proctor_kit, ActKind.PAUSE, 0, asked, clock)
    stick = tmp_path / "stick-of-logs"
    stick.mkdir()
    shutil.copy(first.log, stick / "from-the-other-pc.kca")
    blind = act.for_room(day.proctor_kit, ActKind.PAUSE, 0, Asked("乙", "x", tmp_path / "blind"), clock)
    told = act.for_room(day.proctor_kit, ActKind.PAUSE, 0, Asked("乙", "x", tmp_path / "pc", (stick,)), clock)
    assert (first.is_first, blind.is_first, told.is_first) == (True, True, False)
    assert (blind.entries[0].serial, told.entries[0].serial) == (1, 2)
    assert blind.codes == first.codes
    assert told.codes != first.codes
    assert log_at(told.log, day).entries == (*first.entries, *told.entries)


def test_no_card_number_of_two_logs_that_two_pcs_began_is_given_again(day, asked, clock, tmp_path):
    act.cards(day.proctor_kit, ActKind.EXTRA_TIME, 10, 3, asked, clock)
    apart = Asked("乙", "x", tmp_path / "pc", (put_in(tmp_path / "second-stick"),))
    for minutes in (0, 0):
        act.answer(day.proctor_kit, "T1", PAUSE, minutes, apart, clock)
    both = Asked("乙", "x", apart.memory, (*apart.sticks, *asked.sticks))
    assert act.for_room(day.proctor_kit, ActKind.PAUSE, 0, both, clock).entries[0].serial == 4


def test_a_log_of_another_session_on_the_stick_is_nothing_wrong(day, other_day, asked, clock, tmp_path):
    before = Asked("甲", "x", tmp_path / "other", asked.sticks)
    act.for_room(other_day.proctor_kit, ActKind.PAUSE, 0, before, clock)
    made = act.for_room(day.proctor_kit, ActKind.PAUSE, 0, asked, clock)
    assert (made.problems, made.is_first, made.log.name) == ((), True, "R1-001.kca")


def test_a_damaged_log_is_named_and_its_number_stays_taken(day, asked, clock):
    first = act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)
    for path in [*asked.memory.rglob("*.kca"), *asked.sticks[0].rglob("*.kca")]:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    second = act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)
    assert {(problem.key, problem.outcome) for problem in second.problems} == {("problem.refused", "SIGNATURE")}
    assert (second.log.name, first.log.name) == ("R1-002.kca", "R1-001.kca")


def gather(day, clock, pc, to, **declared):
    return collect.collect(day.proctor_kit, CollectOrder([pc], to, memory=pc, **declared), clock)


def header(collection):
    return manifests.read_manifest(frame.unpack(collection.manifest.read_bytes()), None).header


def test_collect_brings_every_log_and_the_manifest_names_the_newest(day, asked, clock, tmp_path):
    act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)
    newest = act.for_room(day.proctor_kit, ActKind.PAUSE, 0, asked, clock).log
    found = gather(day, clock, asked.memory, put_in(tmp_path / "second-stick"), notes="无人到考")
    named = header(found).act_log
    assert (named.name, named.size, named.sha256) == (
        *("R1-002.kca", newest.stat().st_size, digest(newest.read_bytes())),
    )
    assert len(list((tmp_path / "second-stick").rglob("*.kca"))) == 2
    assert found.problems == ()


def test_a_further_act_makes_a_further_manifest_and_without_one_there_is_none(day, asked, clock, tmp_path):
    asked.memory.mkdir()
    first = gather(day, clock, asked.memory, tmp_path / "stick", notes="无事")
    assert header(first).act_log is None
    act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)
    second = gather(day, clock, asked.memory, tmp_path / "stick")
    assert (header(second).counter, header(second).act_log.name) == (2, "R1-001.kca")
    assert gather(day, clock, asked.memory, tmp_path / "stick").manifest == second.manifest


def test_a_log_that_was_named_once_and_is_nowhere_any_more_stays_named(day, asked, clock, tmp_path):
    act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)
    before = header(gather(day, clock, asked.memory, tmp_path / "stick", notes="无人到考"))
    for path in tmp_path.rglob("*.kca"):
        path.unlink()
    after = header(gather(day, clock, asked.memory, tmp_path / "stick", absent=frozenset({"T2"})))
    assert (after.counter, after.act_log) == (2, before.act_log)


def test_logs_of_another_room_stay_where_they_are_and_are_counted(day, asked, clock, tmp_path):
    act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)
    other = tmp_path / "other-room"
    shutil.copytree(asked.memory, other)
    seed = bytes_to_text(day.keys.proctor_seeds["R2"])
    kit = msgspec.structs.replace(day.proctor_kit, room="R2", proctor_seed=seed, tickets=())
    order = CollectOrder([other], put_in(tmp_path / "s2"), notes="无事", memory=tmp_path / "pc2")
    found = collect.collect(kit, order, clock)
    assert (found.elsewhere, found.problems) == (1, ())
    assert not list((tmp_path / "s2").rglob("*.kca"))


def test_a_damaged_log_on_the_stick_that_is_collected_from_and_to_is_named_once(day, asked, clock, tmp_path):
    act.answer(day.proctor_kit, "T1", challenge(), None, asked, clock)
    (log,) = asked.sticks[0].rglob("*.kca")
    log.write_bytes(log.read_bytes()[:-1])
    order = CollectOrder([asked.sticks[0]], asked.sticks[0], notes="无人到考", memory=tmp_path / "another-pc")
    found = collect.collect(day.proctor_kit, order, clock)
    assert [(problem.name, problem.outcome) for problem in found.problems] == [(str(log), "FRAME")]


def test_no_code_is_told_whose_log_would_lie_in_a_folder_that_a_stick_has_left(day, asked, clock):
    (stick,) = asked.sticks
    chosen = [sticks.choose(stick)]
    stick.rename(stick.with_name("pulled"))
    put_in(stick)
    told = Asked("甲", "x", asked.memory, asked.sticks, chosen=chosen)
    with refuses(Outcome.MISSING, "stick.pulled-out"):
        act.for_room(day.proctor_kit, ActKind.PAUSE, 0, told, clock)
    assert list(stick.iterdir()) == []
