"""A display that is not there is told from one that is, in no time."""

import pytest
from kaochang.machine import display
from x11.xvfb import desktop, missing

NEEDED = missing("Xvfb")


def test_a_display_that_nobody_serves_does_not_open():
    assert not display.opens(":9999")


def test_without_the_library_nobody_can_tell_and_qt_says_what_is_wrong(monkeypatch):
    monkeypatch.setattr(display, "_LIBRARY", "libno-such-library.so")
    assert display.opens(":9999")


@pytest.mark.x11
@pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there")
def test_a_display_that_is_served_opens_and_once_it_has_died_does_not():
    with desktop(size="640x480", window_manager=None) as screen:
        assert display.opens(screen.env["DISPLAY"])
        name = screen.env["DISPLAY"]
    assert not display.opens(name)
