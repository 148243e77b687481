"""A move as the flows do it: what leaves a PC, what another one takes in, and what each refuses."""

import itertools
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from kaochang.custody import act_codes, journal_log
from kaochang.custody.act_codes import ActPlace
from kaochang.custody.journal_log import Entry
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.annotations import Annotations, Drafted, Eliminated
from kaochang.domain.attempts import Cause, ClosingReason, Phase, Responded, Wait
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice
from kaochang.flow import attempt_database, hand_in, move, moved_logs, sit, sticks, take_act
from kaochang.flow.attempt_files import BEHIND_NAME, LOG_NAME
from kaochang.flow.desk import Desk
from kaochang.flow.moved_logs import Wanted
from kaochang.flow.sitting import Sitting
from support.exams import RESPONSES
from support.other_pc import mark_of
from support.put_in import put_in
from support.refusals import refuses
from support.seeded import seeded

MINUTE = 60_000
ITEMS = list(RESPONSES.items())


class Room:
    """PCs by their names, the candidate of one ticket, the proctor, and a stick."""

    def __init__(self, day, unlocked, ticket, clock, folder):
        self.day, self.unlocked, self.ticket, self.clock, self.folder = day, unlocked, ticket, clock, folder
        self.place = ActPlace(day.context, "R1", day.keys.act_keys["R1"])
        self.stick = put_in(folder / "stick")
        self.seeds = itertools.count(7)
        self.disk = ""

    def desk(self, pc):
        return Desk(self.folder / pc, self.clock, seeded(next(self.seeds)), mark_of(pc), disk=lambda _: self.disk)

    def attempt_folder(self, pc):
        return self.desk(pc).attempt_folder(self.unlocked.room.session.id, self.ticket.number)

    def sit(self, pc, *answers):
        """One run of the candidate's program; the state it comes to."""
        sitting = sit.begin(self.desk(pc), self.unlocked, self.ticket, "07")
        for item, response in answers:
            sitting.save(sitting.respond(item, response))
        sitting.shut()
        return sitting.state

    def leave(self, pc, stick=None):
        return move.leave(self.desk(pc), self.unlocked, self.ticket, "", sticks.choose(stick or self.stick))

    def rescue(self, pc, stick=None):
        exam = self.unlocked.room.sealed
        return move.from_disk(exam, self.ticket.number, self.folder / pc, stick or self.stick, seeded(5))

    def bring(self, pc, source=None, **needs):
        return move.bring_in(self.desk(pc), self.unlocked, self.ticket, "", source or self.stick, **needs)

    def waiting(self, pc):
        return move.waiting(self.desk(pc), self.unlocked, self.ticket, "")

    def ask(self, sitting, kind=ActKind.MOVE, minutes=0):
        entry = take_act.ask(sitting, kind, minutes)
        sitting.save(entry)
        return entry.event.challenge

    def grant(self, sitting, kind=ActKind.MOVE, minutes=0):
        """Asks for an act and takes it."""
        code = act_codes.make_response(self.place, self.ticket.number, self.ask(sitting, kind, minutes), minutes)
        taken = take_act.take(sitting, code)
        assert taken.refused is None
        sitting.save(taken.entry)

    def bring_and_take(self, pc):
        """The PC takes in what is on the stick, and goes on with it."""
        self.bring(pc)
        return self.take_over(pc)

    def take_over(self, pc):
        """The PC is granted what it has taken in, and goes on."""
        sitting = self.waiting(pc)
        self.grant(sitting)
        sitting.shut()
        return self.sit(pc)

    def rows(self, pc):
        connection, _, rows = attempt_database.read_database(self.attempt_folder(pc))
        connection.close()
        return rows

    def log(self):
        """The one log on the stick."""
        (path,) = self.stick.rglob("*.kcj")
        return path


@pytest.fixture
def room(day, unlocked, ticket, clock, tmp_path):
    return Room(day, unlocked, ticket, clock, tmp_path)


def test_what_was_drawn_goes_with_the_attempt(room):
    room.sit("a")
    sitting = sit.begin(room.desk("a"), room.unlocked, room.ticket, "07")
    sitting.save(sitting.annotate("single", Eliminated(("B",))))
    sitting.save(sitting.annotate("", Drafted("先做选择题")))
    sitting.shut()
    room.leave("a")
    room.bring("b")
    assert room.take_over("b").annotations == sitting.state.annotations != Annotations()


def test_what_was_answered_goes_with_the_attempt_and_the_way_is_an_outage(room):
    before = room.sit("a", *ITEMS[:3])
    room.leave("a")
    room.clock.go_on(4 * MINUTE)
    room.bring("b")
    after = room.take_over("b")
    assert (after.responses, after.seed, after.phase) == (before.responses, before.seed, Phase.INTERACTING)
    assert after.limit - after.used == before.limit - before.used
    assert [(each.cause, each.pc) for each in after.outages][-1] == (
        Cause.MOVED,
        mark_of("b")(room.day.context.session),
    )
    assert after.acts[-1].detail == after.pc


def test_the_rows_are_verbatim_and_the_attempt_stays_itself(room):
    room.sit("a", *ITEMS[:2])
    room.leave("a")
    room.bring("b")
    assert room.rows("b") == room.rows("a")
    room.take_over("b")
    room.leave("b")
    log = journal_log.open_log(room.log().read_bytes(), room.day.ticket_keys)
    assert list(log.rows[: len(room.rows("a"))]) == room.rows("a")


def test_a_pc_that_was_left_refuses_and_writes_nothing(room):
    room.sit("a", ITEMS[0])
    room.leave("a")
    rows = room.rows("a")
    with refuses(Outcome.POLICY, "attempt.moved-away"):
        room.sit("a")
    assert room.rows("a") == rows
    assert room.leave("a").rows == len(rows)


def test_a_pc_is_left_only_with_an_attempt_under_way(room):
    with refuses(Outcome.MISSING, "attempt.none-here"):
        room.leave("a")
    with refuses(Outcome.MISSING, "attempt.none-here"):
        room.waiting("a")
    sitting = sit.begin(room.desk("a"), room.unlocked, room.ticket, "07")
    sitting.save(sitting.respond(*ITEMS[0]))
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    sitting.shut()
    with refuses(Outcome.POLICY, "attempt.closed"):
        room.leave("a")
    assert not list(room.stick.rglob("*.kcj"))


def test_an_attempt_whose_clock_was_never_started_is_not_moved(room, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Sitting, "start", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            room.sit("a")
    with refuses(Outcome.POLICY, "attempt.not-started"):
        room.leave("a")
    assert not list(room.stick.rglob("*.kcj"))


def test_an_attempt_whose_time_is_over_is_handed_in_and_not_moved(room):
    room.sit("a", ITEMS[0])
    sitting = sit.begin(room.desk("a"), room.unlocked, room.ticket, "07")
    for _ in range(80 * 12):
        room.clock.go_on(5_000)
        if sitting.state.reason is None:
            for entry in (*sitting.due(), *([sitting.tick()] if sitting.state.reason is None else [])):
                sitting.save(entry)
    sitting.shut()
    with refuses(Outcome.POLICY, "attempt.closed"):
        room.leave("a")


def test_a_stick_that_fails_leaves_the_attempt_where_it_is(room):
    room.sit("a", ITEMS[0])
    with refuses(Outcome.MISSING, "stick.not-there"):
        room.leave("a", room.folder / "nowhere")
    assert room.sit("a", ITEMS[1]).phase is Phase.INTERACTING


def test_another_pcs_journal_is_refused_and_its_own_mark_opens_it(room):
    room.sit("a", ITEMS[0])
    shutil.copytree(room.folder / "a", room.folder / "b")
    rows = room.rows("b")
    with refuses(Outcome.POLICY, "attempt.other-pc"):
        room.sit("b")
    with refuses(Outcome.POLICY, "attempt.other-pc"):
        room.leave("b")
    assert room.rows("b") == rows
    assert not list(room.stick.rglob("*.kcj"))
    assert room.sit("a").phase is Phase.INTERACTING


def test_a_journal_that_names_no_pc_is_whoevers_has_it(room, monkeypatch):
    monkeypatch.setattr(Room, "desk", lambda self, pc: Desk(self.folder / "a", self.clock, seeded(9), lambda _: pc))
    room.sit("", ITEMS[0])
    assert room.sit("b").phase is Phase.INTERACTING


def test_nothing_but_a_move_is_asked_for_or_taken_at_another_pc(room):
    sitting = sit.begin(room.desk("a"), room.unlocked, room.ticket, "07")
    challenge = room.ask(sitting, ActKind.EXTRA_TIME, 10)
    sitting.shut()
    shutil.copytree(room.folder / "a", room.folder / "b")
    away = room.waiting("b")
    code = act_codes.make_response(room.place, room.ticket.number, challenge, 10)
    for other in (
        lambda: take_act.ask(away, ActKind.EXTRA_TIME, 10),
        lambda: take_act.take(away, code),
        lambda: take_act.take(away, act_codes.make_card(room.place, ActKind.RESUME, Reach.ROOM, 10, 1)),
    ):
        with refuses(Outcome.POLICY, "attempt.other-pc"):
            other()
    away.shut()


def test_where_the_attempt_is_a_move_is_asked_for_only_while_it_waits(room):
    sitting = sit.begin(room.desk("a"), room.unlocked, room.ticket, "07")
    with refuses(Outcome.POLICY, "attempt.is-here"):
        take_act.ask(sitting, ActKind.MOVE, 0)
    room.grant(sitting, ActKind.PAUSE)
    room.grant(sitting)
    assert sitting.state.may_move
    sitting.shut()


def test_a_moved_attempt_asks_for_a_resume_by_a_kind_of_its_own(room):
    room.sit("a", ITEMS[0])
    sitting = sit.begin(room.desk("a"), room.unlocked, room.ticket, "07")
    assert act_codes.read_challenge(room.ask(sitting, ActKind.RESUME, 5))[0] is ActKind.RESUME
    sitting.shut()
    room.leave("a")
    room.bring("b")
    room.clock.go_on(90 * MINUTE)
    assert room.take_over("b").wait is Wait.OUTAGE
    sitting = room.waiting("b")
    assert take_act.proposed_minutes(sitting, ActKind.RESUME) == 80
    assert take_act.proposed_minutes(sitting, ActKind.RESUME_MOVED) == 80
    room.grant(sitting, ActKind.RESUME_MOVED, 80)
    assert sitting.state.phase is Phase.INTERACTING
    assert act_codes.read_challenge(room.ask(sitting, ActKind.RESUME, 5))[0] is ActKind.RESUME_MOVED
    sitting.shut()


def test_a_crash_between_the_act_and_going_on_costs_nothing(room):
    room.sit("a", ITEMS[0])
    room.leave("a")
    room.bring("b")
    sitting = room.waiting("b")
    room.grant(sitting)
    sitting.shut()  # the program dies here
    assert room.sit("b").pc == mark_of("b")(room.day.context.session)


def test_a_pc_whose_disk_forgets_takes_nothing_over_without_a_second_place(room):
    room.sit("a", ITEMS[0])
    room.leave("a")
    room.bring("b")
    sitting = room.waiting("b")
    room.grant(sitting)
    sitting.shut()
    rows = room.rows("b")
    room.disk = "tmpfs"
    with refuses(Outcome.POLICY, "disk.forgets"):
        room.sit("b")
    assert room.rows("b") == rows
    room.disk = ""
    assert room.sit("b").phase is Phase.INTERACTING


def test_the_same_log_brought_in_again_changes_nothing(room):
    room.sit("a", ITEMS[0])
    room.leave("a")
    first, rows = room.bring("b"), room.rows("b")
    sitting = room.waiting("b")
    room.ask(sitting)
    sitting.shut()
    assert room.bring("b") == first
    assert room.rows("b")[:-1] == rows  # the challenge that was asked stays


def test_what_the_pc_has_goes_on_only_from_how_the_log_begins(room):
    room.sit("a", ITEMS[0])
    room.rescue("a")
    room.bring("b")
    room.take_over("b")
    room.sit("b", ITEMS[1])
    rows = room.rows("b")
    with refuses(Outcome.ROLLBACK, "move.older"):
        room.bring("b")
    room.sit("a", ITEMS[2])
    other = put_in(room.folder / "other")
    room.rescue("a", other)
    with refuses(Outcome.CONFLICT, "move.parted"):
        room.bring("b", other)
    assert room.rows("b") == rows


def test_an_attempt_of_the_same_ticket_that_was_begun_anew_is_no_older_one(room):
    room.sit("a", ITEMS[0])
    room.leave("a")
    room.sit("b", ITEMS[1])
    rows = room.rows("b")
    with refuses(Outcome.CONFLICT, "move.begun-here"):
        room.bring("b")
    assert room.rows("b") == rows


def test_an_attempt_begun_by_mistake_is_kept_beside_the_one_that_goes_on(room):
    before = room.sit("a", *ITEMS[:3])
    room.leave("a")
    room.sit("b", ITEMS[3])
    young = (room.attempt_folder("b") / LOG_NAME).read_bytes()
    room.bring("b", sets_aside=True)
    (kept,) = room.attempt_folder("b").glob("set-aside-*")
    assert (kept.read_bytes(), kept.suffix) == (young, ".kcj")
    with refuses(Outcome.POLICY, "attempt.moved-away"):
        room.sit("b")
    assert room.take_over("b").responses == before.responses


def test_nothing_but_another_attempt_is_set_aside(room):
    room.sit("a", ITEMS[0])
    room.rescue("a")
    room.bring("b")
    room.take_over("b")
    room.sit("a", ITEMS[2])
    other = put_in(room.folder / "other")
    room.rescue("a", other)
    for stick, outcome, key in ((other, Outcome.CONFLICT, "move.parted"), (room.stick, Outcome.ROLLBACK, "move.older")):
        with refuses(outcome, key):
            room.bring("b", stick, sets_aside=True)
    assert not list(room.attempt_folder("b").glob("set-aside*"))


def test_setting_aside_that_was_cut_off_is_finished_when_it_is_run_again(room, monkeypatch):
    room.sit("a", ITEMS[0])
    room.leave("a")
    room.sit("b", ITEMS[1])
    for name in ("delete_file", "write_anew", "remove_older"):
        with monkeypatch.context() as patch:
            patch.setattr(move, name, lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                room.bring("b", sets_aside=True)
    room.bring("b", sets_aside=True)
    assert len(list(room.attempt_folder("b").glob("set-aside-*"))) == 1
    assert ITEMS[0][0] in room.take_over("b").responses


def test_a_log_with_fewer_rows_than_were_told_is_refused(room):
    room.sit("a", *ITEMS[:3])
    told = room.leave("a")
    assert (told.rows, told.wall) == (len(room.rows("a")), room.clock.wall())
    data, ends = room.log().read_bytes(), ends_of(room.log())
    room.log().write_bytes(data[: ends[-2]])
    with refuses(Outcome.ROLLBACK, "move.fewer-rows"):
        room.bring("b", least=told.rows)
    assert not room.attempt_folder("b").exists()
    assert not room.bring("b", least=told.rows - 1).is_cut
    room.log().write_bytes(data)
    assert room.bring("b", least=told.rows).rows == told.rows


@pytest.mark.parametrize("waits", [Wait.OUTAGE, Wait.CLOCK])
def test_after_a_move_that_nobody_used_the_attempt_goes_on_where_it_is(room, waits):
    """Granted for a spare PC that broke; the proctor's program grants no plain resume any more."""
    room.sit("a", ITEMS[0])
    room.clock.go_on(40 * MINUTE)
    if waits is Wait.CLOCK:
        room.clock.reboot()
        room.clock.set_wall(room.clock.wall() - 90 * MINUTE)
    assert room.sit("a").wait is waits
    sitting = room.waiting("a")
    assert ActKind.MOVE in take_act.kinds_now(sitting)
    room.grant(sitting)
    for entry in take_act.follows(sitting):
        sitting.save(entry)
    assert (sitting.state.wait, sitting.state.pc, sitting.state.may_move) == (waits, sitting.pc, False)
    assert ActKind.MOVE not in take_act.kinds_now(sitting)
    assert take_act.follows(sitting) == []
    challenge = room.ask(sitting, ActKind.RESUME, 30)
    assert act_codes.read_challenge(challenge)[0] is ActKind.RESUME_MOVED
    room.grant(sitting, ActKind.RESUME_MOVED, 30)
    sitting.shut()
    assert room.sit("a").phase is Phase.INTERACTING


def test_a_crash_after_the_move_to_itself_costs_nothing(room):
    room.sit("a", ITEMS[0])
    room.clock.go_on(40 * MINUTE)
    room.sit("a")
    sitting = room.waiting("a")
    room.grant(sitting)
    sitting.shut()  # the program dies here
    state = room.sit("a")
    assert (state.wait, state.pc) == (Wait.OUTAGE, mark_of("a")(room.day.context.session))


def test_a_running_attempt_is_not_offered_a_move(room):
    sitting = sit.begin(room.desk("a"), room.unlocked, room.ticket, "07")
    assert ActKind.MOVE not in take_act.kinds_now(sitting)
    room.grant(sitting, ActKind.PAUSE)
    assert ActKind.MOVE not in take_act.kinds_now(sitting)
    sitting.shut()


def test_an_act_that_is_no_move_is_not_a_pcs_asking(room):
    sitting = sit.begin(room.desk("a"), room.unlocked, room.ticket, "07")
    room.rescue("a")
    room.grant(sitting, ActKind.EXTRA_TIME, 5)
    sitting.shut()
    with refuses(Outcome.ROLLBACK, "move.older"):
        room.bring("a")


def test_the_same_attempt_sealed_anew_from_its_first_row_on_is_another_history(room):
    room.sit("a", ITEMS[0])
    room.leave("a")
    sitting = room.waiting("a")
    room.ask(sitting)
    sitting.shut()
    log = journal_log.open_log(room.log().read_bytes(), None)
    identity = log.header.identity
    seed = room.unlocked.ticket_seed(room.ticket.number)
    key = journal_log.journal_key(room.unlocked.content_key, seed, identity.attempt)
    chain, anew = journal_log.new_chain(key, identity), log.frame
    for number, (row, _) in enumerate(journal_log.open_rows(log, key), start=1):
        sealed = chain.seal(number, journal_log.row_bytes(row))
        chain.advance(sealed)
        anew += journal_log.record(sealed)
    room.log().write_bytes(anew)
    with refuses(Outcome.CONFLICT, "move.parted"):
        room.bring("a")


def test_a_pc_that_asked_takes_in_what_came_after(room):
    """Its own challenge goes, and the log that told of it."""
    room.sit("a", *ITEMS[:3])
    room.leave("a")
    path = room.log()
    data, ends = path.read_bytes(), ends_of(path)
    path.write_bytes(data[: ends[-3]])
    assert room.bring("b").rows == len(ends) - 2
    sitting = room.waiting("b")
    room.ask(sitting)
    sitting.save(sitting.wrong_code())
    sitting.shut()
    path.write_bytes(data)
    assert room.bring("b").rows == len(ends)
    assert room.rows("b") == room.rows("a")
    assert len(room.take_over("b").responses) == 3


def ends_of(path):
    """Where each record of a log ends."""
    return ends_of_bytes(path.read_bytes())


def ends_of_bytes(data):
    log = journal_log.open_log(data, None)
    return list(itertools.accumulate((4 + len(row) for row in log.rows), initial=len(log.frame)))[1:]


# Taken from a disk.


def test_a_log_comes_from_whichever_of_the_two_files_tells_more(room):
    room.sit("a", *ITEMS[:2])
    folder, rows = room.attempt_folder("a"), len(room.rows("a"))
    log = (folder / LOG_NAME).read_bytes()
    damages = {
        "both whole": lambda: None,
        "log short": lambda: (folder / LOG_NAME).write_bytes(log[: ends_of(folder / LOG_NAME)[2]]),
        "log gone": lambda: (folder / LOG_NAME).unlink(),
        "log rubbish": lambda: (folder / LOG_NAME).write_bytes(b"rubbish" * 99),
        "last record noise": lambda: (folder / LOG_NAME).write_bytes(log[:-9] + b"123456789"),
    }
    for name, damage in damages.items():
        damage()
        stick = put_in(room.folder / name.replace(" ", "-"))
        told = room.rescue("a", stick)
        assert (told.rows, told.is_cut, len(told.others)) == (rows, False, name == "last record noise"), name
        assert log in [path.read_bytes() for path in stick.rglob("*.kcj")], name
        brought = wanted(room).find(stick)
        assert (len(brought.rows), brought.is_cut) == (rows, False), name
        (folder / LOG_NAME).write_bytes(log)
    for path in folder.glob("attempt*.db*"):
        path.write_bytes(b"rubbish" * 1_000)
    assert room.rescue("a").rows == rows
    (folder / LOG_NAME).unlink()
    with pytest.raises(Refusal):
        room.rescue("a")


def changed(room, *statements):
    """SQL on the database of PC a."""
    with closing(sqlite3.connect(attempt_database.database_of(room.attempt_folder("a")))) as connection, connection:
        for statement in statements:
            connection.execute(statement)


FLIPPED = "UPDATE rows SET sealed = zeroblob(length(sealed)) WHERE seq = 3"
DROPPED = "DELETE FROM rows WHERE seq = 3"


@pytest.mark.parametrize("statement", [FLIPPED, DROPPED])
def test_a_damaged_database_costs_nothing_of_a_whole_log(room, statement):
    before = room.sit("a", *ITEMS[:4])
    rows = len(room.rows("a"))
    changed(room, statement)
    room.rescue("a")
    brought = room.bring("b")
    assert (brought.rows, brought.is_cut) == (rows, False)
    assert room.take_over("b").responses == before.responses


def test_a_damaged_database_and_a_log_that_was_cut_make_one_whole(room):
    """The log has the row that is damaged in the database, the database those behind."""
    before = room.sit("a", *ITEMS[:4])
    path, rows = room.attempt_folder("a") / LOG_NAME, len(room.rows("a"))
    path.write_bytes(path.read_bytes()[: ends_of(path)[3] + 20])
    changed(room, FLIPPED)
    assert len(room.rescue("a").others) == 1
    brought = room.bring("b")
    assert (brought.rows, brought.is_cut) == (rows, False)
    assert room.take_over("b").responses == before.responses


def test_no_older_copy_goes_on_where_a_longer_one_is_damaged(room):
    room.sit("a", *ITEMS[:4])
    room.rescue("a")
    data, ends = room.log().read_bytes(), ends_of(room.log())
    older = room.log().with_name("older.kcj")
    room.log().write_bytes(data[: ends[1] + 9] + bytes(40) + data[ends[1] + 49 :])
    older.write_bytes(data[: ends[1]])
    with refuses(Outcome.DECRYPT, "journal.row-damaged") as caught:
        wanted(room).find(room.stick)
    assert caught.value.params["row"] == 3


def test_rows_that_a_database_no_longer_has_in_order_are_told_as_cut(room):
    room.sit("a", *ITEMS[:4])
    (room.attempt_folder("a") / LOG_NAME).unlink()
    changed(room, DROPPED)
    told = room.rescue("a")
    assert (told.rows, told.is_cut) == (2, True)
    brought = room.bring("b")
    assert (brought.rows, brought.is_cut) == (2, True)


def test_a_log_that_is_shorter_than_what_the_database_lost_is_told_as_cut(room):
    room.sit("a", *ITEMS[:4])
    path = room.attempt_folder("a") / LOG_NAME
    path.write_bytes(path.read_bytes()[: ends_of(path)[1]])
    changed(room, DROPPED)
    assert room.rescue("a").is_cut
    assert room.bring("b").is_cut


def test_a_whole_log_takes_the_place_of_one_that_was_cut(room):
    room.sit("a", *ITEMS[:4])
    path, rows = room.attempt_folder("a") / LOG_NAME, len(room.rows("a"))
    data, ends = path.read_bytes(), ends_of(path)
    databases = {each: each.read_bytes() for each in path.parent.glob("attempt*.db*")}
    for each in databases:
        each.unlink()
    path.write_bytes(data[: ends[2] + 30])
    assert room.rescue("a").is_cut
    path.write_bytes(data)
    assert not room.rescue("a").is_cut
    assert room.log().read_bytes() == data
    assert room.bring("b").rows == rows


@pytest.mark.parametrize("whole", [True, False])
def test_a_log_that_fell_behind_is_used_where_nothing_else_can_be_read(room, whole):
    room.sit("a", *ITEMS[:4])
    folder, rows = room.attempt_folder("a"), len(room.rows("a"))
    (folder / LOG_NAME).rename(folder / BEHIND_NAME)
    if not whole:
        for path in folder.glob("attempt*.db*"):
            path.write_bytes(b"rubbish" * 1_000)
    told = room.rescue("a")
    assert (told.rows, told.is_cut, told.others) == (rows, not whole, ())
    assert room.bring("b").is_cut is not whole


def test_a_log_that_fell_behind_in_another_attempt_is_no_copy(room):
    room.sit("x", ITEMS[0])
    room.sit("a", ITEMS[1])
    shutil.copy(room.attempt_folder("x") / LOG_NAME, room.attempt_folder("a") / BEHIND_NAME)
    assert room.rescue("a").others == ()
    assert ITEMS[1][0] in room.bring_and_take("b").responses


def test_a_head_that_is_damaged_in_one_of_the_two_costs_nothing(room):
    room.sit("a", *ITEMS[:2])
    folder, rows = room.attempt_folder("a"), len(room.rows("a"))
    changed(room, "UPDATE head SET frame = zeroblob(500)")
    assert (room.rescue("a").rows, room.bring("b").rows) == (rows, rows)
    data = (folder / LOG_NAME).read_bytes()
    for path in folder.glob("attempt*.db*"):
        path.unlink()
    (folder / LOG_NAME).write_bytes(bytes(9) + data[9:])
    (folder / BEHIND_NAME).write_bytes(data[: ends_of_bytes(data)[1]])
    stick = put_in(room.folder / "other")
    assert room.rescue("a", stick).rows == rows


def test_a_database_that_cannot_be_read_at_all_leaves_the_log(room):
    room.sit("a", ITEMS[0])
    folder = room.attempt_folder("a")
    database = attempt_database.database_of(folder)
    database.unlink()
    database.mkdir()
    assert room.rescue("a").rows == len(journal_log.open_log((folder / LOG_NAME).read_bytes(), None).rows)


def test_a_pc_without_room_for_a_copy_says_so_and_does_not_fall_back(room, monkeypatch):
    room.sit("a", ITEMS[0])

    def full(path: Path):
        raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(path))

    monkeypatch.setattr(moved_logs, "connect", full)
    with refuses(Outcome.DISK_FULL, "io.disk-full"):
        room.rescue("a")


def test_a_disk_without_the_attempt_with_its_result_or_with_another_ones_is_refused(room):
    with refuses(Outcome.MISSING, "move.nothing-on-disk"):
        room.rescue("a")
    room.sit("a", ITEMS[0])
    sessions = room.folder / "a" / room.unlocked.room.session.id
    shutil.copytree(sessions / "T1", sessions / "T2")
    with refuses(Outcome.CONTEXT, "context.attempt"):
        move.from_disk(room.unlocked.room.sealed, "T2", room.folder / "a", room.stick, seeded(5))
    other = msgspec.structs.replace(room.day.context, exam_file=room.day.context.exam_file[::-1])
    with refuses(Outcome.CONTEXT, "context.sealing"):
        moved_logs.logs_of_disk(room.folder / "a", other, "T1")
    sitting = sit.begin(room.desk("a"), room.unlocked, room.ticket, "07")
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    hand_in.hand_in(sitting, [])
    sitting.shut()
    with refuses(Outcome.POLICY, "move.has-result"):
        room.rescue("a")


def test_a_database_and_a_log_of_two_attempts_are_no_one_log(room):
    room.sit("a", ITEMS[0])
    room.sit("b", ITEMS[0])
    shutil.copy(room.attempt_folder("b") / LOG_NAME, room.attempt_folder("a") / LOG_NAME)
    with refuses(Outcome.CONFLICT, "journal.fork"):
        room.rescue("a")


# Found on a stick.


def wanted(room):
    return Wanted(room.unlocked, room.ticket, room.unlocked.ticket_seed(room.ticket.number))


def test_an_attempt_that_is_closed_comes_too_to_be_handed_in(room):
    sitting = sit.begin(room.desk("a"), room.unlocked, room.ticket, "07")
    sitting.save(sitting.respond(*ITEMS[0]))
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    sitting.shut()
    room.rescue("a")
    room.bring("b")
    sitting = sit.begin(room.desk("b"), room.unlocked, room.ticket, "07")
    assert sitting.state.phase is Phase.CLOSED
    assert hand_in.hand_in(sitting, []).answered == 1
    sitting.shut()


def test_rows_that_no_attempt_leads_to_are_refused_though_their_seals_are_right(room):
    sitting = sit.begin(room.desk("a"), room.unlocked, room.ticket, "07")
    witness = sitting.attempt.entries[-1].witness if sitting.attempt.entries else sitting._witness()
    unlawful = Responded(10**10, room.clock.wall(), ITEMS[0][0], Choice(("A",)))
    sitting.attempt.files.append(Entry(unlawful, witness))
    sitting.shut()
    room.rescue("a")
    with refuses(Outcome.PAYLOAD, "move.unlawful"):
        room.bring("b")
    assert not room.attempt_folder("b").exists()


def test_a_log_whose_rows_do_not_open_is_refused_by_the_first_of_them(room):
    room.sit("a", ITEMS[0])
    room.rescue("a")
    seed = room.unlocked.ticket_seed("T2")
    with refuses(Outcome.DECRYPT, "journal.row-damaged") as caught:
        Wanted(room.unlocked, room.ticket, seed).find(room.stick)
    assert caught.value.params["row"] == 1


def test_a_log_without_a_row_tells_nothing(room):
    room.sit("a", ITEMS[0])
    room.rescue("a")
    log = journal_log.open_log(room.log().read_bytes(), None)
    room.log().write_bytes(log.frame)
    with refuses(Outcome.DECRYPT, "journal.row-damaged"):
        wanted(room).find(room.stick)


def test_an_attempt_that_never_began_is_passed_over_beside_one_that_did(room):
    room.sit("a", ITEMS[0])
    room.sit("b", ITEMS[0])
    room.rescue("a")
    log = journal_log.open_log((room.attempt_folder("b") / LOG_NAME).read_bytes(), None)
    room.log().with_name("other.kcj").write_bytes(log.frame)
    assert wanted(room).find(room.stick).log.header.identity != log.header.identity


def test_another_attempt_that_cannot_be_opened_is_named_all_the_same(room):
    room.sit("a", ITEMS[0])
    room.sit("b", ITEMS[0])
    room.rescue("a")
    log = journal_log.open_log((room.attempt_folder("b") / LOG_NAME).read_bytes(), None)
    room.log().with_name("other.kcj").write_bytes(log.frame + journal_log.record(bytes(99)))
    with refuses(Outcome.CONFLICT, "move.fork"):
        wanted(room).find(room.stick)


def test_a_log_whose_only_row_does_not_open_is_no_cut_one(room):
    room.sit("a", ITEMS[0])
    room.rescue("a")
    log = journal_log.open_log(room.log().read_bytes(), None)
    room.log().write_bytes(log.frame + journal_log.record(bytes(99)))
    with refuses(Outcome.DECRYPT, "journal.row-damaged"):
        wanted(room).find(room.stick)


def test_one_row_of_noise_in_any_copy_is_told_as_cut(room):
    room.sit("a", *ITEMS[:2])
    room.rescue("a")
    path = room.log()
    path.with_name("copy.kcj").write_bytes(path.read_bytes() + journal_log.record(bytes(99)))
    brought = wanted(room).find(room.stick)
    assert (len(brought.rows), brought.is_cut) == (len(room.rows("a")), True)


def test_two_ways_on_behind_a_damaged_row_are_no_one_log(room):
    room.sit("a", *ITEMS[:2])
    room.rescue("a")
    path = room.log()
    log = journal_log.open_log(path.read_bytes(), None)
    seed = room.unlocked.ticket_seed(room.ticket.number)
    identity = log.header.identity
    chain = journal_log.new_chain(journal_log.journal_key(room.unlocked.content_key, seed, identity.attempt), identity)
    for sealed in log.rows[:-1]:
        last = chain.open_next(sealed)
    damaged = [log.frame, *map(journal_log.record, log.rows[:-2]), journal_log.record(bytes(99))]
    path.write_bytes(log.frame + b"".join(map(journal_log.record, log.rows[:-1])))
    for name in ("one.kcj", "two.kcj"):
        path.with_name(name).write_bytes(b"".join([*damaged, journal_log.record(chain.seal(chain.count + 1, last))]))
    with refuses(Outcome.CONFLICT, "journal.fork"):
        wanted(room).find(room.stick)


def test_a_row_of_another_shape_is_refused_as_that(room, monkeypatch):
    room.sit("a", ITEMS[0])
    room.rescue("a")

    def strange(*_):
        raise Refusal(Outcome.PAYLOAD, "payload")

    monkeypatch.setattr(moved_logs.journal_log, "open_rows", strange)
    with refuses(Outcome.PAYLOAD, "payload"):
        wanted(room).find(room.stick)


def test_one_row_at_the_end_may_be_what_a_power_cut_left_and_two_may_not(room):
    room.sit("a", *ITEMS[:3])
    room.rescue("a")
    path = room.log()
    data, ends = path.read_bytes(), ends_of(path)
    path.write_bytes(data[: ends[-2] + 9] + bytes(len(data) - ends[-2] - 9))
    found = wanted(room).find(room.stick)
    assert (len(found.rows), found.is_cut, found.wall) == (len(ends) - 1, True, room.clock.wall())
    path.write_bytes(data[: ends[-3] + 9] + bytes(40) + data[ends[-3] + 49 :])
    with refuses(Outcome.DECRYPT, "journal.row-damaged") as caught:
        wanted(room).find(room.stick)
    assert caught.value.params["row"] == len(ends) - 1
    path.with_name("copy.kcj").write_bytes(data)
    assert wanted(room).find(room.stick).path == path.with_name("copy.kcj")


@pytest.mark.parametrize("fork", ["begun anew", "gone on"])
def test_two_logs_that_part_are_both_named(room, fork):
    room.sit("a", ITEMS[0])
    if fork == "begun anew":
        room.sit("b", ITEMS[0])
    else:
        shutil.copytree(room.folder / "a", room.folder / "b")
        room.take_over("b")
        room.sit("a", ITEMS[1])
    room.rescue("a")
    room.rescue("b")
    names = {str(path) for path in room.stick.rglob("*.kcj")}
    with refuses(Outcome.CONFLICT, "move.fork") as caught:
        wanted(room).find(room.stick)
    assert {caught.value.where, caught.value.params["other"]} == names
    assert wanted(room).find(Path(caught.value.where)).path == Path(caught.value.where)


def test_a_stick_of_a_whole_room_has_other_candidates_logs_on_it(room, day):
    with refuses(Outcome.MISSING, "move.no-log"):
        wanted(room).find(room.stick)
    other = Room(day, room.unlocked, room.unlocked.room.tickets[1], room.clock, room.folder)
    other.sit("x", ITEMS[0])
    other.rescue("x")
    with refuses(Outcome.CONTEXT, "move.other-candidate"):
        wanted(room).find(room.stick)
    (room.stick / "T1-damaged.kcj").write_bytes(b"damaged")
    with refuses(Outcome.FRAME, "frame.not-ours"):
        wanted(room).find(room.stick)
    room.sit("a", ITEMS[0])
    room.rescue("a")
    assert wanted(room).find(room.stick).log.header.identity.ticket == "T1"
