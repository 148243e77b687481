"""Language and colours of a window: colours at once, a language once it is kept, and what is asked for comes first."""

import pytest
from kaochang.flow.appearance import Appearance, load, save
from kaochang.presenters.appearance import AppearancePresenter, appearance_of
from kaochang.presenters.running import Means
from screens.fakes import ZONE, HandTimer, HeldRunner, StandingClock


class Window:
    def __init__(self, words, data):
        self.shown, self.again = [], 0
        self.runner = HeldRunner(is_held=True)
        means = Means(words, self.runner, HandTimer(), StandingClock(), ZONE, self.runner)
        now = Appearance("zh_CN", "light")
        self.choice = AppearancePresenter(means, data, now, self.shown.append, self._anew)

    def _anew(self):
        self.again += 1


@pytest.fixture
def window(words, tmp_path):
    return Window(words, tmp_path)


def test_colours_are_shown_at_once_and_kept(window, tmp_path):
    window.choice.choose_theme("dark")
    assert window.shown == ["dark"]
    window.runner.step()
    assert (load(tmp_path), window.again) == (Appearance("zh_CN", "dark"), 0)


def test_another_language_opens_the_window_anew_once_it_is_kept(window, tmp_path):
    window.choice.choose_language("en")
    assert window.again == 0
    window.runner.step()
    assert (load(tmp_path).language, window.again) == ("en", 1)


def test_what_is_chosen_already_or_not_there_changes_nothing(window):
    for choose in (window.choice.choose_language, window.choice.choose_theme):
        for name in ("zh_CN", "light", "klingon"):
            choose(name)
    assert (window.shown, window.runner.waiting) == ([], [])


@pytest.mark.parametrize(
    ("kept", "is_asked", "found"),
    [
        (Appearance(), False, Appearance("zh_CN", "light")),
        (Appearance("en", "soft"), False, Appearance("en", "soft")),
        (Appearance("en", "soft"), True, Appearance("zh_CN", "soft")),
        (Appearance("xx", "neon"), False, Appearance("zh_CN", "light")),
    ],
)
def test_a_window_begins_as_it_was_left_unless_a_language_is_asked_for(tmp_path, kept, is_asked, found):
    save(tmp_path, kept)
    assert appearance_of(tmp_path, "zh_CN", is_asked) == found
