"""Acts of proctors on the terminal, from a PC's challenge to the centre's report: granted, forged, lost and found."""

import json
import re

import openpyxl
import pypdfium2
import pytest
from journeys.test_killed import Sitter, killed
from kaochang.custody import act_codes
from kaochang.custody.act_codes import RESPONSE, ActPlace
from kaochang.domain.acts import ActKind, Reach
from kaochang.flow import unlock
from kaochang.flow.pinning import read_site
from kaochang.flow.simulate import StepClock
from kaochang.machine.clock import SystemClock
from kaochang.sealing import codes
from support.exam_day import kaochang, login, well
from support.put_in import put_in

MINUTE = 60_000
WRONG = codes.encode(1, RESPONSE)
ANSWER = {"respond": "单选题#1", "with": "B"}


class Room:
    """A room of the sealed day with its PCs, its proctor's PC and the stick that is carried between them."""

    def __init__(self, day, folder, room="R01"):
        self.day, self.folder, self.room = day, folder, room
        self.clock = StepClock(SystemClock().wall())
        self.home, self.stick = folder / "proctor-pc", folder / "stick"

    def pc(self, number):
        """The PC of a candidate."""
        return self.folder / f"pc{number}"

    def sit(self, number, *steps, pc=None, clock=None):
        """One run of a candidate's program."""
        path = self.folder / "script.json"
        script = {"login": login(number), "steps": list(steps)}
        path.write_text(json.dumps(script, ensure_ascii=False), encoding="utf-8")
        clock = clock or self.clock
        waiting = {"clock": clock, "wait": lambda seconds: clock.go_on(round(seconds * 1000))}
        return self.day.sit(self.room, path, pc or self.pc(number), **waiting)

    def ask(self, number, kind, minutes=0):
        """The challenge that a PC shows."""
        ran = self.sit(number, {"challenge": {"kind": kind, "minutes": minutes}})
        assert ran.code == 0, ran
        return next(line["challenge"] for line in ran.lines() if "challenge" in line)

    def act(self, *options, data=None, by="监考甲", reason="键盘坏了"):
        """What the proctor's program says."""
        secrets = ["--code-file", self.day.code_file, "--data", data or self.home]
        kit = self.day.proctor_kit(self.room)
        return kaochang("act", kit, *secrets, "--by", by, "--reason", reason, "--json", *options, clock=self.clock)

    def answer(self, ticket, challenge, *options, **more):
        """The response to a challenge."""
        ran = self.act("--ticket", ticket, "--challenge", challenge, *options, **more)
        assert ran.code == 0, ran
        return ran.told()["code"]

    def remaining(self, number):
        """Minutes left of an attempt that goes on."""
        return self.sit(number).lines()[0]["remaining_ms"] / MINUTE

    def hand_in(self, *numbers):
        """Candidates answer and hand in."""
        for number in numbers:
            ran = self.sit(number, ANSWER, {"hand_in": True})
            assert ran.code == 0, ran

    def collect(self, *options, data=None):
        """The proctor's round over all PCs of the room."""
        sources = sorted(self.folder.glob("pc*"))
        secrets = ["--code-file", self.day.code_file, "--data", data or self.home]
        kit = self.day.proctor_kit(self.room)
        return kaochang("collect", *sources, "--kit", kit, "--to", put_in(self.stick), *secrets, "--json", *options)

    def merge(self, *sticks):
        """(problem key, ticket) of everything that the centre finds, apart from the rooms that nobody sat in."""
        ran = self.day.merge(self.folder / "centre.db", *(sticks or [self.stick]))
        found = ran.told()["problems"]
        return {(each["key"], each["ticket"]) for each in found if each["key"] != "problem.no-manifest"}

    def records(self):
        """What the report's records say, a text each."""
        out = self.folder / "report"
        well("report", self.folder / "centre.db", "--out", out, "--json")
        book = openpyxl.load_workbook(out / "report.xlsx")
        return [row[3] for row in book["记录"].iter_rows(min_row=2, values_only=True) if row[0] == "监考授权"]


@pytest.fixture
def room(sealed_day, tmp_path):
    return Room(sealed_day, tmp_path)


def test_extra_time_goes_from_the_challenge_to_the_report(room):
    challenge = room.ask(1, "extra-time", 10)
    code = room.answer("T0001", challenge, "--minutes", 15)
    taken = room.sit(1, {"act": code.lower().replace("-", " ")})
    assert taken.lines()[-2]["event"] == "acted"
    assert room.remaining(1) == 90 + 15
    room.hand_in(1)
    assert room.collect("--absent", "T0002").code == 0
    assert room.merge() == set()
    assert room.records() == ["延长时间 15 分钟；监考甲 授权，理由：键盘坏了；已使用，加时 0:15:00"]


def test_a_response_is_good_at_the_pc_that_asked_and_nowhere_else(room, words):
    first, second = room.ask(1, "extra-time", 10), room.ask(2, "extra-time", 10)
    code = room.answer("T0001", first)
    for number, response, why in (
        (2, code, words("refusal.act.wrong")),
        (2, room.answer("T0001", second), words("refusal.act.other-ticket", ticket="T0001")),
        (1, room.answer("T0002", first), words("refusal.act.other-ticket", ticket="T0002")),
    ):
        refused = room.sit(number, {"act": response})
        assert (refused.code, why in refused.err) == (18, True), refused
    assert room.sit(1, {"act": code}).code == 0
    assert room.sit(1, {"act": code}).code == 24
    assert room.remaining(1) == 100


def test_a_room_that_went_dark_comes_back_by_one_code_for_all(room, sealed_day):
    program = Sitter(sealed_day, "R01", 1, room.pc(1)).start([ANSWER, {"wait": 60}])
    killed(program, lambda line, count: '"responded"' in line)
    room.sit(2, ANSWER)
    room.clock = StepClock(SystemClock().wall() + 120 * MINUTE)
    code = room.act("--room-wide", "--kind", "resume", "--minutes", 125, reason="停电").told()["code"]
    for number in (1, 2):
        back = room.sit(number, {"act": code})
        assert back.code == 0, back
        assert 89 < room.remaining(number) <= 90
        again = room.sit(number, {"act": code})
        assert (again.code, "已经用过" in again.err) == (24, True)
    room.hand_in(1, 2)
    room.collect()
    assert room.merge() == set()
    assert len(room.records()) == 2


def codes_on(pdf):
    """The codes of printed cards, read from the paper."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    groups = re.findall(r"\b[0-9A-HJKMNP-TV-Z]{5}\b", text)
    return ["-".join(groups[at : at + 3]) for at in range(0, len(groups), 3)]


def test_a_card_used_at_two_pcs_is_found_at_the_merge(room):
    out = room.folder / "cards.pdf"
    printed = room.act("--cards", 4, "--kind", "extra-time", "--minutes", 10, "--out", out).told()
    assert printed["cards"] == 4
    first, second, *_ = codes_on(out)
    for number in (1, 2):
        assert room.sit(number, {"act": first}).code == 0
    assert room.sit(2, {"act": second}).code == 0
    assert [room.remaining(number) for number in (1, 2)] == [100, 110]
    room.hand_in(1, 2)
    room.collect()
    assert room.merge() == {("problem.card-twice", "T0001"), ("problem.card-twice", "T0002")}
    assert len(room.records()) == 4


def test_a_card_taken_twice_at_one_pc_is_refused_there(room):
    out = room.folder / "cards.pdf"
    room.act("--cards", 1, "--kind", "extra-time", "--minutes", 10, "--out", out)
    (card,) = codes_on(out)
    assert room.sit(1, {"act": card}, pc=room.pc(1)).code == 0
    refused = room.sit(2, {"act": card}, pc=room.pc(1))
    assert (refused.code, "第 1 号授权卡" in refused.err) == (24, True)


def test_an_act_log_left_at_home_is_missed_until_it_is_brought(room):
    elsewhere = room.folder / "home-pc"
    challenge = room.ask(1, "extra-time", 10)
    assert room.sit(1, {"act": room.answer("T0001", challenge, data=elsewhere)}).code == 0
    room.hand_in(1)
    room.collect("--absent", "T0002")
    assert room.merge() == {("problem.act-unlogged", "T0001")}
    assert "监考的授权记录里没有" in room.records()[0]
    assert room.merge(room.stick, elsewhere) == set()
    assert "监考甲" in room.records()[0]


def test_a_log_that_the_manifest_names_is_missed_by_name_where_it_fell_off_the_stick(room):
    challenge = room.ask(1, "extra-time", 10)
    room.sit(1, {"act": room.answer("T0001", challenge)})
    room.hand_in(1)
    room.collect("--absent", "T0002")
    for path in room.stick.rglob("*.kca"):
        path.unlink()
    assert room.merge() == {("problem.act-log-missing", ""), ("problem.act-unlogged", "T0001")}


def act_place(room):
    """The act key as everybody can have it who knows the start code."""
    day = room.day
    opened = unlock.open_room(day.exam, read_site(day.exam.with_name("site.kcx"), room.folder / "thief"), room.room)
    unlocked = unlock.unlock(opened, day.start_code)
    return ActPlace(opened.sealed.context, room.room, unlocked.act_key)


def test_an_act_that_somebody_computed_from_the_start_code_is_named(room):
    challenge = room.ask(1, "extra-time", 60)
    forged = act_codes.make_response(act_place(room), "T0001", challenge, 60)
    stolen = act_codes.make_card(act_place(room), ActKind.EXTRA_TIME, Reach.CARD, 30, 900)
    room.sit(1, {"act": forged}, {"act": stolen})
    assert room.remaining(1) == 180
    room.hand_in(1)
    room.collect("--absent", "T0002")
    assert room.merge() == {("problem.act-unlogged", "T0001")}
    assert len(room.records()) == 2


class Earlier(SystemClock):
    """This PC, with the clock that nobody sets some seconds behind: it catches up when it is told to."""

    def __init__(self, behind_s):
        super().__init__()
        self.behind = behind_s * 1000

    def go_on(self, ms):
        self.behind -= ms

    def elapsed(self):
        return super().elapsed() - self.behind


def test_wrong_codes_wait_longer_and_longer_and_a_kill_does_not_help(room, sealed_day):
    clock = Earlier(50)
    assert room.sit(1, ANSWER, {"challenge": {"kind": "extra-time"}}, clock=clock).code == 0
    for seconds in (0, 0, 0, 5, 15, 30):
        early = room.sit(1, {"wait": max(0, seconds - 2)}, {"act": WRONG}, clock=clock) if seconds else None
        assert early is None or (early.code, "再试" in early.err) == (24, True)
        ran = room.sit(1, {"wait": min(2, seconds)}, {"act": WRONG}, clock=clock)
        assert (ran.code, "授权码不对" in ran.err) == (18, True), ran
    killed(Sitter(sealed_day, "R01", 1, room.pc(1)).start([ANSWER, {"wait": 60}]), lambda line, count: count > 1)
    after = room.sit(1, {"act": WRONG}, clock=SystemClock())
    assert after.code == 24
    assert 0 < int(re.search(r"请等 (\d+) 秒", after.err)[1]) <= 60


def test_a_candidate_whose_pc_has_a_wrong_date_starts_by_an_act(room):
    room.clock = StepClock(SystemClock().wall() - 400 * 24 * 60 * MINUTE)
    assert room.sit(1, ANSWER).code == 24
    asked = room.sit(1, {"challenge": {"kind": "clock"}}, ANSWER)
    (told,) = asked.lines()
    code = room.answer("T0001", told["challenge"], reason="主板电池没电")
    started = room.sit(1, {"act": code}, ANSWER, {"hand_in": True})
    assert (started.code, started.lines()[0]["remaining_ms"]) == (0, 90 * MINUTE)
    room.collect("--absent", "T0002")
    assert room.merge() == {("problem.clock", "T0001")}


def test_a_pause_and_a_stop_stand_in_the_statuses_of_the_centre(room):
    for kind in ("pause", "stop-ill"):
        ran = room.sit(1, {"act": room.answer("T0001", room.ask(1, kind), reason="身体不适")})
        assert ran.code == 0, ran
    assert ran.lines()[-1]["reason"] == "stopped-ill"
    room.collect("--absent", "T0002")
    told = room.day.merge(room.folder / "centre.db", room.stick).told()
    assert told["tickets"]["T0001"] == "stopped-ill"


USAGE = {
    "two ways": ["--room-wide", "--cards", 3, "--kind", "pause"],
    "no way": ["--kind", "pause"],
    "a challenge without a ticket": ["--challenge", "00000-00000"],
    "a challenge with a kind": ["--challenge", "00000-00000", "--ticket", "T0001", "--kind", "pause"],
    "a room-wide code without a kind": ["--room-wide"],
    "cards without a file": ["--cards", 3, "--kind", "pause"],
    "nobody": ["--room-wide", "--kind", "pause", "--by", " "],
    "no reason": ["--room-wide", "--kind", "pause", "--reason", " "],
    "two reasons": ["--room-wide", "--kind", "pause", "--reason-file", "reason.txt"],
}


def test_a_reason_may_stand_in_a_file_instead_of_on_the_command_line(room):
    (room.folder / "reason.txt").write_text("一号机位考生身体不适\n", encoding="utf-8")
    secrets = ["--code-file", room.day.code_file, "--data", room.home]
    who = ["--by", "监考甲", "--reason-file", room.folder / "reason.txt"]
    granted = ["--room-wide", "--kind", "extra-time", "--minutes", 10]
    code = well("act", room.day.proctor_kit("R01"), *secrets, *who, *granted, "--json", clock=room.clock).told()["code"]
    assert room.sit(1, {"act": code}).code == 0
    room.hand_in(1)
    room.collect("--absent", "T0002")
    assert room.merge() == set()
    assert "理由：一号机位考生身体不适" in room.records()[0]
    (room.folder / "reason.txt").write_text(" \n", encoding="utf-8")
    assert kaochang("act", room.day.proctor_kit("R01"), *secrets, *who, *granted, "--json").code == 28


def test_what_no_pc_carries_out_yet_is_not_granted_and_not_logged(room, words):
    refused = room.act("--room-wide", "--kind", "withdraw")
    assert (refused.code, words("refusal.attempt.act-not-here") in refused.err) == (24, True), refused
    alone = room.act("--room-wide", "--kind", "seat")
    said = words("refusal.act.kind", kind=words("act-kind.seat"), kinds="")
    assert (alone.code, said in alone.err, words("act-kind.extra-time") in alone.err) == (24, True, True), alone
    assert not list(room.folder.rglob("*.kca"))


@pytest.mark.parametrize("options", USAGE.values(), ids=USAGE)
def test_wrong_usage_grants_nothing(room, options):
    ran = room.act(*options)
    assert (ran.code, ran.out) == (64, "")
    assert not list(room.folder.rglob("*.kca"))


def test_what_is_on_the_proctors_screen_is_the_code_and_where_it_is_logged(room, words):
    challenge = room.ask(1, "extra-time", 10)
    kit = room.day.proctor_kit("R01")
    secrets = ["--code-file", room.day.code_file, "--data", room.home, "--stick", put_in(room.folder / "s2")]
    who = ["--ticket", "T0001", "--challenge", challenge, "--by", "甲", "--reason", "x"]
    ran = well("act", kit, *secrets, *who, clock=room.clock)
    first, whose, logged = ran.out.splitlines()
    assert re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}（延长时间 10 分钟）", first)
    assert whose == words("cli.act.own", ticket="T0001", challenge=challenge)
    assert str(room.folder / "s2") in logged
    assert len(list((room.folder / "s2").rglob("R01-001.kca"))) == 1
