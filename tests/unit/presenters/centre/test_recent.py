"""What was open on this PC: the last one first, only what is still there, and never a failure because of the list."""

import pytest
from kaochang.presenters.centre.recent import Recent, RecentFolder


@pytest.fixture
def folder(tmp_path):
    return RecentFolder(tmp_path)


def database(folder, name):
    path = folder / name
    path.write_bytes(b"")
    return str(path)


def test_the_last_one_comes_first_and_is_there_once(folder, tmp_path):
    one, two = database(tmp_path, "one.db"), database(tmp_path, "two.db")
    for each in (one, two, one):
        folder.keep(Recent(each, "t", 1))
    assert [each.database for each in folder.load()] == [one, two]


def test_what_was_known_of_a_kit_stays_where_nothing_else_is_said(folder, tmp_path):
    one = database(tmp_path, "one.db")
    folder.keep(Recent(one, "t", 1, kit="/kits/centre.kck", exam="/kits/session.kcb"))
    folder.keep(Recent(one, "t", 1))
    (known,) = folder.load()
    assert (known.kit, known.exam) == ("/kits/centre.kck", "/kits/session.kcb")
    folder.keep(Recent(one, "t", 1, kit="/other.kck"))
    assert folder.load()[0].kit == "/other.kck"


def test_a_database_that_has_gone_is_not_offered(folder, tmp_path):
    folder.keep(Recent(str(tmp_path / "gone.db"), "t", 1))
    assert folder.load() == ()


@pytest.mark.parametrize("data", [b"", b"{", b'{"recent": [{"database": 1}]}', b'{"other": []}'])
def test_a_list_that_cannot_be_read_is_none_and_is_made_anew(folder, tmp_path, data):
    (tmp_path / "centre").mkdir()
    (tmp_path / "centre" / "recent.json").write_bytes(data)
    assert folder.load() == ()
    one = database(tmp_path, "one.db")
    folder.keep(Recent(one, "t", 1))
    assert [each.database for each in folder.load()] == [one]


def test_sessions_that_the_office_of_this_pc_took_back_are_found(folder, tmp_path):
    place = tmp_path / "office" / "sessions" / "abc"
    place.mkdir(parents=True)
    made = database(place, "centre.db")
    assert [str(each) for each in folder.of_office()] == [made]
