"""The backup's format: what goes in comes out, damage is told from a wrong passphrase, names are never paths."""

import io

import msgspec
import pytest
from kaochang.custody import backups
from kaochang.custody.backup_names import FILES_LIMIT, NAME_DEPTH, NAME_LENGTH, check_name, check_names
from kaochang.custody.backup_writing import Source, write_backup
from kaochang.custody.backups import BackupIndex, Place, check_body, open_backup, read_backup_header
from kaochang.custody.envelope import digest, header_bytes, payload_bytes
from kaochang.custody.exam_shapes import ObjectRef
from kaochang.domain.refusals import Outcome
from kaochang.domain.values import bytes_to_text
from kaochang.sealing import frame, kdf, signatures, streams
from kaochang.sealing.frame import FileType
from support.refusals import flip, outcome_of, refuses
from support.seeded import seeded

replace = msgspec.structs.replace

PASSPHRASE = "备份口令 9031"
PARAMS = kdf.new_params(seeded(4), kdf.MINIMUM)
CONTENTS = {
    "office.kco": b"what an office key file holds",
    "sessions/s-1.kcy": b"",
    "大 文件.db": seeded(5)(3 * 256 * 1024 + 17),
}


def source(name, data, size=None):
    return Source(
        Place.OFFICE,
        name,
        len(data) if size is None else size,
        lambda: (data[at : at + 100_000] for at in range(0, len(data), 100_000)),
    )


def written(sources, chance=1, passphrase=PASSPHRASE):
    stream = io.BytesIO()
    write_backup(stream, sources, passphrase, PARAMS, 1_760_000_000_000, seeded(chance))
    return stream.getvalue()


@pytest.fixture(scope="module")
def data():
    return written([source(name, content) for name, content in CONTENTS.items()])


@pytest.fixture(scope="module")
def backup(data):
    return open_backup(io.BytesIO(data), PASSPHRASE)


def header_of(data):
    return read_backup_header(io.BytesIO(data))


def rebuilt(data, body, seed, **members):
    """A backup with another body or header, signed by a key that its header names."""
    header, _ = header_of(data)
    changed = replace(header, signing=bytes_to_text(signatures.public_of(seed)), body=digest(body), **members)
    before, after = frame.pack_around(FileType.BACKUP, header_bytes(changed), len(body), [seed])
    return before + body + after


def body_of(data):
    _, head = header_of(data)
    return data[head.body_offset : head.body_offset + head.body_length]


def test_every_file_comes_back_as_it_was(data, backup):
    found = {entry.name: b"".join(backup.read(io.BytesIO(data), n)) for n, entry in enumerate(backup.files)}
    assert found == CONTENTS
    assert [entry.path for entry in backup.files] == [f"office/{name}" for name in CONTENTS]


def test_a_backup_shows_no_name_and_no_content(data):
    for name, content in CONTENTS.items():
        assert name.encode() not in data
        assert not content or content[:64] not in data
    assert PASSPHRASE.encode() not in data


def test_two_backups_of_the_same_files_share_nothing_but_their_shape(data):
    other = written([source(name, content) for name, content in CONTENTS.items()], chance=2)
    mine, theirs = ({body[at : at + 16] for at in range(0, len(body), 16)} for body in map(body_of, (data, other)))
    assert len(data) == len(other)
    assert not mine & theirs


def test_a_wrong_passphrase_is_told_from_any_damage(data):
    with refuses(Outcome.CODE, "passphrase.wrong"):
        open_backup(io.BytesIO(data), "another one")
    _, head = header_of(data)
    for place in range(head.body_offset, head.body_offset + head.body_length, head.body_length // 7):
        with refuses(Outcome.DECRYPT, "backup.damaged"):
            open_backup(io.BytesIO(flip(data, place)), "another one")


def test_no_changed_byte_of_header_or_signature_gets_through(data):
    _, head = header_of(data)
    hint = range(len(data) - 96, len(data) - 64)  # whose signature it is: never trusted, so nobody minds
    places = {*range(head.body_offset), *range(head.body_offset + head.body_length, len(data))} - {*hint}
    outcomes = {outcome_of(lambda place=place: header_of(flip(data, place))) for place in places}
    assert outcomes <= {Outcome.FRAME, Outcome.HEADER, Outcome.SIGNATURE, Outcome.VERSION, Outcome.CERT}


@pytest.mark.parametrize("cut", [0, 1, 7, 8, 300, 5_000, -1])
def test_a_cut_backup_is_refused(data, cut):
    outcome = outcome_of(lambda: check_body(io.BytesIO(data[:cut]), *header_of(data[:cut])))
    assert outcome in (Outcome.EMPTY, Outcome.FRAME)


def test_a_file_that_is_not_as_long_as_it_said_leaves_no_backup():
    for size in (2, 4):
        with refuses(Outcome.CONFLICT, "backup.changed"):
            written([source("a", b"abc", size)])


def test_a_backup_goes_under_no_short_passphrase_and_over_no_limit():
    with refuses(Outcome.POLICY, "passphrase.short"):
        written([source("a", b"")], passphrase="short")
    with refuses(Outcome.LIMIT, "backup.too-big"):
        written([source("a", b"", 2**32 - 1)])


def test_the_stream_of_one_file_opens_in_no_other_files_place(data, backup):
    first, second = backup.files[0], backup.files[1]
    swapped = backups.Backup(backup.header, (second, first, *backup.files[2:]), backup.start, backup.key)
    for number in (0, 1):
        with refuses(Outcome.DECRYPT):
            list(swapped.read(io.BytesIO(data), number))


def test_a_file_that_is_not_what_the_index_says_is_refused_by_name(data, backup):
    for lie in ({"sha256": digest(b"other")}, {"size": 4}):
        told = backups.Backup(
            backup.header, (replace(backup.files[0], **lie), *backup.files[1:]), backup.start, backup.key
        )
        with refuses(Outcome.DECRYPT) as refused:
            list(told.read(io.BytesIO(data), 0))
        assert refused.value.where == "office.kco"


def resealed(data, backup, entries):
    """A backup by somebody who knows the passphrase and lies in the index."""
    offset = backup.header.index.offset
    padded = streams.pad(payload_bytes(BackupIndex(tuple(entries))), streams.blocks)
    index = streams.seal(backup.key, backups.index_context(backup.header.id), padded)
    ref = ObjectRef(offset, len(index), digest(index))
    return rebuilt(data, body_of(data)[:offset] + index, seeded(7)(32), index=ref)


@pytest.mark.parametrize("name", ["../up", "/etc/passwd", "a/../b", "C:/x", "a\\b", "CON", "nul.txt", "a\0b", ""])
@pytest.mark.attack(45)
def test_a_name_that_leads_out_of_its_folder_is_never_even_tried(data, backup, name):
    entries = [replace(backup.files[0], name=name), *backup.files[1:]]
    with refuses(Outcome.PAYLOAD, "backup.name"):
        open_backup(io.BytesIO(resealed(data, backup, entries)), PASSPHRASE)


def test_streams_that_do_not_follow_each_other_are_refused(data, backup):
    first, second, third = backup.files
    for entries in (
        [second, first, third],
        [first, second],
        [replace(first, size=first.size + 1), second, third],
        [replace(first, size=-1), second, third],
        [replace(first, offset=-1), second, third],
        [first, second, replace(third, length=third.length + 1)],
    ):
        with refuses(Outcome.PAYLOAD, "payload"):
            open_backup(io.BytesIO(resealed(data, backup, entries)), PASSPHRASE)


@pytest.mark.parametrize(
    "ref", [ObjectRef(-1, 5, ""), ObjectRef(0, 5, ""), ObjectRef(0, -5, ""), ObjectRef(2**40, 1, "")]
)
def test_an_index_outside_the_body_is_refused(data, ref):
    with refuses(Outcome.HEADER, "header"):
        header_of(rebuilt(data, body_of(data), seeded(7)(32), index=ref))


def test_an_index_larger_than_any_document_is_refused_before_it_is_read(data):
    stream = io.BytesIO()
    header, _ = header_of(data)
    length = 64 * 1024 * 1024 + 1
    seed = seeded(7)(32)
    big = replace(header, signing=bytes_to_text(signatures.public_of(seed)), index=ObjectRef(0, length, ""))
    before, after = frame.pack_around(FileType.BACKUP, header_bytes(big), length, [seed])
    for part in (before, bytes(length), after):
        stream.write(part)
    with refuses(Outcome.LIMIT, "backup.too-big"):
        read_backup_header(stream)


def test_a_backup_by_another_key_than_it_names_is_refused(data):
    header, _ = header_of(data)
    body = body_of(data)
    before, after = frame.pack_around(FileType.BACKUP, header_bytes(header), len(body), [seeded(8)(32)])
    with refuses(Outcome.SIGNATURE):
        header_of(before + body + after)


def test_the_key_of_one_backup_opens_no_other(data):
    other = written([source("x", b"x")], chance=2)
    wrapped = header_of(other)[0].wrapped
    with refuses(Outcome.CODE):
        open_backup(io.BytesIO(rebuilt(data, body_of(data), seeded(7)(32), wrapped=wrapped)), PASSPHRASE)


def test_progress_is_told_up_to_the_whole():
    told = []
    content = bytes(2_000_000)
    write_backup(
        io.BytesIO(), [source("a", content)], PASSPHRASE, PARAMS, 0, seeded(1), lambda done, of: told.append((done, of))
    )
    assert told[-1][0] == told[-1][1] == len(content) // 1024
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize(
    "name",
    [
        "office.kco",
        "sessions/20251018-1.kcy",
        "说明（存档）.txt",
        "-rf",
        ".hidden",
        "con-trol.db",
        "a" * NAME_LENGTH,
        "/".join("a" * NAME_DEPTH),
    ],
)
def test_plain_names_are_names(name):
    check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        ".",
        "..",
        "a/./b",
        "a//b",
        "a/",
        "a.",
        "a ",
        " a",
        "a\n",
        "a\u202eb",
        "a:b",
        "a*",
        'a"b',
        "com1",
        "LPT9.log",
        "COM¹",
        "com².txt",
        "LPT³.tar.gz",
        "CONIN$",
        "conout$.log",
        "con .txt",
        "e\u0301",
        "a\ud800",
        "a" * (NAME_LENGTH + 1),
        "中" * NAME_LENGTH,
        "/".join("a" * (NAME_DEPTH + 1)),
    ],
)
@pytest.mark.attack(45)
def test_names_that_some_system_would_take_for_something_else_are_refused(name):
    with refuses(Outcome.PAYLOAD, "backup.name"):
        check_name(name)


@pytest.mark.parametrize("names", [["a", "A"], ["ß", "SS"], ["a", "a/b"], ["a/b", "A"], ["x/y/z", "x/Y"], ["a", "a"]])
@pytest.mark.attack(45, 47)
def test_names_that_would_meet_on_some_disk_are_refused(names):
    with refuses(Outcome.PAYLOAD, "backup.name"):
        check_names(names)
    check_names(names[:1])


def test_there_is_a_limit_to_how_many_files_are_looked_at():
    with refuses(Outcome.LIMIT, "backup.too-many"):
        check_names(["a"] * (FILES_LIMIT + 1))
