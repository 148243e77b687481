"""Walk-ins on reserve tickets, from sealing to the report: let in by an act, accepted or refused by name."""

import csv
import io
import json
import re
import shutil

import pypdfium2
import pytest
from kaochang.domain.decisions import DecisionKind
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome
from kaochang.presenters.centre.pages import CentrePage
from kaochang.presenters.centre.standing import Group
from support.at_centre import FIELD, AtTheCentre
from support.exam_day import PASSPHRASE, ROSTER, ExamDay, kaochang, login, well
from support.small_paper import GOOD, KEY, PAPER, POOR

ABSENT = ("--absent", "T0002", "--absent", "T0004")
NEW = {"person": "g9001", "name": "欧阳·临时"}
KNOWN = {"person": "G7003", "name": "测试乙壹"}


@pytest.fixture(scope="module")
def reserved(tmp_path_factory):
    """A session of two rooms with two reserve tickets each. Nobody has sat yet; never written to."""
    day = ExamDay(tmp_path_factory.mktemp("reserved"))
    day.read(PAPER + KEY)
    day.seal(day.assemble("--pass-mark", "18"), "--reserve", "2")
    return day


def sit(day, room, typed, steps, pc):
    """One run of a candidate's program."""
    path = day.folder / "scripts" / "walk-in.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"login": typed, "seat": "40", "steps": steps}, ensure_ascii=False), encoding="utf-8")
    return day.sit(room, path, pc)


def steps_of(responses):
    return [{"respond": place, "with": written} for place, written in responses.items()] + [{"hand_in": True}]


def let_in(day, room, number, typed, pc, responses):
    """A walk-in asks, the proctor agrees, the attempt is sat."""
    typed = {"ticket": number, **typed}
    asked = sit(day, room, typed, [{"challenge": {"kind": "walk-in"}}], pc)
    (challenge,) = [line["challenge"] for line in asked.lines() if "challenge" in line]
    code = act(day, room, number, challenge, pc).told()["code"]
    ran = sit(day, room, typed, [{"act": code}, *steps_of(responses)], pc)
    assert ran.code == 0, ran


def act(day, room, number, challenge, pc):
    secrets = ["--code-file", day.code_file, "--data", pc.parent / "proctor-pc"]
    told = ["--by", "监考甲", "--reason", "当天补报", "--json"]
    return kaochang("act", day.proctor_kit(room), *secrets, "--ticket", number, "--challenge", challenge, *told)


def reserve_of(day, room):
    """The numbers of a room's reserve tickets, as its sign-in list prints them."""
    document = pypdfium2.PdfDocument(day.sealed / "envelope" / "start-sheet.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return sorted(set(re.findall(rf"\b\d{{8}}{room[1:]}B\d\d\b", text)))


@pytest.fixture(scope="module")
def sat(reserved, tmp_path_factory):
    """Two of the roster came, and two walk-ins, of whom one has sat on a ticket already; a stick for each room."""
    folder = tmp_path_factory.mktemp("walk-ins")
    for number, room in ((1, "R01"), (3, "R02")):
        ran = reserved.sit(room, reserved.script(login(number), GOOD), folder / f"pc{number}")
        assert ran.code == 0, ran
    new, known = (reserve_of(reserved, room)[0] for room in ("R01", "R02"))
    let_in(reserved, "R01", new, NEW, folder / "pc5", GOOD)
    let_in(reserved, "R02", known, KNOWN, folder / "pc6", POOR)
    told = {}
    for room, pcs, absent in (("R01", ("pc1", "pc5"), ABSENT[:2]), ("R02", ("pc3", "pc6"), ABSENT[2:])):
        sources = [*(folder / pc for pc in pcs), folder / "proctor-pc"]
        ran = reserved.collect(room, folder / room, *sources, options=absent)
        assert ran.code == 0, ran
        told[room] = ran.told()
    return folder, new, known, told


def test_reserve_tickets_are_printed_with_a_line_to_fill_in(reserved):
    assert [len(reserve_of(reserved, room)) for room in ("R01", "R02")] == [2, 2]
    document = pypdfium2.PdfDocument(reserved.sealed / "envelope" / "start-sheet.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert text.count("备用\r\n") + text.count("备用\n") >= 4
    assert "应到 2 人" in text


def test_nobody_starts_on_a_reserve_ticket_without_name_number_and_an_act(reserved, tmp_path):
    number = reserve_of(reserved, "R01")[1]
    for typed, key in (({}, "填写姓名"), (NEW, "要监考授权")):
        ran = sit(reserved, "R01", {"ticket": number, **typed}, steps_of(GOOD), tmp_path / "pc")
        assert (ran.code, key in ran.err) == (int(Outcome.POLICY), True), ran
    assert not list(tmp_path.rglob("*.kcr"))


def test_a_walk_in_is_granted_on_a_reserve_ticket_only(reserved, tmp_path):
    number = reserve_of(reserved, "R01")[1]
    asked = sit(reserved, "R01", {"ticket": number, **NEW}, [{"challenge": {"kind": "walk-in"}}], tmp_path / "pc")
    challenge = asked.lines()[-1]["challenge"]
    refused = act(reserved, "R01", "T0002", challenge, tmp_path / "pc")
    assert (refused.code, "不是备用号" in refused.err) == (int(Outcome.POLICY), True)


def test_another_person_does_not_go_on_with_a_walk_ins_attempt(reserved, tmp_path):
    number, pc = reserve_of(reserved, "R01")[1], tmp_path / "pc"
    asked = sit(reserved, "R01", {"ticket": number, **NEW}, [{"challenge": {"kind": "walk-in"}}], pc)
    code = act(reserved, "R01", number, asked.lines()[-1]["challenge"], pc).told()["code"]
    assert sit(reserved, "R01", {"ticket": number, **NEW}, [{"act": code}], pc).code == 0
    other = sit(reserved, "R01", {"ticket": number, **KNOWN}, steps_of(GOOD), pc)
    assert (other.code, "另一个人" in other.err) == (int(Outcome.POLICY), True)
    same = {"person": "G 9001", "name": "欧阳临时"}
    assert sit(reserved, "R01", {"ticket": number, **same}, steps_of(GOOD), pc).code == 0


def test_an_unused_reserve_ticket_is_listed_and_no_gap(sat, reserved):
    _, new, _, told = sat
    unused = reserve_of(reserved, "R01")[1]
    assert (told["R01"]["tickets"][new], told["R01"]["tickets"][unused]) == ("submitted", "not-started")
    assert told["R01"]["missing"] == {}


def test_a_walk_in_counts_once_somebody_has_accepted_them(sat, reserved, tmp_path):
    folder, new, known, _ = sat
    database = tmp_path / "centre.db"
    merged = reserved.merge(database, folder / "R01", folder / "R02")
    told = merged.told()
    assert merged.code == FINDINGS_EXIT
    assert told["walk_ins"][new] == {"person": "g9001", "name": "欧阳·临时"}
    assert told["unused"] == sorted(reserve_of(reserved, room)[1] for room in ("R01", "R02"))
    assert [(each["key"], each["ticket"]) for each in told["problems"]] == [("problem.walk-in-known", known)]
    waits = kaochang("decide", database, "--json").told()["waits"]
    assert {(each["key"], each["ticket"]) for each in waits} == {
        *(("problem.open.walk-in", number) for number in (new, known)),
        ("problem.walk-in-known", known),
    }
    shown = kaochang("decide", database)
    assert "临时考生 g9001 欧阳·临时" in shown.out
    assert "T0003 测试乙壹" in shown.out

    assert scores(reserved, database, tmp_path)["g9001"] == ""
    people = ["--by", "周主任", "--reason", "核对了证件"]
    signs = [*("--kit", reserved.centre_kit, "--passphrase-file", reserved.passphrase_file), *reserved.at_centre]

    def decide(*what):
        return kaochang("decide", database, *what, *people, *signs, "--json")

    explained = decide("explained", new)
    assert (explained.code, "不能只作说明" in explained.err) == (int(Outcome.POLICY), True)
    assert decide("accepted", known).code == int(Outcome.CONFLICT)
    assert decide("accepted", "T0001").code == int(Outcome.POLICY)
    assert decide("accepted", reserve_of(reserved, "R01")[1]).code == int(Outcome.POLICY)
    assert decide("refused", known, "--person", "G1").code == int(Outcome.USAGE)
    assert decide("accepted", new, "--person", "G9001", "--name", "欧阳临时").code == 0
    made = decide("refused", known)
    assert (made.code, made.told()["waits"]) == (0, 0)
    after = scores(reserved, database, tmp_path)
    assert (after["G9001"], after["G7003"]) == (after["G7001"], after["G7001"])
    assert "g9001" not in after
    assert "接收临时考生" in kaochang("decide", database).out
    assert decide("undo", "1").code == 0
    assert scores(reserved, database, tmp_path)["g9001"] == ""


def scores(day, database, folder):
    """Points by staff number; the highest of whoever has two lines."""
    well("mark", database)
    well("report", database, "--out", folder / "report")
    text = (folder / "report" / "report.csv").read_text("utf-8-sig")
    found = {}
    for row in csv.DictReader(io.StringIO(text)):
        found[row["工号"]] = found.get(row["工号"]) or row["合计"]
    return found


def test_the_centres_window_accepts_a_walk_in_where_it_tells_of_them(sat, reserved, tmp_path, words):
    folder, new, known, _ = sat
    at = AtTheCentre(tmp_path / "data", words)
    at.presenter.start()
    at.page("start").new(reserved.centre_kit)
    keys = at.page("keys")
    keys.choose_database(tmp_path / "centre.db")
    keys.type(FIELD, PASSPHRASE)
    keys.open()
    at.take_in(folder / "R01", folder / "R02")
    now = at.desk.now
    assert len(now.rows) == len(ROSTER.splitlines()) - 1 + 2
    assert (now.row(new).name, now.row(new).group) == (NEW["name"], Group.DECIDE)
    at.desk.go(CentrePage.DECISIONS)
    matter = next(each for each in at.state.matters if each.ticket == new)
    assert matter.next_step == words("centre.next.open.walk-in")
    at.page("decisions").open_matter(new, "")
    assert at.state.kinds == (DecisionKind.ACCEPTED, DecisionKind.REFUSED)
    at.page("ticket").decide(DecisionKind.ACCEPTED)
    assert NEW["name"] in at.state.title
    form = at.page("decide")
    form.type("周主任", "", "核对了证件")
    form.decide()
    assert (at.desk.now.row(new).group, at.desk.now.row(known).group) == (Group.RECEIVED, Group.DECIDE)


def only(stick, folder, *kinds):
    """A copy of a stick with files of these kinds alone."""
    shutil.copytree(stick, folder)
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in kinds:
            path.unlink()
    return folder


def test_a_walk_in_who_was_let_in_and_of_whom_no_file_came_is_a_gap(sat, reserved, tmp_path):
    folder, _, known, _ = sat
    database = tmp_path / "centre.db"
    reserved.merge(database, folder / "R01", only(folder / "R02", tmp_path / "R02", ".kca"))
    waits = kaochang("decide", database, "--json").told()["waits"]
    assert known in {each["ticket"] for each in waits}, "the proctor's log tells of somebody"
    told = reserved.merge(database, folder / "R01").told()
    assert known not in told["unused"]


def test_two_results_of_one_person_never_both_count_without_a_word(sat, reserved, tmp_path):
    folder, _, known, _ = sat
    database = tmp_path / "centre.db"
    of_roster = only(folder / "R02", tmp_path / "roster", ".kcr")
    later = next(path for path in of_roster.rglob("*.kcr") if "T0003" in path.name)
    kept = tmp_path / "kept.kcr"
    shutil.move(later, kept)
    of_walk_in = only(folder / "R02", tmp_path / "walk-in", ".kca", ".kcm", ".kcr", ".kcj")
    for path in of_walk_in.rglob("*.kcr"):
        if "T0003" in path.name:
            path.unlink()
    reserved.merge(database, folder / "R01", of_walk_in)
    signs = [*("--kit", reserved.centre_kit, "--passphrase-file", reserved.passphrase_file), *reserved.at_centre]
    people = ["--by", "周主任", "--reason", "核对了证件"]
    assert kaochang("decide", database, "accepted", known, *people, *signs).code == 0
    (tmp_path / "late").mkdir()
    shutil.copy(kept, tmp_path / "late" / "T0003.kcr")
    reserved.merge(database, tmp_path / "late")

    def twice():
        waits = kaochang("decide", database, "--json").told()["waits"]
        return [each["ticket"] for each in waits if each["key"] == "problem.walk-in-twice"]

    assert twice() == [known]
    explained = kaochang("decide", database, "explained", known, *people, *signs)
    assert explained.code == int(Outcome.POLICY)
    assert kaochang("decide", database, "refused", known, *people, *signs).code == 0
    assert twice() == []


def test_the_centres_window_puts_right_what_a_walk_in_mistyped_and_offers_what_still_counts(
    sat, reserved, tmp_path, words
):
    folder, new, _, _ = sat
    at = AtTheCentre(tmp_path / "data", words)
    at.presenter.start()
    at.page("start").new(reserved.centre_kit)
    keys = at.page("keys")
    keys.choose_database(tmp_path / "centre.db")
    keys.type(FIELD, PASSPHRASE)
    keys.open()
    at.take_in(folder / "R01", folder / "R02")
    at.presenter.ticket(new)
    at.page("ticket").decide(DecisionKind.ACCEPTED)
    form = at.page("decide")
    assert (form.state.asks_holder, form.state.name) == (True, NEW["name"])
    form.type("周主任", "", "核对了证件")
    form.type_holder("G9001", "")
    assert form.state.why == words("centre.decide.why.holder")
    form.type_holder("G9001", "欧阳临时")
    form.decide()
    assert (at.desk.now.row(new).person, at.desk.now.row(new).name) == ("G9001", "欧阳临时")
    page = at.page("ticket")
    assert page.state.kinds[0] is DecisionKind.REFUSED
    page.decide(DecisionKind.REFUSED)
    form.type("周主任", "", "证件不符")
    form.decide()
    assert page.state.kinds == (DecisionKind.ACCEPTED,)
