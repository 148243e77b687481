"""What is plugged in, as each system lists it."""

import ctypes
import types

import pytest
from kaochang.machine import devices
from kaochang.machine.devices import devices_of


@pytest.fixture
def usb(tmp_path, monkeypatch):
    monkeypatch.setattr(devices, "_USB", tmp_path)
    return tmp_path


def test_usb_devices_have_the_name_of_their_product_or_else_the_systems(usb):
    (usb / "1-1").mkdir()
    (usb / "1-1" / "product").write_text("优盘 32G\n", "utf-8")
    (usb / "1-2").mkdir()
    (usb / "1-3").mkdir()
    (usb / "1-3" / "product").write_bytes(b" \n")
    (usb / "1-1:1.0").mkdir()
    assert devices_of("linux")() == {"1-1": "优盘 32G", "1-2": "1-2", "1-3": "1-3"}


def test_a_system_that_lists_none_has_none(usb):
    usb.rmdir()
    assert devices_of("linux")() == {}


def test_on_macos_they_are_the_volumes(tmp_path, monkeypatch):
    (tmp_path / "STICK").mkdir()
    monkeypatch.setattr(devices, "_VOLUMES", tmp_path)
    assert devices_of("darwin")() == {"STICK": "STICK"}


def test_on_windows_they_are_the_drive_letters(monkeypatch):
    library = types.SimpleNamespace(GetLogicalDrives=lambda: 0b1000_0100)
    monkeypatch.setattr(ctypes, "CDLL", {"kernel32": library}.__getitem__)
    assert devices_of("win32")() == {"C": "C:", "H": "H:"}


def test_this_systems_list_can_be_read():
    assert all(isinstance(name, str) for name in devices_of()().values())
