"""Acts at the centre: what attempts say they were granted, against what the rooms' proctors signed.

A right code proves only that somebody had the room's act key, which in the quick level everyone has who knows the start
code. The proctor's signed log is the evidence, and whatever it does not say is named. None of it changes a score.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from kaochang.custody.act_claims import AttemptActs, Claim, Standing
from kaochang.custody.act_logs import ActEntry
from kaochang.domain.acts import ActKind, Reach
from kaochang.domain.attempts import Acted
from kaochang.domain.refusals import Outcome
from kaochang.domain.session_reports import ActState, FileProblem, RoomAct
from kaochang.flow.chain import Chain
from kaochang.flow.merge import merged_act_logs, merged_acts
from kaochang.flow.merge_checks import MergedActLog, MergedManifest
from kaochang.sealing.frame import FileType
from kaochang.store.centre import Centre


def _says(each: MergedActLog) -> tuple[object, ...]:
    header = each.log.header
    return header.counter, header.previous, header.root, each.notes


_LOGS: Chain[MergedActLog] = Chain(
    FileType.ACT_LOG.extension,
    lambda each: each.log.header,
    lambda each: each.sha256,
    _says,
    gap="problem.act-log-gap",
    order="problem.act-log-order",
    fork="problem.two-act-logs",
)

_Key = tuple[str, str, ActKind, str, int]
"""Room, reach, kind, what was answered (ticket and challenge), serial: what an act and its entry have in common."""


@dataclass(frozen=True)
class Evidence:
    """Every act of the session for the report, what is wrong with any, and those that the proctors signed.

    These are told by ticket, attempt, and what the attempt says of the act. `let_in` are the tickets on which a proctor
    let a walk-in in, whether or not any file of the attempt is here.
    """

    acts: tuple[RoomAct, ...]
    problems: tuple[FileProblem, ...]
    signed: frozenset[tuple[str, str, Acted]] = frozenset()
    let_in: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Taken:
    """An act that an attempt took."""

    room: str
    ticket: str
    attempt: str
    claim: Claim

    @property
    def key(self) -> _Key:
        """By which its entry in the log is found."""
        claim, act = self.claim, self.claim.act
        own = f"{self.ticket}/{act.challenge}" if claim.reach is Reach.TICKET else ""
        return self.room, claim.reach, act.kind, own, claim.serial

    def problem(self, outcome: Outcome, key: str) -> FileProblem:
        """Something about it, under the number that the proctor's log has for it."""
        name = self.claim.act.challenge or f"#{self.claim.serial}"
        return FileProblem(name, outcome.name, key, room=self.room, ticket=self.ticket)


@dataclass
class _Logged:
    """An entry of a room's logs, who and why, and the attempts that took it."""

    room: str
    entry: ActEntry
    by: str = ""
    reason: str = ""
    taken: list[_Taken] = field(default_factory=list)

    @property
    def key(self) -> _Key:
        """As in `_Taken`."""
        entry = self.entry
        own = f"{entry.ticket}/{entry.challenge}" if entry.reach is Reach.TICKET else ""
        return self.room, entry.reach, entry.kind, own, entry.serial


def _taken(found: Sequence[AttemptActs]) -> list[_Taken]:
    """Every act once, however many files of its attempt tell it."""
    every = (
        _Taken(acts.room, acts.ticket, acts.attempt, claim)
        for acts in sorted(found, key=lambda acts: (acts.room, acts.ticket, acts.attempt))
        for claim in acts.claims
    )
    return list({(each.ticket, each.attempt, each.claim.act): each for each in every}.values())


def _logged(logs: Sequence[MergedActLog]) -> list[_Logged]:
    """Every entry of every log once; who and why from the log that brought it."""
    found: dict[tuple[str, ActEntry], _Logged] = {}
    for each in logs:
        room, notes = each.log.header.room, dict(each.notes)
        for entry in each.log.entries:
            logged = found.setdefault((room, entry), _Logged(room, entry))
            note = notes.get(entry.number)
            if note is not None:
                logged.by, logged.reason = note.by, note.reason
    return list(found.values())


def _match(taken: list[_Taken], logged: list[_Logged]) -> dict[_Taken, tuple[Outcome, str]]:
    """Gives each act to its entry; those that have none, or one for other minutes, with what is wrong."""
    entries: defaultdict[_Key, list[_Logged]] = defaultdict(list)
    for each in logged:
        entries[each.key].append(each)
    unmatched = {}
    for act in taken:
        candidates = entries.get(act.key, [])
        same = [each for each in candidates if each.entry.minutes == act.claim.act.minutes]
        if act.claim.standing is not Standing.RIGHT:
            unmatched[act] = _WRONG[act.claim.standing]
        elif same:
            same[0].taken.append(act)
        elif candidates:
            unmatched[act] = (Outcome.CONFLICT, "problem.act-differs")
        else:
            unmatched[act] = (Outcome.MISSING, "problem.act-unlogged")
    return unmatched


_WRONG = {
    Standing.FORGED: (Outcome.CODE, "problem.act-forged"),
    Standing.OTHER_ROOM: (Outcome.CONTEXT, "problem.act-other-room"),
}


def _cards_twice(taken: list[_Taken]) -> Iterator[FileProblem]:
    """Cards that several attempts took: each of them is named."""
    cards: defaultdict[_Key, list[_Taken]] = defaultdict(list)
    for act in taken:
        if act.claim.standing is Standing.RIGHT and act.claim.reach is Reach.CARD:
            cards[act.key].append(act)
    for several in cards.values():
        if len(several) > 1:
            for act in several:
                yield act.problem(Outcome.CONFLICT, "problem.card-twice")


def _rewritten(logs: Sequence[MergedActLog]) -> Iterator[FileProblem]:
    """Logs that do not begin with all that the one before said."""
    by_sha256 = {each.sha256: each for each in logs}
    for each in logs:
        before = by_sha256.get(each.log.header.previous)
        if before is not None and each.log.entries[: len(before.log.entries)] != before.log.entries:
            yield _LOGS.problem(each, Outcome.CONFLICT, "problem.act-log-rewritten")


def _missing(newest: Mapping[str, MergedManifest], accepted: Collection[str]) -> Iterator[FileProblem]:
    """Logs that a room's newest manifest names and that did not arrive."""
    for room, each in newest.items():
        named = each.manifest.header.act_log
        if named is not None and named.sha256 not in accepted:
            yield FileProblem(named.name, Outcome.MISSING.name, "problem.act-log-missing", room=room)


def _line_of_act(act: _Taken) -> RoomAct:
    told, claim = act.claim.act, act.claim
    state = ActState.NOT_LOGGED
    return RoomAct(
        act.room, act.ticket, told.kind, told.minutes, claim.reach, state, claim.serial, credit_ms=told.credit
    )


def _lines_of_entry(logged: _Logged) -> Iterator[RoomAct]:
    """A line for each attempt that took it; else one that says that nobody did, as far as attempts can tell."""
    entry = logged.entry
    given = RoomAct(
        logged.room,
        entry.ticket,
        entry.kind,
        entry.minutes,
        entry.reach,
        ActState.NOT_TOLD if entry.kind is ActKind.UNLOCK else ActState.NOT_TAKEN,
        wall=entry.wall,
        by=logged.by,
        reason=logged.reason,
    )
    for act in logged.taken:
        taken = {"ticket": act.ticket, "state": ActState.TAKEN, "credit_ms": act.claim.act.credit}
        yield msgspec.structs.replace(given, **taken, serial=entry.serial)
    if not logged.taken:
        yield given


def _counted(lines: Iterable[RoomAct]) -> tuple[RoomAct, ...]:
    """Lines that say the same become one with their count: a sheet of cards nobody needed is one line."""
    counts = Counter(lines)
    return tuple(msgspec.structs.replace(line, count=count) for line, count in counts.items())


def weigh_acts(centre: Centre, newest: Mapping[str, MergedManifest], accepted: Collection[str]) -> Evidence:
    """Every act of the session. `newest` are the rooms' newest manifests, `accepted` the SHA-256 of accepted files."""
    logs = merged_act_logs(centre)
    _, problems = _LOGS.follow(logs)
    taken, logged = _taken(merged_acts(centre)), _logged(logs)
    unmatched = _match(taken, logged)
    problems += [*_rewritten(logs), *_missing(newest, accepted)]
    problems += [act.problem(*wrong) for act, wrong in unmatched.items()]
    problems += _cards_twice(taken)
    lines = [*(line for each in logged for line in _lines_of_entry(each)), *map(_line_of_act, unmatched)]
    signed = frozenset((each.ticket, each.attempt, each.claim.act) for each in taken if each not in unmatched)
    let_in = frozenset(each.entry.ticket for each in logged if each.entry.kind is ActKind.WALK_IN)
    return Evidence(_counted(lines), tuple(problems), signed, let_in)
