"""An attempt that goes on at another PC: with every answer, the right time, and one result that counts."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from journeys.test_acts import ANSWER, MINUTE, Room
from journeys.test_killed import ROOT, ended, handed_in
from kaochang.custody.results import ResultBody
from kaochang.flow import attempt_database, move
from kaochang.store.centre import Centre
from support.exam_day import kaochang, login
from support.other_pc import mark_of
from support.put_in import put_in

SECOND = {"respond": "单选题#2", "with": "C"}
ASK_MOVE = {"challenge": {"kind": "move"}}
OTHER_PC = ROOT / "tests/support/other_pc.py"
MOVED_AWAY, TAKEN_OVER = "refusal.attempt.moved-away", "refusal.attempt.other-pc"


class Hall(Room):
    """A room whose PCs are told apart, and a stick that is carried between them."""

    @property
    def carried(self):
        return put_in(self.folder / "carried")

    def on(self, pc):
        """What makes a program run on this PC."""
        clock = self.clock
        return {"clock": clock, "wait": lambda seconds: clock.go_on(round(seconds * 1000)), "pc": mark_of(pc)}

    def data(self, pc):
        return self.folder / f"pc-{pc}"

    def line(self, pc, *steps, number=1):
        """The command line of a candidate's program."""
        path = self.folder / "script.json"
        script = {"login": login(number), "steps": list(steps)}
        path.write_text(json.dumps(script, ensure_ascii=False), encoding="utf-8")
        return self.day.sit_arguments(self.room, path, self.data(pc))

    def sit_at(self, pc, *steps, number=1, brought=None):
        """One run of a candidate's program at a PC."""
        brought = [] if brought is None else ["--from", brought]
        return kaochang(*self.line(pc, *steps, number=number), *brought, **self.on(pc))

    @property
    def opened(self):
        """What opens the room."""
        return ["--room", self.room, "--code-file", self.day.code_file]

    def leave(self, pc, *, to=None, ticket="T0001"):
        """The attempt leaves a PC that lives."""
        line = ["move", self.day.exam, "--ticket", ticket, "--to", to or self.carried, "--data", self.data(pc)]
        return kaochang(*line, *self.opened, "--json", **self.on(pc))

    def rescue(self, pc, *, to=None, ticket="T0001", exam=None):
        """Its log is taken from the disk of a PC that is dead, at the proctor's."""
        line = ["move", exam or self.day.exam, "--ticket", ticket, "--to", to or self.carried]
        return kaochang(*line, "--dead", self.data(pc), "--data", self.folder / "proctors-own", "--json")

    def challenge_at(self, pc, *, brought=None, kind="move", number=1):
        """What a PC asks the proctor for."""
        ran = self.sit_at(pc, {"challenge": {"kind": kind}}, number=number, brought=brought)
        assert ran.code == 0, ran
        return next(line["challenge"] for line in ran.lines() if "challenge" in line)

    def take_over(self, pc, *steps, brought=None):
        """A PC asks for the attempt, is granted it, and goes on with these steps."""
        code = self.answer("T0001", self.challenge_at(pc, brought=brought or self.carried), reason="换机")
        return self.sit_at(pc, {"act": code}, *steps)

    def collect_from(self, *pcs, options=("--absent", "T0002")):
        """The proctor's round over some PCs."""
        secrets = ["--code-file", self.day.code_file, "--data", self.home]
        line = ["--kit", self.day.proctor_kit(self.room), "--to", put_in(self.stick), *secrets, "--json", *options]
        return kaochang("collect", *map(self.data, pcs), *line)

    def merged(self, *sticks):
        """What the centre has: statuses, problems, and the responses of the result that counts by place."""
        database = self.folder / f"centre-{len(list(self.folder.glob('centre-*.db')))}.db"
        told = self.day.merge(database, *(sticks or [self.stick])).told()
        problems = {(each["key"], each["ticket"]) for each in told["problems"] if each["key"] != "problem.no-manifest"}
        return told["tickets"], problems, database


@pytest.fixture
def hall(sealed_day, tmp_path):
    return Hall(sealed_day, tmp_path)


def last(ran):
    """What a run said at its end."""
    assert ran.code == 0, ran
    return ran.lines()[-1]


def started(ran):
    """What a run said when the attempt was under way."""
    assert ran.code == 0, ran
    return next(line for line in ran.lines() if "remaining_ms" in line)


class Program:
    """The real program at a PC."""

    def __init__(self, hall, pc):
        self.hall, self.pc = hall, pc

    def command(self, *arguments):
        return [sys.executable, OTHER_PC, self.pc, *map(str, arguments)]

    def start(self, *arguments):
        path = os.pathsep.join(map(str, (ROOT / "desktop", ROOT / "tests")))
        return subprocess.Popen(
            self.command(*arguments),
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments):
        """(exit code, JSON lines, complaints) of a program that ends by itself."""
        with self.start(*arguments) as program:
            out, err = program.communicate(timeout=60)
        return program.returncode, [json.loads(line) for line in out.splitlines()], err

    def well(self, *arguments):
        code, lines, err = self.run(*arguments)
        assert (code, err) == (0, ""), (code, lines, err)
        return lines


def test_a_living_pc_hands_its_attempt_to_a_spare(hall, words):
    old, spare = Program(hall, "a"), Program(hall, "b")
    before = old.well(*hall.line("a", ANSWER, {"visit": "单选题#2"}))[0]["remaining_ms"]
    line = ["--ticket", "T0001", "--data", hall.data("a"), *hall.opened, "--json"]
    (told,) = old.well("move", hall.day.exam, "--to", hall.carried, *line)
    assert Path(told["file"]).is_relative_to(hall.carried)

    code, lines, err = old.run(*hall.line("a", SECOND))
    assert (code, lines, words(MOVED_AWAY) in err) == (24, [], True), err

    brought, asked = spare.well(*hall.line("b", ASK_MOVE), "--from", hall.carried)
    assert (brought["rows"], brought["cut"]) == (told["rows"], False)
    act = hall.answer("T0001", asked["challenge"])
    lines = spare.well(*hall.line("b", {"act": act}, SECOND, {"hand_in": True}))
    assert (lines[0]["resumed"], lines[-1]["answered"]) == (True, 2)
    assert before - 60_000 < lines[0]["remaining_ms"] <= before

    assert hall.collect_from("a", "b").code == 0
    assert hall.merged()[:2] == ({"T0001": "submitted", "T0002": "absent", **NOBODY}, set())


NOBODY = {"T0003": "missing-file", "T0004": "missing-file"}


@pytest.mark.parametrize("lost", ["nothing", "log", "database"])
def test_a_dead_pc_s_attempt_goes_on_from_its_disk(hall, lost):
    program = Program(hall, "a").start(*hall.line("a", ANSWER, {"visit": "单选题#2"}, {"wait": 60}))
    said, complaints = ended(program, list(itertools.islice(program.stdout, 3)))
    assert (complaints, said[-1]["event"]) == ("", "visited")
    folder = hall.data("a") / hall.day.session / "T0001"
    for path in {"nothing": [], "log": [folder / "attempt.kcj"], "database": folder.glob("attempt*.db*")}[lost]:
        path.unlink()
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.iterdir())}

    rescued = hall.rescue("a").told()
    assert rescued["rows"] == len(said) + 1
    hall.clock.go_on(MINUTE)  # the program's clock was the real one
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.iterdir())} == before
    ran = hall.take_over("b", SECOND, {"hand_in": True})
    assert last(ran)["answered"] == 2
    shutil.copytree(hall.data("b"), hall.folder / "pc")
    assert handed_in(hall.day, "R01", hall.folder, "T0001") == {"单选题#1": "B", "单选题#2": "C"}


def test_the_clock_goes_on_where_it_stood_and_the_way_between_is_given_back_by_rule(hall):
    hall.sit_at("a", ANSWER, {"wait": 20 * 60})
    hall.leave("a")
    hall.clock.go_on(7 * MINUTE)
    ran = hall.take_over("b")
    assert started(ran)["remaining_ms"] == 70 * MINUTE
    hall.leave("b")
    hall.clock.go_on(12 * MINUTE)
    ran = hall.take_over("c")
    assert started(ran)["remaining_ms"] == 68 * MINUTE  # ten minutes are the rule for one outage


def test_an_attempt_that_waited_for_a_proctor_waits_at_the_other_pc_too(hall):
    hall.sit_at("a", ANSWER)
    hall.sit_at("a", {"act": hall.answer("T0001", hall.challenge_at("a", kind="pause"))})
    hall.leave("a")
    hall.clock.go_on(30 * MINUTE)
    ran = hall.take_over("b")
    assert started(ran)["remaining_ms"] == 90 * MINUTE
    assert hall.sit_at("b", SECOND).code == 24
    assert hall.sit_at("b", {"act": hall.answer("T0001", hall.challenge_at("b", kind="continue"))}, SECOND).code == 0


def test_an_attempt_is_moved_twice_and_comes_back_to_its_first_pc(hall, words):
    hall.sit_at("a", ANSWER)
    for old, new, step in (("a", "b", SECOND), ("b", "c", {"mark": "单选题#2"}), ("c", "a", {"hand_in": True})):
        assert hall.leave(old).code == 0
        refused = hall.sit_at(old, step)
        assert (refused.code, words(MOVED_AWAY) in refused.err) == (24, True), refused
        ran = hall.take_over(new, step)
    assert last(ran)["answered"] == 2
    assert hall.collect_from("a", "b", "c").code == 0
    statuses, problems, database = hall.merged()
    assert (statuses["T0001"], problems) == ("submitted", set())
    assert [outage.cause.value for outage in results_of(database)[0].outages].count("moved") == 3


def results_of(database):
    centre = Centre(database)
    try:
        return list(centre.results(ResultBody).values())
    finally:
        centre.close()


def test_left_by_mistake_an_attempt_goes_on_at_the_same_pc_by_an_act(hall):
    hall.sit_at("a", ANSWER)
    hall.leave("a")
    again = hall.leave("a")  # copied once more, for another stick
    assert again.told()["rows"] == len(rows_of(hall, "a"))
    code = hall.answer("T0001", hall.challenge_at("a"))
    assert hall.sit_at("a", {"act": code}, SECOND).code == 0


def rows_of(hall, pc):
    connection, _, rows = attempt_database.read_database(hall.data(pc) / hall.day.session / "T0001")
    connection.close()
    return rows


def taken_over_from_a_dead_pc(hall):
    """PC a died after one answer, PC b has gone on with it."""
    hall.sit_at("a", ANSWER)
    hall.rescue("a")
    hall.clock.go_on(3 * MINUTE)
    assert hall.take_over("b", SECOND).code == 0


@pytest.mark.attack(68)
def test_a_dead_pc_that_comes_back_waits_for_an_act_that_nobody_grants(hall, words):
    taken_over_from_a_dead_pc(hall)
    hall.clock.go_on(30 * MINUTE)
    challenge = hall.challenge_at("a", kind="resume")
    refused = hall.act("--ticket", "T0001", "--challenge", challenge)
    assert (refused.code, words("refusal.act.moved", ticket="T0001") in refused.err) == (24, True), refused
    assert hall.sit_at("a", ANSWER).code == 24

    asked = hall.challenge_at("b", kind="resume")
    granted = hall.act("--ticket", "T0001", "--challenge", asked)
    assert (granted.code, granted.told()["kind"]) == (0, "resume-moved"), granted
    assert hall.sit_at("b", {"act": granted.told()["code"]}, {"hand_in": True}).code == 0


def test_whatever_else_a_pc_asks_for_after_a_move_is_granted_with_a_word_of_warning(hall, words):
    taken_over_from_a_dead_pc(hall)
    challenge = hall.challenge_at("a", kind="extra-time")
    granted = hall.act("--ticket", "T0001", "--challenge", challenge, "--minutes", 5)
    assert (granted.code, words("cli.act.after-move", ticket="T0001") in granted.err) == (0, True), granted


@pytest.mark.parametrize("first", ["a", "b"])
@pytest.mark.parametrize("rounds", [1, 2], ids=["one round", "a round each"])
@pytest.mark.attack(70)
def test_of_two_results_the_one_of_the_pc_it_was_moved_to_counts_in_any_order(hall, words, first, rounds):
    taken_over_from_a_dead_pc(hall)
    assert hall.sit_at("b", {"hand_in": True}).code == 0
    assert hall.sit_at("a", {"respond": "单选题#1", "with": "A"}, {"hand_in": True}).code == 0
    pcs = [first, "b" if first == "a" else "a"]
    for several in [pcs] if rounds == 1 else [[each] for each in pcs]:
        ran = hall.collect_from(*several)
    assert [each["key"] for each in ran.told()["problems"] if each["key"] != "problem.name-taken"] == [VOID]
    statuses, problems, database = hall.merged()
    assert (statuses["T0001"], problems) == ("submitted", {(VOID, "T0001")})
    assert len(results_of(database)) == 2
    assert kaochang("mark", database, "--json").told()["results"] == 1
    report = kaochang("report", database, "--out", hall.folder / "report", "--json")
    assert report.code == 0
    assert (hall.folder / "report/report.csv").read_text("utf-8").count("T0001") == 1


VOID = "problem.void-by-transfer"


@pytest.mark.attack(70)
def test_files_that_never_saw_the_proctor_count_the_same_in_any_order(hall):
    taken_over_from_a_dead_pc(hall)
    hall.sit_at("b", {"hand_in": True})
    hall.sit_at("a", {"hand_in": True})
    for order in itertools.permutations([hall.data("a"), hall.data("b"), hall.home]):
        statuses, problems, _ = hall.merged(*order)
        assert (statuses["T0001"], problems) == ("submitted", {(VOID, "T0001")})


@pytest.mark.attack(70)
def test_without_the_act_in_the_log_people_decide(hall):
    taken_over_from_a_dead_pc(hall)
    hall.sit_at("b", {"hand_in": True})
    hall.sit_at("a", {"hand_in": True})
    statuses, problems, database = hall.merged(hall.data("a"), hall.data("b"))
    assert problems == {("problem.two-results", "T0001"), ("problem.act-unlogged", "T0001")}
    assert kaochang("mark", database, "--json").told()["results"] == 0
    assert statuses["T0001"] == "submitted"


def test_a_result_that_a_manifest_named_before_the_one_of_the_other_pc_came_is_void_and_the_other_waits(hall):
    taken_over_from_a_dead_pc(hall)
    hall.sit_at("a", {"hand_in": True})
    assert keys_of(hall.collect_from("a")) == (1, [UNFINISHED])
    hall.sit_at("b", {"hand_in": True})
    statuses, problems, database = hall.merged(hall.stick, hall.data("b"))
    assert problems == {(VOID, "T0001"), ("problem.not-in-manifest", "T0001")}
    assert (statuses["T0001"], kaochang("mark", database, "--json").told()["results"]) == ("missing-file", 0)
    hall.collect_from("b")
    assert hall.merged()[:2] == ({**NOBODY, "T0001": "submitted", "T0002": "absent"}, {(VOID, "T0001")})


def test_where_only_the_old_pc_was_collected_its_ticket_is_moved_and_not_complete(hall):
    hall.sit_at("a", ANSWER)
    hall.leave("a")
    hall.answer("T0001", hall.challenge_at("b", brought=hall.carried))
    told = hall.collect_from("a").told()
    assert (told["tickets"]["T0001"], told["missing"]) == ("moved", {"T0001": "moved"})
    statuses, problems, _ = hall.merged()
    assert (statuses["T0001"], problems) == ("moved", set())
    assert hall.merged(hall.data("a"))[0]["T0001"] == "moved"  # the log alone says so too


UNFINISHED, PARTED, TWICE = "problem.moved-unfinished", "problem.journal-parted", "problem.two-attempts"


def keys_of(ran):
    """What a round of the proctor's found, and how it ended."""
    return ran.code, [each["key"] for each in ran.told()["problems"]]


@pytest.mark.attack(70)
def test_where_the_pc_it_went_to_hands_nothing_in_the_old_ones_result_waits_until_the_proctor_says_it_stands(hall):
    taken_over_from_a_dead_pc(hall)
    hall.sit_at("a", {"respond": "单选题#1", "with": "A"}, {"hand_in": True})
    statuses, problems, database = hall.merged(hall.data("a"), hall.data("b"), hall.home)
    assert (statuses["T0001"], problems) == ("moved", {(UNFINISHED, "T0001")})
    assert kaochang("mark", database, "--json").told()["results"] == 0
    for _ in range(2):  # to collect it once more, onto another stick, says nothing new
        ran = hall.collect_from("a", "b")
        assert (keys_of(ran), ran.told()["missing"]) == ((1, [UNFINISHED]), {"T0001": "moved"})
        assert hall.merged()[0]["T0001"] == "moved"

    for options in (["--stands", "T0001"], []):  # it is remembered
        ran = hall.collect_from("a", "b", options=options)
        assert (keys_of(ran), ran.told()["missing"]) == ((0, []), {})
        statuses, problems, database = hall.merged()
        assert (statuses["T0001"], problems) == ("submitted", {(PARTED, "T0001")})
        assert kaochang("mark", database, "--json").told()["results"] == 1

    hall.sit_at("b", {"hand_in": True})
    hall.collect_from("a", "b")
    assert hall.merged()[:2] == ({**NOBODY, "T0001": "submitted", "T0002": "absent"}, {(VOID, "T0001")})


def test_a_result_that_was_collected_before_the_move_was_granted_waits_as_well(hall):
    hall.sit_at("a", ANSWER)
    hall.rescue("a")
    hall.sit_at("a", {"hand_in": True})
    assert hall.collect_from("a").code == 0
    hall.take_over("b", SECOND)
    assert hall.merged(hall.stick, hall.data("b"), hall.home)[0]["T0001"] == "moved"
    assert keys_of(hall.collect_from("a", "b")) == (1, [UNFINISHED])
    assert hall.merged()[0]["T0001"] == "moved"


def test_a_pc_that_was_granted_the_move_twice_is_not_waited_for(hall):
    taken_over_from_a_dead_pc(hall)
    hall.leave("b")
    for _ in range(2):  # the first code was mistyped, and another challenge was drawn
        code = hall.answer("T0001", hall.challenge_at("c", brought=hall.carried))
    assert hall.sit_at("c", {"act": code}, {"hand_in": True}).code == 0
    ran = hall.collect_from("b", "c")
    assert (keys_of(ran), ran.told()["tickets"]["T0001"]) == ((0, []), "submitted")


@pytest.mark.parametrize("granted", ["before", "after"])
def test_a_result_waits_as_well_that_was_collected_before_the_log_of_a_third_pc(hall, granted):
    taken_over_from_a_dead_pc(hall)
    hall.rescue("b")
    if granted == "before":
        assert hall.take_over("c").code == 0
    hall.sit_at("b", {"hand_in": True})
    assert hall.collect_from("a", "b").code == 0
    if granted == "after":
        assert hall.take_over("c").code == 0
        assert hall.merged(hall.stick, hall.data("c"), hall.home)[0]["T0001"] == "moved"
    for _ in range(2):
        assert keys_of(hall.collect_from("c")) == (1, [UNFINISHED])
    assert keys_of(hall.collect_from("c", options=["--stands", "T0001"])) == (0, [])
    assert hall.merged()[0]["T0001"] == "submitted"


def test_what_a_pc_acknowledged_after_its_attempt_had_gone_on_elsewhere_is_named(hall):
    """An early copy of the log went to PC b; PC a took an answer after that."""
    hall.sit_at("a", ANSWER)
    hall.rescue("a")
    hall.sit_at("a", SECOND)
    hall.take_over("b", {"hand_in": True})
    hall.collect_from("a", "b")
    statuses, problems, _ = hall.merged()
    assert (statuses["T0001"], problems) == ("submitted", {(PARTED, "T0001")})
    assert hall.merged(hall.data("a"), hall.data("b"), hall.home)[1] == {(PARTED, "T0001")}


def test_a_dead_pc_that_only_asked_and_an_old_copy_of_its_log_are_nothing_to_name(hall):
    taken_over_from_a_dead_pc(hall)
    hall.sit_at("b", {"hand_in": True})
    hall.clock.go_on(30 * MINUTE)
    hall.challenge_at("a", kind="resume")
    assert hall.merged(hall.data("a"), hall.data("b"), hall.carried, hall.home)[1] == set()


def test_a_ticket_that_was_begun_anew_at_another_pc_is_named_with_both_places(hall, words):
    hall.sit_at("a", ANSWER)
    assert hall.sit_at("b", SECOND, {"hand_in": True}).code == 0
    ran = hall.collect_from("a", "b")
    (problem,) = ran.told()["problems"]
    assert (ran.code, problem["key"], problem["ticket"]) == (1, TWICE, "T0001")
    assert all(str(hall.data(pc)) in problem["name"] for pc in "ab")
    statuses, problems, _ = hall.merged()
    assert (statuses["T0001"], problems) == ("submitted", {(TWICE, "T0001")})
    assert hall.merged(hall.data("a"), hall.data("b"))[1] == {(TWICE, "T0001")}


@pytest.mark.attack(68)
def test_after_two_moves_the_pc_between_is_told_from_the_last_one_by_people(hall, words):
    taken_over_from_a_dead_pc(hall)
    hall.rescue("b")
    assert hall.take_over("c").code == 0
    hall.clock.go_on(30 * MINUTE)
    for pc in ("b", "c"):
        asked = hall.challenge_at(pc, kind="resume")
        granted = hall.act("--ticket", "T0001", "--challenge", asked)
        assert (granted.code, words("cli.act.after-move", ticket="T0001") in granted.err) == (0, True), granted


@pytest.mark.attack(68)
def test_two_pcs_that_brought_in_one_log_go_on_at_neither_without_an_act(hall, words):
    hall.sit_at("a", ANSWER)
    hall.leave("a")
    for pc in ("b", "c"):
        hall.challenge_at(pc, brought=hall.carried)
        refused = hall.sit_at(pc, SECOND)
        assert (refused.code, words(MOVED_AWAY) in refused.err) == (24, True), refused
    code = hall.answer("T0001", hall.challenge_at("b"))
    assert hall.sit_at("c", {"act": code}).code == 18
    assert hall.sit_at("b", {"act": code}, SECOND).code == 0


@pytest.mark.attack(68)
def test_an_act_that_was_granted_and_not_used_is_of_no_use_at_a_third_pc(hall, words):
    """PC b asked, was granted the move, and died; its log goes to PC c."""
    hall.sit_at("a", ANSWER)
    hall.leave("a")
    code = hall.answer("T0001", hall.challenge_at("b", brought=hall.carried))
    folder = hall.folder / "copied"
    line = ["take-over", hall.day.exam, "--ticket", "T0001", "--act-file", hall.day.secret("act", code)]
    assert kaochang(*line, *hall.opened, "--data", hall.data("b"), "--json", **hall.on("b")).code == 0
    hall.rescue("b", to=put_in(folder))
    hall.challenge_at("c", brought=folder)
    refused = hall.sit_at("c", SECOND)
    assert (refused.code, words(MOVED_AWAY) in refused.err) == (24, True), refused
    assert hall.sit_at("b", SECOND).code == 0


def test_after_a_move_that_nobody_used_the_pc_asks_for_one_itself_and_is_resumed(hall, words):
    """The spare PC broke before the code was typed there; meanwhile the outage at the first one grew long."""
    hall.sit_at("a", ANSWER)
    hall.rescue("a")
    hall.answer("T0001", hall.challenge_at("b", brought=hall.carried))
    hall.clock.go_on(40 * MINUTE)
    refused = hall.act("--ticket", "T0001", "--challenge", hall.challenge_at("a", kind="resume"))
    assert (refused.code, words("refusal.act.moved.next") in refused.err) == (24, True), refused

    code = hall.answer("T0001", hall.challenge_at("a"))
    assert hall.sit_at("a", {"act": code}).code == 0
    asked = hall.challenge_at("a", kind="resume")
    granted = hall.act("--ticket", "T0001", "--challenge", asked).told()
    assert granted["kind"] == "resume-moved"
    assert last(hall.sit_at("a", {"act": granted["code"]}, SECOND, {"hand_in": True}))["answered"] == 2
    assert hall.collect_from("a").code == 0
    assert hall.merged()[:2] == ({"T0001": "submitted", "T0002": "absent", **NOBODY}, set())


def test_the_verb_too_lets_an_attempt_go_on_where_it_is_after_a_move_that_nobody_used(hall):
    hall.sit_at("a", ANSWER)
    hall.rescue("a")
    hall.answer("T0001", hall.challenge_at("b", brought=hall.carried))
    hall.clock.go_on(40 * MINUTE)
    hall.sit_at("a")  # from now on it waits
    line = ["take-over", hall.day.exam, "--ticket", "T0001", *hall.opened, "--data", hall.data("a"), "--json"]
    asked = kaochang(*line, **hall.on("a")).told()["challenge"]
    code = hall.day.secret("act", hall.answer("T0001", asked))
    assert kaochang(*line, "--act-file", code, **hall.on("a")).told()["taken"]
    granted = hall.act("--ticket", "T0001", "--challenge", hall.challenge_at("a", kind="resume")).told()
    assert hall.sit_at("a", {"act": granted["code"]}, {"hand_in": True}).code == 0


def over_from(hall, pc, *options):
    """The verb that takes the log in."""
    line = ["take-over", hall.day.exam, "--ticket", "T0001", *hall.opened, "--data", hall.data(pc)]
    return kaochang(*line, *options, **hall.on(pc))


def test_a_log_that_was_cut_between_two_rows_shows_in_the_room(hall, catalogue):
    """Both verbs tell how many rows and up to when; whoever types the number has it compared."""
    hall.sit_at("a", ANSWER, SECOND)
    line = ["move", hall.day.exam, "--ticket", "T0001", "--to", hall.carried, "--data", hall.data("a"), *hall.opened]
    left = kaochang(*line, **hall.on("a"))
    rows = len(rows_of(hall, "a"))
    (path,) = hall.carried.rglob("*.kcj")
    until = max(re.findall(r"\d{1,2}:\d{2}", left.out), default="")
    assert (str(rows) in left.out, bool(until)) == (True, True), left
    data, starts = records(path)
    path.write_bytes(data[: starts[-2]])

    refused = over_from(hall, "b", "--from", hall.carried, "--rows", rows)
    assert (refused.code, next_step(catalogue, "move.fewer-rows") in refused.err) == (23, True), refused
    assert not list(hall.data("b").rglob("attempt*"))
    brought = over_from(hall, "b", "--from", hall.carried, "--json").lines()[0]
    assert (brought["rows"], brought["cut"]) == (rows - 2, False)
    path.write_bytes(data)
    whole = over_from(hall, "b", "--from", hall.carried, "--rows", rows)
    assert (whole.code, str(rows) in whole.out, until in whole.out) == (0, True, True), whole


@pytest.mark.parametrize("option", [("--rows", 3), ("--set-aside",)])
def test_what_is_about_a_stick_is_wrong_usage_without_one(hall, option):
    hall.sit_at("a", ANSWER)
    assert over_from(hall, "a", *option).code == 64


def test_an_attempt_that_was_begun_at_the_spare_pc_by_mistake_gives_way_and_is_still_collected(hall, catalogue):
    hall.sit_at("a", ANSWER)
    hall.leave("a")
    hall.sit_at("b", SECOND)  # nobody brought the stick first
    refused = over_from(hall, "b", "--from", hall.carried)
    assert (refused.code, next_step(catalogue, "move.begun-here") in refused.err) == (22, True), refused
    asked = over_from(hall, "b", "--from", hall.carried, "--set-aside", "--json").lines()[-1]["challenge"]
    code = hall.day.secret("act", hall.answer("T0001", asked))
    assert over_from(hall, "b", "--act-file", code, "--json").told()["taken"]
    assert last(hall.sit_at("b", {"hand_in": True}))["answered"] == 1
    (young,) = hall.data("b").rglob("set-aside-*.kcj")
    hall.collect_from("a", "b")
    assert young.read_bytes() in [path.read_bytes() for path in hall.stick.rglob("*.kcj")]


@pytest.mark.parametrize("how", ["left", "rescued"])
def test_where_no_pc_was_free_any_pc_hands_in_after_the_session(hall, how):
    hall.sit_at("a", ANSWER, SECOND)
    (hall.leave if how == "left" else hall.rescue)("a")
    hall.clock.go_on(26 * 60 * MINUTE)
    assert last(hall.take_over("b", {"hand_in": True}))["answered"] == 2
    assert hall.collect_from("a", "b").code == 0
    assert hall.merged()[:2] == ({"T0001": "submitted", "T0002": "absent", **NOBODY}, {("problem.clock", "T0001")})


def test_people_move_an_attempt_with_two_verbs_and_then_open_the_window(hall, words):
    hall.sit_at("a", ANSWER)
    line = ["--ticket", "T0001", *hall.opened]
    left = kaochang("move", hall.day.exam, *line, "--to", hall.carried, "--data", hall.data("a"), **hall.on("a"))
    assert (left.code, "kaochang take-over" in left.out) == (0, True), left
    line += ["--data", hall.data("b")]
    asked = kaochang("take-over", hall.day.exam, *line, "--from", hall.carried, **hall.on("b"))
    assert asked.code == 0
    code = hall.day.secret("act", hall.answer("T0001", re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", asked.out)[-1]))
    taken = kaochang("take-over", hall.day.exam, *line, "--act-file", code, **hall.on("b"))
    assert (taken.code, words("cli.take-over.taken") in taken.out) == (0, True), taken
    assert hall.sit_at("b", SECOND, {"hand_in": True}).code == 0


def test_a_certified_attempt_moves_with_the_candidates_own_pin(sealed_certified, tmp_path):
    day, stick = sealed_certified, put_in(tmp_path / "stick")
    secrets = [*day.room_secrets("R01"), "--room", "R01", "--pin-file", day.code("pins", "T0001")]
    script = {"login": login(1), "steps": [ANSWER]}
    (tmp_path / "script.json").write_text(json.dumps(script, ensure_ascii=False), encoding="utf-8")
    sat = ["sit", day.exam, *secrets, "--script", tmp_path / "script.json", "--data", tmp_path / "a", "--json"]
    assert kaochang(*sat, pc=mark_of("a")).code == 0
    line = [day.exam, "--ticket", "T0001", *secrets]
    assert kaochang("move", *line, "--to", stick, "--data", tmp_path / "a", pc=mark_of("a")).code == 0
    dead = ["move", day.exam, "--ticket", "T0001", "--to", stick, "--dead", tmp_path / "a", "--data", tmp_path / "c"]
    assert kaochang(*dead).code == 0  # without any code
    over = kaochang("take-over", *line, "--from", stick, "--data", tmp_path / "b", "--json", pc=mark_of("b"))
    assert [sorted(told) for told in over.lines()] == [
        ["cut", "file", "rows", "ticket", "until"],
        ["challenge", "ticket"],
    ]


def test_codes_are_of_no_use_for_a_dead_disk(hall):
    hall.sit_at("a", ANSWER)
    line = ["move", hall.day.exam, "--ticket", "T0001", "--to", hall.carried, "--dead", hall.data("a")]
    assert kaochang(*line, "--code-file", hall.day.code_file).code == 64


def test_an_import_that_was_cut_off_is_finished_when_it_is_run_again(hall, monkeypatch, words):
    hall.sit_at("a", ANSWER)
    hall.leave("a")

    def dies(*_):
        raise KeyboardInterrupt

    for name in ("write_anew", "remove_older"):
        with monkeypatch.context() as patch:
            patch.setattr(move, name, dies)
            assert hall.sit_at("b", ASK_MOVE, brought=hall.carried).code == 130
    ran = hall.take_over("b", SECOND, {"hand_in": True})
    assert last(ran)["answered"] == 2


# What stands on a stick, or lies on a PC, and cannot be gone on with. Each is refused by its kind with what to do next.


def carried_log(hall):
    """The log on the stick, after PC a was left with some answers."""
    hall.sit_at("a", ANSWER, SECOND)
    hall.leave("a")
    (path,) = hall.carried.rglob("*.kcj")
    return path


def starts_of_records(data, frame_length):
    """Where each record of a log begins."""
    at = frame_length
    while at < len(data):
        yield at
        at += 4 + int.from_bytes(data[at : at + 4], "big")


def records(path):
    from kaochang.custody import journal_log

    data = path.read_bytes()
    return data, list(starts_of_records(data, len(journal_log.open_log(data, None).frame)))


def wrong_stick(hall):
    return put_in(hall.folder / "empty")


def another_candidates(hall):
    hall.sit_at("x", ANSWER, number=2)
    hall.leave("x", ticket="T0002", to=put_in(hall.folder / "other"))
    return hall.folder / "other"


def another_sessions(hall, second_day):
    other = Hall(second_day, hall.folder / "elsewhere")
    other.folder.mkdir()
    other.clock = hall.clock
    carried_log(other)
    return other.carried


def edited(hall):
    path = carried_log(hall)
    data, starts = records(path)
    path.write_bytes(data[: starts[2] + 60] + bytes([data[starts[2] + 60] ^ 1]) + data[starts[2] + 61 :])
    return hall.carried


def edited_head(hall):
    path = carried_log(hall)
    path.write_bytes(path.read_bytes().replace(b'"R01"', b'"R02"', 1))
    return hall.carried


def two_that_part(hall):
    carried_log(hall)
    hall.sit_at("a2", ANSWER)
    hall.leave("a2")
    return hall.carried


def empty_file(hall):
    (wrong_stick(hall) / "T0001.kcj").write_bytes(b"")
    return wrong_stick(hall)


def rubbish(hall):
    (wrong_stick(hall) / "T0001.kcj").write_bytes(b"no journal of ours\n" * 20)
    return wrong_stick(hall)


def no_stick(hall):
    return hall.folder / "not in"


BAD = {
    wrong_stick: (26, "move.no-log"),
    another_candidates: (17, "move.other-candidate"),
    edited: (19, "journal.row-damaged"),
    edited_head: (16, "signature"),
    two_that_part: (22, "move.fork"),
    empty_file: (28, "frame.empty"),
    rubbish: (11, "frame.not-ours"),
    no_stick: (26, "io.missing"),
}


def next_step(catalogue, key):
    """The longest piece of a refusal's next step that has no parameter in it."""
    return max(catalogue.template(f"refusal.{key}.next").replace("}", "{").split("{")[::2], key=len)


@pytest.mark.parametrize(("make", "refused"), BAD.items(), ids=[each.__name__ for each in BAD])
@pytest.mark.attack(69)
def test_a_stick_that_brings_something_else_is_refused_with_what_to_do(hall, catalogue, make, refused):
    stick, (code, key) = make(hall), refused
    before = tree(hall.folder)
    ran = hall.sit_at("b", ASK_MOVE, brought=stick)
    assert (ran.code, ran.out, next_step(catalogue, key) in ran.err) == (code, "", True), ran
    assert {name: data for name, data in tree(hall.folder).items() if name in before} == before
    assert not list(hall.data("b").rglob("attempt*"))


@pytest.fixture(scope="session")
def catalogue():
    from kaochang.machine.places import resources
    from kaochang.presenters.words import load_catalogue

    return load_catalogue(resources() / "strings", "zh_CN")


def tree(folder):
    """Everything that lies there, apart from what a run is told."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "script.json")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.attack(69)
def test_another_sessions_log_is_called_that(hall, second_day):
    ran = hall.sit_at("b", ASK_MOVE, brought=another_sessions(hall, second_day))
    assert (ran.code, ran.out) == (17, "")


@pytest.mark.attack(69)
def test_a_cut_log_goes_on_with_what_is_whole_and_says_how_much(hall):
    path = carried_log(hall)
    data, starts = records(path)
    path.write_bytes(data[: starts[-2] + 30])
    brought = hall.sit_at("b", ASK_MOVE, brought=hall.carried).lines()[0]
    assert (brought["rows"], brought["cut"]) == (len(starts) - 2, True)
    code = hall.answer("T0001", hall.challenge_at("b"))
    assert last(hall.sit_at("b", {"act": code}, {"hand_in": True}))["answered"] >= 1


def test_a_cut_log_is_of_no_matter_where_a_whole_one_lies_beside_it(hall):
    path = carried_log(hall)
    data, starts = records(path)
    path.with_name("older.kcj").write_bytes(data[: starts[3] + 7])
    brought = hall.sit_at("b", ASK_MOVE, brought=hall.carried).lines()[0]
    assert (brought["rows"], brought["cut"]) == (len(starts), False)


def test_the_whole_log_may_come_after_the_cut_one_while_nothing_was_granted(hall):
    path = carried_log(hall)
    data, starts = records(path)
    path.write_bytes(data[: starts[-2] + 30])
    hall.challenge_at("b", brought=hall.carried)
    path.write_bytes(data)
    ran = hall.take_over("b", {"hand_in": True})
    assert last(ran)["answered"] == 2


@pytest.mark.attack(69)
def test_an_older_log_than_the_pc_has_is_refused_and_changes_nothing(hall, catalogue):
    path = carried_log(hall)
    old = path.read_bytes()
    assert hall.take_over("b", {"mark": "单选题#2"}).code == 0
    rows = rows_of(hall, "b")
    path.write_bytes(old)
    ran = hall.sit_at("b", SECOND, brought=hall.carried)
    assert (ran.code, ran.out, next_step(catalogue, "move.older") in ran.err) == (23, "", True), ran
    assert rows_of(hall, "b")[: len(rows)] == rows
    assert hall.sit_at("b", {"hand_in": True}).code == 0


@pytest.mark.attack(69)
def test_a_log_that_parts_from_what_the_pc_has_is_refused_and_changes_nothing(hall, catalogue):
    taken_over_from_a_dead_pc(hall)
    hall.sit_at("a", SECOND)
    rows = rows_of(hall, "a")
    hall.leave("b")
    ran = hall.sit_at("a", ASK_MOVE, brought=hall.carried)
    assert (ran.code, ran.out, next_step(catalogue, "move.parted") in ran.err) == (22, "", True), ran
    assert rows_of(hall, "a") == rows


@pytest.mark.attack(68)
def test_another_pcs_journal_is_refused_until_an_act_lets_this_pc_have_it(hall, words, catalogue):
    hall.sit_at("a", ANSWER)
    shutil.copytree(hall.data("a"), hall.data("b"))
    ran = hall.sit_at("b", SECOND)
    assert (ran.code, words(TAKEN_OVER, ticket="T0001") in ran.err) == (24, True), ran
    assert next_step(catalogue, "attempt.other-pc") in ran.err
    line = ["hand-in", hall.day.exam, "--ticket", "T0001", "--data", hall.data("b"), *hall.opened]
    assert kaochang(*line, **hall.on("b")).code == 24
    assert hall.leave("b").code == 24
    code = hall.answer("T0001", hall.challenge_at("b"))
    assert hall.sit_at("b", {"act": code}, SECOND, {"hand_in": True}).code == 0


def test_nothing_but_a_move_is_asked_for_at_a_pc_whose_attempt_it_is_not(hall):
    hall.sit_at("a", ANSWER)
    shutil.copytree(hall.data("a"), hall.data("b"))
    for step in ({"challenge": {"kind": "extra-time", "minutes": 5}}, {"act": "00000-00000"}):
        assert hall.sit_at("b", step).code == 24
    assert hall.sit_at("a", ASK_MOVE).code == 24  # where it is, there is nothing to move


def test_a_disk_without_the_attempt_and_one_with_its_result_are_refused(hall, catalogue):
    for key, code, steps in (("move.nothing-on-disk", 26, None), ("move.has-result", 24, [ANSWER, {"hand_in": True}])):
        if steps:
            hall.sit_at("a", *steps)
        put_in(hall.data("a"))
        ran = hall.rescue("a")
        assert (ran.code, next_step(catalogue, key) in ran.err) == (code, True), ran


def test_a_pc_that_has_no_attempt_or_none_under_way_has_nothing_to_leave(hall):
    assert hall.leave("a").code == 26
    hall.sit_at("a", ANSWER, {"hand_in": True})
    assert hall.leave("a").code == 24


def test_a_stick_that_takes_no_file_costs_nothing(hall):
    hall.sit_at("a", ANSWER)
    assert hall.leave("a", to=hall.folder / "not in").code == 26
    assert hall.sit_at("a", SECOND).code == 0
