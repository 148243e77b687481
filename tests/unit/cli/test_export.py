"""`kaochang export`: a file, its losses a line each on standard error, and an exit code that says whether to look."""

import subprocess
import sys

import pytest
from kaochang.domain.papers import PaperFormat
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome
from kaochang.papers.reading import read_paper
from support.exam_day import ExamDay, kaochang, well
from support.panel_paper import PANEL_PAPER


@pytest.fixture
def day(tmp_path):
    made = ExamDay(tmp_path)
    assert made.read(PANEL_PAPER).code == 0
    return made


def test_other_verbs_do_not_wait_for_readers_and_writers_of_papers():
    asked = "import sys, kaochang.cli.export; print([name for name in sys.modules if 'kaochang.papers' in name])"
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "[]\n"


def test_a_file_is_written_and_told(day, tmp_path):
    ran = well("export", day.bank, "--to", "word", "-o", tmp_path / "paper.docx")
    assert str(tmp_path / "paper.docx") in ran.out
    assert ran.err == ""
    found = read_paper((tmp_path / "paper.docx").read_bytes(), "paper.docx")
    assert str(len(found.paper.items)) in ran.out


def test_a_script_is_told_what_was_written_and_lost(day, tmp_path):
    ran = kaochang("export", day.bank, "--to", "gift", "--json", "-o", tmp_path / "paper.gift")
    told = ran.told()
    assert (ran.code, told["file"]) == (FINDINGS_EXIT, str(tmp_path / "paper.gift"))
    assert len(ran.err.splitlines()) == len(told["losses"]) > 0
    assert all(set(each) == {"key", "items"} for each in told["losses"])


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_losses_are_sentences_with_the_places_of_their_items(day, tmp_path, language):
    ran = kaochang("export", day.bank, "--to", "gift", "-o", tmp_path / "paper.gift", language=language)
    assert ran.code == FINDINGS_EXIT
    assert all(line.endswith(("。", ".")) for line in ran.err.splitlines())


def test_some_items_without_answers(day, tmp_path):
    out = tmp_path / "paper.xlsx"
    ran = kaochang("export", day.bank, "--to", "xlsx", "--item", "面试题#1", "--without-answers", "-o", out)
    (found,) = read_paper(out.read_bytes(), out.name).paper.items
    assert (found.item.number, found.scheme.reference) == ("1", "")
    assert found.item.stem.endswith("（不少于50字）")
    assert (ran.code, ran.err) == (FINDINGS_EXIT, "面试题#1：再读入时题干会不同。\n")


def test_a_file_that_is_there_is_replaced_only_when_that_is_said(day, tmp_path):
    out = tmp_path / "paper.docx"
    out.write_bytes(b"another")
    ran = kaochang("export", day.bank, "--to", "word", "-o", out)
    assert (ran.code, out.read_bytes()) == (int(Outcome.EXISTS), b"another")
    well("export", day.bank, "--to", "word", "--replace", "-o", out)
    assert out.read_bytes() != b"another"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--to", "pdf"), Outcome.USAGE),
        ((), Outcome.USAGE),
        (("--to", "word", "--paper", "9"), Outcome.MISSING),
        (("--to", "word", "--item", "单选题#99"), Outcome.MISSING),
    ],
)
def test_wrong_input_ends_in_one_line_and_writes_nothing(day, tmp_path, arguments, code):
    ran = kaochang("export", day.bank, *arguments, "-o", tmp_path / "out")
    assert (ran.code, len(ran.err.splitlines()), (tmp_path / "out").exists()) == (int(code), 1, False)


def test_an_unknown_format_is_told_those_that_there_are(day, tmp_path):
    ran = kaochang("export", day.bank, "--to", "pdf", "-o", tmp_path / "out")
    assert [each.value for each in PaperFormat if each.value not in ran.err] == []


def test_a_bank_that_is_not_there_is_not_made(tmp_path):
    ran = kaochang("export", tmp_path / "no-bank", "--to", "word", "-o", tmp_path / "out")
    assert (ran.code, list(tmp_path.iterdir())) == (int(Outcome.MISSING), [])
