"""Items as they follow each other in a Moodle XML or GIFT file: their sections, shared material and numbers.

A category is a section. A description has no answer of its own: it is the usual stand-in for material, so it becomes
the material of the items after it, up to the next description, the next category or the end; one without words ends
the material. A finding says so at the first of these items, since a file does not say where material ends; one of our
own does.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.papers import Finding, Kind
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.papers import limits
from kaochang.papers.finishing.difficulty import read_difficulty
from kaochang.papers.finishing.stated import StatedItem, StatedPaper
from kaochang.papers.lines import fold
from kaochang.papers.markup.authored import Authored, shortened, with_material

_NUMBER: Final = re.compile(r"\d{1,4}(?:\.\d{1,3})?")
_ROOTS: Final = re.compile(r"\$(?:course|system|module|cat\d*|coursecat)\d*\$|top", re.IGNORECASE)
_LEVEL: Final = re.compile(r"\s*(?:难度系数|难易程度|难易度|难度|difficulty)\s*[:=]\s*(.+)", re.IGNORECASE)
_USUAL: Final = re.compile(r"The default category for|.{0,80}(?:缺省|默认)(?:类别|分类)")
"""What Moodle itself writes about its first category."""
_SHARING: Final = re.compile(r"[1-9]\d{0,3}")
_PART: Final = re.compile(r"(?<!/)/(?!/)")


@dataclass(slots=True)
class _Group:
    """One entry of the file: an item, or the sub-questions of one; `name` is what the file calls it."""

    items: list[StatedItem]
    name: str
    path: tuple[str, ...]


@dataclass(slots=True)
class Gathering:
    """A file under way, from its first entry to its last."""

    paper: StatedPaper = field(default_factory=StatedPaper)
    _groups: list[_Group] = field(default_factory=list)
    _path: tuple[str, ...] = ()
    _material: Authored | None = None
    _line: int | None = None
    _is_fresh: bool = False
    _sharing: int | None = None
    _count: int = 0
    _notes: dict[tuple[str, ...], str] = field(default_factory=dict)

    def open_category(self, path: str, note: Authored | None = None) -> None:
        """The items after this belong to a category, given as `$course$/top/A/B` (a slash in a name is doubled).

        `note` is what the file says of it. No candidate sees that, so it is told and not taken.
        """
        parts = [part.replace("//", "/").strip() for part in _PART.split(path)]
        self._path = tuple(part for part in parts if part and not _ROOTS.fullmatch(part))
        self._end_material()
        if note is not None and self._path and not _USUAL.match(note.flat):
            pictures = " ".join(image.name for image in note.images)
            self._notes[self._path] = shortened(note.flat or pictures)

    def open_material(self, material: Authored, line: int | None) -> None:
        """A description: the items after it share it."""
        self._end_material()
        if material.text or material.tables or material.images:
            self._material, self._line, self._is_fresh = material, line, True
            stated = material.marks.get("items", "")
            self._sharing = int(stated) if _SHARING.fullmatch(stated) else None

    def add(self, items: list[StatedItem], name: str = "") -> None:
        """An entry with its items: one, or several sub-questions that share what they need."""
        self._count += len(items)
        if self._count > limits.MAX_ITEMS:
            raise Refusal(Outcome.PAPER, "paper.too-many-items", limit=limits.MAX_ITEMS)
        material = self._material
        if material is not None and items:
            for each in items:
                each.item = with_material(each.item, material)
            if self._is_fresh:
                say_losses(items[0], material)
            if self._is_fresh and self._sharing is None:
                items[0].say(Kind.MATERIAL_ASSUMED, words=shortened(material.text) or "—")
            self._is_fresh = False
            if self._sharing is not None:
                self._sharing -= 1
                self._material = self._material if self._sharing > 0 else None
        self._groups.append(_Group(items, name.strip(), self._path))

    def done(self) -> StatedPaper:
        """The paper, every item with its section and number."""
        self._end_material()
        leaves = {group.path[-1:]: group.path for group in self._groups}
        is_plain = all(leaves[group.path[-1:]] == group.path for group in self._groups)
        numbers = self._numbers()
        for group, number in zip(self._groups, numbers, strict=True):
            section = " / ".join(group.path[-1:] if is_plain else group.path) or None
            self._tell_note(group.path, section)
            for place, each in enumerate(group.items, start=1):
                own = number if len(group.items) == 1 else f"{number}.{place}"
                each.item = replace(each.item, section=section, number=own)
        if self._groups and all(len(group.path) > 1 for group in self._groups):
            roots = {group.path[0] for group in self._groups}
            self.paper.title = roots.pop() if len(roots) == 1 else None
        self.paper.items = [each for group in self._groups for each in group.items]
        return self.paper

    def _tell_note(self, path: tuple[str, ...], section: str | None) -> None:
        """What the file says of a category, at its section, once."""
        note = self._notes.pop(path, "")
        if note:
            found = Finding(Kind.LEFT_OUT, section=section, variant="instructions", params={"words": note})
            self.paper.findings.append(found)

    def _numbers(self) -> list[str]:
        """The names of the entries where all of them are numbers, and no two alike; else 1, 2, 3 …"""
        names = [group.name for group in self._groups]
        if len(set(names)) == len(names) and all(map(_NUMBER.fullmatch, names)):
            return names
        return [str(place) for place in range(1, len(names) + 1)]

    def _end_material(self) -> None:
        if self._material is not None and self._is_fresh:
            words = shortened(self._material.text) or "—"
            found = Finding(Kind.MATERIAL_WITHOUT_ITEMS, line=self._line, params={"words": words})
            self.paper.findings.append(found)
        self._material, self._is_fresh = None, False


def tell_losses(made: StatedItem, *told: Authored) -> None:
    """What could not be carried of the texts of an item becomes its findings, each once; our own marks go with it."""
    for each in told:
        made.take_own(each)
    say_losses(made, *told)


def say_losses(made: StatedItem, *told: Authored) -> None:
    """What could not be carried of texts, each once: where nothing else of them is taken."""
    losses = {(loss.kind, *loss.params.values()): loss for each in told for loss in each.losses}
    for loss in losses.values():
        made.say(loss.kind, loss.variant, **loss.params)


def tell_notes(made: StatedItem, *notes: Authored) -> None:
    """Explanations and notes for scorers are words alone: a picture in them cannot be taken."""
    say_losses(made, *notes)
    tell_pictures(made, *notes)


def tell_pictures(made: StatedItem, *notes: Authored) -> None:
    """That pictures stand in explanations and notes for scorers, which are words alone."""
    count = len({image.name for each in notes for image in each.images})
    if count:
        made.say(Kind.MEDIA_MISSING, "notes", count=str(count))


def scheme_of(explanation: str, tags: list[str]) -> MarkScheme:
    """A mark scheme before anything is known of what is right. A tag that says how hard an item is is no competency."""
    scheme = MarkScheme(explanation=explanation)
    names: dict[str, None] = {}
    for tag in tags:
        stated = _LEVEL.fullmatch(fold(tag))
        level = read_difficulty(tag[stated.start(1) :]) if stated else None
        if level is not None and scheme.difficulty is None:
            scheme = replace(scheme, difficulty=level)
        else:
            names.setdefault(tag)
    return replace(scheme, competencies=tuple(names))
