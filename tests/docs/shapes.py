"""The JSON shapes of our files, told from the value classes: what section 16 of docs/formats.md must say."""

import enum
import types
import typing
from fractions import Fraction

import msgspec
from kaochang.custody import (
    act_logs,
    backups,
    certificates,
    checkpoints,
    errata,
    exam_shapes,
    journal_log,
    key_files,
    kits,
    manifests,
    receipt_lists,
    results,
    score_packets,
    site,
    start_slots,
)
from kaochang.domain.items import Item
from kaochang.domain.score_packets import HandBack, PacketContent
from kaochang.domain.values import LATEST_WALL, later_members

DOCUMENTS = (
    exam_shapes.ExamHeader,
    exam_shapes.RoomObject,
    exam_shapes.RoomSecrets,
    exam_shapes.Index,
    Item,
    exam_shapes.Roster,
    start_slots.StartSlotsHeader,
    kits.KitHeader,
    kits.CentreKit,
    kits.ProctorKit,
    journal_log.LogHeader,
    journal_log.Opened,
    journal_log.Entry,
    results.ResultHeader,
    results.ResultBody,
    manifests.ManifestHeader,
    manifests._Body,
    act_logs.ActLogHeader,
    act_logs._Body,
    act_logs._Notes,
    site.SiteHeader,
    site.OfficeHeader,
    site.OfficeSeeds,
    key_files.KeyHeader,
    key_files.KeyCardHeader,
    key_files.KeySeeds,
    backups.BackupHeader,
    backups.BackupIndex,
    checkpoints.CheckpointHeader,
    checkpoints._Body,
    receipt_lists.ReceiptListHeader,
    receipt_lists._Body,
    errata.ErrataHeader,
    errata._Body,
    certificates._Statement,
    score_packets.PacketHeader,
    PacketContent,
    score_packets.ScoresHeader,
    HandBack,
)
"""Everything that is parsed from a file's bytes; what they hold follows from them."""

NAMES = {
    manifests._Body: "ManifestBody",
    act_logs._Body: "ActLogBody",
    act_logs._Notes: "ActLogNotes",
    checkpoints._Body: "CheckpointBody",
    receipt_lists._Body: "ReceiptListBody",
    errata._Body: "ErrataBody",
    certificates._Statement: "CertificatePayload",
}
PLAIN = {str: "text", int: "int", bool: "bool", Fraction: "fraction", type(None): "null"}


def name_of(kind) -> str:
    return NAMES.get(kind, kind.__name__)


def _annotated(kind) -> str:
    base, *metas = typing.get_args(kind)
    meta = next((each for each in metas if not each.extra), None)
    if meta is None:
        return shape(base)
    if base is str:
        return "id" if meta.pattern else f"text of {meta.min_length} to {meta.max_length}"
    return "ms" if meta.le == LATEST_WALL else f"int {meta.ge} to {meta.le}"


def shape(kind) -> str:
    """How the page writes a type."""
    origin, given = typing.get_origin(kind), typing.get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if origin is typing.Annotated:
        return _annotated(kind)
    if origin is dict:
        return f"{{{shape(given[0])}: {shape(given[1])}}}"
    if origin is tuple:
        return f"[{', '.join('…' if each is ... else shape(each) for each in given)}]"
    if origin in (typing.Union, types.UnionType):
        return " or ".join(shape(each) for each in given)
    if issubclass(kind, enum.Enum):
        return " or ".join(f'"{each.value}"' for each in kind)
    return name_of(kind)


def fields(kind) -> dict:
    """Field names and types, in the order of the class; the type word of a tagged value first."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return {name: hints[name] for name in kind.__struct_fields__}


def _member(kind, name, each) -> str:
    """A member's shape; one that came with format 2 is marked, and so is a header that is read in both."""
    default = next(field.default for field in msgspec.structs.fields(kind) if field.name == name)
    if name == "format" and default > 1:
        return f"int 1 to {default}"
    return shape(each) + (" (2)" if name in later_members(kind, 1) else "")


def row(kind) -> str:
    """A class as one row of the table."""
    tag = kind.__struct_config__.tag
    told = [f'`type`: "{tag}"'] if tag else []
    told += [f"`{name}`: {_member(kind, name, each)}" for name, each in fields(kind).items()]
    return f"| {name_of(kind)} | {', '.join(told)} |"


def _inside(kind):
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for each in typing.get_args(kind):
        yield from _inside(each)


def classes() -> list:
    """The documents and every class inside them, each once, in the order in which a reader meets them."""
    found: dict = {}
    waiting = list(DOCUMENTS)
    while waiting:
        kind = waiting.pop(0)
        if kind not in found:
            found[kind] = None
            inner = [each for hint in fields(kind).values() for each in _inside(hint)]
            waiting[:0] = inner
    return list(found)


if __name__ == "__main__":
    print("\n".join(["| name | members |", "| --- | --- |", *map(row, classes())]))
