"""Texts that candidates, offices and forgers write to deceive whoever reads them: inert everywhere, kept as written.

One session is sat on the terminal by candidates with hostile names who hand in hostile answers, then merged, marked and
reported; whatever is shown of it steers no screen, and whatever is stored is what was typed.
"""

import csv
import io

import openpyxl
import pypdfium2
import pytest
from kaochang.custody import manifests
from kaochang.custody.kits import open_proctor_kit
from kaochang.custody.manifests import FileEntry, RoomRecord, TicketEntry
from kaochang.custody.results import ResultBody
from kaochang.domain.responses import Text
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.values import text_to_bytes
from kaochang.store.centre import Centre
from support.exam_day import ExamDay, kaochang, well
from support.hostile import NAMES, PEOPLE, TEXTS, steering
from support.small_paper import KEY, PAPER

PLACE = "简答题#1"


@pytest.fixture(scope="module")
def hostile_day(tmp_path_factory):
    """The small paper, sat by four hostile people in one room; every answer to the free item is all of TEXTS."""
    day = ExamDay(tmp_path_factory.mktemp("hostile"))
    day.read(PAPER + KEY)
    lines = [["姓名", "工号", "准考证号", "考场"]]
    lines += [[name, f"G{number}", f"T{number}", "一号"] for number, name in enumerate(PEOPLE, start=1)]
    table = io.StringIO()
    csv.writer(table).writerows(lines)
    day.seal(day.assemble(), roster=table.getvalue())
    answers = dict(zip((1, 2), ("\n".join(TEXTS.values()), TEXTS["formula"]), strict=True))
    outputs = []
    for number, answer in answers.items():
        script = day.script({"name": PEOPLE[number - 1], "person": f"G{number}"}, {PLACE: answer})
        outputs.append(day.sit("R01", script, day.folder / "pc"))
    outputs.append(day.collect("R01", day.folder / "stick", day.folder / "pc"))
    outputs.append(day.merge(day.folder / "centre.db", day.folder / "stick"))
    assert [ran.code for ran in outputs] == [0, 0, 0, 0], outputs
    return day, answers, outputs


@pytest.mark.attack(63)
def test_what_a_candidate_typed_arrives_as_it_was_typed(hostile_day):
    day, answers, _ = hostile_day
    centre = Centre(day.folder / "centre.db")
    bodies = {body.identity.ticket: body for body in centre.results(ResultBody).values()}
    centre.close()
    for number, answer in answers.items():
        assert Text(answer) in bodies[f"T{number}"].responses.values()


@pytest.mark.attack(63)
def test_nothing_that_verbs_print_steers_a_screen_or_runs(hostile_day):
    day, _, outputs = hostile_day
    database = day.folder / "centre.db"
    shown = [
        *outputs,
        well("mark", database),
        well("mark", database, "--waiting"),
        well("mark", database, "--waiting", "--json"),
    ]
    for ran in shown:
        assert steering(ran.out) == set()
        assert steering(ran.err) == set()
    waiting = next(ran.out for ran in shown if "    > " in ran.out)
    assert TEXTS["sql"] in waiting
    assert TEXTS["format"] in waiting


@pytest.fixture(scope="module")
def reported(hostile_day):
    """The report's files."""
    day, *_ = hostile_day
    well("mark", day.folder / "centre.db")
    well("report", day.folder / "centre.db", "--out", day.folder / "report")
    return day.folder / "report"


@pytest.mark.attack(63)
def test_no_cell_of_the_report_is_a_formula_or_a_link(reported):
    book = openpyxl.load_workbook(reported / "report.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert set(PEOPLE) <= {cell.value for cell in cells}


@pytest.mark.attack(63)
def test_no_field_of_the_list_begins_as_a_formula(reported):
    text = (reported / "report.csv").read_text(encoding="utf-8-sig")
    fields = [field for row in csv.reader(io.StringIO(text)) for field in row]
    assert not [field for field in fields if field.lstrip()[:1] in set("=+@") or field[:1] == "-"]
    assert f"'{PEOPLE[0]}" in fields


@pytest.mark.attack(63)
def test_the_printed_report_shows_names_as_they_are_written(reported):
    pages = pypdfium2.PdfDocument(io.BytesIO((reported / "report.pdf").read_bytes()))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    pages.close()
    assert "".join(PEOPLE[1].split()) in "".join(text.split())


def forged_manifest(day, names):
    """What a proctor may sign: each ticket's files under names of their choice."""
    kit = open_proctor_kit(day.proctor_kit("R01").read_bytes(), day.start_code)
    files = [FileEntry(name, 5, "A" * 43) for name in names]
    lines = tuple(
        TicketEntry(ticket.number, TicketStatus.SUBMITTED, "", result, journal)
        for ticket, result, journal in zip(kit.tickets, files[::2], files[1::2], strict=True)
    )
    record = RoomRecord(kit.context, kit.room, 1, "", 0, lines, {"\x1b[2J": 1}, "")
    return manifests.pack_manifest(record, text_to_bytes(kit.proctor_seed), text_to_bytes(kit.results_key))


@pytest.mark.attack(45)
@pytest.mark.parametrize("start", range(0, len(NAMES), 8))
def test_names_in_a_manifest_steer_neither_screen_nor_paths_nor_reports(hostile_day, tmp_path, start):
    day, *_ = hostile_day
    names = (list(NAMES.values()) * 2)[start : start + 8]
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "R01-001.kcm").write_bytes(forged_manifest(day, names))
    before = set(tmp_path.rglob("*"))
    secrets = ["--passphrase-file", day.passphrase_file]
    merge = ["merge", stick, "--kit", day.centre_kit, "--db", tmp_path / "centre.db", *secrets]
    for ran in (kaochang(*merge), kaochang(*merge, "--json"), kaochang("inspect", stick / "R01-001.kcm")):
        assert (ran.code in (0, 1), ran.err) == (True, "")
        assert steering(ran.out) == set()
    new = {path for path in set(tmp_path.rglob("*")) - before if not path.name.startswith("centre")}
    assert new == set()
    well("report", tmp_path / "centre.db", "--out", tmp_path / "report")
    book = openpyxl.load_workbook(tmp_path / "report" / "report.xlsx")
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "b"}
