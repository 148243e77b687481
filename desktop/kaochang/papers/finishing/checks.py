"""Findings about numbers, counts, points and cut ends: what shows only when the whole paper has been read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from kaochang.domain.papers import Finding, Kind
from kaochang.papers.finishing.made import Made
from kaochang.papers.grammar.answers import is_none
from kaochang.papers.grammar.drafts import Draft, Section
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import Line, Note, Source, ends_whole

_PROSE = (Mark.STEM, Mark.MATERIAL, Mark.ASK, Mark.EXPLANATION, Mark.RUBRIC)


def plain(points: Fraction) -> str:
    """Points as a message shows them: 2, 2.5."""
    return str(points.numerator) if points.denominator == 1 else str(float(points))


def at(made: list[Made], index: int, kind: Kind, variant: str = "", **params: str) -> Finding:
    """A finding on one item."""
    item = made[index]
    return Finding(kind, index, item.draft.section.title, item.number, item.draft.line, variant, params)


def on(section: Section, kind: Kind, variant: str = "", **params: str) -> Finding:
    """A finding on a section, or on the paper where items stand under no heading."""
    return Finding(kind, section=section.title, line=section.line, variant=variant, params=params)


def sections_of(made: list[Made]) -> list[tuple[Section, list[int]]]:
    """Each section with the places of its items."""
    found: list[tuple[Section, list[int]]] = []
    for index, item in enumerate(made):
        if not found or found[-1][0] is not item.draft.section:
            found.append((item.draft.section, []))
        found[-1][1].append(index)
    return found


def item_faults(made: list[Made]) -> list[Finding]:
    """The faults that each item was made with."""
    return [
        Finding(
            fault.fault.kind,
            index,
            item.draft.section.title,
            item.number,
            fault.line,
            fault.fault.variant,
            fault.fault.params,
        )
        for index, item in enumerate(made)
        for fault in item.faults
    ]


# -- numbers


def numbers(made: list[Made]) -> list[Finding]:
    """Numbers used twice and numbers left out, within a section."""
    findings: list[Finding] = []
    last = _before_excerpt(made)
    for section, places in sections_of(made):
        tops = [place for place in places if _opens_number(made, place)]
        findings += _numbers_of(made, tops, last, restarts=section.title is None)
        last = max([last, *(_value(made[place].draft) for place in tops)])
    return findings


def _before_excerpt(made: list[Made]) -> int:
    """The number before the first, where a paper begins with a later section: what stood before it was left out."""
    first = made[0].draft if made else None
    return _value(first) - 1 if first is not None and first.section.ordinal > 1 else 0


def _opens_number(made: list[Made], place: int) -> bool:
    """Whether an item is the first to show its number: of sub-questions, the first stands for its case."""
    parent = made[place].draft.parent
    return parent is None or parent.children[0] is made[place].draft


def _value(draft: Draft) -> int:
    return (draft.parent or draft).value


def _numbers_of(made: list[Made], tops: list[int], run_on: int, *, restarts: bool) -> list[Finding]:
    findings: list[Finding] = []
    seen: Counter[int] = Counter()
    mistyped = False
    previous = run_on if tops and _value(made[tops[0]].draft) > run_on else 0
    numbered = any(made[place].draft.label for place in tops)
    for place in tops:
        value = _value(made[place].draft)
        if restarts and value == 1 and seen:
            seen.clear()
            previous = 0
        if made[place].draft.label == "" and numbered:
            findings.append(at(made, place, Kind.NUMBER_GAP, "none"))
        elif seen[value]:
            findings.append(at(made, place, Kind.DUPLICATE_NUMBER, number=str(value)))
        elif value > previous + 1 + mistyped:
            missing = "、".join(str(number) for number in range(previous + 1, min(value, previous + 6)))
            missing += "…" if value > previous + 6 else ""
            findings.append(at(made, place, Kind.NUMBER_GAP, missing=missing))
        mistyped = bool(seen[value])  # 3, 3, 5: one number is wrong, none is left out
        seen[value] += 1
        previous = max(previous, value)
    return findings


# -- counts and points


def counts(made: list[Made], sections: Sequence[Section]) -> list[Finding]:
    """Sections that hold another number of items than they declare."""
    held = {id(section): places for section, places in sections_of(made)}
    findings = []
    for place, section in enumerate(sections):
        places = held.get(id(section), [])
        if section.meta.count is None or (not places and _is_parent(sections, place)):
            continue
        tops = sum(_opens_number(made, item) for item in places)
        if section.meta.count not in (tops, len(places)):
            findings.append(on(section, Kind.COUNT_MISMATCH, declared=str(section.meta.count), found=str(tops)))
    return findings


def _is_parent(sections: Sequence[Section], place: int) -> bool:
    """Whether a heading without items is a part that holds the sections after it."""
    return place + 1 < len(sections) and sections[place + 1].level > sections[place].level


def points(made: list[Made], miscounted: set[int]) -> list[Finding]:
    """Points that are missing, or that do not add up to what a heading declares."""
    findings = []
    parts = _parts_of_cases(made)
    apart = {id(made[finding.index].draft.section) for finding in parts if finding.index is not None}
    for section, places in sections_of(made):
        findings += _declared(section)
        stated = [made[place].read.item.points for place in places]
        total = section.meta.total
        if all(value is not None for value in stated):
            found = sum((value for value in stated if value is not None), Fraction())
            if (
                total is not None
                and found != total
                and id(section) not in miscounted | apart
                and not findings_on(findings, section)
            ):
                params = {"declared": plain(total), "found": plain(found)}
                of_case = _is_one_case(made, places)
                findings.append(
                    at(made, places[0], Kind.POINTS_MISMATCH, "parts", **params)
                    if of_case
                    else on(section, Kind.POINTS_MISMATCH, "items", **params)
                )
    return findings + parts


def _is_one_case(made: list[Made], places: list[int]) -> bool:
    """Whether a section holds nothing but the sub-questions of one case: what it declares is said of that."""
    parents = {id(made[place].draft.parent) for place in places}
    return len(parents) == 1 and made[places[0]].draft.parent is not None


def findings_on(findings: list[Finding], section: Section) -> bool:
    """Whether a section has a finding already: one for each fault. Two may share a title, never a line."""
    return any((finding.section, finding.line) == (section.title, section.line) for finding in findings)


def _declared(section: Section) -> list[Finding]:
    meta = section.meta
    if meta.count is None or meta.each is None or meta.total is None or meta.count * meta.each == meta.total:
        return []
    params = {"count": str(meta.count), "each": plain(meta.each), "declared": plain(meta.total)}
    return [on(section, Kind.POINTS_MISMATCH, "heading", found=plain(meta.count * meta.each), **params)]


def _parts_of_cases(made: list[Made]) -> list[Finding]:
    """Sub-questions whose points do not add up to those of their case."""
    findings = []
    cases: dict[int, list[int]] = {}
    for index, item in enumerate(made):
        if item.draft.parent is not None:
            cases.setdefault(id(item.draft.parent), []).append(index)
    for places in cases.values():
        index = places[0]
        stated = parent_points(made[index].draft)
        parts = [made[place].read.item.points for place in places]
        found = sum((value for value in parts if value is not None), Fraction())
        if stated is not None and all(value is not None for value in parts) and found != stated:
            findings.append(at(made, index, Kind.POINTS_MISMATCH, "parts", declared=plain(stated), found=plain(found)))
    return findings


def parent_points(part: Draft) -> Fraction | None:
    """The points of the case that a sub-question belongs to: its own, or what its heading says for each."""
    parent = part.parent or part
    return parent.points if parent.points is not None else parent.section.meta.each


def missing_points(made: list[Made]) -> list[Finding]:
    """One finding for the paper, for a section, or for single items: wherever points are missing."""
    without = [index for index, item in enumerate(made) if item.read.item.points is None]
    if not without:
        return []
    if len(without) == len(made):
        return [Finding(Kind.POINTS_MISSING, variant="paper")]
    findings = []
    bare_ones = set(without)
    for section, places in sections_of(made):
        bare = [place for place in places if place in bare_ones]
        if bare and len(bare) == len(places) and section.title is not None:
            findings.append(on(section, Kind.POINTS_MISSING, "section"))
        else:
            findings += [at(made, place, Kind.POINTS_MISSING) for place in bare]
    return findings


def total(made: list[Made], declared: Fraction | None, *, whole: bool) -> tuple[Fraction | None, list[Finding]]:
    """The paper's total and whether it adds up; `whole`: no section misses items, so their sum may be compared."""
    totals = [section.meta.total for section, _ in sections_of(made)]
    known = [value for value in totals if value is not None]
    summed = sum(known, Fraction()) if known and len(known) == len(totals) else None
    if declared is None:
        return summed, []
    stated = [item.read.item.points for item in made]
    if summed is None and whole and all(value is not None for value in stated):
        summed = sum((value for value in stated if value is not None), Fraction())
    if summed is None or summed == declared:
        return declared, []
    params = {"declared": plain(declared), "found": plain(summed)}
    return declared, [Finding(Kind.TOTAL_MISMATCH, params=params)]


# -- lengths


def lengths(made: list[Made]) -> list[Finding]:
    """Sections whose instructions ask for texts of a length that no text can have."""
    return [
        on(section, Kind.LENGTH_MISMATCH, "section", least=str(section.length.least), most=str(section.length.most))
        for section, places in sections_of(made)
        if section.length is not None and section.length.clashes and any(made[at].read.item.is_open for at in places)
    ]


# -- code


def unclosed(made: list[Made], lines: list[int]) -> list[Finding]:
    """Lines that open code which nothing closes, on the item they stand in."""
    if not lines:
        return []
    owned = owners(made)
    return [_noted(made, owned.get(number), Note(number, Kind.UNCLOSED_CODE)) for number in lines]


def lost(made: list[Made], source: Source) -> list[Finding]:
    """What the walker could not carry, on the item it stands in, and pictures that belong to no item."""
    owned = owners(made) if source.notes or source.media else {}
    used = {image.name for item in made for image in item.read.item.media}
    loose = {line.number for line in source.lines for image in line.images if image.name not in used}
    findings = [_noted(made, None, Note(number, Kind.LEFT_OUT, "loose-picture")) for number in sorted(loose)]
    for note in source.notes:
        of_table = note.kind is Kind.COLUMNS_ASSUMED or note.variant == "column"
        owner = None if of_table else owned.get(note.line)
        if owner is not None or of_table or note.kind is Kind.LEFT_OUT:
            findings.append(_noted(made, owner, note))
    return findings


def taught(made: list[Made], notes: list[Note]) -> list[Finding]:
    """What was read by words that only this paper taught, and lines that fit nowhere, each with the item above it."""
    if not notes:
        return []
    owned = sorted(owners(made).items())
    return [
        _noted(made, _above(owned, note.line) if note.kind is Kind.UNRECOGNISED_LINE else None, note) for note in notes
    ]


def _above(owned: list[tuple[int, int]], line: int) -> int | None:
    """The item of the nearest line above."""
    return next((index for number, index in reversed(owned) if number <= line), None)


def owners(made: Iterable[Made]) -> dict[int, int]:
    """Which item each line belongs to, by its place in the paper."""
    return {number: index for index, item in enumerate(made) for number in numbers_in(item.draft)}


def _noted(made: list[Made], owner: int | None, note: Note) -> Finding:
    item = None if owner is None else made[owner]
    section = item.draft.section.title if item else None
    return Finding(note.kind, owner, section, item.number if item else None, note.line, note.variant, note.params)


# -- cut ends


def truncated(made: list[Made], last: Line | None, *, was_cut: bool) -> list[Finding]:
    """The item in whose middle the file ends."""
    owner = next((index for index, item in enumerate(made) if last and _last_line(item.draft) == last.number), None)
    if owner is None or last is None:
        return []
    ended = _ended_in(made[owner].draft, last)
    others = [text for item in made if item is not made[owner] for text in _texts(item.draft, ended)]
    usual = len(others) > 1 and sum(map(ends_whole, others)) * 5 >= len(others) * 4
    cut = ended is not None and not ends_whole(last.text) and (was_cut or usual)
    if cut or ((was_cut or _falls_short(made, owner)) and _lacks_options(made, owner)):
        item = made[owner]
        return [Finding(Kind.TRUNCATED, owner, item.draft.section.title, item.number, last.number)]
    return []


def numbers_in(draft: Draft) -> list[int]:
    """The numbers of all lines that an item in the making holds, answers that have joined it too."""
    found = [line.number for lines in draft.fields.values() for line in lines]
    found += [line.number for given in draft.answers for line in given.lines]
    found += [line.number for option in draft.options for line in [option.words, *(option.more or [])]]
    return [*found, draft.line]


def _last_line(draft: Draft) -> int:
    return max(numbers_in(draft))


def _ended_in(draft: Draft, last: Line) -> Mark | None:
    """The field of prose that a line ends; None for options and for answers that are no prose."""

    def ends(line: Line) -> bool:
        return line.number == last.number and bool(line.text) and last.text.endswith(line.text)

    for mark in _PROSE:
        if any(ends(line) for line in draft.fields.get(mark, [])):
            return mark
    answered = any(ends(line) for given in draft.answers if not is_none(given.text) for line in given.lines)
    return Mark.ANSWER if answered and draft.is_open else None


def _texts(draft: Draft, mark: Mark | None) -> list[str]:
    if mark is Mark.ANSWER:
        return [given.text for given in draft.answers] if draft.is_open else []
    return [draft.words(mark)] if mark and draft.words(mark) else []


def _falls_short(made: list[Made], owner: int) -> bool:
    """Whether the section of the last item declares more items than there are."""
    section = made[owner].draft.section
    held = sum(1 for item in made if item.draft.section is section)
    return section.meta.count is not None and held < section.meta.count


def _lacks_options(made: list[Made], owner: int) -> bool:
    """Whether the last item has fewer options than its fellows of the same section."""
    draft = made[owner].draft
    if draft.answers or Mark.EXPLANATION in draft.fields:
        return False
    fellows = [
        len(item.draft.options) for item in made if item.draft.section is draft.section and item is not made[owner]
    ]
    return bool(fellows) and len(draft.options) < min(fellows)
