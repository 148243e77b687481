"""Sealing the short way: one folder on the stick with all that rooms and people need, or nothing at all."""

import errno
import os
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from kaochang.custody import sealed_exam
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.mends import Drop, Pass, SetKey
from kaochang.domain.papers import Passed, Severity
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Choice
from kaochang.flow import quick_seal, sticks
from kaochang.flow.mending import Mending
from kaochang.machine import new_folders
from kaochang.store.bank import Bank
from support.quick_day import NOON, PASSPHRASE, QuickDay, below, office
from support.refusals import refuses
from support.small_paper import KEY, PAPER

NAME = "回访专员上岗小测 2026-11-21"


pytestmark = pytest.mark.usefixtures("cheap_guesses")


@pytest.fixture
def day(tmp_path):
    return QuickDay(tmp_path)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """One day sealed for every test that only looks."""
    day = QuickDay(tmp_path_factory.mktemp("quick"))
    return day, day.seal()


class Stopped(Exception):
    """What a window's cancel button raises from its progress."""


def test_the_stick_holds_one_folder_with_everything_for_rooms_and_people(sealed):
    day, made = sealed
    assert [path.name for path in day.stick.iterdir()] == [NAME]
    assert below(made.folder) == [
        "1 复制到考试机",
        "1 复制到考试机/session.kcb",
        "1 复制到考试机/site.kcx",
        "1 复制到考试机/打开考场程序 Linux.sh",
        "1 复制到考试机/打开考场程序 Windows.cmd",
        "2 监考文件",
        "2 监考文件/R01.kcp",
        "3 打印后删除",
        "3 打印后删除/1 开考单（装信封）.pdf",
        "3 打印后删除/2 签到单.pdf",
        "3 打印后删除/3 准考证.pdf",
        "3 打印后删除/4 操作说明.pdf",
        "请先读我 README.txt",
    ]
    assert sorted(made.files) == sorted(path for path in made.folder.rglob("*") if path.is_file())
    assert [path.name[0] for path in made.to_print] == ["1", "2", "3", "4"]
    assert set(made.to_print) <= set(made.files)


def test_nothing_that_opens_results_or_tells_keys_lies_on_the_stick(sealed):
    _, made = sealed
    kept = {path.suffix for path in made.kept.rglob("*") if path.is_file()}
    on_stick = {path.suffix for path in made.files}
    assert ".kck" in kept
    assert on_stick == {".kcb", ".kcx", ".kcp", ".pdf", ".txt", ".cmd", ".sh"}
    texts = b"".join(path.read_bytes() for path in made.files)
    assert PASSPHRASE.encode() not in texts


def test_what_is_sealed_is_the_paper_the_roster_and_the_wishes(sealed):
    day, made = sealed
    exam = sealed_exam.claimed_exam(next(path for path in made.files if path.suffix == ".kcb"))
    assert exam.header.session == made.session
    assert (made.session.title, made.session.level, made.session.kind) == ("回访专员上岗小测", Level.QUICK, Kind.LIVE)
    assert [room.name for room in made.session.rooms] == ["第一考场"]
    kit = day.kit(made)
    assert [ticket.name for ticket in kit.tickets] == ["测试甲壹", "测试甲贰", "测试甲叁"]
    (sat,) = kit.exams
    assert (sat.rules.duration_s, sat.rules.pass_mark, sat.assessment.total) == (1800, 18, 30)


def test_the_start_sheet_is_on_the_stick_alone(sealed):
    day, made = sealed
    start, *others = made.to_print
    kept = {path.name for path in day.office.folder.rglob("*.pdf")}
    assert kept == {path.name for path in others}
    assert start.is_file()


def left_behind(folder, age_s):
    """What a program leaves that is killed while it fills a folder."""
    folder.mkdir(parents=True)
    (folder / "centre.kck").write_bytes(b"1")
    os.utime(folder, (NOON / 1000 - age_s,) * 2)
    return folder


@pytest.mark.parametrize(
    ("place", "name", "other"),
    [
        ("sessions", "0a" * 8, "1b" * 8),
        ("stick", "另一场 2026-11-20", "2026-11-21"),
        ("stick", "2026-11-20", "二 2026-11-20"),
    ],
)
def test_what_a_killed_program_left_goes_at_the_next_sealing_and_nothing_else_does(day, caplog, place, name, other):
    folder = {"sessions": day.office.sessions, "stick": day.stick}[place]
    left_behind(folder / f".{name}.kaochang.part", 4000)
    fresh = left_behind(folder / f".{other}.kaochang.part", 60)
    stranger = left_behind(folder / ".备份.kaochang.part", 4000)
    made = day.seal()
    assert {*folder.iterdir()} == {fresh, stranger, made.kept if place == "sessions" else made.folder}
    assert [record.name for record in caplog.records] == ["kaochang.machine.new_folders"]


def test_a_second_session_takes_the_passphrase_that_the_first_one_was_given(day):
    first = day.seal()
    with refuses(Outcome.CODE, "passphrase.wrong"):
        quick_seal.seal_quick(day.office, replace(day.order(title="第二场"), passphrase="另一个口令 123"))
    second = day.seal(title="第二场", kind=Kind.REHEARSAL)
    assert second.code != first.code
    assert second.session.kind is Kind.REHEARSAL
    assert len(list(day.stick.iterdir())) == 2


def test_a_paper_that_is_sealed_again_is_in_the_bank_once_and_one_that_was_changed_twice(day):
    first = day.seal()
    again = day.seal(title="第二场")
    with closing(Bank(day.office.bank)) as bank:
        assert bank.paper_numbers() == [1]
    one, other = ([each.id for each in day.kit(made).exams[0].assessment.items()] for made in (first, again))
    assert one == other
    order = day.order(paper=(PAPER + KEY).replace("1. B  2. C", "1. A  2. C"), title="第三场")
    quick_seal.seal_quick(day.office, order)
    with closing(Bank(day.office.bank)) as bank:
        assert bank.paper_numbers() == [1, 2]


def test_whoever_stops_a_second_sealing_leaves_the_paper_of_the_first(day):
    def progress(done, of):
        if done >= 85:
            raise Stopped

    day.seal()
    with closing(Bank(day.office.bank)) as bank:
        before = bank.items(1)
    with pytest.raises(Stopped):
        quick_seal.seal_quick(day.office, day.order(title="第二场"), progress)
    with closing(Bank(day.office.bank)) as bank:
        assert (bank.paper_numbers(), bank.items(1)) == ([1], before)
        with refuses(Outcome.MISSING, "bank.no-exam"):
            bank.exam("第二场")


def test_rooms_of_the_roster_stand_and_the_others_go_into_the_room_that_was_wished(day):
    order = day.order(roster="姓名,工号,考场\n甲,1,三楼\n乙,2,\n", room=" 四楼 ")
    made = quick_seal.seal_quick(day.office, order)
    assert [room.name for room in made.session.rooms] == ["三楼", "四楼"]
    assert [ticket.room for ticket in day.kit(made).tickets] == ["R01", "R02"]
    assert len(list((made.folder / "2 监考文件").iterdir())) == 2


def test_items_without_points_are_worth_what_was_wished(day):
    paper = (PAPER + KEY).replace("每题3分，共6分", "共2题").replace("满分：30分", "满分：29分")
    order = day.order(paper=paper, points_each=Fraction(5, 2))
    made = quick_seal.seal_quick(day.office, order)
    (exam,) = day.kit(made).exams
    assert {each.points for each in exam.assessment.sections[0].items} == {Fraction(5, 2)}


def test_findings_that_a_person_passed_travel_with_the_session_and_open_ones_are_refused(day):
    order = day.order(paper=(PAPER + KEY).replace("1. B  2. C", "1. B"))
    red = [at for at, each in enumerate(order.read.paper.findings) if each.severity is Severity.ERROR]
    with refuses(Outcome.POLICY, "assemble.findings"):
        quick_seal.seal_quick(day.office, order)
    assert below(day.stick) == []
    with closing(Bank(day.office.bank)) as bank:
        assert bank.paper_numbers() == []
    passed = dict.fromkeys(red, Passed("考务丁", "答案另行确定"))
    made = quick_seal.seal_quick(day.office, replace(order, read=replace(order.read, passed=passed)))
    (told,) = day.kit(made).passed_findings
    assert "考务丁: 答案另行确定" in told


def test_a_mended_paper_is_sealed_as_it_was_mended(day):
    order = day.order(paper=(PAPER + KEY).replace("1. B  2. C", "1. B"))
    mending = Mending(order.read)
    red = [each.finding for each in mending.paper.findings if each.finding.severity is Severity.ERROR]
    mending.apply(Pass(tuple(red), "考务丁", "答案另行确定"))
    mending.apply(Drop(2))
    mending.apply(SetKey(0, "A"))
    made = quick_seal.seal_quick(day.office, replace(order, read=mending.read()))
    kit = day.kit(made)
    (exam,) = kit.exams
    first, *others = exam.assessment.items()
    assert (len(others), kit.schemes[first.id].correct) == (7, Choice(("A",)))
    assert exam.assessment.total == 26
    assert len(kit.passed_findings) == 1


def test_progress_goes_up_to_the_end(day):
    told = []
    quick_seal.seal_quick(day.office, day.order(), lambda *step: told.append(step))
    assert told == sorted(told)
    assert (told[0], told[-1]) == ((0, 100), (100, 100))


@pytest.mark.parametrize("at", [0, 20, 79, 85, 95])
def test_whoever_stops_it_finds_nothing_on_the_stick_and_no_session_on_the_pc(day, at):
    def progress(done, of):
        if done >= at:
            raise Stopped

    with pytest.raises(Stopped):
        quick_seal.seal_quick(day.office, day.order(), progress)
    assert below(day.stick) == []
    assert below(day.office.sessions) == []
    assert below(day.office.keys / "sessions") == []
    assert day.seal().folder.is_dir()


def test_a_folder_of_this_name_is_refused_and_left_as_it_is(day):
    first = day.seal()
    before = {path: path.read_bytes() for path in first.files}
    with refuses(Outcome.EXISTS, "quick.same-folder") as caught:
        day.seal()
    assert caught.value.params == {"name": NAME}
    assert {path: path.read_bytes() for path in first.files} == before
    with refuses(Outcome.EXISTS, "quick.same-folder"):
        quick_seal.look_first(day.office, day.order())


def test_a_first_passphrase_that_is_too_short_is_refused_before_anything_is_made(day):
    with refuses(Outcome.POLICY, "passphrase.short"):
        quick_seal.look_first(day.office, replace(day.order(), passphrase="short"))
    assert not day.office.folder.exists()
    day.seal()
    with refuses(Outcome.CODE, "passphrase.wrong"):
        quick_seal.seal_quick(day.office, replace(day.order(title="二"), passphrase="short"))


def test_wishes_that_nobody_could_keep_are_refused_before_anything_is_made(day):
    with refuses(Outcome.POLICY, "quick.minutes"):
        day.seal(minutes=0)
    assert not day.office.folder.exists()


def test_a_stick_that_is_not_there_is_refused_and_never_made(day):
    gone = day.folder / "gone"
    with refuses(Outcome.MISSING, "quick.stick-gone"):
        quick_seal.seal_quick(day.office, day.order(drive=gone))
    assert not gone.exists()


def test_a_stick_that_was_exchanged_since_it_was_chosen_gets_nothing(day):
    order = replace(day.order(), chosen=sticks.choose(day.stick))
    day.stick.rename(day.folder / "pulled")
    day.stick.mkdir()
    with refuses(Outcome.MISSING, "quick.stick-gone"):
        quick_seal.check_drive(day.office, order)
    with refuses(Outcome.MISSING, "quick.stick-gone"):
        quick_seal.seal_quick(day.office, order)
    assert (below(day.stick), day.office.folder.exists()) == ([], False)


def test_a_stick_that_goes_while_it_is_copied_to_leaves_no_session(day):
    def progress(done, of):
        if done > 80 and day.stick.exists():
            day.stick.rename(day.folder / "pulled")

    with refuses(Outcome.MISSING, "quick.stick-gone"):
        quick_seal.seal_quick(day.office, day.order(), progress)
    assert not day.stick.exists()
    assert below(day.office.sessions) == []


def test_a_stick_that_is_exchanged_while_the_session_is_sealed_gets_nothing(day):
    def progress(done, of):
        if done == 45:
            day.stick.rename(day.folder / "pulled")
            day.stick.mkdir()

    with refuses(Outcome.MISSING, "quick.stick-gone"):
        quick_seal.seal_quick(day.office, day.order(), progress)
    assert (below(day.stick), below(day.folder / "pulled"), below(day.office.sessions)) == ([], [], [])


def test_a_stick_that_takes_no_files_is_refused_in_words_before_a_passphrase(day, monkeypatch):
    def read_only(path, *_):
        raise OSError(errno.EROFS, "read-only", str(path))

    monkeypatch.setattr("kaochang.machine.safe_files._write_synced", read_only)
    with refuses(Outcome.IO, "io.read-only") as caught:
        quick_seal.check_drive(day.office, day.order())
    assert caught.value.where == str(day.stick)


def test_a_stick_with_too_little_room_says_how_much_is_needed(day, monkeypatch):
    usage = (1 << 30, (1 << 30) - 4096, 4096)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": usage[2]}))
    with refuses(Outcome.DISK_FULL, "quick.stick-full") as caught:
        day.seal()
    assert caught.value.params["needed"] >= 1
    assert (below(day.stick), below(day.office.sessions)) == ([], [])


def test_a_stick_that_runs_full_while_it_is_copied_to_keeps_nothing(day, monkeypatch):
    copy = new_folders.copy_new

    def full(source: Path, target: Path):
        if source.suffix == ".kcp":
            raise Refusal(Outcome.DISK_FULL, "io.disk-full", str(target))
        copy(source, target)

    monkeypatch.setattr("kaochang.flow.quick_stick.copy_new", full)
    with refuses(Outcome.DISK_FULL, "io.disk-full") as caught:
        day.seal()
    assert caught.value.where == str(day.stick)
    assert (below(day.stick), below(day.office.sessions)) == ([], [])


def test_a_stick_that_turns_read_only_while_it_is_copied_to_has_nothing_under_a_final_name(day, monkeypatch):
    copy = new_folders.copy_new

    def read_only(source: Path, target: Path):
        if source.suffix == ".kcp":
            monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)  # nothing can be taken away any more either
            raise Refusal(Outcome.IO, "io.read-only", str(target))
        copy(source, target)

    monkeypatch.setattr("kaochang.flow.quick_stick.copy_new", read_only)
    with refuses(Outcome.IO, "io.read-only") as caught:
        day.seal()
    assert caught.value.where == str(day.stick)
    assert [path.name for path in day.stick.iterdir()] == [f".{NAME}.kaochang.part"]


def test_titles_of_any_kind_make_a_folder_that_every_stick_takes(day):
    made = day.seal(title='考核: "A/B" <二>? *' + "长" * 80)
    assert made.folder.name.startswith("考核 A B 二 长")
    assert made.folder.name.endswith(" 2026-11-21")
    assert len(made.folder.name) <= 60 + 11
    assert made.session.title.endswith("长")


def test_the_readme_speaks_both_languages_and_names_the_folders_as_they_are(sealed):
    _, made = sealed
    text = made.files[0].read_text("utf-8-sig")
    assert text.count("3 打印后删除") == 4
    assert "candidates" in text
    assert "3 名考生" in text
    assert made.files[0].read_bytes().count(b"\r\n") == text.count("\n")


def test_an_english_office_makes_an_english_folder(tmp_path):
    day = QuickDay(tmp_path)
    day.office = office(day.office.folder, language="en")
    made = day.seal()
    assert (made.folder / "1 copy to the exam-room PCs" / "session.kcb").is_file()
    assert made.files[0].name == "README.txt"
    assert os.path.commonpath([made.to_print[0], made.folder / "3 print, then delete"])
