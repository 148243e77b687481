"""What candidates read and promise is in the office's words where it has any, else in their own program's language."""

import pytest
from conftest import RESOURCES
from kaochang.presenters.candidate.identity import IdentityPresenter
from kaochang.presenters.words import load_words
from kaochang.store.bank import Bank
from screens import sample
from screens.fakes import FakeLine, means_of
from support.exam_day import ExamDay
from support.small_paper import PAPER


@pytest.fixture
def assembled(tmp_path):
    """The rules of an exam that is assembled with these options by an office that works in this language."""
    day = ExamDay(tmp_path)
    day.read(PAPER)

    def rules(*options, language="zh_CN"):
        exam = day.assemble("--pass-findings", "教研组甲: 样卷", *options, language=language)
        bank = Bank(day.bank)
        try:
            return bank.exam(exam)[0].rules
        finally:
            bank.close()

    return rules


def page_of(rules, language):
    """The page before the exam, in the language of a candidate's program, and its words."""
    words, line, seen = load_words(RESOURCES / "strings", language), FakeLine(exam=sample.short_exam(rules)), []
    IdentityPresenter(means_of(words, line), seen.append, list, list).show(line.room, sample.TICKET, "17")
    return seen[-1], words


@pytest.mark.parametrize("office", ["zh_CN", "en"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_usual_words_are_those_of_the_candidates_language(assembled, office, language):
    page, words = page_of(assembled(language=office), language)
    assert page.notices[:2] == (words("candidate.notice.alone"), words("candidate.notice.stay"))
    assert page.pledge == words("candidate.pledge")


def test_words_of_the_office_stand_as_it_wrote_them(assembled):
    rules = assembled("--notice", "请关闭手机。", "--notice", "Bring your card.", "--pledge", "我承诺诚信作答。")
    page, words = page_of(rules, "en")
    assert page.notices[:2] == ("请关闭手机。", "Bring your card.")
    assert words("candidate.notice.alone") not in page.notices
    assert page.pledge == "我承诺诚信作答。"
