"""A picture keeps what is seen of it and loses the words beside it."""

import pytest
from kaochang.papers.picture_notes import without_notes
from support.paper_items import PICTURE

SIZE, END = b"\0\0\0\x01IHDRx0000", b"\0\0\0\0IEND0000"
PNG = b"\x89PNG\r\n\x1a\n" + SIZE
SHOWN = b"\0\0\0\x02gAMAxy0000"
JPEG, TABLE, SCAN = b"\xff\xd8\xff\xe0\0\x04ab", b"\xff\xdb\0\x03t", b"\xff\xda\0\x03s\xff\xfe\0\x05end\xff\xd9"

GIF = b"GIF89a\x02\0\x01\0\x80\0\0" + b"\0\0\0\xff\xff\xff"
CONTROL = b"\x21\xf9\x04\0\0\0\0\0"
DRAWN = b"\x2c\0\0\0\0\x02\0\x01\0\x80" + b"colour" + b"\x02\x02\x44\x0a\0"


@pytest.mark.parametrize("name", [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"abCd"])
def test_a_png_loses_its_texts_and_what_follows_its_end(name):
    note = b"\0\0\0\x04" + name + b"SECR0000"
    assert without_notes(PNG + note + SHOWN + END + b"SECRET") == PNG + SHOWN + END


@pytest.mark.parametrize("marker", [b"\xe1", b"\xed", b"\xfe"])
def test_a_jpeg_loses_its_comments_and_what_a_camera_noted(marker):
    note = b"\xff" + marker + b"\0\x08SECRET"
    assert without_notes(JPEG + note + TABLE + SCAN) == JPEG + TABLE + SCAN


@pytest.mark.parametrize("marker", [b"\xe0", b"\xe2", b"\xee"])
def test_a_jpeg_keeps_the_segments_that_say_how_it_looks(marker):
    whole = JPEG + b"\xff" + marker + b"\0\x04ab" + SCAN
    assert without_notes(whole) == whole


@pytest.mark.parametrize("kind", [b"\xfe", b"\x01", b"\xff\x0bXMP DataXMP"])
def test_a_gif_loses_its_comments_and_what_follows_its_end(kind):
    note = b"\x21" + kind + b"\x03SEC\x04RETS\0"
    whole = GIF + note + CONTROL + DRAWN + note + b"\x3bSECRET"
    assert without_notes(whole) == GIF + CONTROL + DRAWN + b"\x3b"


def test_a_gif_that_runs_goes_on_running():
    whole = GIF + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0" + CONTROL + DRAWN + CONTROL + DRAWN + b"\x3b"
    assert without_notes(whole) == whole


@pytest.mark.parametrize("data", [GIF + b"\x21\xfe\x09cut", GIF + DRAWN, GIF + b"\x07\x3b"])
def test_a_gif_that_is_not_built_as_it_should_be_stays_as_it_is(data):
    assert without_notes(data) == data


@pytest.mark.parametrize("data", [PNG + b"\0\0\xff\xfftEXtcut", PNG, JPEG + b"cut", b"GIF89a", b"", PICTURE])
def test_what_is_broken_unknown_or_without_notes_stays_as_it_is(data):
    assert without_notes(data) == data


@pytest.mark.parametrize(("mark", "order"), [(b"II*\0", "little"), (b"MM\0*", "big")])
def test_a_jpeg_is_still_turned_as_its_camera_was_held(mark, order):
    def number(value, size):
        return value.to_bytes(size, order)

    def segment(*entries):
        note = b"Exif\0\0" + mark + number(8, 4) + number(len(entries), 2) + b"".join(entries) + bytes(4)
        return b"\xff\xe1" + (len(note) + 2).to_bytes(2, "big") + note

    turn = number(0x112, 2) + number(3, 2) + number(1, 4) + number(6, 2) + bytes(2)
    named = number(0x10E, 2) + number(2, 2) + number(4, 4) + b"SECR"
    assert without_notes(JPEG + segment(named, turn) + SCAN) == JPEG + segment(turn) + SCAN
    assert without_notes(JPEG + segment(named) + SCAN) == JPEG + SCAN
