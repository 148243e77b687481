"""Bad input at every verb: one line that says what and what next, an exit code of its kind, nothing half-written."""

import contextlib
import errno
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest
import sqlite_utils
from kaochang.domain.refusals import BUG_EXIT, Outcome
from support.exam_day import ROSTER, ExamDay, kaochang, login
from support.small_paper import GOOD, KEY, PAPER

CODES = {outcome.name: int(outcome) for outcome in Outcome}
BANKS = Path(__file__).resolve().parents[2] / "banks" / "papers"


class Materials:
    """Everything that can be handed to a verb by mistake. `out` is the folder that a refused verb must leave empty."""

    def __init__(self, folder, day, stick):
        self.folder, self.day, self.stick = folder, day, stick
        self.missing = folder / "missing"
        self.directory = folder / "directory"
        self.directory.mkdir()
        self.empty = self._file("empty", b"")
        self.garbage = self._file("garbage", bytes(range(7, 256)) * 40)
        self.text = self._file("note.txt", "只是一张便条。\n".encode())
        self.other = self._other_session()
        self.wrong_code = self._file("wrong-code", self.other.start_code.encode())
        self.no_code = self._file("no-code", "没有码".encode())
        self.wrong_passphrase = self._file("wrong-passphrase", "另一句口令-0000".encode())
        self.code, self.passphrase = day.code_file, day.passphrase_file
        self.centre = folder / "centre.db"
        day.merge(self.centre, stick)
        self.result = next(stick.rglob("*.kcr"))
        self.pc = folder / "pc"
        day.sit("R01", day.script(login(2), GOOD, hand_in=False), self.pc)
        self.out = folder / "out"

    def _file(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def _other_session(self):
        other = ExamDay(self.folder / "other")
        other.folder.mkdir()
        other.read(PAPER + KEY)
        other.seal(other.assemble(), roster="\n".join(ROSTER.splitlines()[:2]))
        return other

    def keys(self, *words):
        return ["keys", *words]

    def make_key(self, *, role="opener", name="王", out=None, passphrase=None):
        given = ["--role", role, "--name", name, "--out", out or self.out]
        return ["keys", "make", *given, "--passphrase-file", passphrase or self.passphrase]

    def new_passphrase(self, folder, *, old=None, new=None):
        given = ["--passphrase-file", old or self.passphrase, "--new-passphrase-file", new or self.wrong_passphrase]
        return ["keys", "passphrase", folder, *given]

    def rotate(self, office, passphrase=None):
        return ["keys", "rotate", "--office", office, "--passphrase-file", passphrase or self.passphrase]

    def reissue(self, key):
        given = ["--exam", self.day.exam, "--proctors", self.day.sealed / "proctors", "--out", self.out / "new"]
        return ["keys", "reissue", key, *given, "--passphrase-file", self.passphrase]

    def backup(self, *what, out=None, passphrase=None):
        return ["backup", *what, "--out", out or self.out / "b.kcz", "--passphrase-file", passphrase or self.passphrase]

    def restore(self, file, *, out=None):
        return ["restore", file, "--out", out or self.out / "new", "--passphrase-file", self.passphrase]

    def cut(self, path):
        """Two thirds of a file, as a stick pulled too early leaves it."""
        return self._file(f"cut-{path.name}", path.read_bytes()[: path.stat().st_size * 2 // 3])

    def flipped(self, path, at):
        """A file with one bit turned over, `at` bytes from its start or (below 0) from its end."""
        data = bytearray(path.read_bytes())
        data[at] ^= 1
        return self._file(f"flipped-{at}-{path.name}", bytes(data))

    def beside_site(self, exam):
        """The same exam under the site file of its own office."""
        return [exam, "--site", self.day.exam.with_name("site.kcx")]

    def seal(self, *, roster=None, out=None, passphrase=None, bank=None, exam="回访专员上岗小测", office=None):
        given = ["--exam", exam, "--roster", roster or self.day.folder / "roster.csv"]
        given += ["--office", office or self.day.office, "--out", out or self.out]
        return ["seal", bank or self.day.bank, *given, "--passphrase-file", passphrase or self.passphrase]

    def unlock(self, *exam, room="R01", code=None):
        return ["unlock", *(exam or [self.day.exam]), "--room", room, "--code-file", code or self.code]

    def sit(self, script, *exam, code=None):
        given = ["--room", "R01", "--data", self.out, "--script", script, "--code-file", code or self.code]
        return ["sit", *(exam or [self.day.exam]), *given]

    def script(self, text):
        return self._file("script.json", text.encode())

    def good_script(self):
        return self.day.script(login(1), GOOD)

    def collect(self, *sources, kit=None, code=None, to=None):
        given = ["--kit", kit or self.day.proctor_kit("R01"), "--to", to or self.out, "--code-file", code or self.code]
        given += ["--data", self.out.parent / "proctor-pc"]
        return ["collect", *(sources or [self.stick]), *given]

    def merge(self, *sources, kit=None, db=None, passphrase=None):
        given = ["--kit", kit or self.day.centre_kit, "--db", db or self.out / "centre.db"]
        return ["merge", *(sources or [self.stick]), *given, "--passphrase-file", passphrase or self.passphrase]

    def receipts(self, *, kit=None, db=None, passphrase=None, out=None):
        given = ["--kit", kit or self.day.centre_kit, "--out", out or self.out / "receipts.kcl"]
        return ["receipts", db or self.centre, *given, "--passphrase-file", passphrase or self.passphrase]

    def release(self, *options):
        return ["release", self.day.exam, "--data", self.pc, *options]

    def erratum(self, *options, key=None, passphrase=None, exam=None, item="单选题#1", out=None):
        kept = self.day.office / "sessions" / f"{self.day.session}.kcy"
        site = ["--site", self.day.exam.with_name("site.kcx")]
        given = ["--exam", exam or self.day.exam, *site, "--item", item, "--action", "withdraw", *options]
        given += ["--out", out or self.out / "one.kce", "--passphrase-file", passphrase or self.passphrase]
        return ["erratum", key or kept, *given, *(() if options else ("--text", "作废"))]

    def verify(self, *files, site=None, exam=None):
        trust = ["--site", site or self.day.exam.with_name("site.kcx"), "--exam", exam or self.day.exam]
        return ["verify", *files, *trust]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, sealed_day, collected):
    return Materials(tmp_path_factory.mktemp("materials"), sealed_day, collected / "R01")


@pytest.fixture
def materials(prepared, tmp_path):
    prepared.out = tmp_path / "out"
    prepared.out.mkdir()
    return prepared


KINDS_OF_FILE = {
    "missing": "MISSING",
    "directory": "NOT_A_FILE",
    "empty": "EMPTY",
    "garbage": "FRAME",
    "text": "FRAME",
}
"""What a verb says about a file of ours that is none."""

TABLE = {
    # read: whatever cannot be read at all is PAPER, by the contract of `kaochang read`
    **{
        f"read {kind}": ("PAPER", lambda m, kind=kind: ["read", getattr(m, kind)])
        for kind in KINDS_OF_FILE
        if kind != "text"
    },
    "read a cut Word file": ("PAPER", lambda m: ["read", m.cut(BANKS / "after-sales-specialist.docx")]),
    "read one of our own files": ("PAPER", lambda m: ["read", m.day.exam]),
    "read with a missing key": ("PAPER", lambda m: ["read", m.text, "--key", m.missing]),
    "read into a folder": ("NOT_A_FILE", lambda m: ["read", BANKS / "outbound-agent.txt", "--into", m.directory]),
    "read into a text": ("PAYLOAD", lambda m: ["read", BANKS / "outbound-agent.txt", "--into", m.text]),
    "read into nowhere": ("MISSING", lambda m: ["read", BANKS / "outbound-agent.txt", "--into", m.missing / "bank"]),
    "read out to a file": ("NOT_A_FILE", lambda m: ["read", BANKS / "outbound-agent.txt", "-o", m.text]),
    "read nothing": ("USAGE", lambda m: ["read"]),
    # assemble, set-key
    "assemble missing": ("MISSING", lambda m: ["assemble", m.missing]),
    "assemble directory": ("NOT_A_FILE", lambda m: ["assemble", m.directory]),
    "assemble empty": ("EMPTY", lambda m: ["assemble", m.empty]),
    "assemble text": ("PAYLOAD", lambda m: ["assemble", m.text]),
    "assemble a cut bank": ("PAYLOAD", lambda m: ["assemble", m.cut(m.day.bank)]),
    "assemble the centre's database": ("PAYLOAD", lambda m: ["assemble", m.centre]),
    "assemble a paper that is not there": ("MISSING", lambda m: ["assemble", m.day.bank, "--paper", "99"]),
    "assemble less an item that is not there": (
        "MISSING",
        lambda m: ["assemble", m.day.bank, "--leave-out", "单选题#99"],
    ),
    "assemble with points that are none": ("USAGE", lambda m: ["assemble", m.day.bank, "--points", "single=many"]),
    "assemble with a pass mark below 0": ("USAGE", lambda m: ["assemble", m.day.bank, "--pass-mark=-1"]),
    "assemble with a pass mark that would fill the memory": (
        "USAGE",
        lambda m: ["assemble", m.day.bank, "--pass-mark", "1e9999999"],
    ),
    "assemble with a pass mark over nothing": ("USAGE", lambda m: ["assemble", m.day.bank, "--pass-mark", "1/0"]),
    "assemble for no minutes": ("USAGE", lambda m: ["assemble", m.day.bank, "--duration", "0"]),
    "assemble with findings passed by nobody": ("USAGE", lambda m: ["assemble", m.day.bank, "--pass-findings", "理由"]),
    "set-key missing": ("MISSING", lambda m: ["set-key", m.missing, "--item", "a", "--key", "B", "--by", "丁"]),
    "set-key twice": ("CONFLICT", lambda m: ["set-key", m.day.bank, "--item", "单选题#1", "--key", "C", "--by", "丁"]),
    "set-key of no item": (
        "MISSING",
        lambda m: ["set-key", m.day.bank, "--item", "单选题#9", "--key", "C", "--by", "丁"],
    ),
    "set-key in a wrong form": (
        "PAYLOAD",
        lambda m: ["set-key", m.day.bank, "--item", "单选题#1", "--key", "Q", "--by", "丁"],
    ),
    "set-key by nobody": ("USAGE", lambda m: ["set-key", m.day.bank, "--item", "单选题#1", "--key", "B", "--by", " "]),
    # seal
    "seal missing": ("MISSING", lambda m: m.seal(bank=m.missing)),
    "seal empty": ("EMPTY", lambda m: m.seal(bank=m.empty)),
    "seal an exam that is not there": ("MISSING", lambda m: m.seal(exam="没有这场考试")),
    "seal a missing roster": ("MISSING", lambda m: m.seal(roster=m.missing)),
    "seal a folder for a roster": ("NOT_A_FILE", lambda m: m.seal(roster=m.directory)),
    "seal an empty roster": ("EMPTY", lambda m: m.seal(roster=m.empty)),
    "seal garbage for a roster": ("PAYLOAD", lambda m: m.seal(roster=m.garbage)),
    "seal a note for a roster": ("PAYLOAD", lambda m: m.seal(roster=m.text)),
    "seal with a wrong passphrase": ("CODE", lambda m: m.seal(passphrase=m.wrong_passphrase)),
    "seal with a missing passphrase": ("MISSING", lambda m: m.seal(passphrase=m.missing)),
    "seal with an empty passphrase": ("EMPTY", lambda m: m.seal(passphrase=m.empty)),
    "seal with a passphrase that is no text": (
        "PAYLOAD",
        lambda m: m.seal(passphrase=m._file("latin", b"caf\xe9-2026")),
    ),
    "seal with a short passphrase": (
        "POLICY",
        lambda m: [*m.seal(passphrase=m._file("short", b"kurz"), office=m.out / "office"), "--new-office"],
    ),
    "seal with an office that is not there": ("MISSING", lambda m: m.seal(office=m.out / "ofice")),
    "seal with a file for an office": ("NOT_A_FILE", lambda m: m.seal(office=m.text)),
    "seal with a new office over the old one": ("EXISTS", lambda m: [*m.seal(), "--new-office"]),
    "seal with a new office among other things": (
        "EXISTS",
        lambda m: [*m.seal(office=m.day.folder), "--new-office"],
    ),
    "seal a window shorter than the exam": (
        "POLICY",
        lambda m: [*m.seal(), "--opens", "2126-11-21 09:00", "--closes", "2126-11-21 09:30"],
    ),
    "seal over an older sealing": ("EXISTS", lambda m: m.seal(out=m.day.sealed)),
    "seal into a file": ("NOT_A_FILE", lambda m: m.seal(out=m.text)),
    "seal a session that closes first": (
        "POLICY",
        lambda m: [*m.seal(), "--opens", "2026-11-21 09:30", "--closes", "2026-11-21 09:00"],
    ),
    "seal on a day without a time": ("USAGE", lambda m: [*m.seal(), "--opens", "2026-11-21"]),
    "seal on no day": ("USAGE", lambda m: [*m.seal(), "--opens", "tomorrow"]),
    "seal in the year 1": ("USAGE", lambda m: [*m.seal(), "--opens", "0001-01-01 00:00"]),
    "seal after the last year": ("USAGE", lambda m: [*m.seal(), "--closes", "9999-12-31 23:59"]),
    "seal a room without candidates": (
        "POLICY",
        lambda m: [*m.seal(), *(part for name in ("一号教室", "二号教室", "三号教室") for part in ("--room", name))],
    ),
    # unlock
    **{
        f"unlock {kind}": (code, lambda m, kind=kind: m.unlock(*m.beside_site(getattr(m, kind))))
        for kind, code in KINDS_OF_FILE.items()
    },
    "unlock cut": ("FRAME", lambda m: m.unlock(*m.beside_site(m.cut(m.day.exam)))),
    "unlock a centre kit": ("FRAME", lambda m: m.unlock(*m.beside_site(m.day.centre_kit))),
    "unlock an altered header": ("SIGNATURE", lambda m: m.unlock(*m.beside_site(m.flipped(m.day.exam, 40)))),
    "unlock with a room key that nothing needs": (
        "USAGE",
        lambda m: [*m.unlock(), "--room-key", m._file("R01.kroom", bytes(32))],
    ),
    "unlock with a room code that nothing needs": ("USAGE", lambda m: [*m.unlock(), "--room-code-file", m.code]),
    "unlock an exam that is missing beside a site file that is too": ("MISSING", lambda m: m.unlock(m.missing)),
    "unlock a kit without any site file": ("FRAME", lambda m: m.unlock(m.day.centre_kit)),
    "unlock with the exam for a site file": ("FRAME", lambda m: m.unlock(m.day.exam, "--site", m.day.exam)),
    "unlock without its site file": ("MISSING", lambda m: m.unlock(m._file("alone.kcb", m.day.exam.read_bytes()))),
    "unlock with another office's site file": (
        "CERT",
        lambda m: m.unlock(m.day.exam, "--site", m.other.exam.with_name("site.kcx")),
    ),
    "unlock with a wrong code": ("CODE", lambda m: m.unlock(code=m.wrong_code)),
    "unlock with something that is no code": ("CODE", lambda m: m.unlock(code=m.no_code)),
    "unlock with a missing code file": ("MISSING", lambda m: m.unlock(code=m.missing)),
    "unlock without any code": ("CODE", lambda m: ["unlock", m.day.exam, "--room", "R01"]),
    "unlock without a room": ("POLICY", lambda m: ["unlock", m.day.exam, "--code-file", m.code]),
    "unlock a room that is not there": ("CONTEXT", lambda m: m.unlock(room="R09")),
    # sit
    **{
        f"sit {kind}": (code, lambda m, kind=kind: m.sit(m.good_script(), *m.beside_site(getattr(m, kind))))
        for kind, code in KINDS_OF_FILE.items()
    },
    "sit cut": ("FRAME", lambda m: m.sit(m.good_script(), *m.beside_site(m.cut(m.day.exam)))),
    "sit with a wrong code": ("CODE", lambda m: m.sit(m.good_script(), code=m.wrong_code)),
    "sit by a missing script": ("MISSING", lambda m: m.sit(m.missing)),
    "sit by a folder": ("NOT_A_FILE", lambda m: m.sit(m.directory)),
    "sit by garbage": ("PAYLOAD", lambda m: m.sit(m.garbage)),
    "sit by an empty script": ("PAYLOAD", lambda m: m.sit(m.empty)),
    "sit by a script of another form": ("PAYLOAD", lambda m: m.sit(m.script('{"steps": 3}'))),
    "sit by a script that waits backwards": (
        "PAYLOAD",
        lambda m: m.sit(m.script('{"login": {}, "steps": [{"wait": -1}]}')),
    ),
    "sit by a script with an item that is not there": (
        "MISSING",
        lambda m: m.sit(m.day.script(login(1), {"单选题#99": "B"})),
    ),
    "sit by a script with a response that its item cannot have": (
        "PAYLOAD",
        lambda m: m.sit(m.day.script(login(1), {"单选题#1": "Z"})),
    ),
    "sit with a PIN that nothing needs": ("USAGE", lambda m: [*m.sit(m.good_script()), "--pin-file", m.code]),
    "sit in a window with a code in a file": ("USAGE", lambda m: ["sit", m.day.exam, "--code-file", m.code]),
    "sit as a stranger": (
        "POLICY",
        lambda m: m.sit(m.script('{"login": {"name": "无此人", "person": "G0"}, "steps": []}')),
    ),
    "sit as nobody": ("POLICY", lambda m: m.sit(m.script('{"login": {}, "steps": []}'))),
    # hand-in
    "hand-in missing": ("MISSING", lambda m: ["hand-in", *m.beside_site(m.missing), "--ticket", "T0002"]),
    "hand-in empty": ("EMPTY", lambda m: ["hand-in", *m.beside_site(m.empty), "--ticket", "T0002"]),
    "hand-in of a stranger": (
        "CONTEXT",
        lambda m: ["hand-in", m.day.exam, "--room", "R01", "--ticket", "T0003", "--data", m.pc],
    ),
    "hand-in of somebody who never sat here": (
        "MISSING",
        lambda m: ["hand-in", m.day.exam, "--room", "R01", "--ticket", "T0001", "--data", m.pc],
    ),
    "hand-in with a wrong code": (
        "CODE",
        lambda m: [
            "hand-in",
            m.day.exam,
            "--room",
            "R01",
            "--ticket",
            "T0002",
            "--data",
            m.pc,
            "--code-file",
            m.wrong_code,
        ],
    ),
    # collect
    **{
        f"collect with {kind} for a kit": (code, lambda m, kind=kind: m.collect(kit=getattr(m, kind)))
        for kind, code in KINDS_OF_FILE.items()
    },
    "collect with a cut kit": ("FRAME", lambda m: m.collect(kit=m.cut(m.day.proctor_kit("R01")))),
    "collect with a centre kit": ("FRAME", lambda m: m.collect(kit=m.day.centre_kit)),
    "collect with a wrong code": ("CODE", lambda m: m.collect(code=m.wrong_code)),
    "collect from nowhere": ("MISSING", lambda m: m.collect(m.missing)),
    "collect from a place without any file of the room": ("MISSING", lambda m: m.collect(m.directory)),
    "collect with an unknown kind of incident": ("USAGE", lambda m: [*m.collect(), "--incident", "停电"]),
    "collect with empty notes": ("EMPTY", lambda m: [*m.collect(), "--notes-file", m._file("blank", b" \n")]),
    "collect somebody absent and on paper": (
        "USAGE",
        lambda m: [*m.collect(), "--absent", "T0002", "--on-paper", "T0002"],
    ),
    "collect with notes on the command line": ("USAGE", lambda m: [*m.collect(), "--notes", "二号机位"]),
    "collect with notes from nowhere": ("MISSING", lambda m: [*m.collect(), "--notes-file", m.missing]),
    "collect with notes that are no text": ("PAYLOAD", lambda m: [*m.collect(), "--notes-file", m.garbage]),
    "collect an absent stranger": ("CONTEXT", lambda m: [*m.collect(), "--absent", "T0003"]),
    "collect onto a file": ("NOT_A_FILE", lambda m: m.collect(to=m.text)),
    # merge
    **{
        f"merge with {kind} for a kit": (code, lambda m, kind=kind: m.merge(kit=getattr(m, kind)))
        for kind, code in KINDS_OF_FILE.items()
    },
    "merge with a cut kit": ("FRAME", lambda m: m.merge(kit=m.cut(m.day.centre_kit))),
    "merge with a proctor kit": ("FRAME", lambda m: m.merge(kit=m.day.proctor_kit("R01"))),
    "merge with an altered kit": ("SIGNATURE", lambda m: m.merge(kit=m.flipped(m.day.centre_kit, -400))),
    "merge with a wrong passphrase": ("CODE", lambda m: m.merge(passphrase=m.wrong_passphrase)),
    "merge from nowhere": ("MISSING", lambda m: m.merge(m.missing)),
    "merge into a folder": ("NOT_A_FILE", lambda m: m.merge(db=m.directory)),
    "merge into a text": ("PAYLOAD", lambda m: m.merge(db=m.text)),
    "merge into a bank": ("PAYLOAD", lambda m: m.merge(db=m.day.bank)),
    "merge into another session's database": (
        "CONTEXT",
        lambda m: m.merge(kit=m.other.centre_kit, db=m.centre, passphrase=m.other.passphrase_file),
    ),
    # mark, report
    **{
        f"{verb} {kind}": (
            "PAYLOAD" if code == "FRAME" else code,
            lambda m, kind=kind, verb=verb, out=out: [verb, getattr(m, kind), *out],
        )
        for verb, out in (("mark", []), ("report", ["--out", "unused"]), ("ledger", []))
        for kind, code in KINDS_OF_FILE.items()
    },
    "mark a bank": ("PAYLOAD", lambda m: ["mark", m.day.bank]),
    "mark with points that are none": (
        "USAGE",
        lambda m: ["mark", m.centre, "--score", "T0001", "简答题#1", "a", "--by", "己"],
    ),
    "report into a file": ("NOT_A_FILE", lambda m: ["report", m.centre, "--out", m.text]),
    "report nowhere": ("USAGE", lambda m: ["report", m.centre]),
    # ledger, receipts, release, erratum
    "ledger of a bank": ("PAYLOAD", lambda m: ["ledger", m.day.bank]),
    **{
        f"receipts with {kind} for a kit": (code, lambda m, kind=kind: m.receipts(kit=getattr(m, kind)))
        for kind, code in KINDS_OF_FILE.items()
    },
    "receipts of a missing database": ("MISSING", lambda m: m.receipts(db=m.missing)),
    "receipts with a wrong passphrase": ("CODE", lambda m: m.receipts(passphrase=m.wrong_passphrase)),
    "receipts with another centre's kit": (
        "CONTEXT",
        lambda m: m.receipts(kit=m.other.centre_kit, passphrase=m.other.passphrase_file),
    ),
    "receipts without any key": ("POLICY", lambda m: ["receipts", m.centre, "--out", m.out / "receipts.kcl"]),
    "receipts over a file": ("EXISTS", lambda m: m.receipts(out=m.text)),
    **{
        f"release with {kind} for a list": (code, lambda m, kind=kind: m.release("--list", getattr(m, kind)))
        for kind, code in KINDS_OF_FILE.items()
    },
    "release with a result for a list": ("FRAME", lambda m: m.release("--list", m.result)),
    "release without a list": ("USAGE", lambda m: m.release("--yes")),
    "release before its time": ("POLICY", lambda m: m.release("--expired", "--yes")),
    **{
        f"erratum with {kind} for a key": (code, lambda m, kind=kind: m.erratum(key=getattr(m, kind)))
        for kind, code in KINDS_OF_FILE.items()
    },
    "erratum with a wrong passphrase": ("CODE", lambda m: m.erratum(passphrase=m.wrong_passphrase)),
    "erratum with the centre's key": ("CERT", lambda m: m.erratum(key=m.day.office / "centre.kcy")),
    "erratum of a cut exam": ("FRAME", lambda m: m.erratum(exam=m.cut(m.day.exam))),
    "erratum of another session": (
        "CERT",
        lambda m: m.erratum(key=m.other.office / "sessions" / f"{m.other.session}.kcy"),
    ),
    "erratum of an item that is not there": ("MISSING", lambda m: m.erratum(item="单选题#99")),
    "erratum without a text": ("USAGE", lambda m: m.erratum("--json")),
    "erratum over a file": ("EXISTS", lambda m: m.erratum(out=m.text)),
    # inspect, verify
    **{
        f"{verb} {kind}": (code, lambda m, kind=kind, verb=verb: [verb, getattr(m, kind)])
        for verb in ("inspect", "verify")
        for kind, code in KINDS_OF_FILE.items()
    },
    "inspect cut": ("FRAME", lambda m: ["inspect", m.cut(m.result)]),
    "inspect altered": ("SIGNATURE", lambda m: ["inspect", m.flipped(m.result, -200)]),
    "verify cut": ("FRAME", lambda m: m.verify(m.cut(m.result))),
    "verify altered": ("SIGNATURE", lambda m: m.verify(m.flipped(m.result, -200))),
    "verify an altered exam": ("DECRYPT", lambda m: m.verify(m.flipped(m.day.exam, -200))),
    "verify with nothing to start from": ("KEYRING", lambda m: ["verify", m.result]),
    "verify a site file by itself": ("KEYRING", lambda m: ["verify", m.day.exam.with_name("site.kcx")]),
    "verify another office's site file": ("KEYRING", lambda m: m.verify(m.other.exam.with_name("site.kcx"))),
    "verify another session's exam": ("CERT", lambda m: m.verify(m.other.exam)),
    "verify another session's kit": ("CONTEXT", lambda m: m.verify(m.other.centre_kit)),
    "verify against a missing exam": ("MISSING", lambda m: m.verify(m.result, exam=m.missing)),
    # keys, backup, restore
    **{
        f"keys {verb} {kind}": (code, lambda m, kind=kind, words=words: m.keys(*words(m, getattr(m, kind))))
        for verb, words in {
            "show": lambda _, file: ["show", file],
            "card": lambda m, file: ["card", file, "--out", m.out / "c.kcd", "--passphrase-file", m.passphrase],
            "trust": lambda m, file: ["trust", file, "--data", m.out],
            "trust anew": lambda m, file: ["trust", file, "--data", m.out, "--anew"],
        }.items()
        for kind, code in KINDS_OF_FILE.items()
        if (verb, kind) != ("show", "directory")
    },
    "keys show a folder without keys": ("MISSING", lambda m: m.keys("show", m.directory)),
    "keys show a result": ("FRAME", lambda m: m.keys("show", m.result)),
    "keys show an altered office": (
        "SIGNATURE",
        lambda m: m.keys("show", m.flipped(m.day.office / "office.kco", -200)),
    ),
    "keys show an altered exam": (
        "SIGNATURE",
        lambda m: m.keys("show", m.flipped(m.day.exam, 40)),
    ),
    "keys make for nobody": ("POLICY", lambda m: m.make_key(name=" ")),
    "keys make into a file": ("NOT_A_FILE", lambda m: m.make_key(out=m.text)),
    "keys make a second centre": ("EXISTS", lambda m: m.make_key(role="centre", out=m.day.office)),
    "keys make under a short passphrase": ("POLICY", lambda m: m.make_key(passphrase=m._file("short", b"kurz"))),
    "keys make for a role that is none": ("USAGE", lambda m: m.make_key(role="king")),
    "keys card over a file": (
        "EXISTS",
        lambda m: m.keys("card", m.day.office / "centre.kcy", "--out", m.text, "--passphrase-file", m.passphrase),
    ),
    "keys passphrase of a folder without keys": ("MISSING", lambda m: m.new_passphrase(m.directory)),
    "keys passphrase by a wrong one": ("CODE", lambda m: m.new_passphrase(m.day.office, old=m.wrong_passphrase)),
    "keys passphrase to a short one": (
        "POLICY",
        lambda m: m.new_passphrase(m.day.office, new=m._file("short", b"kurz")),
    ),
    "keys rotate nowhere": ("MISSING", lambda m: m.rotate(m.directory)),
    "keys rotate by a wrong passphrase": ("CODE", lambda m: m.rotate(m.day.office, m.wrong_passphrase)),
    "keys rotate a file": ("NOT_A_FILE", lambda m: m.rotate(m.text)),
    "keys rotate a lost office without a yes": ("POLICY", lambda m: [*m.rotate(m.day.office), "--lost"]),
    "keys rotate an office that is not lost": ("POLICY", lambda m: [*m.rotate(m.day.office), "--lost", "--yes"]),
    "keys passphrase of a file that holds no key": ("FRAME", lambda m: m.new_passphrase(m.text)),
    "keys passphrase of a site file": ("FRAME", lambda m: m.new_passphrase(m.day.office / "site.kcx")),
    "keys rotate a lost office without its site file": ("MISSING", lambda m: [*m.rotate(m.directory), "--lost"]),
    "keys reissue of another session": (
        "CERT",
        lambda m: m.reissue(m.other.office / "sessions" / f"{m.other.session}.kcy"),
    ),
    "keys reissue with the centre's key": ("CERT", lambda m: m.reissue(m.day.office / "centre.kcy")),
    "keys reissue what quick does not have": (
        "POLICY",
        lambda m: [*m.reissue(m.day.office / "sessions" / f"{m.day.session}.kcy"), "--code", "room"],
    ),
    "keys alone": ("USAGE", lambda m: ["keys"]),
    "backup of nothing": ("MISSING", lambda m: m.backup()),
    "backup of a bank that is none": ("PAYLOAD", lambda m: m.backup("--bank", m.text)),
    "backup of a centre's database as a bank": ("PAYLOAD", lambda m: m.backup("--bank", m.centre)),
    "backup of a bank as a centre's database": ("PAYLOAD", lambda m: m.backup("--db", m.day.bank)),
    "backup of an empty bank": ("EMPTY", lambda m: m.backup("--bank", m.empty)),
    "backup of a folder for a bank": ("NOT_A_FILE", lambda m: m.backup("--bank", m.directory)),
    "backup of a file for an office": ("NOT_A_FILE", lambda m: m.backup("--office", m.text)),
    "backup of a folder that is no office": ("MISSING", lambda m: m.backup("--office", m.directory)),
    "backup of a bank twice": ("DUPLICATE", lambda m: m.backup("--bank", m.day.bank, "--bank", m.day.bank)),
    "backup of an office that is missing": ("MISSING", lambda m: m.backup("--office", m.missing)),
    "backup over a file": ("EXISTS", lambda m: m.backup("--bank", m.day.bank, out=m.text)),
    "backup under a short passphrase": (
        "POLICY",
        lambda m: m.backup("--bank", m.day.bank, passphrase=m._file("short", b"kurz")),
    ),
    **{
        f"restore {kind}": (code, lambda m, kind=kind: m.restore(getattr(m, kind)))
        for kind, code in KINDS_OF_FILE.items()
    },
    "restore a site file": ("FRAME", lambda m: m.restore(m.day.exam.with_name("site.kcx"))),
    "restore over a folder": ("EXISTS", lambda m: m.restore(m.text, out=m.directory)),
    # simulate, and what is no verb
    "simulate into a folder in use": ("EXISTS", lambda m: ["simulate", "--out", m.stick]),
    "simulate into a file": ("NOT_A_FILE", lambda m: ["simulate", "--out", m.text]),
    "simulate no rooms": ("USAGE", lambda m: ["simulate", "--rooms", "0", "--out", m.out]),
    "an unknown verb": ("USAGE", lambda m: ["teleport"]),
    "no verb": ("USAGE", lambda m: []),
    "an unknown option": ("USAGE", lambda m: ["inspect", "--loudly", m.result]),
    "an unknown language": ("USAGE", lambda m: ["--lang", "tlh", "inspect", m.result]),
}


@pytest.mark.parametrize("what", TABLE)
def test_bad_input_ends_in_one_line_and_a_code_of_its_own_and_leaves_nothing_behind(materials, what, monkeypatch):
    outcome, command = TABLE[what]
    monkeypatch.chdir(materials.out)
    ran = kaochang(*command(materials))
    assert (ran.code, ran.err.count("\n")) == (CODES[outcome], 1), ran
    left = [path for path in materials.out.rglob("*") if path.is_file()]
    # a PC may have come to know its office, and remembers that a code was wrong
    assert [path for path in left if path.parent.name != "sites" and path.name != "tries.json"] == []


WHERE = {
    "unlock an exam that is missing": lambda m: (m.missing, m.unlock(m.missing)),
    "unlock a cut exam": lambda m: (f := m.cut(m.day.exam), m.unlock(*m.beside_site(f))),
    "unlock with a wrong code": lambda m: (m.day.exam, m.unlock(code=m.wrong_code)),
    "unlock without a room": lambda m: (m.day.exam, ["unlock", m.day.exam, "--code-file", m.code]),
    "unlock with garbage for a site file": lambda m: (m.garbage, m.unlock(m.day.exam, "--site", m.garbage)),
    "sit with a wrong code": lambda m: (m.day.exam, m.sit(m.good_script(), code=m.wrong_code)),
    "seal with a wrong passphrase": lambda m: (m.day.office / "office.kco", m.seal(passphrase=m.wrong_passphrase)),
    "seal with a note for a roster": lambda m: (m.text, m.seal(roster=m.text)),
    "collect with a cut kit": lambda m: (f := m.cut(m.day.proctor_kit("R01")), m.collect(kit=f)),
    "collect with a wrong code": lambda m: (m.day.proctor_kit("R01"), m.collect(code=m.wrong_code)),
    "merge with a proctor's kit": lambda m: (f := m.day.proctor_kit("R01"), m.merge(kit=f)),
    "merge with a wrong passphrase": lambda m: (m.day.centre_kit, m.merge(passphrase=m.wrong_passphrase)),
    "merge into a text": lambda m: (m.text, m.merge(db=m.text)),
    "report of garbage": lambda m: (m.garbage, ["report", m.garbage, "--out", m.out]),
    "inspect a note": lambda m: (m.text, ["inspect", m.text]),
    "verify with a cut site file": lambda m: (
        f := m.cut(m.day.exam.with_name("site.kcx")),
        m.verify(m.result, site=f),
    ),
    "verify with another session's exam": lambda m: (m.other.exam, m.verify(m.result, exam=m.other.exam)),
}
"""What is wrong with a file is said of that file: several are named on one command line."""


@pytest.mark.parametrize("what", WHERE)
def test_a_refusal_begins_with_the_file_that_it_is_about(materials, what):
    path, command = WHERE[what](materials)
    ran = kaochang(*command)
    assert ran.code not in (0, BUG_EXIT)
    assert ran.err.startswith(f"{path}："), ran.err


def test_of_several_papers_the_worst_decides_and_the_others_are_read(materials):
    ran = kaochang("read", materials.missing, BANKS / "outbound-agent.txt", "--json")
    assert (ran.code, ran.err.count("\n"), len(ran.lines())) == (2, 1, 1)


def test_every_refusal_has_a_code_of_its_own():
    assert len(set(CODES.values())) == len(CODES)
    assert BUG_EXIT not in CODES.values()


@contextlib.contextmanager
def mounted(folder, options):
    """A file system of its own at `folder`."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "test", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("a file system of our own cannot be mounted here (needs root and the right to mount)")
    try:
        yield folder
    finally:
        busy = subprocess.run(["umount", folder], capture_output=True, check=False).returncode
        if busy:
            subprocess.run(["umount", "--lazy", folder], check=True)
        assert not busy, "a refused verb still holds files open"


def writers(m, place):
    """Every verb that writes, writing to `place`."""
    return {
        "read --into": ["read", BANKS / "outbound-agent.txt", "--into", place / "bank"],
        "read -o": ["read", BANKS / "outbound-agent.txt", "-o", place / "json"],
        "seal --out": m.seal(out=place / "sealed"),
        "seal --office": [*m.seal(office=place / "office"), "--new-office"],
        "sit --data": [str(place / "pc") if part == m.out else part for part in m.sit(m.good_script())],
        "collect --to": m.collect(to=place),
        "merge --db": m.merge(db=place / "centre.db"),
        "report --out": ["report", m.centre, "--out", place / "report"],
        "simulate --out": ["simulate", "--out", place / "day"],
    }


WRITERS = [
    "read --into",
    "read -o",
    "seal --out",
    "seal --office",
    "sit --data",
    "collect --to",
    "merge --db",
    "report --out",
    "simulate --out",
]


def half_written(place):
    """Files of ours under their final names that are not whole, and temporary ones left behind."""
    ours = list(place.rglob("*.kc[bkprmxo]"))
    return [path for path in ours if kaochang("inspect", path).code] + list(place.rglob("*.part"))


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.attack(50)
def test_a_full_disk_is_called_that_and_leaves_nothing_half_written(materials, tmp_path, writer):
    with mounted(tmp_path / "full", "size=4k") as place:
        if writer == "sit --data":  # where anything can be written at all, a disk that forgets is refused as that
            (place / "filler").write_bytes(bytes(4096))
        ran = kaochang(*writers(materials, place)[writer])
        assert (ran.code, ran.err.count("\n")) == (CODES["DISK_FULL"], 1), ran
        assert half_written(place) == []


@pytest.mark.parametrize("writer", [each for each in WRITERS if each not in {"read --into", "merge --db"}])
def test_a_disk_that_fills_up_at_the_last_moment_is_called_that_too(materials, tmp_path, writer, monkeypatch):
    """Needs no right to mount: the disk is full when the bytes are to become durable."""
    (tmp_path / "place").mkdir()
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_space)
        ran = kaochang(*writers(materials, tmp_path / "place")[writer])
    assert (ran.code, ran.err.count("\n")) == (CODES["DISK_FULL"], 1), ran
    assert half_written(tmp_path / "place") == []


def no_space(descriptor):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


DATABASE_WRITERS = {
    "assemble": lambda m, place: ["assemble", bank_in(m, place)],
    "read --into a bank": lambda m, place: ["read", BANKS / "outbound-agent.txt", "--into", bank_in(m, place)],
    "read --into a new bank": lambda m, place: ["read", BANKS / "outbound-agent.txt", "--into", place / "new.bank"],
    "merge --db": lambda m, place: m.merge(db=place / "new.db"),
}


def bank_in(m, place):
    (place / "office.bank").write_bytes(m.day.bank.read_bytes())
    return place / "office.bank"


@pytest.mark.parametrize("verb", DATABASE_WRITERS)
@pytest.mark.attack(50)
def test_a_database_that_takes_no_more_is_as_it_was_before(materials, tmp_path, verb, monkeypatch):
    """Needs no right to mount: SQLite itself says that the disk is full when the verb has begun to write."""
    command = DATABASE_WRITERS[verb](materials, tmp_path)
    before = rows_in(materials.day.bank)
    monkeypatch.setattr(sqlite_utils.db.Table, "insert", full)
    monkeypatch.setattr(sqlite_utils.db.Table, "insert_all", full)
    ran = kaochang(*command)
    assert (ran.code, ran.err.count("\n")) == (CODES["DISK_FULL"], 1), ran
    assert list(tmp_path.glob("new.*")) == []
    assert all(rows_in(path) == before for path in tmp_path.glob("office.bank"))


def rows_in(path):
    """Everything a database holds, as statements."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def full(*_, **__):
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise error


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.attack(50)
def test_a_place_that_cannot_be_written_to_is_called_that(materials, tmp_path, writer):
    with mounted(tmp_path / "locked", "ro") as place:
        ran = kaochang(*writers(materials, place)[writer])
        assert (ran.code, ran.err.count("\n")) == (CODES["IO"], 1), ran


@pytest.mark.attack(50)
def test_a_stick_that_takes_no_more_costs_the_copy_but_never_the_result(sealed_day, tmp_path):
    with mounted(tmp_path / "full", "size=8k") as stick:
        ran = sealed_day.sit("R02", sealed_day.script(login(4), GOOD), tmp_path / "pc", stick, tmp_path / "spare")
        (problem,) = ran.lines()[-1]["problems"]
        assert (ran.code, ran.lines()[-1]["copies"], problem["name"]) == (1, 1, str(stick))
        assert problem["outcome"] == CODES["DISK_FULL"]
        assert half_written(stick) == []
    assert kaochang("inspect", *tmp_path.rglob("*.kc[rj]")).code == 0
