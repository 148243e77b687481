"""The office says on the command line how long texts are asked to be and how interview items are answered."""

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.store.bank import Bank
from support.exam_day import ExamDay, kaochang
from support.panel_paper import PANEL_PAPER


@pytest.fixture
def day(tmp_path):
    made = ExamDay(tmp_path)
    assert made.read(PANEL_PAPER).code == 0
    return made


def items_of(day, *options):
    bank = Bank(day.bank)
    try:
        exam, _ = bank.exam(day.assemble(*options))
    finally:
        bank.close()
    return {f"{each.item.section}#{each.item.number}": each.item for each in exam.assessment.items()}


@pytest.mark.parametrize(
    ("written", "length"),
    [("30-90", (30, 90)), ("30-", (30, None)), ("-90", (None, 90)), ("1-20000", (1, 20_000))],
)
def test_a_length_is_written_as_its_two_ends_or_one_of_them(day, written, length):
    item = items_of(day, "--words", f"简答题#1={written}")["简答题#1"]
    assert (item.min_words, item.max_words) == length


def test_modes_are_given_to_sections_and_items(day):
    items = items_of(day, "--mode", "面试题=spoken", "--mode", "面试题#2=read")
    assert [items[f"面试题#{number}"].mode.value for number in (1, 2)] == ["spoken", "read"]


@pytest.mark.parametrize(
    "form", ["简答题#1", "=1-2", "简答题#1=", "简答题#1=-", "简答题#1=9", "简答题#1=0-5", "简答题#1=1-20001"]
)
def test_what_is_no_length_is_wrong_usage_and_says_how_to_write_one(day, words, form):
    ran = kaochang("assemble", day.bank, "--words", form)
    assert (ran.code, words("cli.form.item-words") in ran.err) == (64, True)


@pytest.mark.parametrize("form", ["面试题", "=read", "面试题=", "面试题=silent"])
def test_what_is_no_mode_is_wrong_usage_and_says_how_to_write_one(day, words, form):
    ran = kaochang("assemble", day.bank, "--mode", form)
    assert (ran.code, words("cli.form.place-mode") in ran.err) == (64, True)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--words", "简答题#2=300-200"), ("简答题#2", "300", "200")),
        (("--words", "判断题#1=1-"), ("判断题#1",)),
        (("--mode", "简答题=read"), ("简答题#1", "read")),
    ],
)
def test_a_refusal_says_what_and_where(day, options, told, language):
    ran = kaochang("assemble", day.bank, *options, language=language)
    assert ran.code == int(Outcome.POLICY)
    assert [each for each in told if each not in ran.err] == []


def test_one_session_cannot_hold_an_item_in_two_ways(day):
    (day.folder / "roster.csv").write_text(
        "姓名,工号,考场,考试\n测试甲壹,G7001,一号,甲\n测试甲贰,G7002,一号,乙\n", "utf-8"
    )
    day.assemble("--title", "甲")
    day.assemble("--title", "乙", "--mode", "面试题=read")
    ran = kaochang(
        *("seal", day.bank, "--exam", "甲", "--exam", "乙", "--roster", day.folder / "roster.csv", *day.of_office()),
        *("--passphrase-file", day.passphrase_file, "--out", day.sealed),
    )
    assert (ran.code, "面试题#1" in ran.err, day.sealed.exists()) == (int(Outcome.POLICY), True, False)
