"""How the windows of office and centre look and speak for this user, as they chose it there."""

import logging
from pathlib import Path

import msgspec

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import Value, from_plain, to_json
from kaochang.machine.safe_files import make_folder, read_whole, replace_file

_log = logging.getLogger(__name__)

_FILE = "appearance.json"
_MOST = 4096


class Appearance(Value, frozen=True):
    """The language, and the table of colours by its name; "" for what nobody chose yet."""

    language: str = ""
    theme: str = ""


def load(data: Path) -> Appearance:
    """What was chosen last in a program's data folder; what cannot be read was never chosen, and the log says so."""
    try:
        return from_plain(Appearance, msgspec.json.decode(read_whole(data / _FILE, _MOST)))
    except Refusal as refusal:
        if refusal.outcome is not Outcome.MISSING:
            _log.warning("the choice of language and colours cannot be read: %s", refusal.key)
    except msgspec.DecodeError:
        _log.warning("the choice of language and colours is damaged")
    return Appearance()


def save(data: Path, chosen: Appearance) -> None:
    """Keep a choice for the next start."""
    make_folder(data)
    replace_file(data / _FILE, to_json(chosen))
