"""What the content key opens of a sealed exam: its exams with their items, and every picture by name."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import TypeVar

import msgspec

from kaochang.custody.envelope import read_payload
from kaochang.custody.exam_shapes import INDEX, ExamIndex, Index, ObjectName, SectionIndex
from kaochang.custody.sealed_exam import SealedExam
from kaochang.custody.stored_body import Objects
from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Section
from kaochang.domain.drawing import drawn_items
from kaochang.domain.items import Item
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import Ticket
from kaochang.domain.values import SecretRecord
from kaochang.sealing.contexts import Context as Purpose

V = TypeVar("V")


class ExamContent(SecretRecord, frozen=True):
    """The index of a sealed exam, opened; items and pictures are read when they are asked for."""

    sealed: SealedExam
    index: Index
    key: bytes

    def exams(self) -> dict[str, Exam]:
        """Every exam of the session with its items; a damaged item is refused by name."""
        return {entry.id: self.exam(entry.id) for entry in self.index.exams}

    def exam(self, exam_id: str) -> Exam:
        """One exam with its items; PAYLOAD for one, or an item of one, that the index does not have."""
        return self._exam(self._entry(exam_id))

    def exam_for(self, ticket: Ticket) -> Exam:
        """The exam as a ticket has it: of a pool only what is drawn for it is read. Refused as by `drawn_items`."""
        entry = self._entry(ticket.exam)
        if entry.draw is None:
            return self._exam(entry)
        found = drawn_items(entry.draw, [section.picks for section in entry.sections], ticket.number)
        own = tuple(
            _of_them(section, ids) if section.picks else section
            for section, ids in zip(entry.sections, found, strict=True)
        )
        return self._exam(msgspec.structs.replace(entry, sections=own, draw=None))

    def _entry(self, exam_id: str) -> ExamIndex:
        return self._listed({each.id: each for each in self.index.exams}, exam_id)

    def _exam(self, entry: ExamIndex) -> Exam:
        with self.sealed.body.reading() as objects:
            sections = tuple(self._section(objects, section) for section in entry.sections)
        return Exam(entry.id, Assessment(entry.title, sections), entry.rules, entry.draw)

    def _section(self, objects: Objects, entry: SectionIndex) -> Section:
        items = tuple(
            msgspec.structs.replace(self._placed(objects, *each), limit_s=entry.limits.get(each[0]))
            for each in entry.items
        )
        return Section(entry.title, items, entry.limit_s, entry.carries_over, entry.is_locked, entry.picks)

    def _placed(self, objects: Objects, item_id: str, points: Fraction) -> PlacedItem:
        ref = self._listed(self.index.items, item_id)
        plaintext = objects.open(ref, ObjectName(Purpose.EXAM_OBJECT, item_id), self.key)
        return PlacedItem(item_id, read_payload(Item, plaintext, self.sealed.header.format), points)

    def section_of(self, item_id: str) -> tuple[str, int]:
        """Where an item stands: its exam's title, and its section counted from 1."""
        return next(
            (exam.title, number)
            for exam in self.index.exams
            for number, section in enumerate(exam.sections, start=1)
            if item_id in dict(section.items)
        )

    def media(self, name: str) -> bytes:
        """A picture's bytes, read when asked for; PAYLOAD for one that the index does not have."""
        ref = self._listed(self.index.media, name)
        return self.sealed.body.open(ref, ObjectName(Purpose.EXAM_OBJECT, name), self.key)

    def _listed(self, listed: Mapping[str, V], name: str) -> V:
        """What an index that names all it speaks of has under a name."""
        if name not in listed:
            raise Refusal(Outcome.PAYLOAD, "payload", str(self.sealed.path), detail="index")
        return listed[name]


def _of_them(section: SectionIndex, found: Collection[str]) -> SectionIndex:
    """A section with these of its items alone."""
    items = tuple(each for each in section.items if each[0] in found)
    return msgspec.structs.replace(section, items=items, picks=())


def open_content(sealed: SealedExam, content_key: bytes) -> ExamContent:
    """The index behind the content key."""
    data = sealed.body.open(sealed.header.index, INDEX, content_key)
    return ExamContent(sealed, read_payload(Index, data, sealed.header.format), content_key)
