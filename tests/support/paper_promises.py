"""What holds for whatever a paper reader gives, of any bytes: the promises that hostile suites hold it to."""

from functools import cache
from pathlib import Path

from kaochang.domain.items import fits
from kaochang.domain.papers import Paper, Severity
from kaochang.domain.ports import Words
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Accepted, Blanks
from kaochang.domain.values import to_plain
from kaochang.papers.contract import to_contract
from kaochang.papers.reading import ReadPaper, read_paper
from kaochang.presenters.words import load_words

STRINGS = Path(__file__).resolve().parents[2] / "resources" / "strings"


@cache
def sentences() -> Words:
    """The sentences as the program fills them."""
    return load_words(STRINGS, "zh_CN")


def check(data: bytes, key: bytes | None = None) -> Paper | None:
    """Read it and hold what was read to its promises, or be refused in the one way there is (None)."""
    try:
        read = read_paper(data, "paper", key)
    except Refusal as refusal:
        no = refusal
    else:
        hold(read)
        return read.paper
    assert (no.outcome, no.where) == (Outcome.PAPER, "paper"), no
    return None


def hold(read: ReadPaper) -> None:
    """Every sentence can be said, every key fits its item, every item without one is told, every picture is there."""
    paper = read.paper
    to_contract(paper, sentences())
    assert all(finding.index is None or finding.index < len(paper.items) for finding in paper.findings)
    blamed = {finding.index for finding in paper.findings if finding.severity is Severity.ERROR}
    for index, each in enumerate(paper.items):
        to_plain(each)
        assert all(image.name in read.media for image in each.item.media)
        correct = each.scheme.correct
        if correct is None:
            assert each.item.is_open or index in blamed, each
            continue
        response = Blanks(tuple(texts[0] for texts in correct.blanks)) if isinstance(correct, Accepted) else correct
        assert fits(each.item, response), each
