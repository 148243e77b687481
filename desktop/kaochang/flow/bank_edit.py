"""Edit: an item of the bank is changed by a named person, judged as in reading, and can be taken back to what it was.

Whoever edits names the version that they saw: a bank may be open twice, and what another wrote is never lost unseen.
"""

from dataclasses import replace as copied
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from kaochang.domain.banked import Action, Content
from kaochang.domain.items import Image, Item, ItemType, Mode, Stage
from kaochang.domain.mark_schemes import Criterion, Difficulty, MarkScheme, Rubric
from kaochang.domain.papers import Finding, Kind, Paper, PaperItem
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Record
from kaochang.flow.exam_rules import check_answering
from kaochang.flow.read import picture_name
from kaochang.machine.safe_files import read_whole
from kaochang.papers import limits
from kaochang.papers.finishing import checks, remade
from kaochang.papers.finishing.made import ItemFault, Made
from kaochang.papers.finishing.rubrics import lacks_points, read_rubric
from kaochang.papers.finishing.stated import StatedItem, StatedPaper, made_of
from kaochang.papers.grammar.answers import Fault
from kaochang.papers.grammar.drafts import Draft, Section
from kaochang.papers.picture_files import SHOWN, kind_of
from kaochang.store.bank import Bank, PaperEntry
from kaochang.store.bank_history import Edit, NewItem
from kaochang.store.bank_items import BankItem

V = TypeVar("V")


class Revision(Record, frozen=True):
    """What a person wants of an item; None: as it is. Texts are as people type them.

    `key` is written as for `SetKey` of a paper's mends, of an open item it is the reference text; "" leaves the key
    open (待定答案). `prompts` are the left column of an item to match, `stages` the turns of a scenario, `lengths` how
    many words a text has at least and at most, `mode` how an interview item is answered. `difficulty` "" takes it off.
    `dropped` names pictures of the stem, `pictures` are files, put behind those that stay.
    """

    type: ItemType | None = None
    stem: str | None = None
    options: tuple[str, ...] | None = None
    prompts: tuple[str, ...] | None = None
    stages: tuple[Stage, ...] | None = None
    lengths: tuple[int | None, int | None] | None = None
    mode: Mode | None = None
    key: str | None = None
    points: Fraction | None = None
    section: str | None = None
    material: str | None = None
    explanation: str | None = None
    competencies: tuple[str, ...] | None = None
    difficulty: str | None = None
    rubric: Rubric | None = None
    without_pictures: bool = False
    dropped: tuple[str, ...] = ()
    pictures: tuple[Path, ...] = ()


def edit(bank: Bank, seen: BankItem, revision: Revision, by: str, clock: Clock) -> BankItem:
    """Changes an item as a person wants it; the item as it is then. `seen` is what they saw of it.

    Refuses (POLICY) what cannot be, as the mends of a paper do, CONFLICT where somebody changed the item meanwhile.
    """
    made, media = revised(bank, seen, revision, by)
    content = Content(made.read.item, made.read.scheme, seen.is_retired)
    if content == Content(seen.item, seen.scheme, seen.is_retired):
        return seen
    findings = findings_of(made, bank.found.position(seen.id))
    return _changed(bank, Edit(seen.id, seen.version, content, by, clock.wall()), findings, media)


def sharing(bank: Bank, seen: BankItem) -> list[BankItem]:
    """The other items of its paper that stand with the same material; none of an item without any."""
    there = bank.items(seen.paper) if seen.item.material else []
    return [each for each in there if each.item.material == seen.item.material and each.id != seen.id]


def edit_shared(bank: Bank, seen: BankItem, revision: Revision, by: str, clock: Clock) -> BankItem:
    """As `edit`; another material goes to every item that shares it, so that they stay together."""
    others = sharing(bank, seen) if revision.material is not None else []
    made = edit(bank, seen, revision, by, clock)
    for each in others:
        edit(bank, each, Revision(material=revision.material), by, clock)
    return made


def revised(bank: Bank, seen: BankItem, revision: Revision, by: str) -> tuple[Made, tuple[tuple[str, bytes], ...]]:
    """The item as a person wants it with its faults, and pictures that come new; nothing is saved.

    The type goes before the words, and the words before the key, as each judges what follows.
    """
    made = _made(bank, seen)
    if revision.type is not None and revision.type is not made.read.item.type:
        if revision.type is ItemType.MATCHING:
            made = remade.with_columns(made, revision.prompts, revision.options)
            _check_columns(made)
        made = remade.with_type(made, revision.type, as_read=False, is_keyed=True)
    if revision.stem is not None:
        made = remade.with_stem(made, revision.stem)
    if revision.prompts is not None:
        made = remade.with_prompts(made, revision.prompts)
    if revision.options is not None:
        made = remade.with_options(made, revision.options)
    if made.read.item.type is ItemType.MATCHING and (not seen.paper or (seen.item.prompts and seen.item.options)):
        _check_columns(made)  # an item of a paper can lack one, and may be changed all the same
    made = _answered(made, revision)
    if revision.key is not None:
        made = remade.with_key(made, revision.key, by, as_read=False) if revision.key else remade.without_key(made)
    made = _described(made, revision)
    pictures = tuple(map(picture, revision.pictures))
    there = () if revision.without_pictures else made.read.item.images
    shown = tuple(image for image in there if image.name not in revision.dropped)
    images = (*shown, *(image for image, _ in pictures if image not in shown))
    made = copied(made, read=PaperItem(replace(made.read.item, images=images), made.read.scheme))
    return _weighed(made, revision), tuple((image.name, data) for image, data in pictures)


def _check_columns(made: Made) -> None:
    """Refuses (POLICY) an item to match that lacks a column."""
    if not (made.read.item.prompts and made.read.item.options):
        raise remade.refused(made, "bank.no-columns")


def _answered(made: Made, revision: Revision) -> Made:
    """The item with how it is answered: its turns, how long its text is to be, and whether it is typed at all."""
    item = made.read.item
    if revision.stages and item.type is not ItemType.SCENARIO:
        raise remade.refused(made, "bank.no-stages")
    stages = _given(revision.stages, item.stages) if item.type is ItemType.SCENARIO else ()
    mode = item.mode if item.type is ItemType.INTERVIEW or revision.type is None else Mode.TYPED
    least, most = _given(revision.lengths, (item.min_words, item.max_words))
    found = replace(item, stages=stages, min_words=least, max_words=most, mode=_given(revision.mode, mode))
    if found != item:
        check_answering(found)
    return copied(made, read=PaperItem(found, made.read.scheme))


def _made(bank: Bank, seen: BankItem) -> Made:
    """An item with the findings that it has in the bank, ready to be made anew."""
    item = seen.item
    faults = [
        ItemFault(Fault(each.finding.kind, each.finding.variant, each.finding.params), each.finding.line)
        for each in bank.found.findings(seen.id)
    ]
    draft = Draft(item.number, 0, 0, Section(item.section), item.type)
    return Made(draft, item.number, PaperItem(item, seen.scheme), faults)


def _given(value: V | None, otherwise: V) -> V:
    return otherwise if value is None else value


def _described(made: Made, revision: Revision) -> Made:
    item, scheme = made.read.item, made.read.scheme
    item = replace(item, section=_given(revision.section, item.section or "") or None)
    item = replace(item, material=_given(revision.material, item.material))
    difficulty = scheme.difficulty
    if revision.difficulty is not None:
        difficulty = Difficulty(revision.difficulty) if revision.difficulty else None
    competencies = tuple(filter(None, (name.strip() for name in _given(revision.competencies, scheme.competencies))))
    scheme = replace(
        scheme,
        explanation=_given(revision.explanation, scheme.explanation),
        competencies=tuple(dict.fromkeys(competencies)),
        difficulty=difficulty,
    )
    faults = [each for each in made.faults if revision.difficulty is None or _kind(each) is not Kind.DIFFICULTY_UNREAD]
    return copied(made, read=PaperItem(item, scheme), faults=faults)


def _kind(fault: ItemFault) -> Kind:
    return fault.fault.kind


def _weighed(made: Made, revision: Revision) -> Made:
    """The item with its rubric and points, and whether they fit."""
    item, scheme = made.read.item, made.read.scheme
    if revision.rubric is not None:
        of_rubrics = {Kind.RUBRIC_WITHOUT_POINTS, Kind.RUBRIC_UNREAD}
        faults = [each for each in made.faults if _kind(each) not in of_rubrics]
        made = copied(made, read=PaperItem(item, replace(scheme, rubric=revision.rubric)), faults=faults)
        if lacks_points(revision.rubric):
            names = "、".join(each.name for each in revision.rubric.criteria) or revision.rubric.text[:20]
            made.say(Kind.RUBRIC_WITHOUT_POINTS, None, criteria=names)
    points = _given(revision.points, item.points)
    is_weighed_anew = revision.points is not None or revision.rubric is not None
    return remade.with_points(made, points) if is_weighed_anew and points is not None else made


def picture(path: Path) -> tuple[Image, bytes]:
    """A picture file; LIMIT for one that no exam-room PC should have to show, PAYLOAD for one that it cannot."""
    try:
        data = read_whole(path, limits.MAX_PICTURE)
    except Refusal as refusal:
        if refusal.outcome is Outcome.LIMIT:
            raise Refusal(
                Outcome.LIMIT, "bank.picture-large", str(path), most=limits.MAX_PICTURE // limits.MIB
            ) from None
        raise
    kind = kind_of(data)
    if kind is None or kind[1] not in SHOWN:
        raise Refusal(Outcome.PAYLOAD, "bank.picture-unknown", str(path))
    return Image(picture_name(data), kind[0]), data


def findings_of(made: Made, place: int | None = None) -> tuple[Finding, ...]:
    """What is wrong with an item as a person wants it; `place` is where it stands in its paper."""
    return tuple(replace(each, index=place) for each in checks.item_faults([made]))


def _changed(
    bank: Bank, change: Edit, findings: tuple[Finding, ...] | None, media: tuple[tuple[str, bytes], ...] = ()
) -> BankItem:
    bank.history.change(replace(change, findings=findings, media=media))
    return bank.found.get(change.item)


def retire(bank: Bank, seen: BankItem, by: str, clock: Clock) -> BankItem:
    """Takes an item out of use: no exam is made with it any more, and those that have it stay as they are."""
    return _kept_back(bank, seen, by, clock, Action.RETIRED)


def bring_back(bank: Bank, seen: BankItem, by: str, clock: Clock) -> BankItem:
    """Takes a retired item into use again."""
    return _kept_back(bank, seen, by, clock, Action.RETURNED)


def _kept_back(bank: Bank, seen: BankItem, by: str, clock: Clock, action: Action) -> BankItem:
    is_retired = action is Action.RETIRED
    if seen.is_retired is is_retired:
        raise Refusal(Outcome.POLICY, "bank.is-retired" if is_retired else "bank.is-in-use", seen.id)
    content = Content(seen.item, seen.scheme, is_retired)
    return _changed(bank, Edit(seen.id, seen.version, content, by, clock.wall(), action), None)


def restore(bank: Bank, seen: BankItem, version: int, by: str, clock: Clock) -> BankItem:
    """Takes an item back to what an earlier version held, as a new version; MISSING where there was none such.

    Its findings come back too, open: a red line that an edit settled is never passed unseen.
    """
    content = bank.history.version(seen.id, version)
    change = Edit(seen.id, seen.version, content, by, clock.wall(), Action.RESTORED)
    return _changed(bank, change, content.findings)


def _judged(item: PaperItem) -> Made:
    """An item judged by all that shows in it alone."""
    (made,) = made_of(StatedPaper(items=[StatedItem(item.item, item.scheme)]))
    return made


def add(
    bank: Bank, paper: int | str, kind: ItemType, revision: Revision, by: str, clock: Clock, random: Randomness
) -> BankItem:
    """Puts a new item behind the others of a paper, or into a new one of this title; it is the next of its section.

    What is wrong with it becomes findings, as in reading. Refuses what `edit` refuses, and nothing is made then.
    """
    item_id = random(8).hex()
    blank = BankItem(item_id, 0, Item(kind, "", section=revision.section or None), MarkScheme())
    written, media = revised(bank, blank, revision, by)
    if isinstance(paper, str):
        paper = bank.add_paper(PaperEntry(paper, clock.wall(), Paper(paper, (), ()), [], {}))
    beside = [each for each in bank.items(paper) if each.item.section == written.read.item.section]
    made = _judged(PaperItem(replace(written.read.item, number=str(len(beside) + 1)), written.read.scheme))
    content = Content(made.read.item, made.read.scheme)
    bank.history.add(NewItem(item_id, paper, content, by, clock.wall(), findings_of(made), media))
    return bank.found.get(item_id)


def criteria_start(item: Item, scheme: MarkScheme) -> tuple[Criterion, ...]:
    """Criteria to begin a rubric with, for a person to weigh: those that 考察… names, else the competencies.

    None for an item whose rubric has criteria already, and where nothing names any.
    """
    if scheme.rubric.criteria:
        return ()
    lines = [line for text in (scheme.rubric.text, scheme.explanation, item.stem) for line in text.splitlines()]
    named = (read_rubric(line).criteria for line in lines if line.strip())
    found = next((criteria for criteria in named if criteria), ())
    return found or tuple(Criterion(name) for name in scheme.competencies)
