"""Labels that nobody listed: a leading word that comes back behind most items and says what its fields are by them.

| what stands behind it | it is |
| --- | --- |
| labels of the item's own options, judgements, as many parts as the stem has blanks | the answer |
| parts with points each (清楚4分；具体4分) | the rubric |
| words of few levels (难 中 易) | the difficulty |
| prose behind an answer | the explanation |
| prose, where other items have the same word before their answers | the answer |
| anything else behind options or an answer | a field that is told as not read |

Two words that could both be the answer of the same items are neither: nobody knows whose choice the other one is.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from kaochang.domain.papers import Kind
from kaochang.papers.grammar import marks, options
from kaochang.papers.grammar.answers import count_answers, judgement_of, letters_of
from kaochang.papers.grammar.learned.respelling import respelled
from kaochang.papers.grammar.learned.view import FEWEST, Segment, View
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.stems import count_blanks, read_stem
from kaochang.papers.lines import Line, Note, ends_whole, fold

_WORD: Final = r"[^\s\d:\[\]<>()|,。;?!…√×_=→-]{1,10}"
_LABEL: Final = re.compile(
    rf"[^\w\s\[\]<>()_]{{0,2}}\s*(?:\[\s*(?P<square>{_WORD})\s*\]\s*[:-]?|<\s*(?P<angle>{_WORD})\s*>\s*:?"
    rf"|\(\s*(?P<round>{_WORD})\s*:(?=[^()]*\)$)|(?P<plain>{_WORD})\s*(?:[:|=→]|>{{1,2}}|[〉》»›]|-{{1,2}}>?)"
    rf"|(?P<spaced>{_WORD})\s)\s*(?=\S)"
)
_NOBODYS: Final = re.compile(r"[我你您他她]|考生|学[生员]|用户|易错|误|错[选因]|自[选评]|上次|得分|次数|用时|同学|网友")
"""Words of a choice that somebody made: never the paper's answer."""
_LEVELS: Final = re.compile(r"[易中难]|简单|容易|中等|一般|困难|[较偏][易难]|适中|基础|★{1,5}")
_PAIRS: Final = re.compile(r"(?:\(?(?:\d{1,2}|[①-⑳])\)?\s*-+>?\s*[A-H][\s,;、]*){2,}")
_ASKED_PARTS: Final = re.compile(r"[?？问题]")
_ANSWERS: Final = re.compile(r"\W*(?:参考|答)")
"""How words for an answer begin: two items with one are enough."""
_SHORT: Final = 12
_SENTENCE: Final = 4
"""So many letters and a full stop are prose as well."""
_BRIEF: Final = 24
_QUOTED: Final = 30
_REPLY: Final = 15
_ASKS: Final = re.compile(r"[?]$|^请|^如何|^怎[样么]|^你(?:会|将|怎)|^谈谈|^试")
_NUMBER: Final = re.compile(r"不(?:少|超|多)于|\d+\s*[字分]")
_SAID: Final = {Mark.ANSWER: "答案：", Mark.EXPLANATION: "解析：", Mark.RUBRIC: "评分标准：", Mark.LEVEL: "难度："}
_PARTED: Final = re.compile(r"[^\W\d]\s*[(:]?\s*\d{1,2}(?:\.\d)?\s*分[^\d]+\d{1,2}(?:\.\d)?\s*分")


@dataclass(slots=True)
class Use:
    """One line that begins with the word: the item it stands in, where the rest begins and ends, and what it says."""

    index: int
    segment: Segment
    start: int
    end: int | None
    body: str


@dataclass(slots=True)
class Label:
    """A word and the lines that begin with it; `mark` is what it was found to say, None for a field not read."""

    word: str
    uses: list[Use] = field(default_factory=list)
    mark: Mark | None = None


def learned_labels(view: View) -> list[Label]:
    """The words that prove themselves, each with what it says."""
    found = [label for label in _words(view) if _comes_back(view, label)]
    if not found:
        return []
    answers = [label for label in found if _is_answer(view, label)]
    rivals = {use.segment.start for label in answers[1:] for use in label.uses}
    if any(use.segment.start in rivals for use in answers[0].uses) if answers else False:
        for label in answers:
            label.mark = None
    else:
        for label in answers:
            label.mark = Mark.ANSWER
    for label in found:
        if label.mark is None and label not in answers and _has_parts(label):
            label.mark = Mark.RUBRIC
    answered = [label.word for label in found if label.mark is Mark.ANSWER]
    kept = [label for label in found if label.mark is not None or label in answers or _follows(view, label, answered)]
    for label in kept:
        if label.mark is None and label not in answers:
            label.mark = _other_mark(view, label, answered)
    _take_bare(view, kept)
    return kept


def _take_bare(view: View, found: Sequence[Label]) -> None:
    """Lines that are such a word and nothing more: a field left empty."""
    by_word = {label.word: label for label in found if not label.word[-1:].isalnum()}
    for segment in view.segments if by_word else ():
        for index in range(segment.start + 1, segment.end):
            line = view.lines[index]
            label = by_word.get(line.fold.replace(" ", "")) if len(line.fold) <= _BRIEF else None
            if label is not None:
                label.uses.append(Use(index, segment, len(line.text), None, ""))


def spelled_out(view: View, label: Label) -> dict[int, list[Line]]:
    """Its lines with a listed label; none for a field that is not read."""
    said = _SAID.get(label.mark) if label.mark is not None else None
    if said is None:
        return {use.index: [] for use in label.uses}
    return {use.index: [respelled(view.lines[use.index], use.start, said, use.end)] for use in label.uses}


def notes(view: View, label: Label) -> list[Note]:
    """What people are told: what the word was taken for, or each line that it left unread."""
    if label.mark is None:
        lines = [view.lines[use.index] for use in label.uses]
        return [Note(line.number, Kind.UNRECOGNISED_LINE, "", {"words": line.text[:_QUOTED]}) for line in lines]
    first = view.lines[label.uses[0].index]
    word = first.text[: label.uses[0].start].strip(" 　:：")
    return [Note(first.number, Kind.WORDS_LEARNED, label.mark.value, {"word": word, "count": str(len(label.uses))})]


# -- words


def _words(view: View) -> list[Label]:
    found: dict[str, Label] = {}
    for segment in view.segments:
        for index in range(segment.start + 1, segment.end):
            use = _use(view, segment, index)
            if use is not None:
                found.setdefault(use[0], Label(use[0])).uses.append(use[1])
    return list(found.values())


def _use(view: View, segment: Segment, index: int) -> tuple[str, Use] | None:
    line = view.lines[index]
    if line.table is not None or view.options[index] or view.numbers[index] is not None:
        return None
    match = _LABEL.match(line.fold)
    if match is None or view.mark(index) is not None:
        return None
    end = len(line.fold) - 1 if match["round"] else None
    body = marks.split(line.cut(match.end(), end))[0][1].text.rstrip(" 　|/;；,，")
    return line.fold[: match.end()].replace(" ", ""), Use(index, segment, match.end(), end, body)


def _comes_back(view: View, label: Label) -> bool:
    """Whether a word stands in three items or more, and in half of those between its first and its last."""
    own = {use.segment.start for use in label.uses}
    fewest = FEWEST - 1 if _ANSWERS.match(label.word) else FEWEST
    if len(own) < fewest or len(label.uses) > len(own) * 5 // 4:
        return False
    among = [segment for segment in view.segments if min(own) <= segment.start <= max(own)]
    return 2 * len(own) >= len(among)


# -- what it says


def _labels(view: View, segment: Segment) -> str:
    found: list[str] = []
    for index in range(segment.start, segment.end):
        if view.options[index] or index == segment.start:
            line = view.lines[index]
            place = options.find_inline(line) if index == segment.start else 0
            found += [option.label for option in options.parse_options(line.cut(place))] if place is not None else []
            if not found and view.options[index]:
                found += [option.label for option in options.parse_spaced(line, "A")]
    return "".join(found)


def _is_answer(view: View, label: Label) -> bool:
    """Whether nearly all that stands behind a word answers the item above it, and no listed label does."""
    if _NOBODYS.search(label.word):
        return False
    fits = [_fits(view, use) for use in label.uses]
    told = [fit for fit in fits if fit is not None]
    if not told:
        return _are_replies(view, label)
    if len(told) < FEWEST or 10 * sum(told) < 8 * len(told):
        return False
    answered = sum(_is_answered(view, use.segment) for use in label.uses)
    return 4 * answered <= len(label.uses)


def _fits(view: View, use: Use) -> bool | None:
    """Whether a body answers its item; None where the item is answered in writing, which anything does."""
    labels = _labels(view, use.segment)
    body = use.body.strip()
    if _PAIRS.fullmatch(fold(body)):
        return True
    if labels:
        letters = letters_of(body) or letters_of(body[:1] if body[1:2] in (" ", "。", "；", "　") else "")
        return bool(letters) and set(letters) <= set(labels)
    stem = _stem(view, use.segment)
    if judgement_of(body) is not None:
        return True
    blanks = count_blanks(stem)
    if blanks:
        return count_answers(body, blanks) == blanks and len(body) <= 30 * blanks
    return None


def _are_replies(view: View, label: Label) -> bool:
    """Whether what stands behind a word in papers answered in writing is the reference: the item asks, then it ends."""
    long = sum(len(use.body) >= _REPLY for use in label.uses)
    asked = sum(ends_whole(view.lines[use.index - 1].text) for use in label.uses)
    asks = 5 * sum(bool(_ASKS.search(fold(use.body))) for use in label.uses) > len(label.uses)
    answered = any(_is_answered(view, use.segment) for use in label.uses)
    different = len({use.body for use in label.uses}) == len(label.uses)
    most = 10 * min(long, asked) >= 8 * len(label.uses)
    lengths = any(_NUMBER.match(use.body) for use in label.uses)
    return most and different and not (asks or answered or lengths)


def _stem(view: View, segment: Segment) -> str:
    lines = []
    for index in range(segment.start, segment.end):
        if index > segment.start and (view.options[index] or view.mark(index) is not None):
            break
        lines.append(view.lines[index].text)
    return "\n".join(lines[:4])


def _is_answered(view: View, segment: Segment) -> bool:
    """Whether a listed label, or the bracket of the stem, answers an item."""
    lines = view.lines[segment.start : segment.end]
    if any(mark is Mark.ANSWER for line in lines for mark, _ in marks.split(line)):
        return True
    mark = view.numbers[segment.start]
    before = mark is not None and mark.before is not None
    return before or bool(read_stem(lines[0].text, None).answers)


def _follows(view: View, label: Label, answered: Sequence[str]) -> bool:
    """Whether a word stands behind options or an answer in most of its items: inside a stem it is the stem's own."""
    behind = sum(_is_marked(view, use.segment) and _is_behind(view, use, answered) for use in label.uses)
    return 4 * behind >= 3 * len(label.uses)


def _is_marked(view: View, segment: Segment) -> bool:
    """Whether an item is answered in a word: a reference answer may hold words with colons of its own."""
    stem = view.lines[segment.start].text
    if any(view.options[segment.start : segment.end]) or count_blanks(stem) or read_stem(stem, None).answers:
        return True
    lines = view.lines[segment.start : segment.end]
    given = [piece.text for line in lines for mark, piece in marks.split(line) if mark is Mark.ANSWER]
    return not given or 0 < len(given[0]) <= _BRIEF


def _is_behind(view: View, use: Use, answered: Sequence[str]) -> bool:
    before = range(use.segment.start, use.index)
    lines = (view.lines[index] for index in before)
    told = any(view.options[index] or view.mark(index) in marks.FOR_SCORERS for index in before)
    return told or _holds(lines, answered) or _is_answered(view, Segment(use.segment.start, use.index))


def _holds(lines: Iterable[Line], answered: Sequence[str]) -> bool:
    return any(line.fold.replace(" ", "").startswith(word) for line in lines for word in answered)


def _is_behind_answer(view: View, use: Use, answered: Sequence[str]) -> bool:
    before = range(use.segment.start, use.index)
    told = _is_answered(view, Segment(use.segment.start, use.index))
    return told or _holds((view.lines[index] for index in before), answered)


def _has_parts(label: Label) -> bool:
    """Whether most bodies are parts that have points each, and ask nothing."""
    parts = [use for use in label.uses if _PARTED.search(fold(use.body)) and not _ASKED_PARTS.search(use.body)]
    return len(parts) >= FEWEST and 4 * len(parts) >= 3 * len(label.uses)


def _other_mark(view: View, label: Label, answered: Sequence[str]) -> Mark | None:
    bodies = [use.body.strip(" 。.") for use in label.uses]
    if all(map(_LEVELS.fullmatch, bodies)):
        return Mark.LEVEL
    sentences = [len(use.body) > _SENTENCE and use.body[-1] in "。！!" for use in label.uses]
    prose = sum(len(body) >= _SHORT or said for body, said in zip(bodies, sentences, strict=True))
    keyed = sum(_is_behind_answer(view, use, answered) for use in label.uses)
    if 2 * prose >= len(bodies) and 4 * keyed >= 3 * len(bodies) and len(set(bodies)) * 2 > len(bodies):
        return Mark.EXPLANATION
    return None
