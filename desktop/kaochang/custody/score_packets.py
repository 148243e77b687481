"""The packet (.kcw) for a scorer elsewhere, signed by the centre, and the scores (.kcs) that the scorer sends back.

A packet opens by its scorer's key alone, and its content names nobody. Scores come back under a key that lies in the
packet, so the centre opens them with nothing but its database; they name the packet's file, and so fit no other.
"""

from collections.abc import Sequence

from kaochang.custody.envelope import (
    Context,
    Header,
    SecondHeader,
    digest,
    header_bytes,
    payload_bytes,
    read_header,
    read_payload,
)
from kaochang.custody.key_files import SEALING, SIGNING, Key, KeyCardHeader
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.score_packets import HandBack, PacketContent, PacketMark
from kaochang.domain.values import SecretValue, Value, Wall, bytes_to_text, text_to_bytes
from kaochang.sealing import envelopes, frame, signatures, streams
from kaochang.sealing.contexts import Context as Purpose
from kaochang.sealing.contexts import bind
from kaochang.sealing.frame import FileType


class PacketHeader(SecondHeader, frozen=True):
    """Public part. `packet` is random; `scorer_key` signs what comes back. Nothing tells what is in it, or how much."""

    context: Context
    centre_key: str
    packet: str
    scorer_key: str
    made: Wall


class ScoresHeader(Header, frozen=True):
    """Public part. `packet_file` is the SHA-256 of the packet's file."""

    context: Context
    packet: str
    packet_file: str
    scorer_key: str
    made: Wall


class Packet(SecretValue, frozen=True):
    """A packet, opened: its file's SHA-256, its public part and what it holds."""

    sha256: str
    header: PacketHeader
    content: PacketContent


class Scores(Value, frozen=True):
    """Scores that came back, opened: their file's SHA-256, its public part and what it holds."""

    sha256: str
    header: ScoresHeader
    content: HandBack


def _info(header: PacketHeader) -> bytes:
    context = header.context
    fields = (context.session.encode(), text_to_bytes(context.exam_file), text_to_bytes(header.packet))
    return bind(Purpose.SCORE_PACKET, *fields, text_to_bytes(header.scorer_key))


def pack_packet(
    context: Context, packet: str, content: PacketContent, card: KeyCardHeader, centre_seed: bytes, made: int
) -> bytes:
    """The packet's bytes, for the scorer whose card this is."""
    centre_key = bytes_to_text(signatures.public_of(centre_seed))
    header = PacketHeader(context, centre_key, packet, card.signing, made)
    padded = streams.pad(payload_bytes(content), streams.bucket)
    body = envelopes.seal(text_to_bytes(card.sealing), padded, _info(header))
    return frame.pack(FileType.SCORE_PACKET, header_bytes(header), body, [centre_seed])


def claimed_packet(data: bytes) -> PacketHeader:
    """What a packet says that it belongs to: all that may be used before the right signature is checked."""
    return read_header(PacketHeader, frame.unpack(data, FileType.SCORE_PACKET))


def read_packet(data: bytes, centre_key: bytes | None) -> PacketHeader:
    """The public part of a packet signed by this centre key (None: by the one that it names)."""
    framed = frame.unpack(data, FileType.SCORE_PACKET)
    header = read_header(PacketHeader, framed)
    _check_signed(framed, header.centre_key, centre_key)
    return header


def open_packet(data: bytes, key: Key, centre_key: bytes | None = None) -> Packet:
    """A packet, opened by its scorer's key; CERT for another's.

    PAYLOAD where a response or an item stands twice, or a response is of no item.
    """
    header = read_packet(data, centre_key)
    if text_to_bytes(header.scorer_key) != key.signing:
        raise Refusal(Outcome.CERT, "packets.other-key", name=key.name)
    padded = envelopes.open(key.seed(SEALING), frame.unpack(data).body, _info(header))
    content = read_payload(PacketContent, streams.unpad(padded), header.format)
    items, handles = {each.placed.id for each in content.items}, {each.handle for each in content.tasks}
    is_whole = len(items) == len(content.items) and len(handles) == len(content.tasks)
    if not is_whole or any(each.item not in items for each in content.tasks):
        raise Refusal(Outcome.PAYLOAD, "payload", detail="score-packet")
    return Packet(digest(data), header, content)


def _bound(header: ScoresHeader) -> bytes:
    context = header.context
    fields = (context.session.encode(), text_to_bytes(context.exam_file), text_to_bytes(header.packet_file))
    return bind(Purpose.SCORES, *fields)


def pack_scores(packet: Packet, marks: Sequence[PacketMark], key: Key, made: int) -> bytes:
    """The bytes of what a scorer gave the responses of a packet, signed by their key."""
    header = ScoresHeader(packet.header.context, packet.header.packet, packet.sha256, bytes_to_text(key.signing), made)
    padded = streams.pad(payload_bytes(HandBack(packet.sha256, tuple(marks))), streams.bucket)
    body = streams.seal(text_to_bytes(packet.content.back), _bound(header), padded)
    return frame.pack(FileType.SCORES, header_bytes(header), body, [key.seed(SIGNING)])


def claimed_scores(data: bytes) -> ScoresHeader:
    """What scores say that they belong to: all that may be used before the right signature is checked."""
    return read_header(ScoresHeader, frame.unpack(data, FileType.SCORES))


def read_scores(data: bytes, scorer_key: bytes | None) -> ScoresHeader:
    """The public part of scores signed by this scorer's key (None: by the one that they name)."""
    framed = frame.unpack(data, FileType.SCORES)
    header = read_header(ScoresHeader, framed)
    _check_signed(framed, header.scorer_key, scorer_key)
    return header


def open_scores(data: bytes, scorer_key: bytes, back: bytes) -> Scores:
    """Scores, opened with the key that went out in their packet.

    PAYLOAD where one turn of a response stands twice, CONTEXT where header and content name two packets.
    """
    header = read_scores(data, scorer_key)
    padded = streams.open_(back, _bound(header), frame.unpack(data).body)
    content = read_payload(HandBack, streams.unpad(padded))
    if content.packet != header.packet_file:
        raise Refusal(Outcome.CONTEXT, "packets.other")
    if len({(each.handle, each.turn) for each in content.marks}) != len(content.marks):
        raise Refusal(Outcome.PAYLOAD, "payload", detail="scores")
    return Scores(digest(data), header, content)


def _check_signed(framed: frame.Frame, named: str, expected: bytes | None) -> None:
    """Refuses what is not signed by the key that it names, or (CERT) names another than the expected one."""
    key = text_to_bytes(named)
    frame.verify(framed, key if expected is None else expected)
    if expected not in (None, key):
        raise Refusal(Outcome.CERT, "cert")
