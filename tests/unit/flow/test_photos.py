"""Candidates' pictures: found by person or ticket number, checked before anything is sealed, never guessed."""

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.flow import photos
from kaochang.flow.photos import read_photos
from support.exams import make_tickets
from support.refusals import refuses

JPEG, PNG = b"\xff\xd8\xff and a face", b"\x89PNG\r\n\x1a\n and a face"
TICKETS = make_tickets()


@pytest.fixture
def folder(tmp_path):
    """A folder of two pictures and what else lies in such folders."""
    (tmp_path / "44001.JPG").write_bytes(JPEG)
    (tmp_path / "T2.png").write_bytes(PNG)
    (tmp_path / "list.xlsx").write_bytes(b"PK")
    return tmp_path


def test_a_picture_is_found_by_person_or_ticket_number(folder):
    found = read_photos(folder, TICKETS)
    assert found.pictures.sizes == {"T1": len(JPEG), "T2": len(PNG)}
    assert [found.pictures.read(number) for number in ("T1", "T2")] == [JPEG, PNG]
    assert found.strangers == ()


def test_files_that_are_nobodys_are_named(folder):
    (folder / "99999.jpg").write_bytes(JPEG)
    assert read_photos(folder, TICKETS).strangers == ("99999.jpg",)


def test_two_pictures_of_one_person_are_not_chosen_from(folder):
    (folder / "T1.jpeg").write_bytes(JPEG)
    with refuses(Outcome.POLICY, "seal.photo-twice") as caught:
        read_photos(folder, TICKETS)
    assert caught.value.params == {"ticket": "T1", "files": ("44001.JPG", "T1.jpeg")}


@pytest.mark.parametrize("data", [b"", b"GIF89a", PNG[:-1] and b"\x89PNG no", JPEG[:2]])
def test_what_is_no_picture_is_refused_by_name(folder, data):
    (folder / "44003.jpg").write_bytes(data)
    with refuses(Outcome.PAYLOAD, "seal.photo-kind") as caught:
        read_photos(folder, TICKETS)
    assert caught.value.where == str(folder / "44003.jpg")


def test_a_picture_that_is_far_too_large_is_refused(folder, monkeypatch):
    monkeypatch.setattr(photos, "PHOTO_LIMIT", len(PNG) - 1)
    with refuses(Outcome.LIMIT, "io.too-large"):
        read_photos(folder, TICKETS)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with refuses(Outcome.MISSING, "io.missing") as caught:
        read_photos(tmp_path / "gone", TICKETS)
    assert caught.value.where == str(tmp_path / "gone")
