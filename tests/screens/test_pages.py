"""Every page in every theme, on its pixels: what it says can be read, the keyboard is seen wherever it is, and at the
largest type on the smallest screen nothing is cut off.
"""

from itertools import cycle

import pytest
from conftest import RESOURCES
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.presenters.words import load_words
from kaochang.views.theme import THEMES
from screens.exam_alone import tab_stops
from screens.pages import FEW, PAGES, at_page, top_of
from screens.seen import cut_texts, text_widgets, weak_texts, without_ring

SMALLEST = (1024, 768)


def _unseen(name, words, theme):
    """What cannot be read in one of its states, and where the keyboard is not seen."""
    with at_page(name, words, theme=theme) as page:
        top = top_of(page.window)
        assert text_widgets(top), "there is something to be read"
        stops = [each for each in tab_stops(page.window) if top.isAncestorOf(each)]
        return weak_texts(top, theme) + without_ring(page.window, stops)


def _cut(name, words):
    with at_page(name, words, theme="contrast", size=SMALLEST, type_size=TypeSize.HUGE) as page:
        return cut_texts(page.window)


@pytest.mark.parametrize(("name", "theme"), list(zip(FEW, cycle(THEMES), strict=False)))
def test_what_a_page_shows_is_seen_in_each_of_its_states(words, name, theme):
    assert _unseen(name, words, theme) == []


@pytest.mark.parametrize("name", FEW)
def test_nothing_is_cut_off_at_the_largest_type_on_the_smallest_screen(words, name):
    assert _cut(name, words) == []


@pytest.mark.heavy
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", PAGES)
def test_what_any_page_shows_is_seen_in_each_of_its_states(words, name, theme):
    assert _unseen(name, words, theme) == []


@pytest.mark.heavy
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_of_any_page_is_cut_off(name, language):
    assert _cut(name, load_words(RESOURCES / "strings", language)) == []
