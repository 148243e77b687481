"""Reading a paper: bytes in, items with their mark schemes and findings out. Start here."""

from dataclasses import dataclass, field
from itertools import groupby

from msgspec.structs import replace

from kaochang.domain.items import ItemType
from kaochang.domain.papers import Finding, Paper, PaperItem
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import checks, noise
from kaochang.papers.detect import read_source
from kaochang.papers.drafts import Block, Draft, Drafts, joined
from kaochang.papers.emphasis import take_looks
from kaochang.papers.finish import Made, finish
from kaochang.papers.grammar import read_drafts, read_key
from kaochang.papers.lengths import read_length
from kaochang.papers.lines import Line, Source
from kaochang.papers.linker import link
from kaochang.papers.stems import read_stem


@dataclass(frozen=True)
class ReadPaper:
    """A paper as read; `media` holds the bytes of the pictures that items name."""

    paper: Paper
    media: dict[str, bytes] = field(default_factory=dict)


def read_paper(data: bytes, name: str, key: bytes | None = None) -> ReadPaper:
    """Read a paper file.

    `data` are the file's bytes, `name` says in refusals which file it was, `key` are the bytes of a separate answer
    key. The format is told by content. Refuses (PAPER) what cannot be read at all; everything else becomes findings.
    """
    try:
        source = read_source(data)
        blocks = _key_blocks(key) if key is not None else []
        return _read(source, blocks)
    except Refusal as refusal:
        raise refusal.at(name) from None


def _key_blocks(key: bytes) -> list[Block]:
    lines = noise.clean(read_source(key).lines).lines
    return read_key(lines)


def _read(source: Source, blocks: list[Block]) -> ReadPaper:
    cleaned = noise.clean(source.lines)
    drafts = read_drafts(cleaned.lines)
    if not drafts.items:
        raise Refusal(Outcome.PAPER, "paper.no-items")
    findings = link(drafts, [*drafts.blocks, *blocks])
    take_looks(drafts.items, source.lines)
    made = _finish(drafts)
    last = cleaned.lines[-1] if cleaned.lines else None
    findings += checks.unclosed(made, source.unclosed)
    paper = _paper(drafts, made, findings, last, was_cut=cleaned.was_cut)
    used = {image.name for read in paper.items for image in read.item.images}
    return ReadPaper(paper, {name: data for name, data in source.media.items() if name in used})


def _finish(drafts: Drafts) -> list[Made]:
    for section in drafts.sections:
        section.length = read_length(joined(section.instructions), of_section=True)
    for draft in drafts.items:
        draft.section.keyed = draft.section.keyed or bool(draft.options and draft.answers)
    parents = [draft for draft in drafts.items if draft.children]
    for _, cases in groupby(parents, key=lambda draft: id(draft.section)):
        _number_cases(list(cases))
    made = [finish(draft, _number(draft)) for draft in drafts.items if not draft.children]
    for _, places in checks.sections_of(made):
        if len(places) == 1:
            _take_section_points(made[places[0]])
    return made


def _number_cases(parents: list[Draft]) -> None:
    """Points of whole cases, and whether the numbers of their sub-questions run on from case to case."""
    values = [child.value for parent in parents for child in parent.children]
    runs_on = len(parents) > 1 and values == sorted(set(values))
    for parent in parents:
        words = "\n".join(line.text for lines in parent.fields.values() for line in lines)
        parent.points = read_stem(words, ItemType.CASE).points
        parent.runs_on = runs_on


def _number(draft: Draft) -> str:
    """A number as the paper prints it; a sub-question's is "5.2", one that runs on over its cases stays as printed."""
    if draft.parent is None or draft.parent.runs_on:
        return str(draft.value)
    return f"{draft.parent.value}.{draft.value}"


def _take_section_points(made: Made) -> None:
    """The only item of a section is worth what its heading says for the whole section."""
    section, item = made.draft.section, made.read.item
    if item.points is None and section.meta.total is not None and section.meta.count in (None, 1):
        made.read = PaperItem(replace(item, points=section.meta.total), made.read.scheme)


def _paper(drafts: Drafts, made: list[Made], linked: list[Finding], last: Line | None, *, was_cut: bool) -> Paper:
    declared = noise.declared_total(drafts.total_line) if drafts.total_line else None
    counted = checks.counts(made, drafts.sections)
    miscounted = {id(section) for section in drafts.sections if checks.findings_on(counted, section)}
    total, totals = checks.total(made, declared, whole=not counted)
    findings = [
        *checks.item_faults(made),
        *checks.numbers(made),
        *checks.truncated(made, last, was_cut=was_cut),
        *checks.missing_points(made),
        *checks.points(made, miscounted),
        *checks.lengths(made),
        *counted,
        *totals,
        *linked,
    ]
    ordered = sorted(findings, key=lambda finding: (finding.index is None, finding.index or 0))
    return Paper(drafts.title, tuple(item.read for item in made), tuple(ordered), total)
