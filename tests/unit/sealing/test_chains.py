"""The journal's chain: a head vouches for what came before it, in its order and its place."""

import hashlib

from kaochang.sealing import chains

START = chains.first_head(b"attempt", b"live")


def head_of(rows, start=START):
    head = start
    for row in rows:
        head = chains.next_head(head, row)
    return head


def test_heads_are_the_documented_hashes():
    link = b"kaochang/v1/journal/link\0"
    first = hashlib.sha256(link + b"\0\5first" + b"\0\7attempt" + b"\0\4live").digest()
    assert first == START
    row = hashlib.sha256(b"row").digest()
    assert chains.next_head(first, b"row") == hashlib.sha256(link + b"\0\x20" + first + b"\0\x20" + row).digest()


def test_rows_deleted_swapped_doubled_or_changed_give_another_head():
    histories = [[], [b"a"], [b"a", b"b"], [b"b", b"a"], [b"a", b"a"], [b"a", b"b", b"b"], [b"ab"], [b"a", b"c"]]
    assert len({head_of(rows) for rows in histories}) == len(histories)


def test_the_same_rows_of_another_attempt_give_another_head():
    starts = [chains.first_head(), chains.first_head(b"attempt"), chains.first_head(b"attempt", b"rehearsal"), START]
    assert len({head_of([b"a"], start) for start in starts}) == len(starts)


def test_a_beginning_cannot_be_made_to_look_like_a_later_head():
    head, row = START, b"a"
    assert chains.first_head(head, hashlib.sha256(row).digest()) != chains.next_head(head, row)
