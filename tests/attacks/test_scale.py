"""A session as large as they come, with every kind of damage on its way: each fault is named, and nothing else.

Five hundred rooms of forty in the heavy suite, a small one in the test run. Every result is genuine or damaged in one
of these ways; the centre's program merges all of it, measured from outside.
"""

import hashlib
import json
from dataclasses import dataclass, field

import pytest
from kaochang.custody import attempt_identity, kits, manifests, results
from kaochang.custody.attempt_identity import AttemptIdentity
from kaochang.custody.envelope import Context, digest
from kaochang.custody.kits import CentreKit, SecretLock
from kaochang.custody.manifests import FileEntry, RoomRecord, TicketEntry
from kaochang.custody.results import ResultBody
from kaochang.domain.assessments import Kind, Level, Room, Session
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.refusals import Outcome
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import envelopes, kdf, signatures
from support.exams import CLOSES, OPENS, RESPONSES, SCHEMES, make_exam
from support.measured import CAN_MEASURE, MIB, program
from support.seeded import seeded

PASSPHRASE = "中心口令 8317"
CONTEXT = Context("s-large", digest(b"a large session"), Kind.LIVE, Level.QUICK)
RESULTS_SEED = envelopes.new_seed(seeded(61))
RESULTS_KEY = envelopes.public_of(RESULTS_SEED)


def seed_of(*names):
    """A private key that follows from what it is for."""
    return hashlib.sha256("/".join(names).encode()).digest()


def public_of(*names):
    return bytes_to_text(signatures.public_of(seed_of(*names)))


def result_of(ticket, attempt="first", context=CONTEXT, room=None):
    """A genuine result of a ticket."""
    seed = seed_of(ticket.number, attempt)
    identity = AttemptIdentity(context, room or ticket.room, ticket.number, ticket.exam, f"{attempt:_<16}", 1)
    certificate = attempt_identity.certify(seed_of(ticket.number), signatures.public_of(seed), identity)
    body = ResultBody(
        identity=identity,
        attempt_key=bytes_to_text(signatures.public_of(seed)),
        seat=ticket.seat,
        client="0.1.0",
        seed="AAAA",
        started=OPENS,
        closed=OPENS + 99,
        reason=ClosingReason.HANDED_IN,
        used=99,
        limit=3_600_000,
        responses=RESPONSES,
        revisions=dict.fromkeys(RESPONSES, 1),
        marked=(),
        outages=(),
        acts=(),
        notes=(),
        head=digest(b"head"),
        rows=20,
    )
    return results.pack_result(body, certificate, seed, RESULTS_KEY)


def flipped(data):
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]


REHEARSAL = Context(CONTEXT.session, CONTEXT.exam_file, Kind.REHEARSAL, CONTEXT.level)
ELSEWHERE = Context(CONTEXT.session, digest(b"an older sealing"), CONTEXT.kind, CONTEXT.level)
FAULTS = {
    "flipped": (lambda ticket, data: flipped(data), "SIGNATURE"),
    "cut": (lambda ticket, data: data[:-1], "FRAME"),
    "emptied": (lambda ticket, data: b"", "EMPTY"),
    "noise": (lambda ticket, data: b"\0" * 500, "FRAME"),
    "appended": (lambda ticket, data: data + b"\0", "FRAME"),
    "rehearsal": (lambda ticket, data: result_of(ticket, context=REHEARSAL), "POLICY"),
    "older sealing": (lambda ticket, data: result_of(ticket, context=ELSEWHERE), "CONTEXT"),
    "another version": (lambda ticket, data: data[:6] + b"2" + data[7:], "VERSION"),
}
"""What may have become of a result on its way, and how the centre then refuses it."""

LOST = ("lost", "replaced", "a folder")
"""What leaves no bytes to judge, or others that are as good: a file gone, another attempt in its place, a folder."""


@dataclass
class Large:
    """A session of rooms and seats; `expected` is every problem that the centre must name."""

    rooms: int
    seats: int
    expected: set = field(default_factory=set)

    def tickets(self):
        for room in range(self.rooms):
            for seat in range(self.seats):
                number = f"T{room:03}{seat:03}"
                yield Ticket(number, f"考生{number}", f"P{number}", "exam-1", f"R{room:03}", seat=f"{seat:02}")

    def kit(self):
        tickets = tuple(self.tickets())
        rooms = tuple(Room(f"R{room:03}", f"考场{room:03}") for room in range(self.rooms))
        session = Session(CONTEXT.session, "大场次", CONTEXT.kind, CONTEXT.level, OPENS, CLOSES, rooms)
        return CentreKit(
            session=session,
            context=CONTEXT,
            exam_key=public_of("exam"),
            centre_key=public_of("centre"),
            centre_seed=bytes_to_text(seed_of("centre")),
            results_seed=bytes_to_text(RESULTS_SEED),
            results_key=bytes_to_text(RESULTS_KEY),
            content_key=bytes_to_text(bytes(32)),
            exams=(make_exam(),),
            schemes=SCHEMES,
            tickets=tickets,
            ticket_keys={ticket.number: public_of(ticket.number) for ticket in tickets},
            proctor_keys={room.id: public_of(room.id) for room in rooms},
            act_keys={},
            passed_findings=(),
        )

    def write(self, folder, every):
        """Every file of every room; one result of `every` has the next fault in turn."""
        faults = [*FAULTS, *LOST]
        by_room = {}
        for at, ticket in enumerate(self.tickets()):
            fault = faults[at // every % len(faults)] if at % every == 0 else None
            by_room.setdefault(ticket.room, []).append(self.put(folder / ticket.room, ticket, fault))
        for at, (room, lines) in enumerate(by_room.items()):
            self.sign(folder / room, room, lines, spoil=at % 50 == 7, lose=at % 50 == 9)

    def put(self, folder, ticket, fault):
        """A result, well or not, and what the proctor's manifest says of the good one."""
        folder.mkdir(parents=True, exist_ok=True)
        data, name = result_of(ticket), f"{ticket.number}.kcr"
        path = folder / name
        if fault in FAULTS:
            spoil, outcome = FAULTS[fault]
            path.write_bytes(spoil(ticket, data))
            self.expect(name, "problem.damaged", outcome, ticket.number)
        elif fault == "replaced":
            path.write_bytes(result_of(ticket, "second"))
            self.expect(name, "problem.missing", "MISSING", ticket.number)
            self.expect(name, "problem.not-in-manifest", "CONFLICT", ticket.number)
        elif fault:
            self.expect(name, "problem.missing", "MISSING", ticket.number)
            if fault == "a folder":
                path.mkdir()
        else:
            path.write_bytes(data)
        return TicketEntry(
            ticket.number, TicketStatus.SUBMITTED, results.receipt_of(data), FileEntry(name, len(data), digest(data))
        )

    def expect(self, name, key, outcome, ticket=""):
        self.expected.add((name, key, outcome, ticket))

    def sign(self, folder, room, lines, *, spoil, lose):
        """The room's manifest; without a good one nothing is promised, so only what is refused is named."""
        data = manifests.pack_manifest(
            RoomRecord(CONTEXT, room, 1, "", OPENS, tuple(lines), {}, ""), seed_of(room), RESULTS_KEY
        )
        if not lose:
            (folder / f"{room}-001.kcm").write_bytes(flipped(data) if spoil else data)
        if spoil:
            self.expect(f"{room}-001.kcm", "problem.refused", "SIGNATURE")
        if spoil or lose:
            self.expect(room, "problem.no-manifest", "MISSING")
            mine = {problem for problem in self.expected if problem[3].startswith(f"T{room[1:]}")}
            self.expected -= mine
            for name, key, outcome, _ in mine:
                if key == "problem.damaged":
                    is_elsewhere = outcome == FAULTS["rehearsal"][1]
                    self.expect(name, "problem.other-session" if is_elsewhere else "problem.refused", outcome)


SIZES = [
    pytest.param(60, 5, 3, id="60 rooms of 5"),
    pytest.param(500, 40, 9, id="500 rooms of 40", marks=pytest.mark.heavy),
]


@pytest.mark.skipif(not CAN_MEASURE, reason="a program's own memory is read from /proc")
@pytest.mark.attack(67)
@pytest.mark.parametrize(("rooms", "seats", "every"), SIZES)
def test_every_fault_of_a_large_session_is_named_and_nothing_else(tmp_path, rooms, seats, every):
    """Of each kind of fault there is one in a hundred results; the program stays small and does not slow down."""
    large = Large(rooms, seats)
    large.write(tmp_path / "sticks", every)
    lock = SecretLock(PASSPHRASE, kdf.new_params(seeded(62), kdf.MINIMUM))
    (tmp_path / "centre.kck").write_bytes(kits.pack_centre_kit(large.kit(), lock, seed_of("exam"), seeded(63)))
    (tmp_path / "passphrase").write_text(PASSPHRASE, encoding="utf-8")
    merge = ["merge", tmp_path / "sticks", "--kit", tmp_path / "centre.kck", "--db", tmp_path / "centre.db"]
    cost = program(*merge, "--passphrase-file", tmp_path / "passphrase", "--json")
    assert cost.code == 1, cost.said[-2_000:]
    told = json.loads(cost.said)
    found = {(each["name"], each["key"], Outcome(each["outcome"]).name, each["ticket"]) for each in told["problems"]}
    assert found == large.expected
    files = [path for path in (tmp_path / "sticks").rglob("*.kc[rm]") if path.is_file()]
    assert told["accepted"] + told["refused"] + told["known"] == len(files)
    assert cost.peak < 300 * MIB
    assert cost.seconds < 10 + told["accepted"] / 200
