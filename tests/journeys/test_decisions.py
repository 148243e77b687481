"""One messy day at the centre, on the terminal: what waits is listed, decided under names, signed, closed and told."""

import shutil

import openpyxl
import pytest
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome
from support.exam_day import kaochang, well


def only(folder, pattern):
    (found,) = folder.rglob(pattern)
    return found


@pytest.fixture
def desk(sealed_day, sticks, tmp_path):
    """The first room's stick lost a result and brought its journal; the second room's proctor signed no manifest."""
    bag = tmp_path / "bag"
    for number, stick in enumerate(sticks):
        shutil.copytree(stick, bag / str(number))
    only(bag, "T0001-*.kcr").unlink()
    only(bag / "1", "*.kcm").unlink()
    (tmp_path / "books").mkdir()
    return Desk(sealed_day, tmp_path / "books" / "centre.db", bag)


class Desk:
    """The centre's desk: one database, and what signs there."""

    def __init__(self, day, database, bag):
        self.day, self.database, self.bag = day, database, bag

    def merge(self):
        return self.day.merge(self.database, self.bag)

    def people(self, by, second=()):
        names = ["--by", by, *(("--second", second) if second else ()), "--reason", "与监考核对过"]
        signs = ["--kit", self.day.centre_kit, "--passphrase-file", self.day.passphrase_file, *self.day.at_centre]
        return [*names, *signs]

    def decide(self, *what, by="周主任", second=""):
        return kaochang("decide", self.database, *what, *self.people(by, second), "--json")

    def close(self, *what):
        return kaochang("close", self.database, *what, *self.people("周主任"), "--json")

    def waits(self):
        ran = kaochang("decide", self.database, "--json")
        told = ran.told()
        assert ran.code == (FINDINGS_EXIT if told["waits"] else 0)
        return {(each["key"].removeprefix("problem."), each["ticket"] or each["room"]) for each in told["waits"]}


def test_a_messy_day_is_decided_closed_and_reported(desk, tmp_path):
    assert desk.merge().code == FINDINGS_EXIT
    lost = {("missing", "T0001"), ("open.missing-file", "T0001")}
    assert desk.waits() == {*lost, ("no-manifest", "R02"), ("open.missing-file", "T0004")}
    shown = kaochang("decide", desk.database)
    assert "考场 R02 没有考场清单。" in shown.out
    assert "kaochang decide … recovered" in shown.out
    assert all(f"用 {verb}" in shown.out for verb in ("counts", "record", "explained"))

    early = desk.close()
    assert (early.code, "还有 4 项等待决定" in early.err) == (int(Outcome.POLICY), True)

    log = only(desk.bag, "T0001-*.kcj")
    made = desk.decide("recovered", "T0001", "--log", log)
    assert (made.code, made.told()["number"], made.told()["waits"]) == (0, 1, 2)
    record = ("record", "R02", "--status", "T0003", "submitted", "--status", "T0004", "absent")
    alone = desk.decide(*record)
    assert (alone.code, "--second" in alone.err) == (int(Outcome.POLICY), True)
    made = desk.decide(*record, second="吴主任")
    assert (made.code, desk.waits()) == (0, set())
    assert desk.merge().told()["tickets"]["T0001"] == "recovered"
    assert desk.merge().code == 0  # whatever did not arrive is decided

    assert desk.close().code == 0
    assert desk.merge().code == int(Outcome.POLICY)
    assert "本场次已由周主任结束" in kaochang("decide", desk.database).out
    assert kaochang("ledger", desk.database).code == 0
    well("report", desk.database, "--out", tmp_path / "report")
    book = openpyxl.load_workbook(tmp_path / "report" / "report.xlsx", read_only=True)
    told = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "由记录恢复" in told
    assert "决定 1：由记录恢复（T0001）；周主任：与监考核对过" in told
    assert "手工考场记录（R02）；周主任、吴主任" in told
    assert "已决定（决定 1，周主任）。" in told
    assert "已结束（周主任，" in told


def test_a_decision_taken_back_is_told_with_who_did_it(desk):
    desk.merge()
    assert desk.decide("void", "T0002").code == 0
    assert desk.decide("undo", "1", by="吴主任").code == 0
    assert "（已由决定 2 撤销，吴主任）" in kaochang("decide", desk.database).out


@pytest.mark.parametrize(
    ("what", "missing"),
    [
        (("void",), "ABOUT"),
        (("recovered", "T0001"), "--log"),
        (("record", "R02", "--status", "T0003", "void"), "--status"),
        (("counted", "T0001"), "counts"),
    ],
)
def test_what_a_decision_lacks_is_wrong_usage_and_names_it(desk, what, missing):
    desk.merge()
    ran = desk.decide(*what)
    assert (ran.code, missing in ran.err) == (int(Outcome.USAGE), True), ran


def test_names_and_a_reason_are_asked_for_before_any_secret(desk):
    desk.merge()
    for given, missing in ((("--reason", "核对过"), "--by"), (("--by", "周主任"), "--reason")):
        ran = kaochang("decide", desk.database, "void", "T0002", *given)
        assert (ran.code, missing in ran.err) == (int(Outcome.USAGE), True)
    unsigned = kaochang("decide", desk.database, "void", "T0002", "--by", "周主任", "--reason", "核对过")
    assert (unsigned.code, "--centre" in unsigned.err) == (int(Outcome.POLICY), True)
