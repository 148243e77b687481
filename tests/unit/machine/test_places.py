"""Where things lie: beside the program, and in the user's own folder."""

import os
import sys
from pathlib import Path

from kaochang.machine.places import data_folder, resources


def test_the_source_tree_has_its_resources():
    assert (resources() / "strings").is_dir()


def test_a_frozen_program_has_them_beside_it(monkeypatch):
    monkeypatch.setattr(sys, "_MEIPASS", "/opt/kaochang", raising=False)
    assert resources() == Path("/opt/kaochang/resources")


def test_data_lies_where_each_system_keeps_it(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert data_folder() == Path("/data/kaochang")
    monkeypatch.delenv("XDG_DATA_HOME")
    assert data_folder() == Path.home() / ".local" / "share" / "kaochang"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert data_folder() == Path.home() / "Library" / "Application Support" / "Kaochang"


def test_windows_has_its_local_application_data(monkeypatch):
    home = Path.home()  # before the name changes: pathlib asks it too
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr("kaochang.machine.places.Path", type(home))
    assert data_folder() == home / "Kaochang"
