"""The centre's ledger, receipts and errata on the terminal: changes are named, copies go only when they may."""

import re
import shutil
import sqlite3
import time

import openpyxl
import pytest
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome
from support.clocks import ManualClock
from support.exam_day import PASSPHRASE, kaochang, login, well
from support.small_paper import GOOD

YEAR_MS = 365 * 24 * 3_600_000


def change(database, statement):
    connection = sqlite3.connect(database)
    with connection:
        connection.execute(statement)
    connection.close()


def ledger(database, *options):
    ran = kaochang("ledger", database, "--json", *options)
    return ran.code, ran.told()


@pytest.fixture
def books(sealed_day, sticks, tmp_path):
    """The centre's database after a merge of each stick, with its checkpoints on another disk too."""
    database = tmp_path / "books" / "centre.db"
    database.parent.mkdir()
    for number, stick in enumerate(sticks, start=1):
        ran = kaochang(
            *("merge", stick, "--kit", sealed_day.centre_kit, "--db", database, "--json"),
            *("--passphrase-file", sealed_day.passphrase_file, "--checkpoint", tmp_path / "safe"),
        )
        assert ran.told()["checkpoint"] == number
    return database


def test_a_ledger_that_was_left_alone_is_whole(books, tmp_path):
    code, told = ledger(books, "--checkpoint", tmp_path / "safe")
    assert (code, told["faults"], told["waiting"], told["checkpoints"]) == (0, [], 0, 2)
    assert told["entries"] == 8  # three results with their logs, two manifests
    assert sorted(path.name for path in (tmp_path / "safe").iterdir()) == ["centre-001.kct", "centre-002.kct"]
    assert "  一致" in well("ledger", books).out


def test_a_row_edited_with_plain_sql_is_named(sealed_day, books, sticks):
    change(books, "UPDATE results SET document = replace(document, '\"B\"', '\"C\"') WHERE ticket = 'T0002'")
    code, told = ledger(books)
    (fault,) = told["faults"]
    assert (code, fault["key"], fault["outcome"]) == (int(Outcome.SIGNATURE), "edited", int(Outcome.SIGNATURE))
    assert (fault["type"], fault["room"], fault["ticket"]) == ("kcr", "R01", "T0002")
    said = kaochang("ledger", books)
    assert f"第 {fault['number']} 行被改动：kcr，考场 R01，准考证 T0002。" in said.out
    again = sealed_day.merge(books, *sticks)
    assert (again.code, "与签名台账有 1 处不一致" in again.err) == (int(Outcome.SIGNATURE), True)


def test_a_deleted_row_is_named(books):
    result = "SELECT sha256 FROM places WHERE path LIKE '%T0001-%.kcr'"
    for table in ("results", "files"):
        change(books, f"DELETE FROM {table} WHERE sha256 IN ({result})")
    code, told = ledger(books)
    (fault,) = told["faults"]
    assert (code, fault["key"]) == (int(Outcome.MISSING), "deleted")
    assert (fault["type"], fault["room"], fault["ticket"]) == ("kcr", "R01", "T0001")


def test_a_database_that_was_set_back_is_refused(sealed_day, books, sticks, tmp_path):
    change(books, "DELETE FROM checkpoints WHERE counter = 2")
    code, told = ledger(books, "--checkpoint", tmp_path / "safe")
    assert (code, told["faults"][0]["key"]) == (int(Outcome.ROLLBACK), "older")
    again = sealed_day.merge(books, *sticks)
    assert again.code == int(Outcome.ROLLBACK)


def test_a_checkpoint_is_inspected_and_verified_like_any_file(sealed_day, books, tmp_path):
    checkpoint = tmp_path / "safe" / "centre-002.kct"
    told = well("inspect", checkpoint, "--json").told()
    assert (told["type"], told["counter"], told["entries"]) == ("checkpoint", 2, 8)
    assert well("verify", checkpoint, "--exam", sealed_day.exam, "--json").told()["outcome"] == 0


@pytest.fixture
def pcs(collected, tmp_path):
    """The room PCs as they stand after the exam: copies that may be emptied."""
    return {name: shutil.copytree(collected / name, tmp_path / name) for name in ("pc1", "pc2", "pc3")}


def receipts(sealed_day, books, out):
    return kaochang(
        *("receipts", books, "--kit", sealed_day.centre_kit, "--out", out, "--json"),
        *("--passphrase-file", sealed_day.passphrase_file),
    )


def much_later():
    return ManualClock(int(time.time() * 1000) + YEAR_MS)


def release(sealed_day, pc, *options, clock=None):
    return kaochang("release", sealed_day.exam, "--data", pc, "--json", *options, clock=clock or much_later())


def attempts(pc, sealed_day):
    return sorted(path.name for path in (pc / sealed_day.session).iterdir() if path.is_dir())


def test_receipts_go_out_and_a_pc_deletes_exactly_what_is_listed(sealed_day, books, pcs, tmp_path):
    listed = tmp_path / "receipts.kcl"
    assert receipts(sealed_day, books, listed).told()["receipts"] == 3
    pc = pcs["pc1"]
    (left,) = sealed_day.sit("R01", sealed_day.script(login(2), GOOD, hand_in=False), pc).lines()[-1:]
    assert (left["ticket"], left["open"]) == ("T0002", True)

    dry = release(sealed_day, pc, "--list", listed)
    assert dry.code == FINDINGS_EXIT
    assert [(line["ticket"], line["fate"], line["deleted"]) for line in dry.lines()] == [
        ("T0001", "listed", False),
        ("T0002", "no-result", False),
    ]
    assert attempts(pc, sealed_day) == ["T0001", "T0002"]

    done = release(sealed_day, pc, "--list", listed, "--yes")
    assert [line["deleted"] for line in done.lines()] == [True, False]
    assert attempts(pc, sealed_day) == ["T0002"]
    assert (pc / sealed_day.session / "T0002" / "attempt.db").exists()


def test_a_pc_says_in_words_what_it_deleted_and_what_stays_and_why(sealed_day, books, pcs, tmp_path):
    receipts(sealed_day, books, tmp_path / "receipts.kcl")
    options = ("--list", tmp_path / "receipts.kcl", "--data", pcs["pc3"], "--yes")
    said = kaochang("release", sealed_day.exam, *options, clock=much_later())
    assert (said.code, attempts(pcs["pc3"], sealed_day)) == (0, [])
    first, last = said.out.splitlines()
    assert re.fullmatch(r"  T0003  .*（回执 [0-9A-Z-]{14}）：已删除", first)
    assert last == "已从本机删除 1 份，保留 0 份。"


def test_nothing_is_released_before_the_session_is_over(sealed_day, books, pcs, tmp_path):
    receipts(sealed_day, books, tmp_path / "receipts.kcl")
    early = ManualClock(int(time.time() * 1000))
    ran = release(sealed_day, pcs["pc1"], "--list", tmp_path / "receipts.kcl", "--yes", clock=early)
    assert (ran.code, attempts(pcs["pc1"], sealed_day)) == (int(Outcome.POLICY), ["T0001"])


def test_after_its_time_a_pc_may_delete_without_a_list(sealed_day, pcs):
    early = release(sealed_day, pcs["pc1"], "--expired", "--yes", clock=ManualClock(int(time.time() * 1000)))
    assert early.code == int(Outcome.POLICY)
    assert release(sealed_day, pcs["pc1"], "--expired", "--yes").code == 0
    assert attempts(pcs["pc1"], sealed_day) == []


def test_release_wants_a_list_or_the_time_but_not_both(sealed_day, pcs, tmp_path):
    for options in ((), ("--expired", "--list", tmp_path / "receipts.kcl")):
        assert release(sealed_day, pcs["pc1"], *options).code == int(Outcome.USAGE)


def test_the_centres_own_key_file_signs_as_well(sealed_day, books, tmp_path):
    key = sealed_day.office / "centre.kcy"
    passphrase = sealed_day.secret("centre", PASSPHRASE)
    signed = well(
        *("receipts", books, "--centre", key, "--centre-passphrase-file", passphrase),
        *("--out", tmp_path / "receipts.kcl", "--json"),
    )
    assert signed.told()["receipts"] == 3


@pytest.fixture
def corrected(sealed_day, tmp_path):
    """A day of its own: errata lie beside its exam."""
    day = type(sealed_day)(shutil.copytree(sealed_day.folder, tmp_path / "day"), sealed_day.session)
    day.start_code = sealed_day.start_code
    return day


def erratum(day, number, *options):
    key = day.office / "sessions" / f"{day.session}.kcy"
    return kaochang(
        *("erratum", key, "--exam", day.exam, "--passphrase-file", day.passphrase_file, "--json"),
        *("--out", day.exam.with_name(f"erratum-{number}.kce"), *options),
    )


def test_an_erratum_is_applied_in_the_room_and_named_at_the_centre(corrected, tmp_path):
    pc, stick = tmp_path / "pc", tmp_path / "stick"
    before = corrected.sit("R01", corrected.script(login(1), GOOD), pc)
    assert before.code == 0, before
    made = erratum(corrected, 1, "--item", "单选题#1", "--action", "withdraw", "--text", "第一题作废")
    assert made.told()["number"] == 1, made
    opened = well("unlock", corrected.exam, "--room", "R01", "--code-file", corrected.code_file, "--data", pc)
    assert "撤销试题 单选题#1" in opened.out
    assert "    = 第一题作废" in opened.out
    after = corrected.sit("R01", corrected.script(login(2), GOOD), pc)
    assert after.code == 0, after

    assert corrected.collect("R01", stick, pc).code == 0
    shutil.copy(corrected.exam.with_name("erratum-1.kce"), stick)
    merged = corrected.merge(tmp_path / "centre.db", stick)
    told = merged.told()
    assert told["errata"] == {"0": ["T0001"], "1": ["T0002"]}
    named = [(each["key"], each["ticket"]) for each in told["problems"] if "errata" in each["key"]]
    assert named == [("problem.errata-not-applied", "T0001")]
    well("report", tmp_path / "centre.db", "--out", tmp_path / "report")
    book = openpyxl.load_workbook(tmp_path / "report" / "report.xlsx")
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert any("按第 1 号更正作答" in cell for cell in cells)


def test_a_pc_that_knows_an_erratum_sits_nobody_without_it(corrected, tmp_path):
    pc = tmp_path / "pc"
    erratum(corrected, 1, "--action", "notice", "--text", "请看白板")
    left = corrected.sit("R01", corrected.script(login(1), GOOD, hand_in=False), pc)
    assert left.code == 0, left
    corrected.exam.with_name("erratum-1.kce").unlink()
    refused = corrected.sit("R01", corrected.script(login(1), GOOD), pc)
    assert (refused.code, "请把最新的更正文件" in refused.err) == (int(Outcome.ROLLBACK), True)


def test_a_second_erratum_holds_the_first_and_the_office_never_forks(corrected, tmp_path):
    erratum(corrected, 1, "--action", "notice", "--text", "请看白板")
    corrected.exam.with_name("erratum-1.kce").unlink()
    second = erratum(corrected, 2, "--item", "单选题#1", "--action", "correct", "--text", "选项 B 有误")
    assert (second.told()["number"], second.told()["entries"]) == (2, 2)
    given = ["--room", "R01", "--code-file", corrected.code_file, "--data", tmp_path / "pc"]
    told = well("unlock", corrected.exam, *given, "--json").told()
    assert told["errata"] == 2


def test_a_text_is_given_once_in_one_way(corrected, tmp_path):
    text = tmp_path / "text"
    text.write_text("请看白板", encoding="utf-8")
    both = ("--action", "notice", "--text", "x", "--text-file", text)
    assert [erratum(corrected, 1, *options).code for options in (both, both[:2])] == [int(Outcome.USAGE)] * 2
    assert erratum(corrected, 1, "--action", "notice", "--text-file", text).told()["number"] == 1
