"""Items of QTI 2.0 to 3.0, one file each: an `assessmentItem` becomes one item, or its sub-questions.

All blanks of a text are one item. Other interactions of one item are sub-questions: what stands before the first of
them (but for its own last paragraph, where it has no prompt) is material they share.
"""

from fractions import Fraction
from typing import Final

from lxml import etree
from msgspec.structs import replace

from kaochang.domain.authored import BLANK
from kaochang.domain.items import Image, Item, ItemType, Table
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Kind
from kaochang.papers.finishing.rubrics import read_rubric
from kaochang.papers.finishing.stated import StatedItem
from kaochang.papers.markup.authored import Authored, once
from kaochang.papers.markup.xml import line_of
from kaochang.papers.structured.gathering import tell_pictures
from kaochang.papers.structured.qti.body import Body, Segment, Told
from kaochang.papers.structured.qti.declared import Declared, read_declared
from kaochang.papers.structured.qti.embedding import embed
from kaochang.papers.structured.qti.interactions import Asked, add_words, read_interaction, take_entries
from kaochang.papers.structured.qti.parts import Parts
from kaochang.papers.structured.qti.processing import tell_rules, worked_out
from kaochang.papers.structured.weighed import decimal, give, keep_unsupported

_MOST_PARTS: Final = 100
"""Interactions of one item; more are no item for an exam."""
_WORTH: Final = ("MAXSCORE", "MAX_SCORE", "SCORE")


class _Reading:
    """One item file being read."""

    def __init__(self, root: etree._Element, parts: Parts, folder: str, *, has_lines: bool) -> None:
        self._root = root
        self._told = Told(folder, parts)
        self._declared = worked_out(root, read_declared(root))
        self._line = line_of(root) if has_lines else None
        element = root.find("itemBody")
        self._body = self._told.body(element) if element is not None else Body(Authored(), [])
        self._material, self._stimuli = self._stimulus()

    def done(self) -> list[StatedItem]:
        """The items."""
        parts = self._parts()
        for feedback in self._root.iterfind("modalFeedback"):
            self._told.aside(feedback)
        self._give_points(parts)
        self._finish(parts)
        return parts

    # -- parts

    def _parts(self) -> list[StatedItem]:
        segments = self._body.segments
        asking = [segment for segment in segments if segment.marks]
        if not asking:
            made = self._made("\n".join(segment.text for segment in segments))
            made.say(Kind.UNSUPPORTED_INTERACTION, "none")
            return [made]
        inline = [mark for segment in asking if not self._body.is_apart(segment) for mark in segment.marks]
        if max(len(asking), len(inline)) > _MOST_PARTS:
            made = self._made(self._body.drawn("\n".join(segment.text for segment in segments)))
            keep_unsupported(made, f"{len(self._body.interactions)}")
            return [made]
        chosen = [mark for mark in inline if self._tag(mark) == "inlineChoiceInteraction"]
        if len(asking) == 1 and not (chosen and len(inline) > 1):
            return [self._alone(segments, asking[0])]
        if len(asking) == 1:
            return self._cloze(segments, inline)
        return self._several(segments)

    def _tag(self, mark: int) -> str:
        return str(self._body.interactions[mark].tag)

    def _made(self, stem: str, material: str = "") -> StatedItem:
        shared = "\n".join(part for part in [self._material, material] if part)
        item = Item(ItemType.ESSAY, stem.strip("\n"), material=shared, tables=self._tables, images=self._images)
        return StatedItem(item, MarkScheme(), line=self._line)

    @property
    def _tables(self) -> tuple[Table, ...]:
        return (*(table for read in self._stimuli for table in read.tables), *self._body.tables)

    @property
    def _images(self) -> tuple[Image, ...]:
        return once(image for read in [*self._stimuli, self._body.read] for image in read.images)

    def _ask(self, made: StatedItem, mark: int) -> None:
        element = self._body.interactions[mark]
        name = element.get("responseIdentifier", "")
        read_interaction(Asked(made, element, self._declared.get(name, Declared()), self._told))

    def _alone(self, segments: list[Segment], asking: Segment) -> StatedItem:
        """An item that asks one thing; blanks of one text are one thing."""
        at = next(place for place, segment in enumerate(segments) if segment is asking)
        made = self._made("\n".join(self._body.drawn(segment.text) for segment in segments[: at + 1]))
        if self._body.is_apart(asking) or self._tag(asking.marks[0]) == "inlineChoiceInteraction":
            self._ask(made, asking.marks[0])
        else:
            self._fill(made, asking)
        add_words(made, "\n".join(segment.text for segment in segments[at + 1 :]))
        return made

    def _fill(self, made: StatedItem, segment: Segment) -> None:
        names = [self._body.interactions[mark].get("responseIdentifier", "") for mark in segment.marks]
        take_entries(made, [self._declared.get(name, Declared()) for name in names])

    def _cloze(self, segments: list[Segment], marks: list[int], shared: str = "") -> list[StatedItem]:
        """A text with choices in its lines: the text is what they share, each is asked by its number in it."""
        text = "\n".join(part for part in [shared, *(segment.text for segment in segments)] if part)
        drawn = self._body.drawn(text, numbered=True)
        parts = []
        for place, mark in enumerate(marks, start=1):
            made = self._made(f"（{place}）{BLANK}", drawn)
            if self._tag(mark) == "inlineChoiceInteraction":
                self._ask(made, mark)
            else:
                self._fill(made, Segment("", [mark]))
            parts.append(made)
        return parts

    def _several(self, segments: list[Segment]) -> list[StatedItem]:
        """Several interactions, each with the words before it; what stands before all of them they share."""
        parts: list[StatedItem] = []
        shared, words = "", ""
        for segment in segments:
            if not segment.marks:
                words = "\n".join(part for part in [words, segment.text] if part)
                continue
            if not parts:
                shared, words = self._split(words, segment)
            if self._body.is_apart(segment):
                made = self._made(words, shared)
                self._ask(made, segment.marks[0])
            elif any(self._tag(mark) == "inlineChoiceInteraction" for mark in segment.marks):
                parts += self._cloze([Segment(words), segment], segment.marks, shared)
                words = ""
                continue
            else:
                made = self._made("\n".join(part for part in [words, self._body.drawn(segment.text)] if part), shared)
                self._fill(made, segment)
            parts.append(made)
            words = ""
        if words and parts:
            add_words(parts[-1], words)
        return parts

    def _split(self, words: str, first: Segment) -> tuple[str, str]:
        """What all share and what the first asks: its last paragraph, where it has no words of its own."""
        has_own = bool(first.text)
        if self._body.is_apart(first):
            prompt = self._body.interactions[first.marks[0]].find("prompt")
            has_own = prompt is not None and bool("".join(map(str, prompt.itertext())).strip())
        if has_own:
            return words, ""
        shared, _, last = words.rpartition("\n")
        return shared, last

    def _stimulus(self) -> tuple[str, list[Authored]]:
        """The texts of files that several items share."""
        read: list[Authored] = []
        for reference in self._root.iterfind("assessmentStimulusRef"):
            found = self._told.parts.stimulus(self._told.folder, reference.get("href", ""))
            if found is None:
                self._told.lose(reference.get("href", ""))
            else:
                read.append(found)
        return "\n".join(each.text for each in read if each.text), read

    # -- what all parts have

    def _give_points(self, parts: list[StatedItem]) -> None:
        stated = self._stated_points()
        if len(parts) == 1:
            worths = [each.worth for each in self._declared.values() if each.worth is not None]
            total = stated if stated is not None else sum(worths, Fraction(0)) if worths else None
            parts[0].item = replace(parts[0].item, points=total)
            return
        worth = [each.worth for each in self._declared.values()]
        known = [each for each in worth if each is not None]
        if len(known) == len(parts) == len(worth) and stated in (None, sum(known, Fraction(0))):
            for made, points in zip(parts, known, strict=True):
                made.item = replace(made.item, points=points)

    def _stated_points(self) -> Fraction | None:
        outcomes = {each.get("identifier", "").upper(): each for each in self._root.iterfind("outcomeDeclaration")}
        for name in _WORTH:
            outcome = outcomes.get(name)
            if outcome is None:
                continue
            default = outcome.findtext("defaultValue/value", "").strip()
            for value in (default if name != "SCORE" else "", outcome.get("normalMaximum", "")):
                points = decimal(value)
                if points is not None and points > 0:
                    return points
        return None

    def _finish(self, parts: list[StatedItem]) -> None:
        told = self._told
        explanation, rubric = "\n".join(told.explained()), "\n".join(told.rubrics)
        open_parts = [made for made in parts if made.item.is_open] or parts[:1]
        for made in parts:
            rubrics = read_rubric(rubric) if made in open_parts else made.scheme.rubric
            made.scheme = replace(made.scheme, explanation=explanation, rubric=rubrics)
            if made.item.is_open:
                made.judge_rubric(rubrics)
            tell_rules(made, self._root)
        if len(parts) == 1:
            for read in told.own:
                parts[0].take_own(read)
        if self._root.get("adaptive") == "true":
            parts[0].say(Kind.RULE_NOT_TAKEN, "other", answer="adaptive")
        for lost in told.losses:
            parts[0].say(lost.kind, lost.variant, **lost.params)
        tell_pictures(parts[0], *told.notes)
        if told.parameters or self._root.find("templateProcessing") is not None:
            for made in parts:
                _drop_key(made, "、".join(dict.fromkeys(filter(None, told.parameters))) or "—")


def _drop_key(made: StatedItem, names: str) -> None:
    """An item that is made anew for each candidate has no key of its own."""
    give(made, None)
    made.scheme = replace(made.scheme, reference="")
    made.faults = [each for each in made.faults if each.fault.kind is not Kind.MISSING_ANSWER]
    made.say(Kind.UNSUPPORTED_INTERACTION, "parameters", names=names)


def read_item(root: etree._Element, parts: Parts, folder: str = "", *, has_lines: bool = False) -> list[StatedItem]:
    """The items of one item file: one, or the sub-questions of its interactions.

    `root` has its names of 2.x already (`names.plain`), `folder` is where the file stands in its package; `has_lines`:
    the file stands alone, so lines of it can be told.
    """
    embed(root, parts, folder)
    return _Reading(root, parts, folder, has_lines=has_lines).done()
