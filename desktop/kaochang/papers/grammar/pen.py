"""Writing the words of the item under way into its fields: stem, options, answer, explanation, rubric."""

import re
from collections.abc import Callable
from typing import Final

from kaochang.domain.items import OPEN_TYPES, ItemType
from kaochang.papers.grammar import answer_titles, kinds, marks, options
from kaochang.papers.grammar.answers import judgement_of, letters_of, names_options
from kaochang.papers.grammar.drafts import Draft, Given
from kaochang.papers.grammar.key_entries import is_entry_line, lists_all, parse_entries, several, split_lead
from kaochang.papers.grammar.key_tables import Rows
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.numbers import Numbered, parse_number
from kaochang.papers.grammar.stems import count_blanks, level_beside
from kaochang.papers.lines import Line, ends_whole, make_line

_KEYED: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.TRUEFALSE, ItemType.BLANK})
_CHOICES: Final = frozenset({ItemType.SINGLE, ItemType.MULTIPLE})
_STEMS: Final = frozenset({Mark.STEM, Mark.MATERIAL, Mark.ASK})
_BRIEF: Final = frozenset({Mark.POINTS, Mark.LEVEL, Mark.TYPE, Mark.TOPIC})
"""Fields of one line: what stands below goes on with the field before."""


_WORTH: Final = re.compile(r"[(\[]\s*本小?题\s*(?:共|满分|计)?\s*(\d{1,3}(?:\.\d)?)\s*分\s*[)\]]")
_LEVEL_AHEAD: Final = re.compile(
    r"[(\[]\s*(?:难度\s*:?\s*)?([较偏]?[易难]|中|中等|简单|容易|较难|困难|[★☆]{1,5})\s*[)\]]\s*(?=\S)"
)
"""How hard an item is, in a bracket between its number and its stem."""
_UNCHOSEN: Final = frozenset({*OPEN_TYPES, ItemType.BLANK, ItemType.MATCHING, ItemType.ORDERING})
_KEYED_AHEAD: Final = re.compile(r"(?P<key>[A-HＡ-Ｈ]{1,6}|[√×✓✔✗✘])(?:\s{2,}|[\t\u3000])\s*(?=\S)")
_KEYED_TYPE: Final = re.compile(
    r"[(\[]\s*(?P<key>[A-H]{1,8}|√|×|对|错|正确|错误)\s*[)\]]\s*(?P<type>单选|多选|判断|不定项|单项选择|多项选择)题?\s*[:、\s]\s*(?=\S)"
)
_BEFORE_KEY: Final = re.compile(r"\W{0,3}[^\W\d][^\d:。,;?!()\[\]]{1,15}:\s*(?=\d)")
_HEADS_OPTIONS: Final = re.compile(
    r"[\[(]?(?:备?选项|备选答案|可选项|[Oo]ptions|[Cc]hoices)[\])]?\s*(?::\s*|$)(?=$|\W?[A-Ha-h]\W)"
)
_ASKS_CHOICE: Final = re.compile(
    r"[(\[]\s*(?P<type>单选|多选|不定项选择|单项选择|多项选择)题?\s*[,、;]?\s*(?:(?P<points>\d{1,3}(?:\.\d)?)\s*分)?\s*[)\]]\s*:?$"
)
"""`请选择最合适的回应（单选，5分）：` in a section that is answered in writing else."""
_LISTED: Final = 2
_SPOKEN: Final = frozenset({ItemType.INTERVIEW, ItemType.SCENARIO, None})
_LOOKED_AT: Final = re.compile(
    r"(?:本题)?(?:主要|重点|着重)?考[察查][^:?]{0,30}(?:能力|意识|素[养质]|思维|技巧|态度|精神|水平|耐心|经验|[^\W\d]{2}[性感力])[。.]?$"
)
_REFERS: Final = re.compile(r"\[?参考\]?\s*:\s*")
_SCORED: Final = re.compile(r"等[级次]|档次|分[值数]|得分|评分\w{0,4}|扣分\w{0,4}")


class Pen:
    """Holds the item under way and the field that its next words belong to.

    `list_start` is the number with which a field begins on the line of its mark, until it has been taken note of;
    `section_key` is called with answers that turn out to be those of the whole section.
    """

    def __init__(self, section_key: Callable[[Line], None]) -> None:
        self.draft: Draft | None = None
        self.field = Mark.STEM
        self.list_start: Numbered | None = None
        self._section_key = section_key
        self._before_brief = Mark.STEM
        self._style = ""
        self._latest: Draft | None = None
        self._before_it: Draft | None = None

    def close(self) -> None:
        """No item is under way."""
        self.draft, self.field = None, Mark.STEM

    def open(self, draft: Draft, mark: Numbered) -> None:
        """A new item, and the words behind its number."""
        self.draft, self.field = draft, Mark.STEM
        self._before_it, self._latest, self._style = self._latest, draft, mark.style
        if mark.before is not None:
            self._before(draft, mark.before)
        rest = self._keyed(draft, mark.rest)
        level = _LEVEL_AHEAD.match(rest.fold)
        if level is not None:
            draft.add(Mark.LEVEL, rest.cut(*level.span(1)))
            rest = rest.cut(level.end())
        self._tag(draft, rest)
        self.write(draft, rest)

    def write(self, draft: Draft, line: Line) -> None:
        """A line of the item under way."""
        if self.field in _BRIEF:
            self.field = self._before_brief
        heads = _HEADS_OPTIONS.match(line.fold)
        if heads is not None and self.field in _STEMS and not draft.options and not line.images:
            line = line.cut(heads.end())
        worth = _WORTH.fullmatch(line.fold) if draft.options or draft.answers else None
        if worth is not None and draft.parent is None:
            draft.add(Mark.POINTS, line.cut(*worth.span(1)))
            return
        led = answer_titles.lead_of(line)
        if led is not None and answer_titles.section_of(led[0].fold.strip()) and is_entry_line(led[1]):
            self._section_key(led[1])
            return
        if (listed := _listed_key(draft, line)) is not None:
            self._section_key(listed)
            return
        if (looked_at := self._looked_at(draft, line)) is not None:
            self._turn(draft, Mark.RUBRIC, looked_at)
            return
        refers = _REFERS.match(line.fold) if self._may_refer(draft) else None
        if refers is not None:
            self._turn(draft, Mark.ANSWER, line.cut(refers.end()))
            return
        for mark, piece in marks.split(line):
            if mark is not None:
                self._turn(draft, mark, piece)
            else:
                self._go_on(draft, piece)

    def _looked_at(self, draft: Draft, line: Line) -> Line | None:
        """`考察辅导能力和公正。` below what is asked face to face: a rubric without any colon."""
        if draft.kind not in _SPOKEN or draft.options or not {Mark.STEM, Mark.ASK} & set(draft.fields):
            return None
        return line if _LOOKED_AT.match(line.fold) else None

    def _may_refer(self, draft: Draft) -> bool:
        """Whether 参考： would begin the reference: the item is answered in writing, and has been asked."""
        asked = draft.fields.get(Mark.STEM, [])
        return (
            draft.is_open
            and self.field is Mark.STEM
            and not draft.answers
            and bool(asked)
            and ends_whole(asked[-1].text)
        )

    def write_rows(self, draft: Draft, rows: Rows, number: int) -> None:
        """A table in a field that no candidate sees, a line for each row; one of levels or points is the rubric."""
        if any(_SCORED.fullmatch(cell.strip()) for row in rows for cell in row[:1]):
            self.field = Mark.RUBRIC
        for row in rows:
            self.write(draft, make_line(" | ".join(cell.strip() for cell in row), number))

    def put(self, draft: Draft, field: Mark, lines: list[Line]) -> None:
        """Lines that are known to be of a field, as they stand; what follows goes on with it."""
        self.field = field
        for line in lines:
            draft.add(field, line)

    @staticmethod
    def _before(draft: Draft, before: Line) -> None:
        """`（ √ ）1.…` holds the answer, `[单选题] 1.…` the type."""
        inner = before.cut(1, len(before.text) - 1) if before.fold[:1] in ("(", "[") else before
        kind = kinds.type_of(inner.fold)
        if kind is not None and len(inner.fold) > 1 and (inner.fold.endswith("题") or kinds.is_name(inner.fold)):
            draft.kind = kind
        elif inner.text:
            draft.answers.append(Given([inner], "stem"))

    @staticmethod
    def _keyed(draft: Draft, rest: Line) -> Line:
        """`【A】单选 …`: the answer and the type stand between the number and the stem."""
        match = _KEYED_TYPE.match(rest.fold) or (_keyed_ahead(draft, rest))
        if match is None:
            return rest
        draft.answers.append(Given([rest.cut(*match.span("key"))], "stem"))
        draft.kind = kinds.type_of(match.groupdict().get("type") or "") or draft.kind
        return rest.cut(match.end())

    @staticmethod
    def _tag(draft: Draft, rest: Line) -> None:
        tag = kinds.find_tag(rest.fold)
        if tag:
            level = level_beside(rest.fold, tag[2])
            if level is not None:
                draft.add(Mark.LEVEL, rest.cut(*level))
            draft.kind = kinds.type_of(tag[0]) or draft.kind
            draft.indefinite = draft.indefinite or kinds.is_indefinite(tag[0])

    def _turn(self, draft: Draft, mark: Mark, piece: Line) -> None:
        """A mark word: what follows belongs to its field."""
        if mark is Mark.ANSWER and self._is_section_key(draft, piece):
            self._section_key(piece)
            return
        if mark is Mark.TYPE:
            draft.kind = kinds.type_of(piece.fold) or draft.kind
            return
        if mark in _STEMS and self.field not in _STEMS:
            self._go_on(draft, piece)
            return
        if mark in _BRIEF and self.field not in _BRIEF:
            self._before_brief = self.field
        self.field = mark
        self.list_start = parse_number(piece)
        if mark is Mark.ASK:
            draft.fields.setdefault(Mark.ASK, [])
        draft.first_mark = draft.first_mark or (mark if mark in (Mark.ANSWER, Mark.RUBRIC) else None)
        if mark is Mark.ANSWER:
            draft.answers.append(Given([], "line"))
        self._go_on(draft, piece)

    def _is_section_key(self, draft: Draft, piece: Line) -> bool:
        """Whether an answer mark at the end of a section gives the answers of all its items.

        Entries of a blank item for as many blanks are its own, unless they are numbered as items are and those before
        it have no answer yet.
        """
        blanks = count_blanks(draft.words(Mark.STEM)) if draft.kind is ItemType.BLANK else 0
        if blanks and len(several(piece)) == blanks and not self._counts_items(draft, piece):
            return False
        keyed = draft.kind in _KEYED or (draft.kind is None and bool(draft.options))
        found = parse_entries(piece) if keyed else None
        alone = found is not None and [entry.value for entry in found[0]] == [draft.value]
        own = (keyed and (alone or is_entry_line(piece))) or lists_all(piece, draft.value, keyed=keyed)
        return own or (draft.is_open and _keys_those_before(piece, draft.value))

    def _counts_items(self, draft: Draft, piece: Line) -> bool:
        mark, before = parse_number(piece), self._before_it
        if mark is None or mark.style != self._style or len(several(piece)) != draft.value:
            return False
        return before is not None and before.section is draft.section and not before.answers

    def _go_on(self, draft: Draft, line: Line) -> None:
        chosen = _ASKS_CHOICE.search(line.fold) if draft.is_open and self.field in _STEMS else None
        if chosen is not None and not draft.options:
            draft.kind = kinds.type_of(chosen["type"]) or draft.kind
            if chosen["points"]:
                draft.add(Mark.POINTS, line.cut(*chosen.span("points")))
            line = line.cut(0, chosen.start())
        if self._takes_options(draft) and self._read_options(draft, line):
            return
        if self.field is Mark.ANSWER:
            self._answer(draft, line)
        elif self.field is Mark.STEM and draft.options:
            self._after_options(draft, line)
        else:
            draft.add(self.field, line)

    def _takes_options(self, draft: Draft) -> bool:
        if draft.is_open and not (draft.parent or draft.shared or draft.section.generic):
            return False
        if self.field in (Mark.STEM, Mark.ASK):
            return True
        return self.field in (Mark.ANSWER, Mark.EXPLANATION) and not draft.options

    def _read_options(self, draft: Draft, line: Line) -> bool:
        if self.field is Mark.ANSWER and letters_of(line.text):
            return False
        found = options.parse_options(line)
        first = draft.fields.get(Mark.STEM) is None and not draft.options and self.field is Mark.STEM
        if len(found) == 1 and first:
            return False
        if self.field is Mark.EXPLANATION and not (found and found[0].label == "A" and _wants_options(draft)):
            return False
        if not found:
            expected = chr(ord(draft.options[-1].label) + 1) if draft.options else "A"
            found = [] if expected == "A" and first else options.parse_spaced(line, expected)
        if found:
            _take_first(draft, found)
            draft.options += found
            self.field = Mark.STEM
            return True
        return self._inline_options(draft, line)

    def _inline_options(self, draft: Draft, line: Line) -> bool:
        place = None
        if not draft.options and self.field is not Mark.ANSWER:
            place = options.find_inline(line) or options.find_bare_row(line)
        if place is None:
            return False
        draft.add(self.field, line.cut(0, place))
        behind = line.cut(place)
        draft.options += options.parse_options(behind) or options.parse_spaced(behind, "A")
        self.field = Mark.STEM
        return True

    def _after_options(self, draft: Draft, line: Line) -> None:
        """A wrapped option, or a prompt of a matching item."""
        last = draft.options[-1]
        is_prompt = draft.kind is ItemType.MATCHING and parse_number(line)
        if is_prompt or (line.images and not line.text):
            draft.add(Mark.STEM, line)
        else:
            last.go_on(line)

    @staticmethod
    def _answer(draft: Draft, line: Line) -> None:
        given = draft.answers[-1]
        if draft.is_open or draft.kind is ItemType.MATCHING or _is_prose(draft, given):
            given.lines += [line] if line.text else []
            return
        if given.lines and draft.kind is not ItemType.BLANK:
            draft.add(Mark.EXPLANATION, line)
            return
        answer, remark = (line, None) if draft.kind is ItemType.BLANK else split_lead(line)
        if remark is not None and _names_options(draft, line):
            answer, remark = line, None
        given.lines += [answer] if answer.text else []
        if remark is not None:
            draft.add(Mark.EXPLANATION, remark)


def _keyed_ahead(draft: Draft, rest: Line) -> re.Match[str] | None:
    """`1、B  先做什么（ ）`: the key between the number and wide white space, in a section of that type."""
    match = _KEYED_AHEAD.match(rest.text)
    if match is None or (draft.kind is None and not draft.section.generic):
        return None
    judged = judgement_of(match["key"]) is not None
    return match if judged is (draft.kind is ItemType.TRUEFALSE) and draft.kind not in _UNCHOSEN else None


def _keys_those_before(piece: Line, last: int) -> bool:
    """Whether letters and judgements for the items from 1 to the last or the one before it stand behind an essay."""
    entries = (parse_entries(piece) or ([], []))[0]
    values = [entry.value for entry in entries]
    return len(values) > _LISTED and values[0] == 1 and values[-1] in (last - 1, last)


def _listed_key(draft: Draft, line: Line) -> Line | None:
    """`▲本关速对：1.B 2.C 3.A`: words that nobody listed before the numbered answers of all items of a section."""
    match = _BEFORE_KEY.match(line.fold) if draft.options or draft.kind in _KEYED else None
    rest = line.cut(match.end()) if match is not None else None
    found = parse_entries(rest) if rest is not None else None
    return rest if found is not None and len(found[0]) > _LISTED and found[0][-1].value == draft.value else None


def _names_options(draft: Draft, line: Line) -> bool:
    """Whether a line repeats the words of options, so that no word of it is a remark."""
    return names_options(line.text, [(option.label, option.text) for option in draft.options])


def _wants_options(draft: Draft) -> bool:
    """Whether an item that has been answered has yet to show its options."""
    return draft.kind in _CHOICES or (draft.kind is None and bool(draft.words(Mark.STEM)) and draft.section.generic)


def _take_first(draft: Draft, found: list[options.OptionDraft]) -> None:
    """An option A that stands right behind the number, where B follows on the next line: the stem was left out."""
    stem = draft.fields.get(Mark.STEM, [])
    if draft.options or found[0].label != "B" or len(stem) != 1:
        return
    first = options.parse_options(stem[0])
    if [option.label for option in first] == ["A"]:
        draft.options += first
        del draft.fields[Mark.STEM]


def _is_prose(draft: Draft, given: Given) -> bool:
    """Whether the answer of an item of unknown type goes on over lines: it began as words, no letter or judgement."""
    if draft.kind is not None or draft.options or not given.lines:
        return False
    return judgement_of(given.lines[0].text) is None and len(given.lines[0].text) > 4
