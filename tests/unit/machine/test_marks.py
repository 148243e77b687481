"""A PC's mark: the same at every start, another one at every other PC, and nothing that could be read out of it."""

import subprocess
import sys
import types

import pytest
from kaochang.machine import marks
from kaochang.machine.marks import Traits, mark_of

ID = "0123456789abcdef0123456789abcdef"
CARD = "52:54:00:12:34:56"


@pytest.fixture
def root(tmp_path):
    """A Linux PC with a machine id, a card that is built in, and everything that is no such card."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/machine-id").write_text(f"{ID}\n")
    (tmp_path / "sys/class/net").mkdir(parents=True)
    card(tmp_path, "eth0", "pci0000:00/0000:00:03.0", CARD)
    card(tmp_path, "usb0", "pci0000:00/0000:00:14.0/usb1/1-2", "52:54:00:99:99:99")
    card(tmp_path, "lo", "", "00:00:00:00:00:00")
    card(tmp_path, "docker0", "", "02:42:ac:11:00:02", assigned="3")
    return tmp_path


def card(root, name, device, address, assigned="0", radio=""):
    folder = root / "sys/class/net" / name
    folder.mkdir()
    (folder / "address").write_text(f"{address}\n")
    (folder / "addr_assign_type").write_text(f"{assigned}\n")
    if device:
        (root / "sys/devices" / device).mkdir(parents=True)
        (folder / "device").symlink_to(root / "sys/devices" / device)
    if radio:
        (folder / "phy80211").mkdir()
        (folder / "phy80211/macaddress").write_text(f"{radio}\n")


def test_a_linux_pc_is_told_by_its_id_and_the_cards_that_are_built_in(root):
    assert marks.linux_traits(root) == Traits(ID, (CARD,))


def test_a_wireless_card_is_told_by_its_own_address_and_not_by_the_one_of_the_day(root):
    card(root, "wlan0", "pci0000:00/0000:02:00.0", "aa:aa:aa:aa:aa:aa", assigned="3", radio="52:54:00:77:77:77")
    assert marks.linux_traits(root).addresses == (CARD, "52:54:00:77:77:77")


def test_an_address_that_somebody_set_or_the_kernel_drew_tells_no_pc(root):
    card(root, "eth1", "pci0000:00/0000:00:04.0", "aa:aa:aa:aa:aa:aa", assigned="3")
    card(root, "eth2", "pci0000:00/0000:00:05.0", "bb:bb:bb:bb:bb:bb", assigned="1")
    assert marks.linux_traits(root).addresses == (CARD,)


def test_without_systemds_id_that_of_d_bus_is_taken(root):
    (root / "etc/machine-id").write_text("\n")
    (root / "var/lib/dbus").mkdir(parents=True)
    (root / "var/lib/dbus/machine-id").write_text("d" * 32)
    assert marks.linux_traits(root).machine_id == "d" * 32


def test_a_pc_that_tells_nothing_has_a_mark_all_the_same(tmp_path):
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/machine-id").write_bytes(b"\xff\xfe")
    assert marks.linux_traits(tmp_path) == Traits()
    assert len(mark_of(Traits(), "S1")) == 16


def test_a_windows_pc_is_told_by_its_guid_and_its_first_card():
    assert marks.windows_traits(lambda: "GUID", lambda: 0x525400123456) == Traits("GUID", ("525400123456",))


def test_what_python_makes_up_for_a_windows_pc_without_a_card_tells_nothing():
    assert marks.windows_traits(lambda: "GUID", lambda: 0x530400123456) == Traits("GUID")


class Registry(types.ModuleType):
    """Stands for Windows' registry."""

    KEY_READ, KEY_WOW64_64KEY, HKEY_LOCAL_MACHINE = 1, 2, "HKLM"

    def __init__(self, values):
        super().__init__("winreg")
        self.values = values

    def OpenKey(self, *place):
        if place not in self.values:
            raise FileNotFoundError(place)
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def QueryValueEx(self, _, name):
        return ({"MachineGuid": "6a3f"}[name], 1)


@pytest.mark.parametrize(
    ("values", "guid"), [({("HKLM", r"SOFTWARE\Microsoft\Cryptography", 0, 3)}, "6a3f"), (set(), "")]
)
def test_the_guid_is_read_from_the_registry_of_the_machines_own_width(monkeypatch, values, guid):
    monkeypatch.setitem(sys.modules, "winreg", Registry(values))
    monkeypatch.setattr(marks.uuid, "getnode", lambda: 1 << 40)
    assert marks.traits("win32").machine_id == guid


IOREG = """+-o Root  <class IORegistryEntry>
  {
    "IOPlatformSerialNumber" = "C02XXXXXXXXX"
    "IOPlatformUUID" = "564D1A2B-0000-1111-2222-333344445555"
  }
"""


def test_a_mac_is_told_by_its_platforms_uuid(monkeypatch):
    def ran(command, **_):
        assert command[0] == "/usr/sbin/ioreg"
        return subprocess.CompletedProcess(command, 0, IOREG)

    monkeypatch.setattr(marks.subprocess, "run", ran)
    assert marks.traits("darwin") == Traits("564D1A2B-0000-1111-2222-333344445555")
    assert marks.mac_traits(lambda: "no such line") == Traits()


def test_a_mac_that_does_not_answer_tells_nothing(monkeypatch):
    def hangs(command, **_):
        raise subprocess.TimeoutExpired(command, 5)

    monkeypatch.setattr(marks.subprocess, "run", hangs)
    assert marks.traits("darwin") == Traits()


def test_a_mark_is_the_pcs_and_the_sessions():
    told = [Traits(ID, (CARD,)), Traits(ID, ("52:54:00:00:00:01",)), Traits("f" * 32, (CARD,)), Traits(ID), Traits()]
    assert len({mark_of(each, session) for each in told for session in ("S1", "S2")}) == 10
    assert mark_of(Traits(ID, ("a", "b")), "S1") == mark_of(Traits(ID, ("b", "a")), "S1")


def test_nothing_of_the_pc_stands_in_its_mark():
    mark = mark_of(Traits(ID, (CARD,)), "S1")
    assert ID[:6] not in mark
    assert CARD.replace(":", "")[:6] not in mark


def test_this_pc_has_one_mark_at_every_start():
    program = "from kaochang.machine import marks; print(marks.pc_mark('S1'))"
    ran = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()
        for _ in range(2)
    ]
    assert ran == [marks.pc_mark("S1")] * 2
