"""What a finding says of its place, and what other systems call things, is what people can find and understand."""

import pytest
from kaochang.domain.papers import Finding, Kind
from kaochang.papers.contract import message_params
from kaochang.papers.reading import read_paper
from unit.papers.support import BANK, catalogue, contract, docx, par, run

TEXT = "1. 甲乙丙丁戊己庚辛壬癸子丑寅卯？\nA. 子\nB. 丑\n"


def messages(data, name, key=None):
    found = contract(read_paper(data, name, key))["diagnostics"]
    return [each["message"] for each in found if each["kind"] == "missing-answer"]


def test_a_place_in_word_is_told_by_its_words_and_one_in_a_text_by_its_line():
    body = "".join(par(run(line)) for line in TEXT.splitlines())
    (of_word,), (of_text,) = messages(docx(body), "x.docx"), messages(TEXT.encode(), "x.txt")
    assert of_word.startswith("在“1. 甲乙丙丁戊己庚辛壬癸子…”处：")
    assert of_text.startswith("第 1 行：")


def test_the_line_of_a_finding_in_word_is_still_in_the_contract():
    body = "".join(par(run(line)) for line in TEXT.splitlines())
    found = contract(read_paper(docx(body), "x.docx"))["diagnostics"]
    assert [each["line"] for each in found if each["kind"] == "missing-answer"] == [1]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(
    ("kind", "variant", "params"),
    [
        (Kind.UNSUPPORTED_INTERACTION, "", {"interaction": "hotspot"}),
        (Kind.UNSUPPORTED_INTERACTION, "", {"interaction": "calculated"}),
        (Kind.RULE_NOT_TAKEN, "other", {"answer": "adaptive"}),
    ],
)
def test_what_another_system_calls_something_is_told_in_words_of_the_language(language, kind, variant, params):
    told = message_params(Finding(kind, variant=variant, params=params), catalogue(language))
    (name,) = params
    assert told[name] != params[name]


def test_a_name_that_nobody_knows_is_told_as_it_stands():
    finding = Finding(Kind.UNSUPPORTED_INTERACTION, params={"interaction": "crossword"})
    assert message_params(finding, catalogue("en"))["interaction"] == "crossword"


@pytest.mark.parametrize(("language", "told"), [("zh_CN", "米、厘米"), ("en", "米, 厘米")])
def test_a_list_of_answers_is_set_as_the_language_sets_lists(language, told):
    finding = Finding(Kind.RULE_NOT_TAKEN, variant="units", params={"answer": "米、厘米"})
    assert message_params(finding, catalogue(language))["answer"] == told


def test_the_words_of_a_paper_are_quoted_as_they_are():
    finding = Finding(Kind.ANSWER_TYPE_MISMATCH, params={"answer": "甲、乙"})
    assert message_params(finding, catalogue("en"))["answer"] == "甲、乙"


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ('"absolute" tolerance="0.5 0.5"', "（± 0.5）"),
        ('"absolute" tolerance="0.5"', "（± 0.5）"),
        ('"relative" tolerance="5"', "（± 5%）"),
        ('"absolute" tolerance="0.5 1"', "（- 0.5 / + 1）"),
        ('"absolute"', "（±）"),
    ],
)
def test_what_a_number_may_be_off_by_is_told_as_people_write_it(stated, told):
    paper = (BANK / "bad" / "rule-not-taken-tolerance.xml").read_text(encoding="utf-8")
    changed = paper.replace('"absolute" tolerance="0.5 0.5"', stated)
    (found,) = contract(read_paper(changed.encode(), "x.xml"))["diagnostics"]
    assert told in found["message"]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_full_disk_is_told_without_an_exam_room_and_its_path_once(language):
    words = catalogue(language)
    said = words("refusal.io.disk-full", where="/place") + words("refusal.io.disk-full.next", where="/place")
    assert not [word for word in ("/place", "监考", "exam") if word in said]
