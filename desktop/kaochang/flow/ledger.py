"""The centre's ledger: every accepted file in its order, under signed checkpoints that show any later change by name.

Decisions stand in it as files do: each is entered together with the checkpoint that signs it.

The ledger is not a table of its own: the signed checkpoints hold its entries, and the rows of the database are held
against them. What was accepted since the last checkpoint waits for the next one; until then only the sticks vouch for
it. Set keys and scores given here are the centre's own work and no part of it; scorers' packets, and what comes
back, are files.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from kaochang.custody import checkpoints
from kaochang.custody.checkpoints import Checkpoint, LedgerEntry
from kaochang.custody.envelope import Context
from kaochang.custody.key_files import SIGNING, Key
from kaochang.custody.kits import CentreKit
from kaochang.domain import decisions
from kaochang.domain.decisions import Decision
from kaochang.domain.ports import Clock, Progress, no_progress
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow import sticks
from kaochang.flow.checkpoint_chain import CHECKPOINT_LIMIT, CheckpointChain, Fault, root_faults
from kaochang.flow.merge import MergeCount, begin, check_sources, merge
from kaochang.machine.folders import files_under, readable
from kaochang.machine.safe_files import check_takes_files, io_refusals, make_folder, read_whole
from kaochang.sealing import signatures
from kaochang.store.centre import Centre, KeptFile

DECISION = "decision"
"""The type of an entry that is a decision, and no file."""

_EXTENSION = ".kct"


@dataclass(frozen=True)
class Audit:
    """How the ledger stands: its signed entries, the checkpoint they end with, and what contradicts them.

    `waiting` counts accepted files that no checkpoint vouches for yet. Of checkpoints kept elsewhere, `compared` were
    held against it and `passed_over` are of other sessions; at the places `nothing_at` there is none of this one.
    """

    centre_key: str
    entries: tuple[LedgerEntry, ...]
    newest: Checkpoint | None
    waiting: int
    faults: tuple[Fault, ...]
    compared: int = field(default=0, compare=False)
    passed_over: int = field(default=0, compare=False)
    nothing_at: tuple[str, ...] = field(default=(), compare=False)

    @property
    def outcome(self) -> Outcome:
        """What the faults come to: the first of them, because those of the checkpoints explain those of the rows.

        MISSING where there is none, but a place that should speak of this session does not.
        """
        if self.faults:
            return self.faults[0].outcome
        return Outcome.MISSING if self.nothing_at else Outcome.OK

    @property
    def root(self) -> str:
        """The root that is signed last; "" before the first checkpoint."""
        return "" if self.newest is None else self.newest.header.root

    @property
    def count(self) -> int:
        """How many checkpoints there are."""
        return 0 if self.newest is None else self.newest.header.counter


def context_of(centre: Centre) -> Context:
    """The context that every file of the database's session has."""
    record = centre.session()
    return Context(record.session.id, record.exam_file, record.session.kind, record.session.level)


def signing_seed(kit: CentreKit | None, key: Key | None) -> bytes:
    """What checkpoints are signed with: the centre's own key file, else the seed in a quick session's kit.

    No bytes where neither is at hand: then nothing is signed, and what was accepted waits.
    """
    if key is not None:
        return key.seed(SIGNING)
    return b"" if kit is None else text_to_bytes(kit.centre_seed)


@dataclass(frozen=True)
class Signing:
    """How a merge is signed: by which seed (b"": later), and the folders that get its checkpoint as well.

    Beside the database it is written in any case. Folders that `are_there` were chosen before: one that is gone since
    is a disk that was pulled out, and no folder to make anew.
    """

    seed: bytes = field(repr=False)
    folders: tuple[Path, ...] = ()
    are_there: bool = False

    def check_folders(self) -> None:
        """Refuses a folder that is gone (MISSING) or takes no files, before anything is signed."""
        for folder in self.folders:
            if self.are_there and not folder.is_dir():
                raise Refusal(Outcome.MISSING, "ledger.folder-gone", str(folder))
            check_takes_files(folder)


def _row_faults(signed: dict[int, LedgerEntry], rows: dict[str, str]) -> Iterator[Fault]:
    """Signed entries whose row is gone, or is not any more what was signed."""
    for place, entry in sorted(signed.items()):
        if entry.file not in rows:
            yield Fault(Outcome.MISSING, "deleted", place + 1, entry=entry)
        elif rows[entry.file] != entry.kept:
            yield Fault(Outcome.SIGNATURE, "edited", place + 1, entry=entry)


def _entry_of(kept: KeptFile, row_key: bytes) -> LedgerEntry | None:
    """The entry of an accepted file; None for a refused one. PAYLOAD where the row was never written by a merge."""
    record = kept.read()
    if record.outcome == 0:
        digest = checkpoints.kept_of(row_key, kept.record, kept.document)
        return LedgerEntry(kept.sha256, digest, record.type, record.room, record.ticket)
    if kept.document:
        raise Refusal(Outcome.PAYLOAD, "payload")
    return None


def _entry_of_decision(decision: Decision, kept: KeptFile, row_key: bytes) -> LedgerEntry:
    digest = checkpoints.kept_of(row_key, kept.record, kept.document)
    return LedgerEntry(kept.sha256, digest, DECISION, decision.room, decision.ticket)


def _waiting(centre: Centre, signed: set[str], row_key: bytes) -> tuple[list[LedgerEntry], dict[str, str], list[Fault]]:
    """Entries of accepted files that are not signed yet, what every row says now, and rows that cannot be."""
    waiting, rows, faults = [], {}, []
    for kept in centre.kept_files():
        if kept.sha256 in signed:
            rows[kept.sha256] = checkpoints.kept_of(row_key, kept.record, kept.document)
            continue
        try:
            entry = _entry_of(kept, row_key)
        except Refusal:
            faults.append(Fault(Outcome.PAYLOAD, "stray", name=kept.sha256))
            continue
        if entry is not None:
            waiting.append(entry)
    for kept in centre.kept_decisions():
        if kept.sha256 in signed:
            rows[kept.sha256] = checkpoints.kept_of(row_key, kept.record, kept.document)
        else:  # a decision is signed when it is made, or never
            faults.append(Fault(Outcome.PAYLOAD, "stray", name=kept.sha256))
    faults += [Fault(Outcome.PAYLOAD, "stray", name=sha256) for sha256 in centre.stray_documents()]
    return waiting, rows, faults


def audit(centre: Centre, elsewhere: Sequence[Path] = ()) -> Audit:
    """Computes the whole ledger anew from the rows and holds it against every checkpoint.

    `elsewhere` are checkpoints, and folders of them, that were kept outside the database. One that cannot be read is a
    fault like any other. MISSING for a path that is not there.
    """
    keys = centre.ledger_keys()
    chain = CheckpointChain(text_to_bytes(keys.centre_key), context_of(centre))
    for number, data in enumerate(centre.checkpoints(), start=1):
        chain.keep(number, data)
    nothing_at = [readable(path) for path in elsewhere if not _compare(chain, path)]
    chain.check()
    signed = chain.signed()
    entries = [signed[place] for place in range(len(signed)) if place in signed]
    files = {entry.file for entry in signed.values()}
    waiting, rows, strays = _waiting(centre, files, text_to_bytes(keys.row_key))
    faults = [*chain.faults, *_row_faults(signed, rows), *strays]
    if not chain.faults:
        faults += root_faults(chain.kept, entries)
    return Audit(
        centre_key=keys.centre_key,
        entries=tuple(entries),
        newest=chain.kept[-1] if chain.kept else None,
        waiting=len(waiting),
        faults=tuple(faults),
        compared=len(chain.elsewhere),
        passed_over=chain.passed_over,
        nothing_at=tuple(nothing_at),
    )


def _compare(chain: CheckpointChain, path: Path) -> bool:
    """Whether a checkpoint, or any in a folder, says something of this session; MISSING where there is no such path."""
    files = [path] if path.is_file() else files_under([path], frozenset({_EXTENSION}))
    said = [chain.compare(each) for each in files]
    return any(said)


def refuse_faults(centre: Centre, standing: Audit) -> None:
    """Refuses a database that its ledger contradicts: nothing more is built on it, and nothing of it is signed."""
    if standing.faults:
        raise Refusal(standing.outcome, "ledger.altered", str(centre.path), count=len(standing.faults))


def audit_to_sign(centre: Centre, signing: Signing) -> Audit:
    """How the ledger stands, before something is signed on top of it; POLICY without the centre's key.

    Refused where a checkpoint could not be written into a further folder, as by `Signing.check_folders`.
    """
    if not signing.seed:
        raise Refusal(Outcome.POLICY, "ledger.needs-key", str(centre.path))
    check_seed(centre, signing.seed)
    signing.check_folders()
    standing = audit(centre, kept_beside(centre, signing.folders))
    refuse_faults(centre, standing)
    return standing


def check_seed(centre: Centre, seed: bytes) -> None:
    """Refuses (CERT) a seed that is not that of the centre key which the session names."""
    if bytes_to_text(signatures.public_of(seed)) != centre.ledger_keys().centre_key:
        raise Refusal(Outcome.CERT, "ledger.other-centre", str(centre.path))


def refuse_closed(centre: Centre) -> None:
    """Refuses (POLICY) to change what belongs to a session that was closed, until that is taken back."""
    closed = decisions.closing(decisions.standing(centre.decisions()))
    if closed is not None:
        raise Refusal(Outcome.POLICY, "decision.closed", str(centre.path), by=closed.by)


def sign(
    centre: Centre, standing: Audit, seed: bytes, clock: Clock, decided: tuple[Decision, KeptFile] | None = None
) -> Audit:
    """Signs what was accepted since the newest checkpoint; nothing where nothing was. How the ledger stands then.

    A decision is entered with the checkpoint that signs it. `standing` is a faultless audit of this database, made
    before the files came that are now signed. CERT where the seed is not that of the centre key which the session
    names, CONFLICT where another program has signed meanwhile.
    """
    keys = centre.ledger_keys()
    if len(centre.checkpoints()) != standing.count:
        raise Refusal(Outcome.CONFLICT, "database.in-use", str(centre.path))
    check_seed(centre, seed)
    signed = {entry.file for entry in standing.entries}
    waiting, _, _ = _waiting(centre, signed, text_to_bytes(keys.row_key))
    waiting += [] if decided is None else [_entry_of_decision(*decided, text_to_bytes(keys.row_key))]
    if not waiting:
        return replace(standing, waiting=0)
    entries = (*standing.entries, *waiting)
    data = checkpoints.pack_checkpoint(context_of(centre), entries, standing.newest, seed, clock.wall())
    checkpoint = checkpoints.read_checkpoint(data, text_to_bytes(keys.centre_key))
    if decided is None:
        centre.add_checkpoint(checkpoint.header.counter, data)
    else:
        centre.decide(decided[1], checkpoint.header.counter, data)
    return replace(standing, entries=entries, newest=checkpoint, waiting=0)


def kept_beside(centre: Centre, folders: Sequence[Path]) -> list[Path]:
    """The checkpoints of this database, by their names, that lie beside it and in other folders."""
    places = [centre.path.parent, *(folder for folder in folders if folder.is_dir())]
    name = f"{centre.path.stem}-"
    with io_refusals(centre.path.parent):
        every = [path for place in dict.fromkeys(places) for path in sorted(place.iterdir())]
    named = [path for path in every if path.suffix == _EXTENSION and path.name.startswith(name)]
    return [path for path in named if _is_of(path, centre)]


def _is_of(path: Path, centre: Centre) -> bool:
    """Whether a file is a checkpoint of this session at all: what lies there by chance stops nobody."""
    try:
        checkpoint = checkpoints.read_checkpoint(read_whole(path, CHECKPOINT_LIMIT), None)
    except Refusal:
        return False
    return checkpoint.header.context == context_of(centre)


def write_out(centre: Centre, folders: Sequence[Path]) -> list[Path]:
    """Writes every checkpoint beside the database and into other folders, where it is not there yet; where they are."""
    written = []
    for folder in dict.fromkeys([centre.path.parent, *folders]):
        make_folder(folder)
        for number, data in enumerate(centre.checkpoints(), start=1):
            name = f"{centre.path.stem}-{number:03}{_EXTENSION}"
            written.append(folder / sticks.keep(folder, name, data))
    return written


def look_first(database: Path, exam_file: str, sources: Sequence[Path], folders: Sequence[Path]) -> None:
    """Refuses what a merge could not end well with, before anybody types a secret and anything is taken.

    MISSING for a source that is not there, EMPTY, PAYLOAD or CONTEXT for a database that is no centre's or another
    session's, and whatever a folder that takes no checkpoint says.
    """
    check_sources(sources)
    for folder in folders:
        check_takes_files(folder)
    if not database.exists():
        return
    if database.is_file() and database.stat().st_size == 0:
        raise Refusal(Outcome.EMPTY, "database.empty", str(database))
    with closing(Centre(database)) as centre:
        centre.check_session(exam_file)


def merge_signed(
    centre: Centre,
    kit: CentreKit,
    sources: Sequence[Path],
    signing: Signing,
    clock: Clock,
    progress: Progress = no_progress,
) -> tuple[MergeCount, Audit]:
    """Merges, then signs what was accepted and writes the checkpoint out; what was done, and how the ledger stands.

    Refused, before anything is taken, where the database contradicts its ledger or a newer checkpoint lies beside it,
    or where a folder takes no checkpoint.
    """
    check_sources(sources)
    signing.check_folders()
    begin(centre, kit)
    standing = audit(centre, kept_beside(centre, signing.folders))
    refuse_faults(centre, standing)
    refuse_closed(centre)
    count = merge(centre, kit, sources, clock, progress)
    if not signing.seed:
        return count, replace(standing, waiting=standing.waiting + count.accepted)
    standing = sign(centre, standing, signing.seed, clock)
    write_out(centre, signing.folders)
    return count, standing
