"""Scorers elsewhere: what one scorer has to score goes out as a packet, and their scores come back, in any order.

Packets and scores stand in the ledger as every file does. What cannot count is refused mark by mark, with its reason,
and is kept with its file: taken again once the reason is gone, it counts.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from kaochang.custody import score_packets
from kaochang.custody.envelope import Context, check_context, digest
from kaochang.custody.key_files import KeyRole
from kaochang.custody.score_packets import Scores
from kaochang.domain.human_scores import Mark, packet_of
from kaochang.domain.places import place_of
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.score_packets import (
    MOST_PACKETS,
    HandBack,
    PacketContent,
    PacketItem,
    PacketMark,
    PacketRecord,
    PacketTask,
)
from kaochang.domain.scoring_plans import ScoringPlan
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow import ledger
from kaochang.flow.centre_side import read_card
from kaochang.flow.ledger import Signing
from kaochang.flow.our_files import read_ours
from kaochang.flow.scoring import Scoring, Task
from kaochang.flow.trust import FILE_LIMIT
from kaochang.machine.safe_files import forget, write_new
from kaochang.sealing.frame import FileType
from kaochang.store.centre import Arrival, Centre, FileRecord, document_of

_ID_BYTES = 12
_KEY_BYTES = 32


@dataclass(frozen=True)
class PacketWish:
    """Whose packet is made: the scorer as the plan names them, their card, items by id (none: all), and its file."""

    scorer: str
    card: Path
    items: tuple[str, ...]
    out: Path


@dataclass(frozen=True)
class MadePacket:
    """A packet that was written: its number, and how many responses of how many items it holds."""

    number: int
    responses: int
    items: int


@dataclass(frozen=True)
class RefusedMark:
    """A mark that does not count, and why."""

    handle: str
    refusal: Refusal


@dataclass(frozen=True)
class Taken:
    """What taking one file of scores came to: marks that are new, that were here already, and that do not count."""

    scorer: str
    new: int
    known: int
    refused: tuple[RefusedMark, ...]


@dataclass(frozen=True)
class PacketStands:
    """A packet that went out: of its `responses` so many marks are `back`."""

    number: int
    scorer: str
    responses: int
    back: int


def standing(centre: Centre) -> tuple[PacketStands, ...]:
    """Every packet that went out, oldest first."""
    marks = centre.marking.all_marks()
    return tuple(
        PacketStands(
            each.number, each.scorer, len(each.tasks), sum(_is_back(each, marks.get(at, ())) for at in each.tasks)
        )
        for each in centre.packets(PacketRecord).values()
    )


def _is_back(record: PacketRecord, marks: Sequence[Mark]) -> bool:
    return any(each.scorer == record.scorer and packet_of(each.revision) == record.number for each in marks)


def next_number(centre: Centre) -> int:
    """The number of the packet that is made next."""
    return len(centre.packets(PacketRecord)) + 1


def make_packet(centre: Centre, wish: PacketWish, signing: Signing, clock: Clock, random: Randomness) -> MadePacket:
    """Writes what a scorer has still to score as a file, sealed for their key, signed and in the ledger.

    The file comes first, and goes again where the ledger does not take it: what the ledger names was there to be given
    away. EXISTS for a file that is there, MISSING where nothing waits for them, LIMIT after `MOST_PACKETS`, POLICY
    without the centre's key, for somebody else's card, or for an item that exams give different points.
    """
    card = read_card(wish.card, KeyRole.SCORER)
    if card.name != wish.scorer:
        raise Refusal(Outcome.POLICY, "packets.other-card", str(wish.card), name=card.name, scorer=wish.scorer)
    standing = ledger.audit_to_sign(centre, signing)
    scoring = Scoring(centre, random)
    tasks = [each for each in scoring.queue(wish.scorer) if not wish.items or each.placed.id in wish.items]
    if not tasks:
        raise Refusal(Outcome.MISSING, "packets.nothing", wish.scorer)
    number = next_number(centre)
    if number > MOST_PACKETS:
        raise Refusal(Outcome.LIMIT, "packets.too-many", wish.scorer, most=MOST_PACKETS)
    made, packet, back = clock.wall(), bytes_to_text(random(_ID_BYTES)), bytes_to_text(random(_KEY_BYTES))
    items = _items_of(centre, tasks, scoring.plans())
    content = PacketContent(wish.scorer, back, items, tuple(map(_task_of, tasks)))
    data = score_packets.pack_packet(ledger.context_of(centre), packet, content, card, signing.seed, made)
    score_packets.read_packet(data, text_to_bytes(standing.centre_key))
    record = PacketRecord(
        packet=packet,
        number=number,
        scorer=wish.scorer,
        scorer_key=card.signing,
        back=back,
        items={each.placed.id: (each.plan, each.version) for each in items},
        tasks={each.handle: (each.placed.id, each.third) for each in tasks},
    )
    kept = _file_record(digest(data), wish.out, FileType.SCORE_PACKET, made)
    with ExitStack() as undo:
        write_new(wish.out, data)
        undo.callback(forget, wish.out)
        centre.take([Arrival(kept, str(wish.out), {"packets": document_of(record)})])
        undo.pop_all()
    ledger.sign(centre, standing, signing.seed, clock)
    ledger.write_out(centre, signing.folders)
    return MadePacket(record.number, len(tasks), len(items))


def _task_of(task: Task) -> PacketTask:
    if task.response is None:  # a queue has only what was written
        raise Refusal(Outcome.MISSING, "scoring.no-response", task.handle)
    return PacketTask(task.handle, task.placed.id, task.response, task.third)


def _items_of(centre: Centre, tasks: Sequence[Task], plans: dict[str, ScoringPlan]) -> tuple[PacketItem, ...]:
    """The items, each once: how one exam places it must not tell which exam a response is from.

    POLICY for one that exams give different points: its rubric would then fit only one of them.
    """
    points: dict[str, Fraction] = {}
    for each in tasks:
        if points.setdefault(each.placed.id, each.placed.points) != each.placed.points:
            raise Refusal(Outcome.POLICY, "packets.points", place_of(each.placed.item))
    schemes = centre.schemes()
    placed = {each.id: each for exam in reversed(centre.exams().values()) for each in exam.assessment.items()}
    return tuple(
        PacketItem(placed[item], schemes[item], plans[item].number, _version_of(centre, item))
        for item in dict.fromkeys(each.placed.id for each in tasks)
    )


def _version_of(centre: Centre, item: str) -> int:
    return max((each.number for each in centre.marking.versions(item)), default=0)


def _file_record(sha256: str, path: Path, of_type: FileType, arrived: int) -> FileRecord:
    return FileRecord(sha256, path.name, of_type.extension, 0, "", "", "", "", "", arrived)


def take_scores(centre: Centre, path: Path, clock: Clock, random: Randomness) -> Taken:
    """Takes a file of scores, again and in any order; each mark that cannot count is named with its reason.

    CONTEXT for another session or another file of the packet, MISSING for a packet that did not go out from here,
    SIGNATURE and CERT for what its scorer did not sign: then nothing is taken.
    """
    with refusals_at(path):
        data = read_ours(path, FILE_LIMIT, FileType.SCORES)
        scores, record = open_scores(data, ledger.context_of(centre), centre.packets(PacketRecord))
    documents = {"hand_backs": document_of(scores.content)}
    kept = _file_record(scores.sha256, path, FileType.SCORES, clock.wall())
    if scores.sha256 in centre.known():
        centre.take([], [(scores.sha256, str(path))])
    else:
        centre.take([Arrival(kept, str(path), documents)])
    return _entered(centre, record, scores.content, clock, random)


def open_scores(data: bytes, context: Context, packets: Mapping[str, PacketRecord]) -> tuple[Scores, PacketRecord]:
    """Scores, opened, and the packet that they are of, out of all that went out (by their files' SHA-256)."""
    header = score_packets.claimed_scores(data)
    check_context(header.context, context)
    record = packets.get(header.packet_file)
    if record is None:
        if header.packet in {each.packet for each in packets.values()}:
            raise Refusal(Outcome.CONTEXT, "packets.other")
        raise Refusal(Outcome.MISSING, "packets.unknown")
    if record.packet != header.packet:
        raise Refusal(Outcome.CONTEXT, "packets.other")
    return score_packets.open_scores(data, text_to_bytes(record.scorer_key), text_to_bytes(record.back)), record


def _entered(centre: Centre, record: PacketRecord, content: HandBack, clock: Clock, random: Randomness) -> Taken:
    scoring, here = Scoring(centre, random), centre.marking.all_marks()
    stale = _stale(centre, record, scoring)
    new = known = 0
    refused = []
    for given in content.marks:
        try:
            mark = _mark_of(record, given)
            if mark in here.get(mark.handle, ()):
                known += 1
                continue
            _check_counts(record, mark, stale, scoring)
            scoring.enter(mark, clock)
        except Refusal as refusal:
            refused.append(RefusedMark(given.handle, refusal))
        else:
            new += 1
    return Taken(record.scorer, new, known, tuple(refused))


def _stale(centre: Centre, record: PacketRecord, scoring: Scoring) -> dict[str, tuple[Outcome, str, str]]:
    """The items of a packet that no longer earn points as they went out, each with why."""
    withdrawn, places = centre.marking.withdrawn(), scoring.places()
    found = {}
    for item, (_, version) in record.items.items():
        if item in withdrawn:
            found[item] = Outcome.POLICY, "packets.withdrawn", places[item]
        elif _is_other_scheme(centre, item, version):
            found[item] = Outcome.CONFLICT, "packets.scheme", places[item]
    return found


def _is_other_scheme(centre: Centre, item: str, version: int) -> bool:
    """Whether an item is scored otherwise than by this version; one that was gone back to is the same scheme."""
    schemes = {each.number: each.scheme for each in centre.marking.versions(item)}
    return bool(schemes) and schemes[version] != schemes[max(schemes)]


def _mark_of(record: PacketRecord, given: PacketMark) -> Mark:
    """A mark as it would count; MISSING for a response that was not in the packet."""
    if given.handle not in record.tasks:
        raise Refusal(Outcome.MISSING, "packets.not-in", given.handle)
    return record.mark_of(given)


def _check_counts(
    record: PacketRecord, mark: Mark, stale: dict[str, tuple[Outcome, str, str]], scoring: Scoring
) -> None:
    """Refuses a new mark by whatever became of its item; under a later plan, one that the plan does not ask for."""
    item, third = record.tasks[mark.handle]
    if item in stale:
        raise Refusal(*stale[item])
    plan = scoring.plans()[item]
    if plan.number != record.items[item][0] and scoring.role(mark.handle, mark.scorer) is not third:
        raise Refusal(Outcome.CONFLICT, "packets.plan", scoring.places()[item])
