"""Keys: made for people, carded, put under another passphrase, and an office's rotated. Nothing is lost on the way.

A file is replaced only when the new one has been opened again under the new passphrase, and in one step: whatever cuts
a verb off leaves files that open, and the same verb again does the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kaochang.custody import key_files, site
from kaochang.custody.key_files import Key, KeyRole
from kaochang.custody.passphrases import check_new_passphrase
from kaochang.custody.site import Office, Site
from kaochang.domain.ports import Clock, Progress, Randomness, no_progress
from kaochang.domain.refusals import Outcome, Refusal, Word, refusals_at
from kaochang.flow import offices
from kaochang.flow.offices import CENTRE_KEY_FILE, KEY_FILE_LIMIT, OFFICE_FILE, SITE_FILE
from kaochang.flow.our_files import read_ours
from kaochang.flow.sticks import keep
from kaochang.flow.trust import fingerprint_of
from kaochang.machine.folders import check_folder, files_under
from kaochang.machine.safe_files import folders_made, forget, open_regular, read_whole, replace_file, write_new
from kaochang.sealing import codes, frame, kdf
from kaochang.sealing.frame import FileType
from kaochang.sealing.kdf import KdfParams

PERSONAL_ROLES = (KeyRole.CENTRE, KeyRole.OPENER, KeyRole.SCORER)
"""Keys that people make for themselves; a session's comes from sealing, a panel's from its chair."""

_UNDER_PASSPHRASE = frozenset({f".{FileType.OFFICE_KEY.extension}", f".{FileType.KEY_FILE.extension}"})


@dataclass(frozen=True)
class MadeKey:
    """A new key: its file, which stays with its holder, and its card, which is given away."""

    key: Key
    file: Path
    card: Path


@dataclass(frozen=True)
class Rotation:
    """An office before and after its rotation. `kept` is where the unreadable old key file lies, None if nowhere."""

    before: Site
    after: Site
    kept: Path | None = None


def make(
    role: KeyRole,
    name: str,
    folder: Path,
    passphrase: str,
    clock: Clock,
    random: Randomness,
    cost: KdfParams = kdf.DEFAULT,
) -> MadeKey:
    """A new key for a person, written with its card into `folder`. EXISTS where one of the names is taken.

    A centre has one key, `centre.kcy`; others carry the first symbols of their fingerprint in their names.
    """
    key = key_files.make_key(role, name, random, clock.wall())
    data = key_files.pack_key(key, passphrase, kdf.new_params(random, cost))
    stem = Path(CENTRE_KEY_FILE).stem
    if role is not KeyRole.CENTRE:
        stem = f"{role.value}-{codes.fingerprint(key.signing).partition('-')[0]}"
    made = MadeKey(key, folder / f"{stem}.kcy", folder / f"{stem}.kcd")
    with folders_made(folder):
        write_new(made.file, data)
        try:
            write_new(made.card, key_files.pack_card(key))
        except Refusal:
            forget(made.file)  # nobody knows of it yet, and a second try must not meet it
            raise
    return made


def check_key_file(path: Path) -> None:
    """Refuses what is no whole key file, before its passphrase is asked for."""
    with refusals_at(path):
        data = read_ours(path, KEY_FILE_LIMIT, FileType.KEY_FILE)
        key_files.read_key_header(frame.unpack(data, FileType.KEY_FILE))


def open_key(path: Path, passphrase: str, role: KeyRole | None = None) -> Key:
    """The key in a key file; CODE for a wrong passphrase, CERT for a key of another role."""
    with refusals_at(path):
        return key_files.open_key(read_ours(path, KEY_FILE_LIMIT, FileType.KEY_FILE), passphrase, role)


def write_card(path: Path, passphrase: str, card: Path) -> Key:
    """Writes the card of a key file to `card`, which must not exist yet; the key."""
    key = open_key(path, passphrase)
    write_new(card, key_files.pack_card(key))
    return key


def change_passphrase(
    paths: Sequence[Path],
    old: str,
    new: str,
    random: Randomness,
    cost: KdfParams = kdf.DEFAULT,
    progress: Progress = no_progress,
) -> tuple[Path, ...]:
    """Puts key files under a new passphrase, of a folder every one below it; the files that were changed.

    None at all means that every file was under the new one already: a cut-off change is finished by the same call.
    Before the first is replaced, all have been opened under the old passphrase and again under the new one: CODE, with
    the file, changes nothing.
    """
    check_new_passphrase(new)
    files = key_files_below(paths)
    changed = {}
    for done, path in enumerate(files):
        progress(done, len(files))
        with refusals_at(path):
            data = _under_new(read_whole(path, KEY_FILE_LIMIT), old, new, kdf.new_params(random, cost))
        if data is not None:
            changed[path] = data
    for path, data in changed.items():
        replace_file(path, data)
    return tuple(changed)


def key_files_below(paths: Sequence[Path]) -> list[Path]:
    """The files that hold private keys: those that are named, and of a folder every one below it.

    MISSING for what is not there and for a folder without any, FRAME for a file that is none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        files = list(files_under([path], _UNDER_PASSPHRASE)) if path.is_dir() else [path]
        if not files:
            raise Refusal(Outcome.MISSING, "keys.none-here", str(path))
        found |= dict.fromkeys(files)
    for file in found:
        with refusals_at(file), open_regular(file) as stream:
            file_type = frame.peek(stream).type
            if f".{file_type.extension}" not in _UNDER_PASSPHRASE:
                raise Refusal(Outcome.FRAME, "keys.not-a-key", what=Word(f"inspect.type.{file_type.value}"))
    return list(found)


def _under_new(data: bytes, old: str, new: str, params: KdfParams) -> bytes | None:
    """A key file under the new passphrase, opened again; None for one that is under it already."""
    try:
        opened = _open(data, old)
    except Refusal as refusal:
        if refusal.outcome is Outcome.CODE and _opens(data, new):
            return None
        raise
    again = _packed(opened, new, params, data)
    _check_same(_open(again, new), opened)
    return again


def _open(data: bytes, passphrase: str) -> Office | Key:
    if frame.unpack(data).type is FileType.OFFICE_KEY:
        return site.open_office(data, passphrase)
    return key_files.open_key(data, passphrase)


def _opens(data: bytes, passphrase: str) -> bool:
    try:
        _open(data, passphrase)
    except Refusal as refusal:
        if refusal.outcome is Outcome.CODE:
            return False
        raise
    return True


def _packed(opened: Office | Key, passphrase: str, params: KdfParams, before: bytes) -> bytes:
    """The file of what was opened; an office's goes on naming the moment its site file was made."""
    if isinstance(opened, Office):
        return site.pack_office(opened, passphrase, params, offices.made_at(before))
    return key_files.pack_key(opened, passphrase, params)


def _check_same(found: Office | Key, expected: Office | Key) -> None:
    """A last look before the only copy of a key is replaced: what went in must come out."""
    if found != expected:
        raise RuntimeError("a key file does not open to what was put into it")


def rotate(folder: Path, passphrase: str, clock: Clock, random: Randomness, cost: KdfParams = kdf.DEFAULT) -> Rotation:
    """Gives an office a new key and its site a new key, under the same passphrase; CODE for a wrong one.

    MISSING where no office is in `folder`. The new site file is signed by both keys; exams of the old one still open
    with it. Every room PC needs it.
    """
    office = offices.open_office(folder, passphrase)
    old_site = read_whole(folder / SITE_FILE, KEY_FILE_LIMIT)
    with refusals_at(folder / SITE_FILE):
        successor = site.rotate(office, old_site, random)
    made = clock.wall()
    key_file = _checked(successor, passphrase, kdf.new_params(random, cost), made)
    site_file = site.pack_site(successor, made)
    site.open_successor(site_file, old_site)
    replace_file(folder / OFFICE_FILE, key_file)  # cut off here, `open_office` makes the site file of this key again
    replace_file(folder / SITE_FILE, site_file)
    return Rotation(office.site, successor.site)


def replace_lost(
    folder: Path, passphrase: str, clock: Clock, random: Randomness, cost: KdfParams = kdf.DEFAULT
) -> Rotation:
    """A new office key for a site whose own is lost or in wrong hands, under a new passphrase; its site file is needed.

    What the lost key certified opens nowhere any more, and each room PC has to be set up anew (`pinning.pin_anew`).
    The old key file, if there is one, is kept under a name of its version. One that opens under this very passphrase
    is not lost: POLICY, because `rotate` costs nobody anything.
    """
    check_new_passphrase(passphrase)
    if _opens_still(folder / OFFICE_FILE, passphrase):
        raise Refusal(Outcome.POLICY, "keys.not-lost", str(folder / OFFICE_FILE))
    old_site = read_whole(folder / SITE_FILE, KEY_FILE_LIMIT)
    with refusals_at(folder / SITE_FILE):
        before = site.open_site(old_site)
        successor = site.replace_lost(old_site, random)
    made = clock.wall()
    key_file = _checked(successor, passphrase, kdf.new_params(random, cost), made)
    kept = _kept(folder, before.version)
    replace_file(folder / OFFICE_FILE, key_file)
    replace_file(folder / SITE_FILE, site.pack_site(successor, made))
    return Rotation(before, successor.site, kept)


def check_lost(folder: Path, *, sure: bool) -> None:
    """Tells what a lost office key costs (POLICY), until somebody is sure; the office's site file must be there."""
    check_folder(folder)
    with refusals_at(folder / SITE_FILE):
        before = site.open_site(read_ours(folder / SITE_FILE, KEY_FILE_LIMIT, FileType.SITE))
    if not sure:
        facts = {"site": before.id, "version": before.version, "fingerprint": fingerprint_of(before.office)}
        raise Refusal(Outcome.POLICY, "keys.lost-unsure", str(folder), **facts)


def _opens_still(path: Path, passphrase: str) -> bool:
    try:
        site.open_office(read_whole(path, KEY_FILE_LIMIT), passphrase)
    except Refusal:  # gone, damaged or under another passphrase: lost it is
        return False
    return True


def _checked(office: Office, passphrase: str, params: KdfParams, made: int) -> bytes:
    """An office's key file, opened again before it replaces anything."""
    data = site.pack_office(office, passphrase, params, made)
    _check_same(site.open_office(data, passphrase), office)
    return data


def _kept(folder: Path, version: int) -> Path | None:
    """Keeps the old key file of an office: a passphrase may come back to mind."""
    path = folder / OFFICE_FILE
    if not path.exists():
        return None
    return folder / keep(folder, f"{path.stem}-{version}{path.suffix}.lost", read_whole(path, KEY_FILE_LIMIT))
