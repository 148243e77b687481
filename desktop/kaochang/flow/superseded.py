"""Sealed again: which version of a session a PC sits."""

from collections.abc import Iterable

from kaochang.custody.envelope import PAYLOAD_LIMIT, payload_bytes, read_payload
from kaochang.domain.assessments import Session
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.domain.sealings import sealing_of
from kaochang.domain.values import Count, Value
from kaochang.flow.desk import Desk
from kaochang.machine.safe_files import make_folder, read_whole, replace_file

_MEMORY = "versions.json"


class _Seen(Value, frozen=True):
    """The newest version that this PC has opened of each session, by the id of its first."""

    versions: dict[str, Count]


def _seen(desk: Desk) -> dict[str, int]:
    path = desk.folder / _MEMORY
    with refusals_at(path):
        return read_payload(_Seen, read_whole(path, PAYLOAD_LIMIT)).versions if path.exists() else {}


def remember(desk: Desk, session: Session) -> None:
    """Notes on this PC that this version was opened with the start code."""
    sealing, seen = sealing_of(session.id), _seen(desk)
    if sealing.version > seen.get(sealing.base, 1):
        replace_file(make_folder(desk.folder) / _MEMORY, payload_bytes(_Seen({**seen, sealing.base: sealing.version})))


def check_newest(desk: Desk, session: Session) -> None:
    """Refuses (ROLLBACK) to begin anything in a version of which this PC has opened a newer one."""
    sealing = sealing_of(session.id)
    newest = _seen(desk).get(sealing.base, 1)
    if newest > sealing.version:
        raise Refusal(Outcome.ROLLBACK, "exam.superseded", found=sealing.version, newest=newest)


def newest_of(sessions: Iterable[str]) -> frozenset[str]:
    """Of ids of sessions those of which no newer version is among them."""
    ids = frozenset(sessions)
    newest: dict[str, int] = {}
    for sealing in map(sealing_of, ids):
        newest[sealing.base] = max(newest.get(sealing.base, 0), sealing.version)
    return frozenset(each for each in ids if sealing_of(each).version == newest[sealing_of(each).base])
