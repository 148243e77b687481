"""A candidate at a real exam PC: the real window with its real guards, on a desktop with a window manager."""

import subprocess
import sys
from pathlib import Path

import pytest
from support.exam_day import login
from x11.xvfb import desktop, missing, wait_until

ROOT = Path(__file__).resolve().parents[2]
NEEDED = missing("Xvfb", "openbox", "xdotool")
pytestmark = [pytest.mark.x11, pytest.mark.skipif(bool(NEEDED), reason=NEEDED or "everything is there")]
CANVAS = "#f3f5f7"


@pytest.fixture
def at_the_desk(sealed_day, tmp_path):
    """The first candidate at work in the window; (display, process, pictures, lines so far)."""
    who, shots = login(1), tmp_path / "shots"
    shots.mkdir()
    command = [
        *(sys.executable, "-P", str(ROOT / "build/demo_window.py"), "first", str(sealed_day.exam), "R01"),
        *(who["person"], who["name"], "01", str(tmp_path / "pc"), str(shots), str(sealed_day.code_file)),
        *("zh_CN", "--show"),
    ]
    with desktop(size="1366x768") as display:
        process = subprocess.Popen(command, env=display.env, stdout=subprocess.PIPE, encoding="utf-8")
        try:
            yield display, process, shots
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate()


def test_the_window_fills_the_screen_holds_against_the_keyboard_and_leads_to_the_receipt(
    at_the_desk, sealed_day, tmp_path
):
    display, process, shots = at_the_desk
    wait_until(lambda: (shots / "first-4-item-02.png").exists(), "the second item is answered")
    image = display.image()
    assert image.pixelColor(1365, 400).name() == CANVAS
    display.keys("alt+F4", "alt+Tab", "super+d")
    lines = process.stdout.read().splitlines()
    assert process.wait(timeout=60) == 0
    saved = [line for line in lines if line.startswith("saved")]
    receipt = lines[-1].split()
    assert receipt[0] == "receipt"
    assert len(saved) >= int(receipt[2]) > 0
    result = next((tmp_path / "pc").rglob("result.kcr"))
    assert result.stat().st_size > 16 * 1024
    assert (shots / "first-7-receipt.png").exists()
