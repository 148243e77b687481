"""The faces that are shipped have what they are shipped for."""

import json

import pytest
from conftest import RESOURCES
from PySide6.QtGui import QRawFont

FONTS = RESOURCES / "fonts"


def _face(name):
    face = QRawFont(str(FONTS / name), 16)
    assert face.isValid()
    return face


def _lacking(face, characters):
    return sorted(each for each in set(characters) if not face.supportsCharacter(ord(each)))


def _of_gb_2312():
    pairs = (bytes((row, place)) for row in range(0xB0, 0xF8) for place in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)


def _of_the_catalogues():
    texts = (path.read_text(encoding="utf-8") for path in (RESOURCES / "strings").rglob("*.json"))
    said = "".join(text for each in texts for text in json.loads(each).values())
    return "".join(each for each in said if each >= " ")


@pytest.mark.parametrize("name", ["NotoSansSC-Regular.ttf", "NotoSansSC-SemiBold.ttf"])
def test_both_faces_have_every_usual_character_and_every_one_that_the_program_says(name):
    """What the strong face lacked would stand thin in the middle of a strong word."""
    assert _lacking(_face(name), _of_gb_2312() + _of_the_catalogues()) == []


def test_the_strong_face_has_every_rare_character_of_the_supplementary_planes_that_the_whole_one_has():
    whole, strong = _face("NotoSansSC-Regular.ttf"), _face("NotoSansSC-SemiBold.ttf")
    rare = [number for number in range(0x20000, 0x32000) if whole.supportsCharacter(number)]
    assert rare
    assert [hex(number) for number in rare if not strong.supportsCharacter(number)] == []
