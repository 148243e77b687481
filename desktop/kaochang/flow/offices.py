"""The office's folder: its key, made on first use, and the site file that every room PC is set up with."""

from pathlib import Path

from kaochang.custody import site
from kaochang.custody.passphrases import check_new_passphrase
from kaochang.custody.site import Office
from kaochang.domain.ports import Clock, Randomness
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.machine.safe_files import make_folder, read_whole, replace_file, write_new
from kaochang.sealing import frame, kdf
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams

OFFICE_FILE = "office.kco"
SITE_FILE = "site.kcx"
CENTRE_KEY_FILE = "centre.kcy"
SESSIONS_FOLDER = "sessions"
KEY_FILE_LIMIT = 64 * 1024 + 1024 * 1024
"""Largest key, site or card file that is read: a full header, and the seeds of a session of many rooms."""


def open_office(
    folder: Path, passphrase: str, clock: Clock, random: Randomness, cost: KdfParams = kdf.DEFAULT
) -> Office:
    """The office whose key lies in `folder`, made with its site file on first use.

    CODE for a wrong passphrase, KEYRING where the site file beside it is another office's. A site file that is missing,
    or that a cut-off rotation left behind, is made again: the very file that it was or should be.
    """
    path = folder / OFFICE_FILE
    if path.exists():
        with refusals_at(path):
            data = read_whole(path, KEY_FILE_LIMIT)
            office = site.open_office(data, passphrase)
    else:
        check_new_passphrase(passphrase)
        office = site.make_office(random)
        data = site.pack_office(office, passphrase, kdf.new_params(random, cost), clock.wall())
        make_folder(folder)
        write_new(path, data)
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
