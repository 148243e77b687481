"""What inspect and verify say of site files, key files, cards and backups."""

from pathlib import Path

from kaochang.custody import backups, key_files
from kaochang.custody.key_files import KeyCardHeader, KeyHeader
from kaochang.custody.site import open_site, read_office_header, read_site_header
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.values import text_to_bytes
from kaochang.flow.offices import KEY_FILE_LIMIT
from kaochang.flow.trust import Facts, Trust, fingerprint_of
from kaochang.machine.safe_files import open_regular, read_whole
from kaochang.sealing import frame


def site_facts(path: Path, trust: Trust | None) -> Facts:
    """A site file; KEYRING for any but the one that trust starts from."""
    data = read_whole(path, KEY_FILE_LIMIT)
    site = open_site(data)
    if trust is not None and trust.site_file() != site:
        raise Refusal(Outcome.KEYRING, "site")
    made = read_site_header(frame.unpack(data)).made
    prints = tuple(fingerprint_of(each.office) for each in site.former)
    former = (("former", prints),) if prints else ()
    return (
        ("site", site.id),
        ("version", site.version),
        ("signed-by", fingerprint_of(site.office)),
        *former,
        ("made", made),
    )


def office_facts(path: Path, trust: Trust | None) -> Facts:
    """An office key file; KEYRING for another office's than the site file's."""
    header = read_office_header(frame.unpack(read_whole(path, KEY_FILE_LIMIT)))
    if trust is not None and header.office != trust.site_file().office:
        raise Refusal(Outcome.KEYRING, "site")
    return (
        ("site", header.site),
        ("version", header.version),
        ("signed-by", fingerprint_of(header.office)),
        ("made", header.made),
    )


def _key_facts(header: KeyHeader | KeyCardHeader, trust: Trust | None) -> Facts:
    """A key is judged only where the exam names it as its centre's: any other is told by its fingerprint, by people."""
    if trust is not None and text_to_bytes(header.signing) != trust.centre_key():
        raise Refusal(Outcome.KEYRING, "verify.whose-key")
    sealing = (("sealing-key", fingerprint_of(header.sealing)),) if header.sealing else ()
    return (
        ("role", header.role.value),
        ("name", header.name),
        ("signed-by", fingerprint_of(header.signing)),
        *sealing,
        ("made", header.made),
    )


def key_file_facts(path: Path, trust: Trust | None) -> Facts:
    """A key file; KEYRING unless it is the key of the exam's centre."""
    return _key_facts(key_files.read_key_header(frame.unpack(read_whole(path, KEY_FILE_LIMIT))), trust)


def card_facts(path: Path, trust: Trust | None) -> Facts:
    """A key card; KEYRING unless it is that of the exam's centre."""
    return _key_facts(key_files.open_card(read_whole(path, KEY_FILE_LIMIT)), trust)


def backup_facts(path: Path, trust: Trust | None) -> Facts:
    """A backup, every byte of it; KEYRING where somebody's trust is asked for: no key but its own signs it."""
    with open_regular(path) as stream:
        header, head = backups.read_backup_header(stream)
        backups.check_body(stream, header, head)
    if trust is not None:
        raise Refusal(Outcome.KEYRING, "verify.backup")
    return (("made", header.made), ("size", head.body_length), ("signed-by", fingerprint_of(header.signing)))
