"""What a picture file is and how large it is, by its first bytes."""

import pytest
from kaochang.papers.picture_files import SHOWN, ending_of, kind_of, size_of
from support.printed_paper import png

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffc0001108006400c803012200021101031101ffd9")
GIF = b"GIF89a" + (200).to_bytes(2, "little") + (100).to_bytes(2, "little")
BMP = b"BM" + bytes(16) + (200).to_bytes(4, "little") + (-100).to_bytes(4, "little", signed=True)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (png(1, 1), ("image/png", "png")),
        (JPEG, ("image/jpeg", "jpg")),
        (GIF, ("image/gif", "gif")),
        (BMP, ("image/bmp", "bmp")),
        (b"II*\x00", ("image/tiff", "tif")),
        (b"MM\x00*", ("image/tiff", "tif")),
        (b"\xd7\xcd\xc6\x9a", ("image/wmf", "wmf")),
        (b"\x01\x00\x00\x00", ("image/emf", "emf")),
        (b"<svg/>", None),
        (b"", None),
    ],
)
def test_what_a_picture_is_is_told_by_its_first_bytes(head, kind):
    assert kind_of(head) == kind
    assert kind is None or ending_of(kind[0]) == kind[1]


def test_drawings_of_windows_are_pictures_that_no_candidate_can_be_shown():
    assert {"emf", "wmf"}.isdisjoint(SHOWN)
    assert ending_of("application/pdf") is None


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(200, 100), (200, 100)),
        (JPEG, (200, 100)),
        (GIF, (200, 100)),
        (BMP, (200, 100)),
        (b"", None),
        (b"<svg/>", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (JPEG[:8], None),
        (b"\xff\xd8\xff\x00" + bytes(40), None),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_first_bytes(data, size):
    assert size_of(data) == size
