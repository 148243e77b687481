#!/usr/bin/env python3
"""Reads any file of an exam day, written from docs/formats.md alone: nothing of the program is imported.

    python3 build/dev.py verify FILE... [--site F] [--exam F] [--kit F] [--opener F ...] [--room R] [--ticket T]
        [--passphrase-file F] [--opener-passphrase-file F] [--code-file F] [--room-code-file F] [--pin-file F]
        [--room-key F] [--scorer F] [--scorer-passphrase-file F] [--packet F]

Prints for each file its outcome (section 7), what could be checked with what was given, and the SHA-256 of every
plaintext that came out. Exit status: the highest of the outcomes' exit codes.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from verifier import backups, exam_files, kits, office_files, room_files, session_files
from verifier.judging import Known, Reader, Report, judge
from verifier.page import Refused
from verifier.primitives import sha256

READERS: dict[str, tuple[str, Reader]] = {
    "B": ("ExamHeader", exam_files.exam),
    "N": ("StartSlotsHeader", session_files.start_slots),
    "K": ("KitHeader", kits.centre_kit),
    "P": ("KitHeader", kits.proctor_kit),
    "J": ("LogHeader", room_files.journal),
    "R": ("ResultHeader", room_files.result),
    "M": ("ManifestHeader", room_files.manifest),
    "A": ("ActLogHeader", room_files.act_log),
    "S": ("SiteHeader", office_files.site),
    "O": ("OfficeHeader", office_files.office_key),
    "Y": ("KeyHeader", office_files.key_file),
    "D": ("KeyCardHeader", office_files.key_card),
    "T": ("CheckpointHeader", session_files.checkpoint),
    "L": ("ReceiptListHeader", session_files.receipt_list),
    "E": ("ErrataHeader", session_files.errata),
    "Z": ("BackupHeader", backups.backup),
    "W": ("PacketHeader", session_files.score_packet),
    "G": ("ScoresHeader", session_files.scores),
}
SECRETS = ("passphrase", "opener_passphrase", "scorer_passphrase", "code", "room_code", "pin")
OWN = ("code", "room_code", "pin", "room", "ticket")
"""What is for the file that is judged alone: an exam tells of others before its codes, and a kit has no room."""


def read(data: bytes, known: Known) -> Report:
    """Judges one file."""
    return judge(data, known, READERS)


def known_from(folder: Path, read_with: dict[str, Any]) -> Known:
    """What is known from secrets and from files in a folder, which must be good themselves.

    Each of these files is judged by what the ones before it told.
    """
    openers = [_key("opener", folder / path, read_with)["sealing"] for path in read_with.get("opener", [])]
    known = Known(passphrase=read_with.get("passphrase", ""), openers=tuple(openers))
    for name in ("site", "exam", "kit"):
        if name in read_with:
            known = replace(known, **_trusted(name, folder / read_with[name], known).told)
    if "scorer" in read_with:
        key = _key("scorer", folder / read_with["scorer"], read_with)
        known = replace(known, scorer=key["sealing"], scorer_key=key["signing"])
    if "packet" in read_with:
        path = folder / read_with["packet"]
        known = replace(known, packet_file=sha256(path.read_bytes()), **_trusted("packet", path, known).told)
    if "room_key" in read_with:
        known = replace(known, room_key=(folder / read_with["room_key"]).read_bytes())
    return replace(known, **{name: read_with[name] for name in OWN if name in read_with})


def _trusted(name: str, path: Path, known: Known) -> Report:
    report = read_at(path, known)
    if report.refused is not None:
        raise SystemExit(shown(f"--{name}", report))
    return report


def _key(role: str, path: Path, read_with: dict[str, Any]) -> dict[str, Any]:
    """[17] The keys of somebody's key file: of an opener of a kit, or of a scorer."""
    report = _trusted(role, path, Known(passphrase=read_with.get(f"{role}_passphrase", "")))
    if report.told.get("role") != role:
        report.refused = Refused("CERT", f"no key of this role ({role}), or no passphrase for it")
        raise SystemExit(shown(f"--{role}", report))
    return report.told


def shown(name: str, report: Report) -> str:
    """One file's lines."""
    lines = [f"{name}: {report.outcome} ({report.exit_code}) {report.kind}".rstrip()]
    lines += [f"  why: {report.refused}"] if report.refused else []
    lines += [f"  checked: {', '.join(report.checked)}"] if report.checked else []
    lines += [f"  plaintext: {label} {sha256(data).hex()}" for label, data in report.plain.items()]
    return "\n".join(lines)


def _secret(path: Path | None) -> str:
    return path.read_text("utf-8-sig").partition("\n")[0].strip("\r") if path else ""


def read_at(path: Path, known: Known) -> Report:
    """Judges the file at a path."""
    try:
        return read(path.read_bytes(), known)
    except OSError as error:
        outcome = {FileNotFoundError: "MISSING", IsADirectoryError: "NOT_A_FILE"}.get(type(error), "IO")
        return Report(refused=Refused(outcome, error.strerror or ""))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    for name in ("site", "exam", "kit", "room-key", "scorer", "packet", "room", "ticket"):
        parser.add_argument(f"--{name}", metavar=name[0].upper() if name in ("room", "ticket") else "F")
    parser.add_argument("--opener", action="append", metavar="F")
    for name in SECRETS:
        parser.add_argument(f"--{name.replace('_', '-')}-file", type=Path, metavar="F")
    given = vars(parser.parse_args())
    files = given.pop("files")
    secrets = {name: _secret(given.pop(f"{name}_file")) for name in SECRETS}
    named = {name: value for name, value in given.items() if value}
    known = known_from(Path(), secrets | named)
    reports = {path: read_at(path, known) for path in files}
    for path, report in reports.items():
        print(shown(str(path), report))
    return max(report.exit_code for report in reports.values())


if __name__ == "__main__":
    sys.exit(main())
