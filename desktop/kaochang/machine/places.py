"""Where things lie on this machine: what ships with the program, and what it keeps for its user."""

import os
import sys
from pathlib import Path


def resources() -> Path:
    """The folder of fonts, words and theme: beside the program when frozen, else in the source tree."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).resolve().parents[3] / "resources"


def data_folder() -> Path:
    """This user's data folder for the program, by the custom of the system; not made here."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Kaochang"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Kaochang"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "kaochang"
