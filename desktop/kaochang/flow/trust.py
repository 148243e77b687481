"""What a file is judged by: the site file of its office, and the sealed exam that it hangs below."""

from dataclasses import dataclass, field
from typing import TypeAlias

from kaochang.custody.envelope import Context, check_context
from kaochang.custody.exam_shapes import RoomObject
from kaochang.custody.kits import KitHeader
from kaochang.custody.sealed_exam import SealedExam
from kaochang.custody.site import Site
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import text_to_bytes
from kaochang.sealing import codes

FILE_LIMIT = 512 * 1024 * 1024
"""Largest file that is read whole to be looked at."""

Facts: TypeAlias = tuple[tuple[str, str | int | tuple[str, ...]], ...]
"""(name, value) pairs; a name is `inspect.fact.NAME` in the catalogue, a wall time is in ms."""


@dataclass(frozen=True)
class Trust:
    """What verification starts from: the site file of the office, and the sealed exam files below it belong to.

    `room_codes` open the rooms of a certified session, in any order.
    """

    site: Site | None = None
    exam: SealedExam | None = None
    room_codes: tuple[str, ...] = field(default=(), repr=False)
    _rooms: dict[str, RoomObject] = field(default_factory=dict, init=False, repr=False, compare=False)

    def exam_key(self) -> bytes:
        """The exam key that signs kits; KEYRING without an exam."""
        return self.sealed_exam().exam_key

    def centre_key(self) -> bytes:
        """The key of the centre that the exam names; KEYRING without an exam."""
        return self.sealed_exam().centre_key

    def context(self) -> Context:
        """The context every file of this exam must have."""
        return self.sealed_exam().context

    def check_kit(self, header: KitHeader) -> None:
        """Refuses a kit of another sealing (CONTEXT; POLICY for another kind) or by another key (CERT).

        KEYRING where there is no exam to hold it against.
        """
        check_context(header.context, self.context())
        if text_to_bytes(header.exam_key) != self.exam_key():
            raise Refusal(Outcome.CERT, "kit.forged")

    def ticket_keys(self, room: str) -> dict[str, str]:
        """The ticket keys of a room. In a certified session it opens by its code, tried once; KEYRING without any."""
        if room not in self._rooms:
            self._rooms[room] = self._open(room)
        return self._rooms[room].ticket_keys

    def _open(self, room: str) -> RoomObject:
        exam, site = self.sealed_exam(), self.site_file()
        if not self.room_codes and exam.needs_room_code(room):
            raise Refusal(Outcome.KEYRING, "verify.needs-room-code", room=room)
        for code in self.room_codes[:-1]:
            try:
                return exam.room(room, site, code).content
            except Refusal as refusal:
                if refusal.outcome is not Outcome.CODE:
                    raise
        return exam.room(room, site, *self.room_codes[-1:]).content

    def proctor_keys(self) -> dict[str, str]:
        """The proctor key of every room."""
        return {room: slot.proctor for room, slot in self.sealed_exam().header.rooms.items()}

    def offices(self) -> tuple[bytes, ...]:
        """The public keys of the office and the former ones whose exams still count; KEYRING without a site file."""
        return self.site_file().offices()

    def site_file(self) -> Site:
        """The site file everything starts from; KEYRING without one."""
        if self.site is None:
            raise Refusal(Outcome.KEYRING, "verify.needs-site")
        return self.site

    def sealed_exam(self) -> SealedExam:
        """The sealed exam; KEYRING without one."""
        if self.exam is None:
            raise Refusal(Outcome.KEYRING, "verify.needs-exam")
        return self.exam


def fingerprint_of(public: str) -> str:
    """What people compare of a public key that stands in a header."""
    return codes.fingerprint(text_to_bytes(public))


def context_facts(context: Context) -> Facts:
    """What every file of a session says."""
    return (("session", context.session), ("kind", context.kind.value), ("level", context.level.value))
