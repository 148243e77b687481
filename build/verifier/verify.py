#!/usr/bin/env python3
"""Reads any file of an exam day, written from docs/formats.md alone: nothing of the program is imported.

    python3 build/dev.py verify FILE... [--site F] [--exam F] [--kit F] [--opener F ...] [--room R] [--ticket T]
        [--passphrase-file F] [--opener-passphrase-file F] [--code-file F] [--room-code-file F] [--pin-file F]
        [--room-key F]

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
}
SECRETS = ("passphrase", "opener_passphrase", "code", "room_code", "pin")
OWN = ("code", "room_code", "pin", "room", "ticket")
"""What is for the file that is judged alone: an exam tells of others before its codes, and a kit has no room."""


def read(data: bytes, known: Known) -> Report:
    """Judges one file."""
    return judge(data, known, READERS)


def known_from(folder: Path, read_with: dict[str, Any]) -> Known:
    """What is known from secrets and from files in a folder, which must be good themselves.

    Each of these files is judged by what the ones before it told.
    """
    openers = tuple(_opener(folder / path, read_with) for path in read_with.get("opener", []))
    known = Known(passphrase=read_with.get("passphrase", ""), openers=openers)
    for name in ("site", "exam", "kit"):
        if name in read_with:
            known = replace(known, **_trusted(name, folder / read_with[name], known).told)
    if "room_key" in read_with:
        known = replace(known, room_key=(folder / read_with["room_key"]).read_bytes())
    return replace(known, **{name: read_with[name] for name in OWN if name in read_with})


def _trusted(name: str, path: Path, known: Known) -> Report:
    report = read_at(path, known)
    if report.refused is not None:
        raise SystemExit(shown(f"--{name}", report))
    return report


def _opener(path: Path, read_with: dict[str, Any]) -> bytes:
    """[17] The private X25519 key of somebody who opens a centre kit together with others."""
    report = _trusted("opener", path, Known(passphrase=read_with.get("opener_passphrase", "")))
    if report.told.get("role") != "opener":
        report.refused = Refused("CERT", "no key of an opener, or no passphrase for it")
        raise SystemExit(shown("--opener", report))
    return bytes(report.told["sealing"])


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
    for name in ("site", "exam", "kit", "room-key", "room", "ticket"):
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
