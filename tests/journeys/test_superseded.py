"""A session sealed again: the new version says whose place it takes, and every place tells old files from new ones."""

import json
import os
import shutil

import pytest
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome
from kaochang.flow.desk import Desk
from kaochang.machine.clock import SystemClock
from kaochang.presenters.candidate.flow_line import FlowLine
from support.exam_day import ExamDay, kaochang, login, well
from support.small_paper import GOOD


@pytest.fixture(scope="module")
def second(sealed_day, tmp_path_factory):
    """The second version of the sealed day, by the same office, in a folder of its own. Never written to."""
    day = ExamDay(tmp_path_factory.mktemp("second-version"))
    for name in ("office.bank", "office"):
        source = sealed_day.folder / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, day.folder / name)
    day.seal(exam_of(day), "--supersedes", sealed_day.sealed)
    return day


def exam_of(day):
    """The exam that the bank has, by its title."""
    return "回访专员上岗小测"


def inspected(path):
    return well("inspect", path, "--json").told()


def sit(day, exam, pc, *, begin_only=False):
    script = {
        "login": login(1),
        "steps": [] if begin_only else [{"respond": "单选题#1", "with": "B"}, {"hand_in": True}],
    }
    path = day.folder / "version.json"
    path.write_text(json.dumps(script, ensure_ascii=False), encoding="utf-8")
    secrets = ["--code-file", day.code_file]
    return kaochang("sit", exam, "--room", "R01", "--data", pc, "--script", path, *secrets, "--json")


def both_in(folder, first, second):
    """The sealed exams of two versions beside one another, with their site file."""
    shutil.copytree(first.exam.parent, folder)
    shutil.copy(second.exam, folder / "version-2.kcb")
    return folder / "session.kcb", folder / "version-2.kcb"


def test_the_new_version_names_the_one_whose_place_it_takes(sealed_day, second):
    old, new = inspected(sealed_day.exam), inspected(second.exam)
    assert (old["version"], "supersedes" in old) == (1, False)
    assert (new["session"], new["version"]) == (f"{old['session']}-v2", 2)
    assert len(new["supersedes"]) == 43
    assert second.start_code != sealed_day.start_code
    assert well("verify", second.exam, "--site", second.office / "site.kcx").code == 0


def test_a_version_is_not_made_twice_nor_of_another_kind_or_office(sealed_day, second, tmp_path):
    roster = second.folder / "roster.csv"
    base = ["seal", second.bank, "--exam", exam_of(second), "--roster", roster]
    own = [*base, "--office", second.office, "--passphrase-file", second.passphrase_file]
    again = kaochang(*own, "--out", tmp_path / "again", "--supersedes", sealed_day.exam)
    assert again.code == int(Outcome.EXISTS)
    other = kaochang(*own, "--out", tmp_path / "other", "--supersedes", sealed_day.exam, "--kind", "rehearsal")
    assert (other.code, "另封一个场次" in other.err) == (int(Outcome.POLICY), True)
    nothing = kaochang(*own, "--out", tmp_path / "none", "--supersedes", tmp_path)
    assert (nothing.code, "没有密封试卷" in nothing.err) == (int(Outcome.MISSING), True)
    new = kaochang(*base, "--office", tmp_path / "new", "--new-office", "--out", tmp_path / "x", "--supersedes", roster)
    assert (new.code, "--supersedes" in new.err) == (int(Outcome.USAGE), True)
    assert not any((tmp_path / name).exists() for name in ("again", "other", "none", "x"))
    third = well(*own, "--out", tmp_path / "third", "--supersedes", second.sealed, "--json").told()
    assert third["session"].endswith("-v3")


def test_an_exam_of_another_office_is_not_superseded(second, second_day, tmp_path):
    own = ["--office", second.office, "--passphrase-file", second.passphrase_file, "--out", tmp_path / "out"]
    ran = kaochang(
        *("seal", second.bank, "--exam", exam_of(second), "--roster", second.folder / "roster.csv", *own),
        *("--supersedes", second_day.exam),
    )
    assert ran.code == int(Outcome.CERT)


def test_a_pc_that_has_both_opens_the_newer_one_and_says_so(sealed_day, second, tmp_path):
    old, _ = both_in(tmp_path / "rooms", sealed_day, second)
    ran = sit(second, old, tmp_path / "pc")  # the new code opens it, though the old file was named
    assert (ran.code, "version-2.kcb" in ran.err, "第 2 版" in ran.err) == (0, True, True)
    assert inspected(next((tmp_path / "pc").rglob("*.kcr")))["session"].endswith("-v2")


def test_a_window_with_both_offers_the_newer_one_alone(sealed_day, second, tmp_path):
    old, new = both_in(tmp_path / "rooms", sealed_day, second)
    desk = Desk(tmp_path / "pc", SystemClock(), os.urandom)
    for place in (old, old.parent):
        line = FlowLine(place, None, "R01", desk, ())
        assert [each.path for each in line.sessions()] == [new]
    assert FlowLine(new, None, "R01", desk, ()).sessions() == ()
    assert sit(sealed_day, sealed_day.exam, desk.folder, begin_only=True).code == 0
    assert {each.path for each in FlowLine(old.parent, None, "R01", desk, ()).sessions()} == {old, new}
    assert FlowLine(old, None, "R01", desk, ()).sessions() == ()


def test_nothing_is_begun_in_the_old_version_where_the_newer_was_opened(sealed_day, second, tmp_path):
    assert sit(second, second.exam, tmp_path / "pc", begin_only=True).code == 0
    refused = sit(sealed_day, sealed_day.exam, tmp_path / "pc")
    assert (refused.code, "第 2 版" in refused.err) == (int(Outcome.ROLLBACK), True)


def test_an_attempt_that_was_begun_in_the_old_version_goes_on_there(sealed_day, second, tmp_path):
    old, _ = both_in(tmp_path / "rooms", sealed_day, second)
    assert sit(sealed_day, sealed_day.exam, tmp_path / "pc", begin_only=True).code == 0
    ran = sit(sealed_day, old, tmp_path / "pc")
    assert (ran.code, "version-2.kcb" in ran.err) == (0, False)


@pytest.fixture(scope="module")
def mixed(sealed_day, second, tmp_path_factory):
    """Two PCs of a room: one candidate sat the old version, the other one the new."""
    folder = tmp_path_factory.mktemp("mixed")
    for day, number in ((sealed_day, 1), (second, 2)):
        ran = day.sit("R01", day.script(login(number), GOOD), folder / f"pc{number}", folder / "stick")
        assert ran.code == 0, ran
    return folder


def test_each_proctor_kit_takes_its_own_version_and_names_results_of_the_other(sealed_day, second, mixed, tmp_path):
    for day, other, key in ((second, "T0001", "superseded"), (sealed_day, "T0002", "newer-version")):
        ran = day.collect("R01", tmp_path / key / "stick", mixed / "pc1", mixed / "pc2")
        problems = [each for each in ran.told()["problems"] if each["name"].endswith(".kcr")]
        assert [each["key"] for each in problems] == [f"problem.{key}"]
        assert other in problems[0]["name"]
        assert ran.code == FINDINGS_EXIT


def test_the_centre_tells_who_sat_the_superseded_version_and_waits_for_a_word(sealed_day, second, mixed, tmp_path):
    told = second.merge(tmp_path / "new.db", mixed / "stick").told()
    assert told["tickets"]["T0002"] == "submitted"
    assert strays(told) == {("problem.superseded", "T0001")}
    waits = kaochang("decide", tmp_path / "new.db", "--json").told()["waits"]
    assert ("problem.superseded", "") in {(each["key"], each["ticket"]) for each in waits}
    told = sealed_day.merge(tmp_path / "old.db", mixed / "stick").told()
    assert strays(told) == {("problem.newer-version", "T0002")}


def strays(told):
    """What is told of candidates' files of another version, and whose they are by their names."""
    keys = ("problem.superseded", "problem.newer-version")
    return {(each["key"], each["name"].partition("-")[0]) for each in told["problems"] if each["key"] in keys}
