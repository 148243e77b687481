"""The centre's window as the program runs it: with a database or without, and one window on one database."""

import pytest
from kaochang import app
from kaochang.cli.centre_window import CentreSetting
from kaochang.flow.merge import begin
from kaochang.store.centre import Centre
from screens.test_office_app import when
from support.centre_day import CentreDay
from support.quick_day import PASSPHRASE, cheap_guesses


@pytest.fixture
def database(tmp_path):
    """A session of two candidates, of whom nothing has come."""
    from kaochang.custody.kits import open_centre_kit

    with cheap_guesses():
        kit = CentreDay(tmp_path / "day", {"上海 301": 2}).sealed_kit()
        opened = open_centre_kit(kit.read_bytes(), PASSPHRASE)
    centre = Centre(tmp_path / "centre.db")
    begin(centre, opened)
    centre.close()
    return tmp_path / "centre.db"


def run(setting, name, then):
    return app.run_centre(setting, lambda window: when(window, name, then))


def test_a_database_that_is_named_is_opened_at_once_and_let_go_at_the_end(tmp_path, database, qtbot):
    seen = []

    def look(shown):
        window = shown.window()
        seen.append(window._presenter.page("collect").state.title)
        seen.append(app._held_database(database))
        window.close()

    assert run(CentreSetting(tmp_path / "data", "zh_CN", database), "rooms", look) == 0
    assert seen == ["客户服务专员（二级）", None]
    release = app._held_database(database)
    assert release is not None
    release()


def test_one_that_is_not_there_is_told_and_never_made(tmp_path, qtbot):
    missing = tmp_path / "centre.db"
    seen = []

    def look(shown):
        seen.append(shown.text())
        shown.window().close()

    assert run(CentreSetting(tmp_path / "data", "zh_CN", missing), "start-refused", look) == 0
    assert (seen, missing.exists()) == (["找不到这个文件或文件夹。"], False)
