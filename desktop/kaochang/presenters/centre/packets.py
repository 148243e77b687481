"""Scorers elsewhere, from the scoring page: a packet goes out for whoever's card is chosen, and scores come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from kaochang.domain.ports import Randomness, Words
from kaochang.domain.refusals import Refusal
from kaochang.presenters.centre.pages import CentreDesk, Held
from kaochang.presenters.centre.refused import failure_to_words
from kaochang.presenters.centre.scoring_state import SaidLine
from kaochang.presenters.office.score_rows import Tone

if TYPE_CHECKING:  # the flows come with the first packet
    from kaochang.flow.score_packets import MadePacket, Taken
    from kaochang.store.centre import Centre

T = TypeVar("T")

_MOST_NAME = 40


class Run(Protocol):
    """The page's background."""

    def __call__(self, work: Callable[[Centre], T], done: Callable[[T], None]) -> None:
        """Work on the database, and hand the result on."""


class Packets:
    """`told` says what came of the last packet or scores; `changed` is called when the session is another by it."""

    def __init__(self, desk: CentreDesk, run: Run, changed: Callable[[], None], random: Randomness) -> None:
        self._desk = desk
        self._run = run
        self._changed = changed
        self._random = random
        self.told: tuple[SaidLine, ...] = ()

    def send(self, card: Path, folder: Path) -> None:
        """Make the packet of the scorer whose card this is, into a folder; the centre's keys are asked for first."""
        self._desk.ways.unlock(lambda: self._send(card, folder))

    def _send(self, card: Path, folder: Path) -> None:
        held = self._desk.held
        self.forget()
        if held is not None:
            self._run(lambda centre: self._made(centre, card, folder, held), self._on_made)

    def _made(self, centre: Centre, card: Path, folder: Path, held: Held) -> tuple[MadePacket, Path, str]:
        from kaochang.custody.key_files import KeyRole
        from kaochang.flow import score_packets
        from kaochang.flow.centre_side import read_card
        from kaochang.machine.new_folders import file_name
        from kaochang.machine.safe_files import check_takes_files

        scorer = read_card(card, KeyRole.SCORER).name
        number = score_packets.next_number(centre)
        name = self._desk.means.words("scoring.packet.file", number=number, scorer=file_name(scorer, _MOST_NAME))
        out = folder / f"{name}.kcw"
        check_takes_files(folder)
        wish = score_packets.PacketWish(scorer, card, (), out)
        made = score_packets.make_packet(centre, wish, held.signing, self._desk.means.clock, self._random)
        return made, out, scorer

    def _on_made(self, result: tuple[MadePacket, Path, str]) -> None:
        made, out, scorer = result
        words = self._desk.means.words
        text = words("scoring.packet.made", count=made.responses, file=str(out))
        self.told = (SaidLine(text, words("scoring.packet.made.next", scorer=scorer), Tone.GOOD),)
        self._changed()

    def take(self, paths: Sequence[Path]) -> None:
        """Take scores that came back; a file that is refused keeps no other out."""
        self.forget()
        if paths:
            self._run(lambda centre: [self._taken(centre, each) for each in paths], self._on_taken)

    def _taken(self, centre: Centre, path: Path) -> tuple[SaidLine, ...]:
        from kaochang.flow import score_packets

        words = self._desk.means.words
        try:
            taken = score_packets.take_scores(centre, path, self._desk.means.clock, self._random)
        except Refusal as refusal:
            refused = failure_to_words(refusal, words)
            return (SaidLine(f"{path.name}：{refused.message}", refused.next_step, Tone.BAD),)
        return _said(path, taken, words)

    def _on_taken(self, lines: Sequence[tuple[SaidLine, ...]]) -> None:
        self.told = tuple(line for each in lines for line in each)
        self._changed()

    def forget(self) -> None:
        """What was told is no longer news."""
        self.told = ()


def _said(path: Path, taken: Taken, words: Words) -> tuple[SaidLine, ...]:
    """What came of one file: its marks, and for every reason how many do not count."""
    text = words("scoring.scores.taken", file=path.name, scorer=taken.scorer)
    meaning = words("scoring.scores.counts", new=taken.new, known=taken.known)
    reasons: dict[tuple[str, str], int] = {}
    for each in taken.refused:
        refused = failure_to_words(each.refusal, words)
        reason = refused.message, refused.next_step
        reasons[reason] = reasons.get(reason, 0) + 1
    lines = (
        SaidLine(words("scoring.scores.not", count=count, why=why), then, Tone.DOUBT)
        for (why, then), count in reasons.items()
    )
    return (SaidLine(text, meaning, Tone.GOOD), *lines)
