"""The office's folder: its key, made once, and the site file that every room PC is set up with."""

from pathlib import Path

from kaochang.custody import site
from kaochang.custody.passphrases import check_new_passphrase
from kaochang.custody.site import Office
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.machine.folders import check_folder
from kaochang.machine.safe_files import folders_made, io_refusals, read_whole, replace_file, write_new
from kaochang.sealing import frame, kdf
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams

OFFICE_FILE = "office.kco"
SITE_FILE = "site.kcx"
CENTRE_KEY_FILE = "centre.kcy"
SESSIONS_FOLDER = "sessions"
KEY_FILE_LIMIT = 64 * 1024 + 1024 * 1024
"""Largest key, site or card file that is read: a full header, and the seeds of a session of many rooms."""


def check_place(folder: Path, *, new: bool) -> None:
    """Refuses a folder where no office can be opened or, for a new one, made: before a passphrase is asked for.

    MISSING where no office is: a mistyped folder must not give a second one, of which backups, rotations and PCs know
    nothing. A new one is never made beside anything (EXISTS).
    """
    if folder.exists():
        check_folder(folder)
    is_here = (folder / OFFICE_FILE).exists()
    if new and is_here:
        raise Refusal(Outcome.EXISTS, "office.is-here", str(folder))
    if new and _holds_anything(folder):
        raise Refusal(Outcome.EXISTS, "office.not-empty", str(folder))
    if not new and not is_here:
        raise Refusal(Outcome.MISSING, "office.none-here", str(folder))


def check_office(folder: Path) -> None:
    """Refuses a folder whose office key file is not there (MISSING) or is none, or not whole; without a passphrase."""
    check_place(folder, new=False)
    with refusals_at(folder / OFFICE_FILE):
        made_at(read_whole(folder / OFFICE_FILE, KEY_FILE_LIMIT))


def _holds_anything(folder: Path) -> bool:
    """Whether anything lies in a folder but what systems and cut-off programs hide there."""
    with io_refusals(folder):
        return folder.exists() and any(not path.name.startswith(".") for path in folder.iterdir())


def make_office(
    folder: Path, passphrase: str, clock: Clock, random: Randomness, cost: KdfParams = kdf.DEFAULT
) -> Office:
    """A new office with its site file, in a folder of its own; refused as `check_place` says."""
    check_place(folder, new=True)
    check_new_passphrase(passphrase)
    office = site.make_office(random)
    data = site.pack_office(office, passphrase, kdf.new_params(random, cost), clock.wall())
    with folders_made(folder):
        write_new(folder / OFFICE_FILE, data)
    return _with_site_file(folder, office, data)


def open_office(folder: Path, passphrase: str) -> Office:
    """The office whose key lies in `folder`.

    MISSING where none does, CODE for a wrong passphrase, KEYRING where the site file beside it is another office's. A
    site file that is missing, or that a cut-off rotation left behind, is made again: the very file it was or should be.
    """
    check_place(folder, new=False)
    path = folder / OFFICE_FILE
    with refusals_at(path):
        data = read_whole(path, KEY_FILE_LIMIT)
        office = site.open_office(data, passphrase)
    return _with_site_file(folder, office, data)


def _with_site_file(folder: Path, office: Office, data: bytes) -> Office:
    with refusals_at(folder / SITE_FILE):
        _keep_site_file(folder / SITE_FILE, office, made_at(data))
    return office


def made_at(data: bytes) -> int:
    """When an office key file and its site file were made: they name the same moment (wall, ms)."""
    return site.read_office_header(frame.unpack(data, FileType.OFFICE_KEY)).made


def _keep_site_file(path: Path, office: Office, made: int) -> None:
    right = site.pack_site(office, made)
    if not path.exists():
        write_new(path, right)
        return
    found = site.open_site(read_whole(path, KEY_FILE_LIMIT))
    if found.id == office.site.id and found.version < office.site.version:
        replace_file(path, right)
    elif found != office.site:
        raise Refusal(Outcome.KEYRING, "site.not-the-offices")
