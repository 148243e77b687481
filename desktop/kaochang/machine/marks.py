"""Which PC this is: a mark that tells it from every other PC, and that nobody can read anything out of.

The system's id of the machine goes into it, and the addresses of the network cards that are built in: PCs that were set
up from one disk image have equal ids. It is hashed with the session's id, so that two sessions' files cannot be held
against each other. Another card gives another mark: then the attempt is taken over by a proctor's act, as after a move.
PCs that have neither an id nor a card all have one mark.
"""

import hashlib
import json
import re
import subprocess
import sys
import uuid
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from kaochang.domain.values import Record, bytes_to_text

_PURPOSE = "kaochang/v1/pc-mark"
_MARK_BYTES = 12
_MACHINE_IDS = ("etc/machine-id", "var/lib/dbus/machine-id")
_CARDS = "sys/class/net"
_OWN_ADDRESS = "0"
"""What `addr_assign_type` says of an address that is the card's own, neither random nor set by somebody."""

_NO_ADDRESS = 1 << 40
"""Set in what `uuid.getnode` makes up, anew in each program, where it finds no card."""

_IOREG_UUID = re.compile(r'"IOPlatformUUID"\s*=\s*"([^"]+)"')
_IOREG_MOST_S = 5


class Traits(Record, frozen=True):
    """What tells a PC: the system's id of it ("" for none), and the addresses of the cards that are built in."""

    machine_id: str = ""
    addresses: tuple[str, ...] = ()


def mark_of(traits: Traits, session: str) -> str:
    """The mark of such a PC in a session: 16 characters."""
    told = json.dumps([_PURPOSE, session, traits.machine_id, sorted(traits.addresses)])
    return bytes_to_text(hashlib.sha256(told.encode()).digest()[:_MARK_BYTES])


def _text(path: Path) -> str:
    """What a small file of the system says; "" for one that cannot be read."""
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _address(card: Path) -> str:
    """The address of a card that is built in; "" for one that is none, or that can be pulled out.

    A wireless card may send under another address each day: its own one is told elsewhere.
    """
    device = card / "device"
    if not device.exists() or any(part.startswith("usb") for part in device.resolve().parts):
        return ""
    of_radio = _text(card / "phy80211" / "macaddress")
    is_own = _text(card / "addr_assign_type") == _OWN_ADDRESS
    return of_radio or (_text(card / "address") if is_own else "")


def linux_traits(root: Path = Path("/")) -> Traits:
    """The machine id of systemd or D-Bus, and what the kernel says of network cards."""
    machine_id = next(filter(None, (_text(root / name) for name in _MACHINE_IDS)), "")
    try:
        cards = sorted((root / _CARDS).iterdir())
    except OSError:
        cards = []
    return Traits(machine_id, tuple(filter(None, map(_address, cards))))


def _machine_guid() -> str:
    """Windows' id of this installation, from the registry of the machine's own width."""
    registry = import_module("winreg")  # there on Windows alone
    access = registry.KEY_READ | registry.KEY_WOW64_64KEY
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, access) as key:
            return str(registry.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return ""


def windows_traits(guid: Callable[[], str] = _machine_guid, node: Callable[[], int] = uuid.getnode) -> Traits:
    """The MachineGuid, and the address of the card that Windows names first."""
    address = node()
    return Traits(guid(), () if address & _NO_ADDRESS else (f"{address:012x}",))


def _ioreg() -> str:
    """What macOS says of the machine as a whole."""
    try:
        ran = subprocess.run(
            ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"],
            capture_output=True,
            text=True,
            timeout=_IOREG_MOST_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    return ran.stdout


def mac_traits(ioreg: Callable[[], str] = _ioreg) -> Traits:
    """The platform's UUID, which is the machine's and not the installation's."""
    found = _IOREG_UUID.search(ioreg())
    return Traits(found[1] if found else "")


def traits(platform: str = sys.platform) -> Traits:
    """What this system tells of its PC."""
    if platform == "win32":
        return windows_traits()
    return mac_traits() if platform == "darwin" else linux_traits()


def pc_mark(session: str) -> str:
    """The mark of this PC in a session."""
    return mark_of(traits(), session)
