"""Pinning: a PC keeps the site file it was set up with, and takes another only if its own office says so.

The site file lies beside the exam on a stick, where anybody could put theirs. So each PC keeps the first one of a
site in its data folder (`sites/SITE.kcx`) and holds every later one against it: the very same file, or a newer one
that the known office has signed too. A lost office key cannot sign: then each PC is set up anew by hand.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody.site import Site, open_site, open_successor
from kaochang.domain.refusals import Outcome, Refusal, refusals_at
from kaochang.flow.offices import SITE_FILE
from kaochang.flow.our_files import read_ours
from kaochang.machine.safe_files import make_folder, read_whole, replace_file, write_new
from kaochang.sealing.frame import FileType

SITES_FOLDER = "sites"
SITE_FILE_LIMIT = 128 * 1024
"""Largest site file that is read: a full header, a few keys and signatures."""


@dataclass(frozen=True)
class Pinned:
    """What a PC knows of a site now, and what it knew before: None where this is the first."""

    site: Site
    before: Site | None
    data: bytes = field(default=b"", repr=False, compare=False)
    """The file's bytes, to be kept later (`look`, `keep`)."""


def site_path(exam: Path, named: Path | None) -> Path:
    """The site file: the one that is named, else the one that lies beside the sealed exam."""
    return named or exam.with_name(SITE_FILE)


def pinned_path(data_folder: Path, site_id: str) -> Path:
    """Where a PC keeps a site's file; the id is a plain one, or it would have been refused as a header."""
    return data_folder / SITES_FOLDER / f"{site_id}.kcx"


def read_site(path: Path, data_folder: Path) -> Site:
    """The site of the file at `path`, if it is the one this PC has pinned, or pins now, or its rightful successor.

    ROLLBACK for an older version, KEYRING for any other file of that site (`site.open_successor`).
    """
    return pin(path, data_folder).site


def pin(path: Path, data_folder: Path) -> Pinned:
    """The same, telling what was known before."""
    with refusals_at(path):
        return _keep(read_ours(path, SITE_FILE_LIMIT, FileType.SITE), data_folder)


def look(path: Path, data_folder: Path) -> Pinned:
    """The same without keeping anything yet: of a file that nothing has borne out a PC must not remember anything."""
    with refusals_at(path):
        data = read_ours(path, SITE_FILE_LIMIT, FileType.SITE)
        site = open_site(data)
        kept = pinned_path(data_folder, site.id)
        before = _held(data, read_whole(kept, SITE_FILE_LIMIT), kept) if os.path.lexists(kept) else None
    return Pinned(site, before, data)


def keep(looked: Pinned, data_folder: Path) -> None:
    """Keeps what was looked at, by the same rules: another program may have pinned one in between."""
    _keep(looked.data, data_folder)


def _keep(data: bytes, data_folder: Path) -> Pinned:
    site = open_site(data)
    kept = pinned_path(data_folder, site.id)
    if os.path.lexists(kept):  # at every start but the first: nothing is written and synced in vain
        return Pinned(site, _succeed(data, kept))
    make_folder(kept.parent)
    try:
        write_new(kept, data)
    except Refusal as refusal:
        if refusal.outcome is not Outcome.EXISTS:
            raise
        return Pinned(site, _succeed(data, kept))
    return Pinned(site, None)


def _succeed(data: bytes, kept: Path) -> Site:
    """Holds a file against the pinned one and keeps the newer; what was pinned before."""
    pinned = read_whole(kept, SITE_FILE_LIMIT)
    before = _held(data, pinned, kept)
    if data != pinned:
        replace_file(kept, data)
    return before


def _held(data: bytes, pinned: bytes, kept: Path) -> Site:
    """The site of the pinned file, if this one may follow it."""
    try:
        before = open_site(pinned)
    except Refusal as refusal:
        raise Refusal(Outcome.KEYRING, "site.pin-damaged", pin=str(kept)) from refusal
    open_successor(data, pinned)
    return before


def pin_anew(path: Path, data_folder: Path) -> Pinned:
    """Puts a site file in the place of whatever was pinned. For setting a PC up by hand, fingerprint compared."""
    with refusals_at(path):
        data = read_ours(path, SITE_FILE_LIMIT, FileType.SITE)
        site = open_site(data)
    kept = pinned_path(data_folder, site.id)
    try:
        before = open_site(read_whole(kept, SITE_FILE_LIMIT))
    except Refusal:
        before = None  # nothing there, or nothing that can be read: both are replaced
    make_folder(kept.parent)
    replace_file(kept, data)
    return Pinned(site, before)
