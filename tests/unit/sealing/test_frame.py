"""The frame: whatever is not exactly one well-formed, signed file of the expected type is refused, with its reason."""

import io
import struct
import tracemalloc

import pytest
from kaochang.domain.refusals import Outcome, Refusal, Word
from kaochang.sealing import frame, signatures
from kaochang.sealing.frame import FileType
from securesystemslib.dsse import Envelope
from support.refusals import flip, refuses
from support.seeded import seeded

ONE, TWO, THREE = (signatures.new_seed(random) for random in [seeded()] for _ in range(3))
PUBLIC_ONE, PUBLIC_TWO, PUBLIC_THREE = map(signatures.public_of, (ONE, TWO, THREE))
HEADER = b'{"exam":"1"}'
BODY = bytes(range(200))
FILE = frame.pack(FileType.RESULT, HEADER, BODY, [ONE])
BODY_LENGTH_AT = 8 + 4 + len(HEADER)
COUNT_AT = BODY_LENGTH_AT + 4 + len(BODY) + 4
WITH_BODY = [file_type for file_type in FileType if file_type is not FileType.JOURNAL]


def section(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def verified(data: bytes, expected: FileType = FileType.RESULT) -> frame.Frame:
    """What a careful reader does with a file."""
    taken = frame.unpack(data, expected)
    frame.verify(taken, PUBLIC_ONE)
    return taken


def test_the_letters_names_and_extensions_are_the_documented_ones():
    table = {(t.letter, t.media_type, t.extension) for t in FileType}
    assert table == {
        (b"B", "application/vnd.kaochang.exam.v1", "kcb"),
        (b"K", "application/vnd.kaochang.centre-kit.v1", "kck"),
        (b"P", "application/vnd.kaochang.proctor-kit.v1", "kcp"),
        (b"J", "application/vnd.kaochang.journal.v1", "kcj"),
        (b"R", "application/vnd.kaochang.result.v1", "kcr"),
        (b"M", "application/vnd.kaochang.manifest.v1", "kcm"),
        (b"S", "application/vnd.kaochang.site.v1", "kcx"),
        (b"O", "application/vnd.kaochang.office-key.v1", "kco"),
        (b"Y", "application/vnd.kaochang.key-file.v1", "kcy"),
        (b"D", "application/vnd.kaochang.key-card.v1", "kcd"),
        (b"N", "application/vnd.kaochang.start-slots.v1", "kcn"),
        (b"A", "application/vnd.kaochang.act-log.v1", "kca"),
        (b"L", "application/vnd.kaochang.receipt-list.v1", "kcl"),
        (b"E", "application/vnd.kaochang.errata.v1", "kce"),
        (b"T", "application/vnd.kaochang.checkpoint.v1", "kct"),
        (b"Z", "application/vnd.kaochang.backup.v1", "kcz"),
        (b"W", "application/vnd.kaochang.score-packet.v1", "kcw"),
        (b"G", "application/vnd.kaochang.scores.v1", "kcs"),
    }


@pytest.mark.parametrize("file_type", WITH_BODY)
def test_a_file_is_magic_three_sections_and_nothing_more(file_type):
    data = frame.pack(file_type, HEADER, BODY, [ONE])
    header_only = file_type in (FileType.EXAM, FileType.BACKUP)
    covered = section(HEADER) if header_only else section(HEADER) + section(BODY)
    signature = signatures.sign(ONE, frame.pae(file_type.media_type, covered))
    signed = section(b"\1" + frame.key_id(PUBLIC_ONE) + signature)
    assert data == b"KCHG-" + file_type.letter + b"1\n" + section(HEADER) + section(BODY) + signed
    taken = frame.unpack(data)
    assert (taken.type, taken.header, taken.body) == (file_type, HEADER, BODY)
    assert taken.signatures == (frame.Signature(frame.key_id(PUBLIC_ONE), signature),)
    assert frame.signed_bytes(taken) == covered
    frame.verify(taken, PUBLIC_ONE)


@pytest.mark.attack(65)
def test_dsse_s_encoding_is_computed_and_verified_alike_by_another_implementation():
    media_type = FileType.RESULT.media_type
    payload = section(HEADER) + section(BODY)
    envelope = Envelope(payload=payload, payload_type=media_type, signatures={})
    assert envelope.pae() == frame.pae(media_type, payload)


# Faults of the bytes


@pytest.mark.attack(3)
def test_no_bytes_are_an_empty_file():
    with refuses(Outcome.EMPTY, "frame.empty"):
        frame.unpack(b"")


@pytest.mark.attack(3)
def test_every_truncation_is_refused():
    for length in range(1, len(FILE)):
        with refuses(Outcome.FRAME, "frame"):
            frame.unpack(FILE[:length])


@pytest.mark.parametrize("extra", [b"\0", b"\n", b"x" * 300, FILE], ids=["nul", "line feed", "300 bytes", "a file"])
@pytest.mark.attack(4)
def test_anything_after_the_end_is_refused(extra):
    with refuses(Outcome.FRAME, "frame"):
        frame.unpack(FILE + extra)
    with refuses(Outcome.FRAME):
        frame.unpack(extra[:1] + FILE)


@pytest.mark.attack(1)
def test_every_flipped_bit_is_refused_by_type_and_never_by_accident():
    for place in range(len(FILE)):
        for bit in range(8):
            changed = flip(FILE, place, bit)
            if COUNT_AT < place <= COUNT_AT + 32:
                assert verified(changed).body == BODY  # a key id is a hint and signs nothing
                continue
            with pytest.raises(Refusal) as caught:
                verified(changed)
            assert caught.value.outcome in {Outcome.FRAME, Outcome.VERSION, Outcome.HEADER, Outcome.SIGNATURE}


@pytest.mark.parametrize("length", [2**31, 2**32 - 1, 2**31 - 1, 10_000_000])
@pytest.mark.parametrize("at", [8, BODY_LENGTH_AT, COUNT_AT - 4])
@pytest.mark.attack(9)
def test_a_claimed_length_beyond_the_file_is_refused_without_allocating_it(at, length):
    data = FILE[:at] + struct.pack(">I", length) + FILE[at + 4 :]
    tracemalloc.start()
    with refuses(Outcome.FRAME, "frame"):
        frame.unpack(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


@pytest.mark.attack(26)
def test_lengths_that_shift_the_border_between_sections_break_the_signature():
    """Each section stays inside the file, yet a byte moves from the header to the body or back."""
    payload = HEADER + BODY
    for border in (len(HEADER) - 1, len(HEADER) + 1):
        moved = FILE[:8] + section(payload[:border]) + section(payload[border:]) + FILE[COUNT_AT - 4 :]
        with refuses(Outcome.SIGNATURE, "signature"):
            verified(moved)


@pytest.mark.parametrize("count", [0, 2, 255])
def test_a_signature_count_that_does_not_fit_its_section_is_refused(count):
    with refuses(Outcome.FRAME, "frame"):
        frame.unpack(FILE[:COUNT_AT] + bytes([count]) + FILE[COUNT_AT + 1 :])


def test_an_empty_signatures_section_is_refused():
    with refuses(Outcome.FRAME, "frame"):
        frame.unpack(FILE[: COUNT_AT - 4] + section(b""))


def test_more_signatures_than_anyone_needs_are_refused():
    sixteen = frame.pack(FileType.RESULT, HEADER, BODY, [ONE] * 16)
    verified(sixteen)
    with refuses(Outcome.FRAME, "frame"):
        frame.unpack(frame.pack(FileType.RESULT, HEADER, BODY, [ONE] * 17))


@pytest.mark.parametrize("digit", [b"0", b"2", b"9"])
@pytest.mark.attack(22)
def test_another_major_version_is_refused_as_such(digit):
    with refuses(Outcome.VERSION, "frame.version") as caught:
        frame.unpack(FILE[:6] + digit + FILE[7:], FileType.EXAM)
    assert caught.value.params == {"found": int(digit), "known": 1}


@pytest.mark.parametrize(
    ("magic", "key"),
    [
        *((magic, "frame") for magic in (b"KCHG-R1\r", b"KCHG-X1\n", b"KCHG-RX\n", b"KCHG-r1\n")),
        *((magic, "frame.not-ours") for magic in (b"kchg-R1\n", b"KCHG_R1\n", b"PK\3\4\0\0\0\0", b"%PDF-1.7")),
    ],
)
def test_a_foreign_magic_is_refused_and_what_never_was_ours_is_not_called_damaged(magic, key):
    with refuses(Outcome.FRAME, key):
        frame.unpack(magic + FILE[8:])


def test_another_known_type_than_expected_is_named():
    with refuses(Outcome.FRAME, "frame.other-type") as caught:
        frame.unpack(FILE, FileType.MANIFEST)
    names = {"what": Word("inspect.type.result"), "needed": Word("inspect.type.manifest")}
    assert caught.value.params == {"expected": "kcm", "found": "kcr", **names}


@pytest.mark.parametrize("file_type", WITH_BODY)
def test_a_header_may_be_as_long_as_its_type_allows_and_no_longer(file_type):
    limit = 2**20 if file_type is FileType.EXAM else 2**16
    assert frame.unpack(frame.pack(file_type, bytes(limit), b"", [ONE])).header == bytes(limit)
    with refuses(Outcome.HEADER, "frame.header"):
        frame.unpack(file_type.magic + section(bytes(limit + 1)) + section(b"") + section(b"\0"))
    with refuses(Outcome.LIMIT, "frame.too-big"):
        frame.pack(file_type, bytes(limit + 1), b"", [ONE])


# Faults of signatures


@pytest.mark.attack(23)
def test_a_file_without_signatures_is_refused():
    with refuses(Outcome.SIGNATURE, "signature"):
        verified(frame.pack(FileType.RESULT, HEADER, BODY, []))


def test_a_file_signed_by_others_only_is_refused():
    taken = frame.unpack(frame.pack(FileType.RESULT, HEADER, BODY, [TWO, THREE]))
    frame.verify(taken, PUBLIC_TWO)
    frame.verify(taken, PUBLIC_THREE)
    with refuses(Outcome.SIGNATURE, "signature"):
        frame.verify(taken, PUBLIC_ONE)


def test_further_signatures_do_no_harm_whether_valid_or_not():
    good = frame.pack(FileType.RESULT, HEADER, BODY, [TWO, ONE])
    verified(good)
    verified(flip(good, COUNT_AT + 1 + 32))


@pytest.mark.attack(24)
def test_a_lying_key_id_neither_helps_nor_hurts():
    lying = FILE[: COUNT_AT + 1] + frame.key_id(PUBLIC_TWO) + FILE[COUNT_AT + 33 :]
    frame.verify(frame.unpack(lying), PUBLIC_ONE)
    with refuses(Outcome.SIGNATURE):
        frame.verify(frame.unpack(lying), PUBLIC_TWO)


@pytest.mark.attack(23)
def test_one_key_that_signed_twice_counts_once():
    """A threshold asks for each of its keys; a second signature of the first does not stand for the other."""
    taken = frame.unpack(frame.pack(FileType.RESULT, HEADER, BODY, [ONE, ONE]))
    frame.verify(taken, PUBLIC_ONE)
    with refuses(Outcome.SIGNATURE):
        frame.verify(taken, PUBLIC_TWO)


def test_a_weak_public_key_is_refused_as_a_key_and_not_as_a_signature():
    with refuses(Outcome.CERT, "key.weak"):
        frame.verify(frame.unpack(FILE), (1).to_bytes(32, "little"))


@pytest.mark.parametrize("other", [FileType.MANIFEST, FileType.CENTRE_KIT, FileType.EXAM])
@pytest.mark.attack(25)
def test_a_signature_does_not_fit_a_file_of_another_type(other):
    with refuses(Outcome.SIGNATURE):
        verified(other.magic + FILE[8:], other)


@pytest.mark.attack(26)
def test_types_and_payloads_cannot_be_shifted_into_each_other():
    encodings = {
        frame.pae("ab", b"c"),
        frame.pae("a", b"bc"),
        frame.pae("a 1 b", b"c"),
        frame.pae("a", b"1 b 1 c"),
        frame.pae("", b"a 1 b"),
        frame.pae("a", b" 1 b"),
    }
    assert len(encodings) == 6


@pytest.mark.attack(17)
def test_a_body_of_one_file_under_the_header_of_another_is_refused():
    other = frame.pack(FileType.RESULT, HEADER, BODY[::-1], [ONE])
    with refuses(Outcome.SIGNATURE):
        verified(FILE[: BODY_LENGTH_AT + 4] + other[BODY_LENGTH_AT + 4 : COUNT_AT - 4] + FILE[COUNT_AT - 4 :])


# Reading parts, and streaming


def test_peeking_tells_where_the_body_is_and_reads_none_of_it():
    class Counting(io.BytesIO):
        given = 0

        def read(self, size=-1, /):
            data = super().read(size)
            self.given += len(data)
            return data

    stream = Counting(frame.pack(FileType.EXAM, HEADER, bytes(1_000_000), [ONE]))
    head = frame.peek(stream, FileType.EXAM)
    assert (head.type, head.header) == (FileType.EXAM, HEADER)
    assert (head.body_offset, head.body_length) == (BODY_LENGTH_AT + 4, 1_000_000)
    assert head.end == len(stream.getvalue())
    assert stream.given < 200
    frame.verify(head, PUBLIC_ONE)
    with refuses(Outcome.SIGNATURE):
        frame.verify(head, PUBLIC_TWO)


def test_a_head_cannot_be_verified_where_signatures_cover_the_body():
    with pytest.raises(TypeError):
        frame.verify(frame.peek(io.BytesIO(FILE)), PUBLIC_ONE)


@pytest.mark.attack(49)
def test_a_file_that_shrinks_while_it_is_read_is_refused():
    class Shrinking(io.BytesIO):
        def seek(self, offset, whence=io.SEEK_SET, /):
            found = super().seek(offset, whence)
            if whence == io.SEEK_END:
                self.truncate(len(FILE) - 1)
            return found

    with refuses(Outcome.FRAME, "frame"):
        frame.peek(Shrinking(FILE))


def test_a_read_that_comes_up_short_is_never_taken_for_the_section():
    class Lossy(io.BytesIO):
        def read(self, size=-1, /):
            data = super().read(size)
            return data[:-1] if size == len(HEADER) else data

    with refuses(Outcome.FRAME, "frame"):
        frame.peek(Lossy(FILE))


@pytest.mark.parametrize("at", [8, BODY_LENGTH_AT, COUNT_AT - 4])
@pytest.mark.attack(9)
def test_no_more_is_ever_asked_of_a_stream_than_it_holds(at):
    class Strict(io.BytesIO):
        def read(self, size=-1, /):
            assert 0 <= size <= len(FILE) - self.tell()
            return super().read(size)

    with refuses(Outcome.FRAME, "frame"):
        frame.peek(Strict(FILE[:at] + struct.pack(">I", len(FILE)) + FILE[at + 4 :]))


def test_errors_of_the_stream_itself_pass_through():
    class Pulled(io.BytesIO):
        def read(self, size=-1, /):
            raise OSError

    with pytest.raises(OSError):
        frame.peek(Pulled(FILE))


def test_what_stands_around_a_streamed_body_is_what_pack_writes():
    before, after = frame.pack_around(FileType.EXAM, HEADER, len(BODY), [ONE, TWO])
    assert before + BODY + after == frame.pack(FileType.EXAM, HEADER, BODY, [ONE, TWO])


def test_a_body_the_signatures_cover_cannot_be_streamed():
    with pytest.raises(ValueError):
        frame.pack_around(FileType.RESULT, HEADER, 1, [ONE])


def test_a_body_beyond_the_frame_s_length_is_refused():
    frame.pack_around(FileType.EXAM, HEADER, 2**32 - 1, [ONE])
    with refuses(Outcome.LIMIT, "frame.too-big"):
        frame.pack_around(FileType.EXAM, HEADER, 2**32, [ONE])


# The journal's log


LOG_HEAD = frame.pack_head(FileType.JOURNAL, HEADER, [ONE])


@pytest.mark.parametrize("records", [b"", b"r", LOG_HEAD, bytes(5_000)], ids=len)
def test_a_log_s_records_follow_its_frame(records):
    taken, end = frame.unpack_head(LOG_HEAD + records)
    assert (taken.type, taken.header, taken.body) == (FileType.JOURNAL, HEADER, b"")
    assert (LOG_HEAD + records)[end:] == records
    frame.verify(taken, PUBLIC_ONE)
    with refuses(Outcome.SIGNATURE):
        frame.verify(taken, PUBLIC_TWO)


def test_every_truncation_of_a_log_s_head_is_refused():
    for length in range(1, len(LOG_HEAD)):
        with refuses(Outcome.FRAME):
            frame.unpack_head(LOG_HEAD[:length])


def test_a_log_s_frame_has_no_body():
    signed = LOG_HEAD[8 + 4 + len(HEADER) + 4 :]
    with refuses(Outcome.FRAME, "frame"):
        frame.unpack_head(LOG_HEAD[: 8 + 4 + len(HEADER)] + section(b"x") + signed)


def test_only_a_log_is_read_as_one():
    with refuses(Outcome.FRAME, "frame.other-type"):
        frame.unpack_head(FILE)
