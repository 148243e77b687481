"""Answers found elsewhere join their items: by section title, type or order, then by number."""

import re
from dataclasses import dataclass
from typing import Final

from kaochang.domain.items import OPEN_TYPES
from kaochang.domain.papers import Finding, Kind
from kaochang.papers.finishing import repeats
from kaochang.papers.finishing.resolve import assume
from kaochang.papers.grammar import headings, marks
from kaochang.papers.grammar.answers import split_parts
from kaochang.papers.grammar.drafts import Block, Draft, Drafts, Entry, Given, Section, joined
from kaochang.papers.grammar.key_entries import expand
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import fold, make_line

_BARE: Final = re.compile(r"[A-H√×TF对错正确误、,;\s]+")
_CASE: Final = re.compile(r"(?:案例|材料|情[景境]|场景)(?:分析)?题?[:。]?")
_JOINED: Final = (Mark.EXPLANATION, Mark.RUBRIC, Mark.TOPIC)


@dataclass(slots=True)
class Index:
    """The items that answers may belong to, in order and by section; sub-questions are reached through their case."""

    tops: list[Draft]
    sections: list[Section]
    members: dict[int, list[Draft]]

    @classmethod
    def of(cls, items: list[Draft]) -> "Index":
        """The index of a paper's items."""
        tops = [draft for draft in items if draft.parent is None]
        sections = {id(draft.section): draft.section for draft in tops}
        members: dict[int, list[Draft]] = {key: [] for key in sections}
        for draft in tops:
            members[id(draft.section)].append(draft)
        return cls(tops, list(sections.values()), members)

    def near(self, block: Block) -> "Index":
        """The index of the sections before this answer part and behind the last, where they hold all it answers."""
        ids = {id(section) for section in block.scope}
        tops = [draft for draft in self.tops if id(draft.section) in ids]
        if not tops or len(tops) == len(self.tops):
            return self
        known = {draft.value for draft in tops}
        sections = [section for section in self.sections if id(section) in ids]
        named = not (block.title or block.kind) or bool(_sections(block, sections))
        fits = named and all(entry.value in known for entry in block.entries)
        return Index(tops, sections, {key: self.members[key] for key in ids if key in self.members}) if fits else self

    def of_sections(self, sections: list[Section]) -> list[Draft]:
        """The items of some sections."""
        return [draft for section in sections for draft in self.members.get(id(section), [])]


def link(drafts: Drafts, blocks: list[Block]) -> list[Finding]:
    """Give every entry of the answer parts to its item; the findings name the entries that belong to none."""
    index = Index.of(drafts.items)
    findings: list[Finding] = []
    for block in blocks:
        findings += _unread(block)
        near = index.near(block)
        if block.entries:
            findings += _link_block(block, near)
        elif block.loose:
            findings += _link_loose(block, near)
    for draft in drafts.items:
        if draft.children:
            _distribute(draft)
    assume(drafts.items)
    return findings


def _unread(block: Block) -> list[Finding]:
    title = block.section.title if block.section else block.title or None
    return [
        Finding(Kind.ORPHAN_ANSWER, section=title, number=label, line=line, variant="range", params={"numbers": label})
        if label
        else Finding(Kind.ORPHAN_ANSWER, section=title, line=line, variant="table")
        for label, line in block.unread
    ]


def _link_loose(block: Block, index: Index) -> list[Finding]:
    """Answers without numbers, under the heading of one section: of its only item, or of its items in their order."""
    sections = [block.section] if block.section else _sections(block, index.sections)
    members = index.of_sections(sections)
    if len(members) == 1:
        entry = Entry(members[0].value, block.loose[0].number)
        field: Mark | None = None
        for mark, piece in (found for line in block.loose for found in marks.split(line)):
            field = mark or field
            (entry.fields.setdefault(field, []) if field else entry.plain).append(piece)
        return _give([entry], members, sections[0].title)
    text = " ".join(line.fold for line in block.loose)
    if not members or not _BARE.fullmatch(text):
        return []
    values, line = [draft.value for draft in members], block.loose[0].number
    found = expand(1, len(members), text)
    if found is None or len(set(values)) != len(values):
        label = f"{values[0]}-{values[-1]}"
        return _unread(Block(sections[0].title or "", unread=[(label, line)]))
    entries = [Entry(value, line, [make_line(text, line)]) for value, text in zip(values, found, strict=True)]
    return _give(entries, members, sections[0].title)


def _link_block(block: Block, index: Index) -> list[Finding]:
    sections = [block.section] if block.section else _sections(block, index.sections)
    members = index.of_sections(sections)
    if not sections and block.kind is not None:
        return [_orphan(entry, block.title or None) for entry in block.entries]
    restarts = len({draft.value for draft in index.tops}) < len(index.tops)
    if not sections or _points_beyond(block, members, restarts=restarts):
        return _link_whole(block, index)
    return _give(block.entries, members, sections[0].title)


def _sections(block: Block, sections: list[Section]) -> list[Section]:
    """The sections whose answers a block may hold: same title (then same ordinal), same ordinal, same type."""
    titled = [section for section in sections if headings.same_title(block.title, section.title or "")]
    if len(titled) > 1:
        return [section for section in titled if section.ordinal == block.ordinal] or titled
    if titled:
        return titled
    headed = [section for section in sections if _heads(block.title, section)]
    if len(headed) == 1:
        return headed
    if block.ordinal and (not headings.core(block.title) or headings.is_ordinal(block.title)):
        level = [section for section in sections if (section.ordinal, section.level) == (block.ordinal, block.level)]
        if block.title and block.level == 0:
            return level if len(level) == 1 else []
        placed = [section for section in sections if section.ordinal == block.ordinal and section.level > 0]
        return level if len(level) == 1 else placed if len(placed) == 1 else []
    return [section for section in sections if block.kind is not None and section.kind is block.kind]


def _heads(title: str, section: Section) -> bool:
    """Whether a block is named by the first words of a section's heading: 模块三 of 模块三 · 综合应用."""
    words, line = fold(title).strip(), section.instructions[0].fold if section.instructions else ""
    return len(words) > 1 and line.startswith(words) and not line[len(words) : len(words) + 1].isalnum()


def _points_beyond(block: Block, members: list[Draft], *, restarts: bool) -> bool:
    """Whether a block that names its section by ordinal only goes on with the numbers of others.

    Where numbers restart with each section, it does not if it has all of its own.
    """
    known = {draft.value for draft in members}
    values = [entry.value for entry in block.entries]
    if block.title or block.section is not None or known.issuperset(values):
        return False
    counts_anew = restarts and len(set(values)) == len(values) and known.issubset(values)
    return not counts_anew


def _give(entries: list[Entry], members: list[Draft], title: str | None) -> list[Finding]:
    """Entries to items of one section: by number, or in order where the key counts from 1 and the items run on.

    Numbers used twice are no doubt where the key has the very same ones in the same order.
    """
    known: dict[int, list[Draft]] = {}
    for draft in members:
        known.setdefault(draft.value, []).append(draft)
    values = [entry.value for entry in entries]
    if len(known) < len(members) and values == [draft.value for draft in members]:
        for entry, draft in zip(entries, members, strict=True):
            _join(entry, draft)
        return []
    if values == list(range(1, len(members) + 1)) and not set(values) <= set(known):
        known = {place: [draft] for place, draft in enumerate(members, start=1)}
    findings = []
    for entry in entries:
        owners = known.get(entry.value, [])
        if len(owners) == 1:
            _join(entry, owners[0])
        else:
            findings.append(_orphan(entry, title, "ambiguous" if owners else ""))
    return findings


def _orphan(entry: Entry, title: str | None, variant: str = "") -> Finding:
    number = str(entry.value)
    params = {"answer": joined(entry.answer())[:40], "number": number}
    return Finding(Kind.ORPHAN_ANSWER, section=title, number=number, line=entry.line, variant=variant, params=params)


def _link_whole(block: Block, index: Index) -> list[Finding]:
    """A block under no known section: numbers that run over the whole paper, or that restart with each section."""
    values = [draft.value for draft in index.tops]
    if len(set(values)) == len(values) or values == [entry.value for entry in block.entries]:
        return _give(block.entries, index.tops, None)
    groups = _restarts(block.entries)
    if [len(group) for group in groups] != [len(index.members[id(section)]) for section in index.sections]:
        return [_orphan(entry, block.title or None, "ambiguous") for entry in block.entries]
    findings = []
    for group, section in zip(groups, index.sections, strict=True):
        findings += _give(group, index.members[id(section)], section.title)
    return findings


def _restarts(entries: list[Entry]) -> list[list[Entry]]:
    groups: list[list[Entry]] = []
    last = 0
    for entry in entries:
        if not groups or entry.value <= last:
            groups.append([])
        groups[-1].append(entry)
        last = entry.value
    return groups


def _join(entry: Entry, draft: Draft) -> None:
    before = [line for line in entry.plain if entry.parts and line.number < entry.parts[0].line]
    whole = bool(entry.parts) and all(_CASE.fullmatch(line.fold) for line in before)
    if whole and [part.value for part in entry.parts] == [child.value for child in draft.children]:
        for part, child in zip(entry.parts, draft.children, strict=True):
            _join(part, child)
        return
    lines = entry.fields.get(Mark.ANSWER) or repeats.without_stem(entry.plain, draft.words(Mark.STEM))
    if lines:
        draft.answers.append(Given(list(lines), "key"))
    for mark in _JOINED:
        for line in repeats.without_options(entry.fields.get(mark, []), draft):
            draft.add(mark, line)


def _distribute(parent: Draft) -> None:
    """Answers, explanations and rubrics given once for all sub-questions go to each by its number."""
    children = parent.children
    if parent.answers:
        _share_answer(parent.answers, children)
    last = children[-1]
    alone = not any(child.answers for child in children[:-1])
    if len(children) > 1 and alone and last.answers and _parts(last.answers[-1].text, children):
        given, last.answers = last.answers, []
        _share_answer(given, children)
    for mark in (Mark.RUBRIC, Mark.EXPLANATION):
        if mark in last.fields and not any(mark in draft.fields for draft in [parent, *children[:-1]]):
            _take_over(parent, last, mark)
        _share_field(parent, mark)


def _take_over(parent: Draft, last: Draft, mark: Mark) -> None:
    """A field that stands behind the last sub-question and has a part for each belongs to the case."""
    if len(parent.children) > 1 and _parts(joined(last.fields[mark]), parent.children):
        parent.fields[mark] = last.fields.pop(mark)


def _parts(text: str, children: list[Draft]) -> list[str]:
    """The parts of a text, one for each sub-question by its number or place; nothing where they do not agree."""
    parts = split_parts(text)
    numbers = [number for number, _ in parts]
    own, places = [child.value for child in children], list(range(1, len(children) + 1))
    return [words for _, words in parts] if numbers in (own, places) else []


def _share_answer(answers: list[Given], children: list[Draft]) -> None:
    for given in answers:
        parts = _parts(given.text, children)
        for place, child in enumerate(children):
            words = parts[place] if parts else given.text
            if words and (parts or child.kind in OPEN_TYPES):
                child.answers.append(Given([make_line(words, given.line or child.line)], given.place))


def _share_field(parent: Draft, mark: Mark) -> None:
    lines = parent.fields.get(mark, [])
    parts = _parts(joined(lines), parent.children)
    for place, child in enumerate(parent.children):
        for line in [make_line(parts[place], lines[0].number)] if parts else lines:
            child.add(mark, line)
