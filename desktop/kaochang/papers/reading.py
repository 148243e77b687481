"""Reading a paper: bytes in, items with their mark schemes and findings out. Start here."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Final

from msgspec.structs import replace

from kaochang.domain.items import ItemType
from kaochang.domain.papers import Finding, Kind, Paper, PaperItem, PaperLine, Passed
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import outline as outlines
from kaochang.papers.archive import Stream
from kaochang.papers.detect import read_file
from kaochang.papers.finishing import checks
from kaochang.papers.finishing.finish import finish
from kaochang.papers.finishing.grounds import Grounds, Told, judged
from kaochang.papers.finishing.linker import link
from kaochang.papers.finishing.made import Made
from kaochang.papers.finishing.nearby import named_by_words
from kaochang.papers.finishing.paper_as_key import KeyPaper, key_of
from kaochang.papers.finishing.resolve import resolve
from kaochang.papers.finishing.separate_key import SeparateKey
from kaochang.papers.finishing.stated import StatedPaper, made_of
from kaochang.papers.grammar import kinds, marks, noise
from kaochang.papers.grammar.answers import parts_blanks_by_bar
from kaochang.papers.grammar.drafts import Block, Draft, Drafts, Section, joined, number_of
from kaochang.papers.grammar.emphasis import take_looks
from kaochang.papers.grammar.key import read_key as read_key_lines
from kaochang.papers.grammar.lengths import read_length
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.grammar.paper import read_drafts
from kaochang.papers.grammar.stems import count_blanks, is_filled, is_situation, read_stem, tells_type
from kaochang.papers.lines import Line, Note, Source
from kaochang.papers.media import Media
from kaochang.papers.outline import Outline, Place
from kaochang.papers.sheets.key import key_blocks, own_blocks
from kaochang.papers.sheets.paper import besides, pasted, placed, read_sheets, take_lines
from kaochang.papers.sheets.typeset import typeset
from kaochang.papers.sheets.workbook import Workbook
from kaochang.papers.structured.gift import is_crowded


@dataclass(frozen=True)
class ReadPaper:
    """A paper as read; `media` are the pictures that items name, read from the file when asked for.

    `lines` is the paper as it is, nothing where its format has no lines; `places` are the first and last line of each
    item by their numbers, (0, 0) where there are none. `grounds` is what its findings stand on, for mending; `passed`
    says who passed findings, by their places in the paper.
    """

    paper: Paper
    media: Mapping[str, bytes] = field(default_factory=dict)
    lines: tuple[PaperLine, ...] = ()
    places: tuple[Place, ...] = ()
    grounds: Grounds = field(default_factory=Grounds)
    passed: Mapping[int, Passed] = field(default_factory=dict)


@dataclass(frozen=True)
class Key:
    """A separate answer key, read: its list of answers, and the whole paper that it may be."""

    answers: SeparateKey
    paper: KeyPaper | None = None

    @property
    def listed(self) -> SeparateKey:
        """The answers that are linked before items are finished; none yet where the key may be the same paper."""
        return self.answers if self.paper is None else SeparateKey()

    def of(self, made: Sequence[Made], media: Mapping[str, bytes]) -> SeparateKey:
        """What it is to the paper of these items; a list of answers has yet to be linked if it was not `listed`."""
        if self.paper is None:
            return self.answers
        items = [each.read for each in made]
        return key_of(self.answers, self.paper, items, _used(items, media))


@dataclass(frozen=True)
class _Read:
    """A paper under way: what it is, what that stands on, and how it looks line by line."""

    paper: Paper
    grounds: Grounds
    media: Mapping[str, bytes] = field(default_factory=dict)
    outline: Outline = field(default_factory=Outline)
    key: SeparateKey = field(default_factory=SeparateKey)

    def told(self, told: Told) -> "_Read":
        """The same with the places of its findings named as people see them."""
        paper = replace(self.paper, findings=tuple(told(self.paper.findings)))
        grounds = dataclasses.replace(self.grounds, told=(*self.grounds.told, told))
        return dataclasses.replace(self, paper=paper, grounds=grounds)

    def whole(self) -> ReadPaper:
        """The paper, without pictures that no item names."""
        places = tuple(self.outline.place_of(made.draft) for made in self.grounds.made)
        return ReadPaper(self.paper, self.used, self.outline.lines, places, self.grounds)

    @property
    def used(self) -> Media:
        """The pictures that its items name."""
        return _used(self.paper.items, self.media)


_NO_KEY: Final = Key(SeparateKey())


def _used(items: Iterable[PaperItem], media: Mapping[str, bytes]) -> Media:
    """The pictures that items name."""
    used = {image.name for each in items for image in each.item.media}
    return Media([name for name in media if name in used], media.__getitem__)


def read_paper(
    data: bytes | Stream, name: str, key: Key | bytes | Stream | None = None, key_name: str = ""
) -> ReadPaper:
    """Read a paper file.

    `data` is the file (a stream where it may be large: then its pictures are not held), `name` says in refusals which
    file it was, `key` is a separate answer key, read (`read_key`) or yet to be, and `key_name` its file. The format is
    told by content. Refuses (PAPER) what cannot be read at all, a key of no use too; everything else becomes findings.
    """
    try:
        if key is not None and not isinstance(key, Key):
            key = read_key(key, key_name)
        read = _read(read_file(data), key or _NO_KEY)
        return read.told(read.key.told).whole()
    except Refusal as refusal:
        raise refusal.at(name) from None


def read_key(data: bytes | Stream, name: str) -> Key:
    """Read a separate answer key, which may be a whole paper too, in any format; refuses (PAPER) what is neither."""
    try:
        found = read_file(data)
        paper, answers = _key_paper(found), SeparateKey.of(name, _key_blocks(found))
        return Key(answers if paper is not None else answers.of_use(), paper)
    except Refusal as refusal:
        raise Refusal(refusal.outcome, refusal.key, name, **refusal.params | {"key_file": name}) from None


def _key_paper(found: Source | StatedPaper | Workbook) -> KeyPaper | None:
    """A key as the paper that it may be; None where no item is found in it."""
    try:
        read = _read(found, _NO_KEY)
    except Refusal:
        return None
    row = (lambda line: found.place(line)[1]) if isinstance(found, Workbook) else (lambda line: line)
    return KeyPaper(read.grounds.made, read.paper.findings, read.used, row)


def _key_blocks(found: Source | StatedPaper | Workbook) -> list[Block]:
    match found:
        case Source():
            return read_key_lines(noise.clean(found.lines).lines)
        case Workbook():
            return key_blocks(found)
        case StatedPaper():
            return []


def _read(found: Source | StatedPaper | Workbook, key: Key) -> _Read:
    """A paper with its key: read once, and once more where only its items tell that the key is a list of answers."""
    match found:
        case Source():
            return _of_lines(found, key)
        case Workbook():
            return _of_sheets(found, key)
        case StatedPaper():
            return _of_stated(found, key)


def _of_lines(source: Source, key: Key) -> _Read:
    """A paper of free layout: the grammar finds the items in its lines."""
    cleaned = noise.clean(source.lines)
    drafts = read_drafts(cleaned.lines)
    if not drafts.items:
        is_gift = is_crowded("\n".join(line.text for line in source.lines))
        raise Refusal(Outcome.PAPER, "paper.gift-crowded" if is_gift else "paper.no-items")
    outline = outlines.of_lines(source.lines, cleaned.lines, drafts)
    findings = link(drafts, [*drafts.blocks, *key.listed.blocks])
    key.listed.check_used(drafts.items, findings)
    take_looks(drafts.items, source.lines)
    made = _finish(drafts)
    used = key.of(made, source.media)
    if used.blocks and key.paper is not None:
        return _of_lines(source, Key(used))
    findings += used.take(made)
    last = cleaned.lines[-1] if cleaned.lines else None
    findings += checks.unclosed(made, source.unclosed)
    findings += checks.lost(made, source)
    findings += checks.taught(made, drafts.notes)
    findings += checks.truncated(made, last, was_cut=cleaned.was_cut)
    read = _judged(drafts, made, findings, cleaned.lines)
    read = dataclasses.replace(read, media=source.media, outline=outline, key=used)
    return read if source.is_numbered else read.told(partial(named_by_words, source=source))


def _of_sheets(book: Workbook, key: Key) -> _Read:
    """A paper whose columns say what is what: the rules for one item are those of every paper."""
    lines = typeset(book) or pasted(book)
    if lines is not None:
        read = _of_lines(lines, key)
        read = dataclasses.replace(read, outline=outlines.as_rows(read.outline, book))
        return read.told(partial(placed, book=book))
    found = read_sheets(book)
    drafts = found.drafts
    if not drafts.items:
        raise Refusal(Outcome.PAPER, "paper.no-items")
    blocks = own_blocks(book)
    outline = outlines.of_rows(book, drafts, blocks)
    findings = [*take_lines(drafts, link(drafts, key.listed.blocks or blocks)), *found.findings]
    key.listed.check_used(drafts.items, findings)
    take_looks(drafts.items, found.said)
    made = _finish(drafts)
    used = key.of(made, book.media)
    if used.blocks and key.paper is not None:
        return _of_sheets(book, Key(used))
    findings += used.take(made)
    found.add_faults(made)
    findings += checks.unclosed(made, found.unclosed)
    findings += checks.lost(made, besides(book, made))
    read = _judged(drafts, made, findings)
    return dataclasses.replace(read, media=book.media, outline=outline, key=used).told(partial(placed, book=book))


def _of_stated(stated: StatedPaper, key: Key) -> _Read:
    """A paper of a format that says itself what is what."""
    if not stated.items:
        raise Refusal(Outcome.PAPER, "paper.no-items")
    made = made_of(stated)
    used = key.of(made, stated.media)
    if used.blocks:
        raise Refusal(Outcome.PAPER, "paper.key-besides")
    findings = [*stated.findings, *used.take(made)]
    return dataclasses.replace(_judged(Drafts(title=stated.title), made, findings), media=stated.media, key=used)


def _finish(drafts: Drafts) -> list[Made]:
    for section in drafts.sections:
        section.length = read_length(joined(section.instructions), of_section=True)
    for draft in drafts.items:
        draft.section.keyed = draft.section.keyed or bool(draft.options and draft.answers)
    for section in drafts.sections:
        section.filled = _is_filled([draft for draft in drafts.items if draft.section is section])
        if section.filled and section.shown:
            words = {"word": section.title or ""}
            drafts.notes.append(Note(section.line or 0, Kind.WORDS_LEARNED, "filled", words))
    _take_separators(drafts.items)
    _take_telling(drafts.items)
    _take_figures(drafts.items)
    _take_kind_of_title(drafts)
    parents = [draft for draft in drafts.items if draft.children]
    for _, cases in groupby(parents, key=lambda draft: id(draft.section)):
        _number_cases(list(cases))
    made = [finish(draft, number_of(draft)) for draft in drafts.items if not draft.children]
    for _, places in checks.sections_of(made):
        if len(places) == 1:
            _take_section_points(made[places[0]])
    return made


def _is_filled(items: list[Draft]) -> bool:
    """Whether no stem of a section to be completed has a blank, and none has a key: its brackets hold the answers."""
    if len(items) < 2 or items[0].section.kind is not ItemType.BLANK:
        return False
    return all(not draft.answers and is_filled(draft.words(Mark.STEM)) for draft in items)


def _take_separators(items: list[Draft]) -> None:
    """What stands between blanks and between texts for one is the same all over a paper: where it shows is enough."""
    told = {
        parts_blanks_by_bar(given.text, count_blanks(draft.words(Mark.STEM)))
        for draft in items
        for given in draft.answers
        if any("|" in line.fold for line in given.lines)
    } - {None}
    for draft in items if len(told) == 1 else ():
        draft.section.either = True in told


def _take_telling(items: list[Draft]) -> None:
    """Sections in which some choices say behind their words whether several are right, and others say nothing."""
    telling: dict[int, set[bool]] = {}
    for draft in items:
        if draft.options:
            found = telling.setdefault(id(draft.section), set())
            found.add(tells_type(draft.words(Mark.STEM)))
            draft.section.tells = len(found) > 1


def _take_figures(items: list[Draft]) -> None:
    """Sections of judgements whose answers are 1 and 0, each somewhere, and nothing else."""
    judged: dict[int, tuple[Section, set[str]]] = {}
    for draft in items:
        if draft.section.kind is ItemType.TRUEFALSE:
            words = [given.text.strip() for given in draft.answers] or read_stem(
                draft.words(Mark.STEM), ItemType.TRUEFALSE
            ).answers
            judged.setdefault(id(draft.section), (draft.section, set()))[1].update(words)
    for section, said in judged.values():
        section.meta.figures = section.meta.figures or said == {"0", "1"}


def _take_kind_of_title(drafts: Drafts) -> None:
    """A paper of questions for an interview says so in its title: of all items, or of those above typed sections."""
    kind = kinds.type_of(drafts.title or "")
    if kind not in (ItemType.INTERVIEW, ItemType.SCENARIO):
        return
    typed = any(section.kind for section in drafts.sections)
    for draft in drafts.items:
        is_open = draft.kind is None and not draft.options and not (typed and draft.section.title)
        if is_open and resolve(draft, draft.words(Mark.STEM)).type is ItemType.ESSAY:
            draft.kind = ItemType.SCENARIO if is_situation(draft.words(Mark.STEM)) else kind


def _number_cases(parents: list[Draft]) -> None:
    """Points of whole cases, and whether the numbers of their sub-questions run on from case to case."""
    values = [child.value for parent in parents for child in parent.children]
    runs_on = len(parents) > 1 and values == sorted(set(values))
    for parent in parents:
        words = "\n".join(line.text for lines in parent.fields.values() for line in lines)
        parent.points = read_stem(words, ItemType.CASE).points
        parent.runs_on = runs_on


def _take_section_points(made: Made) -> None:
    """The only item of a section is worth what its heading says for the whole section.

    A heading that counts as many items as the number of this one names it: 四、论述题（18题，8分）.
    """
    section, item = made.draft.section, made.read.item
    if section.meta.count == made.draft.value:
        section.meta.count = None
    if item.points is None and section.meta.total is not None and section.meta.count in (None, 1):
        made.read = PaperItem(replace(item, points=section.meta.total), made.read.scheme)


def _judged(drafts: Drafts, made: list[Made], beside: list[Finding], lines: Sequence[Line] = ()) -> _Read:
    """The paper that these items make, with all that is wrong in it; `beside` is what their readers found."""
    declared = noise.declared_total(drafts.total_line) if drafts.total_line else None
    whole = judged(made, drafts.sections, declared)
    ordered = sorted([*whole.all, *beside], key=lambda finding: (finding.index is None, finding.index or 0))
    note = "\n".join(piece.text for line in drafts.note for _, piece in marks.split(line) if piece.text)
    paper = Paper(drafts.title, tuple(item.read for item in made), tuple(ordered), whole.total, note)
    return _Read(paper, Grounds(made, drafts.sections, declared, beside, lines=lines))
