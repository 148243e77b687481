"""The verbs of the short way: what they tell people and scripts, and what they ask for."""

import json
from pathlib import Path

import pytest
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome
from support.clocks import ManualClock
from support.exam_day import PASSPHRASE, kaochang, login, script_of, well
from support.put_in import put_in
from support.quick_day import NOON, ZONE
from support.small_paper import GOOD, KEY, PAPER

pytestmark = pytest.mark.usefixtures("cheap_guesses")

ROSTER = "姓名,工号\n测试甲壹,G7001\n测试甲贰,G7002\n"


class Short:
    """One office on the terminal."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.stick = put_in(folder / "stick")
        self.clock = ManualClock(NOON)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def quick(self, *options, paper=PAPER + KEY, roster=ROSTER, **fields):
        return kaochang(
            *("quick", self.file("paper.txt", paper), "--roster", self.file("roster.csv", roster), "--to", self.stick),
            *("--data", self.folder / "data", "--passphrase-file", self.file("passphrase", PASSPHRASE), *options),
            **{"clock": self.clock, "zone": ZONE, **fields},
        )

    def take_back(self, *options, **fields):
        return kaochang(
            *("take-back", self.stick, "--data", self.folder / "data"),
            *("--passphrase-file", self.file("passphrase", PASSPHRASE), *options),
            **{"clock": self.clock, "zone": ZONE, **fields},
        )

    def sit(self, told, number, responses):
        exam = next(path for path in told["files"] if path.endswith(".kcb"))
        script = self.file("script.json", json.dumps(script_of(login(number), responses), ensure_ascii=False))
        code = self.file("code", told["start_code"])
        return well(
            *("sit", exam, "--data", self.folder / f"pc{number}", "--script", script, "--code-file", code),
            *("--stick", self.stick, "--json"),
            clock=self.clock,
            zone=ZONE,
        )


@pytest.fixture
def short(tmp_path):
    return Short(tmp_path)


def test_a_script_is_told_where_everything_lies(short):
    told = short.quick("--json").told()
    assert Path(told["folder"]) == short.stick / "回访专员上岗小测 2026-11-21"
    assert all(Path(path).is_file() for path in told["files"])
    assert set(told["print"]) <= set(told["files"])
    assert (told["tickets"], len(told["start_code"])) == (2, 16)
    assert Path(told["kept"]).is_relative_to(short.folder / "data" / "office")


def test_people_are_told_the_code_what_to_print_and_where_it_is(short):
    ran = short.quick()
    assert ran.code == 0
    assert "开考码" in ran.out
    assert "1 开考单（装信封）.pdf" in ran.out
    assert "回访专员上岗小测 2026-11-21" in ran.out
    assert ran.err == ""


def test_wishes_go_before_what_is_proposed(short):
    told = short.quick(
        *("--title", "复训", "--duration", 45, "--pass-mark", 20, "--room", "三楼", "--kind", "rehearsal"),
        *("--opens", "2026-11-22 09:00", "--closes", "2026-11-22 10:00", "--json"),
    ).told()
    exam = next(path for path in told["files"] if path.endswith(".kcb"))
    facts = well("inspect", exam, "--json").told()
    assert (facts["title"], facts["kind"]) == ("复训", "rehearsal")
    assert Path(told["folder"]).name == "复训 2026-11-22"
    short.clock.set_wall(facts["opens"])
    short.sit(told, 1, GOOD)
    report = short.take_back("--json").told()
    assert [row["passed"] for row in report["tickets"]] == [None, None]


def test_a_pass_mark_in_per_cent_is_that_of_the_real_total(short):
    told = short.quick("--pass-percent", 20, "--json").told()
    short.sit(told, 1, {"单选题#1": "B", "单选题#2": "C"})
    (row, _) = short.take_back("--json").told()["tickets"]
    assert (row["points"], row["of"], row["passed"]) == ("6", "30", True)


def test_red_findings_are_refused_unless_a_person_passes_them(short):
    paper = (PAPER + KEY).replace("1. B  2. C", "1. B")
    refused = short.quick(paper=paper)
    assert (refused.code, list(short.stick.iterdir())) == (Outcome.POLICY, [])
    assert short.quick("--pass-findings", "丁: 答案另定", paper=paper).code == 0
    assert short.quick("--pass-findings", "丁", paper=paper).code == Outcome.USAGE


def test_the_wishes_and_the_stick_are_looked_at_before_the_passphrase_is(short):
    (short.folder / "passphrase").unlink(missing_ok=True)
    ran = kaochang(
        *("quick", short.file("p.txt", PAPER + KEY), "--roster", short.file("r.csv", ROSTER), "--to", short.stick),
        *("--data", short.folder / "data", "--passphrase-file", short.folder / "none", "--opens", "2026-11-20 09:00"),
        *("--closes", "2026-11-20 12:00"),
        clock=short.clock,
        zone=ZONE,
    )
    assert ran.code == Outcome.POLICY
    assert "已经过去" in ran.err


def test_the_scores_come_back_by_one_passphrase(short):
    told = short.quick("--json").told()
    short.sit(told, 1, GOOD)
    ran = short.take_back("--json")
    found = ran.told()
    assert ran.code == FINDINGS_EXIT
    assert found["session"] == told["session"]
    assert [(row["name"], row["points"], row["waiting"]) for row in found["tickets"]] == [
        ("测试甲壹", "24", 1),
        ("测试甲贰", None, 0),
    ]
    (missing,) = found["missing"]
    assert found["waiting"] == [{"item": "简答题#1", "of": "6", "results": 1, "needs_key": False}]
    again = short.take_back("--absent", missing, "--json")
    assert (again.code, again.told()["missing"], again.told()["new"]) == (0, [], True)
    last = short.take_back("--json")
    assert (last.code, last.told()["new"], last.told()["tickets"]) == (0, False, again.told()["tickets"])


def test_people_read_each_score_who_is_missing_and_what_waits(short):
    told = short.quick("--json").told()
    short.sit(told, 1, GOOD)
    ran = short.take_back("--out", short.folder / "report")
    assert "测试甲壹  已交卷  24 / 30 分" in ran.out
    assert "--absent" in ran.out
    assert "待评分：简答题#1" in ran.out
    assert [path.name for path in (short.folder / "report").glob("*/*.pdf")] == ["report.pdf", "score-slips.pdf"]


def test_a_pass_mark_is_said_in_one_way(short):
    ran = short.quick("--pass-percent", "50", "--pass-mark", "10")
    assert ran.code == Outcome.USAGE
    assert "--pass-mark" in ran.err
    assert list(short.stick.iterdir()) == []


def test_how_many_items_people_score_is_said_where_there_are_any(short):
    assert "kaochang mark" in short.quick().out
    closed = PAPER.partition("七、")[0].replace("满分：30分", "满分：24分")
    assert "kaochang mark" not in short.quick("--title", "二", paper=closed + KEY.partition("七、")[0]).out


def test_of_several_sessions_on_a_stick_one_is_named(short):
    first = short.quick("--json").told()
    second = short.quick("--title", "第二场", "--json").told()
    for told in (first, second):
        short.sit(told, 1, GOOD)
    ran = short.take_back()
    assert ran.code == Outcome.CONFLICT
    assert second["session"] in ran.err
    assert short.take_back("--session", second["session"], "--json").told()["session"] == second["session"]


def test_a_stick_without_results_is_told_before_the_passphrase(short):
    short.quick()
    ran = kaochang("take-back", short.stick, "--data", short.folder / "data", clock=short.clock)
    assert ran.code == Outcome.MISSING


def test_a_report_that_could_not_be_written_is_told_beside_the_scores(short):
    told = short.quick("--json").told()
    for number in (1, 2):
        short.sit(told, number, GOOD)
    (short.folder / "report").write_text("no folder")
    ran = short.take_back("--out", short.folder / "report", "--json")
    assert ran.code == FINDINGS_EXIT
    assert (ran.told()["files"], len(ran.told()["tickets"])) == ([], 2)
    assert "文件夹" in ran.err


def test_a_session_is_laid_onto_a_further_stick_without_a_passphrase(short):
    told = short.quick("--json").told()
    further = put_in(short.folder / "further")
    given = ("--to", further, "--data", short.folder / "data")
    ran = kaochang("lay", told["session"], *given, clock=short.clock, zone=ZONE)
    assert ran.code == 0
    assert str(further / Path(told["folder"]).name) in ran.out
    assert kaochang("lay", told["session"], *given, clock=short.clock, zone=ZONE).code == Outcome.EXISTS
    assert kaochang("lay", "0123", *given, clock=short.clock, zone=ZONE).code == Outcome.MISSING
