"""Answers found elsewhere join their items: by section title, type or order, then by number."""

from typing import Final

from kaochang.domain.items import OPEN_TYPES
from kaochang.domain.papers import Finding, Kind
from kaochang.papers import headings
from kaochang.papers.answers import split_parts
from kaochang.papers.drafts import Block, Draft, Drafts, Entry, Given, Section, joined
from kaochang.papers.lines import make_line
from kaochang.papers.marks import Mark

_JOINED: Final = (Mark.EXPLANATION, Mark.RUBRIC, Mark.TOPIC)


def link(drafts: Drafts, blocks: list[Block]) -> list[Finding]:
    """Give every entry of the answer parts to its item; the findings name the entries that belong to none."""
    findings: list[Finding] = []
    for block in blocks:
        findings += _unread(block)
        section = block.section or _section(block, drafts)
        if section is not None:
            findings += _link_section(block, section, drafts)
        elif block.entries:
            findings += _link_whole(block, drafts)
    for draft in drafts.items:
        if draft.children:
            _distribute(draft)
    return findings


def _unread(block: Block) -> list[Finding]:
    title = block.section.title if block.section else block.title or None
    return [
        Finding(Kind.ORPHAN_ANSWER, section=title, number=label, line=line, variant="range", params={"numbers": label})
        for label, line in block.unread
    ]


def _sections(drafts: Drafts) -> list[Section]:
    found: list[Section] = []
    for draft in drafts.items:
        if not any(draft.section is known for known in found):
            found.append(draft.section)
    return found


def _section(block: Block, drafts: Drafts) -> Section | None:
    """The section whose answers a block holds: same title, else the only one of its type."""
    sections = _sections(drafts)
    titled = [section for section in sections if headings.same_title(block.title, section.title or "")]
    if len(titled) == 1:
        return titled[0]
    if titled:
        ordered = [section for section in titled if section.ordinal == block.ordinal]
        return ordered[0] if len(ordered) == 1 else None
    if not block.title and block.ordinal:
        placed = [section for section in sections if section.ordinal == block.ordinal and section.level > 0]
        return placed[0] if len(placed) == 1 else None
    typed = [section for section in sections if block.kind is not None and section.kind is block.kind]
    if len(typed) == 1:
        return typed[0]
    return None


def _tops(drafts: Drafts) -> list[Draft]:
    return [draft for draft in drafts.items if draft.parent is None]


def _link_section(block: Block, section: Section, drafts: Drafts) -> list[Finding]:
    tops = _tops(drafts)
    members = [draft for draft in tops if draft.section is section]
    known = {draft.value for draft in members}
    if not block.title and block.section is None and not known.issuperset(entry.value for entry in block.entries):
        return _link_whole(block, drafts)
    return _give(block.entries, members, section.title)


def _give(entries: list[Entry], members: list[Draft], title: str | None) -> list[Finding]:
    """Entries to items of one section: by number, or in order where the key counts from 1 and the items run on."""
    known: dict[int, list[Draft]] = {}
    for draft in members:
        known.setdefault(draft.value, []).append(draft)
    values = [entry.value for entry in entries]
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


def _link_whole(block: Block, drafts: Drafts) -> list[Finding]:
    """A block under no known section: numbers that run over the whole paper, or that restart with each section."""
    tops = _tops(drafts)
    title = block.title or None
    if len({draft.value for draft in tops}) == len(tops):
        return _give(block.entries, tops, None)
    groups = _restarts(block.entries)
    sections = _sections(drafts)
    sizes = [sum(draft.section is section for draft in tops) for section in sections]
    if [len(group) for group in groups] == sizes:
        findings = []
        for group, section in zip(groups, sections, strict=True):
            findings += _give(group, [draft for draft in tops if draft.section is section], section.title)
        return findings
    return [_orphan(entry, title, "ambiguous") for entry in block.entries]


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
    lines = entry.answer()
    if lines:
        draft.answers.append(Given(list(lines), "key"))
    for mark in _JOINED:
        for line in entry.fields.get(mark, []):
            draft.add(mark, line)


def _distribute(parent: Draft) -> None:
    """Answers, explanations and rubrics given once for all sub-questions go to each by its number."""
    children = parent.children
    if parent.answers:
        _share_answer(parent.answers, children)
    last = children[-1]
    alone = not any(child.answers for child in children[:-1])
    if len(children) > 1 and alone and last.answers and split_parts(last.answers[-1].text):
        given, last.answers = last.answers, []
        _share_answer(given, children)
    for mark in (Mark.RUBRIC, Mark.EXPLANATION):
        _share_field(parent, mark)


def _share_answer(answers: list[Given], children: list[Draft]) -> None:
    for given in answers:
        parts = dict(split_parts(given.text))
        for place, child in enumerate(children, start=1):
            words = parts.get(place) if len(parts) == len(children) else given.text
            if words and (len(parts) == len(children) or child.kind in OPEN_TYPES):
                child.answers.append(Given([make_line(words, given.line or child.line)], given.place))


def _share_field(parent: Draft, mark: Mark) -> None:
    lines = parent.fields.get(mark, [])
    if not lines:
        return
    parts = dict(split_parts(joined(lines)))
    for place, child in enumerate(parent.children, start=1):
        if len(parts) == len(parent.children):
            child.add(mark, make_line(parts[place], lines[0].number))
        else:
            for line in lines:
                child.add(mark, line)
