#!/usr/bin/env python3
"""Makes the fault corpus: small files with one fault each, from the golden files, byte for byte the same each time.

    python3 build/verifier/corpus.py [--golden DIR] [--out DIR]

Beside the files lies index.json: for each its base, the fault in words, what it is read with, the outcome that every
reader must come to, and the SHA-256 of each plaintext that may come out. Whoever writes another reader runs it on this.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from verifier import (
    faults_attempts,
    faults_exams,
    faults_frame,
    faults_header,
    faults_later,
    faults_office,
    faults_rooms,
    faults_scoring,
    faults_signatures,
)
from verifier.primitives import sha256
from verifier.samples import Fault, Golden
from verifier.writing import chance_of

BANKS = Path(__file__).resolve().parents[2] / "banks"
THEMES = (
    *(faults_frame, faults_header, faults_signatures),
    *(faults_attempts, faults_rooms, faults_office, faults_exams, faults_later, faults_scoring),
)
FAULTS: list[Fault] = [fault for theme in THEMES for fault in theme.FAULTS]
BASES = {
    "site": "quick/site.kcx",
    "next-site": "quick/site-2.kcx",
    "office-key": "quick/office-2.kco",
    "key-file": "quick/centre.kcy",
    "session-key": "quick/session.kcy",
    "key-card": "quick/centre.kcd",
    "exam": "quick/session.kcb",
    "certified-exam": "certified/session.kcb",
    "start-slots": "certified/session.kcn",
    "centre-kit": "quick/centre.kck",
    "quorum-kit": "certified/centre.kck",
    "proctor-kit": "quick/R01.kcp",
    "journal": "quick/T1.kcj",
    "result": "quick/T1.kcr",
    "manifest": "quick/R01-001.kcm",
    "act-log": "quick/R01-002.kca",
    "checkpoint": "quick/checkpoint-1.kct",
    "later-checkpoint": "quick/checkpoint-2.kct",
    "receipt-list": "quick/receipts.kcl",
    "errata": "quick/errata-2.kce",
    "backup": "certified/backup.kcz",
    "score-packet": "quick/packet.kcw",
    "certified-score-packet": "certified/packet.kcw",
    "scores": "quick/scores.kcs",
}

Entry = dict[str, Any]


def made(golden: Golden, fault: Fault) -> tuple[bytes, Entry]:
    """One file and its line of the index."""
    slug = re.sub(r"[^a-z0-9]+", "-", fault.words.lower()).strip("-")
    sample = golden.sample(BASES[fault.base], chance_of(f"{fault.base} {slug}"))
    result = fault.make(sample)
    everything = dict(sample.plain) if fault.outcome == "OK" else {}
    data, plain = result if isinstance(result, tuple) else (result, everything)
    read_with = {name: said for name, said in (sample.read_with | fault.read_with).items() if said}
    entry = {
        "file": f"{fault.base}-{slug}{Path(sample.name).suffix}",
        "base": sample.name,
        "fault": fault.words,
        "read_with": read_with,
        "outcome": fault.outcome,
        "released": {label: sha256(each).hex() for label, each in sorted(plain.items())},
    }
    return data, entry


def corpus(golden: Golden) -> Iterator[tuple[bytes, Entry]]:
    """Every file of the corpus with its line of the index."""
    return (made(golden, fault) for fault in FAULTS)


def write(golden: Golden, out: Path) -> int:
    """Writes the corpus into a folder; how many files."""
    out.mkdir(parents=True, exist_ok=True)
    entries = []
    for data, entry in corpus(golden):
        (out / entry["file"]).write_bytes(data)
        entries.append(entry)
    (out / "index.json").write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return len(entries)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--golden", type=Path, default=BANKS / "golden/v1")
    parser.add_argument("--out", type=Path, default=BANKS / "corpus")
    given = parser.parse_args()
    print(f"{write(Golden(given.golden), given.out)} files in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
