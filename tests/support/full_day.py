"""A whole day of either level where everything outside the office runs as real processes, watched."""

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kaochang.custody import journal_log, site
from kaochang.custody.key_files import KeyRole
from kaochang.domain.values import text_to_bytes
from kaochang.flow import centre_kit, collect, keys, pinning, unlock
from support import exam_day
from support.clocks import ManualClock
from support.exam_day import OPENERS, PASSPHRASE, CertifiedDay, ExamDay, kaochang, login
from support.small_paper import GOOD
from support.watched import Watch

BACKUP_PASSPHRASE = "备份-白鹭-5527"
CORRECTION = "第一题的选项印错了，请以监考宣读为准"
NOTES = "三号机位的键盘换过一次"
REASON = "一号机位停电，补时"
PHOTO = b"\xff\xd8\xff a face that nobody else needs to see " * 40
YEAR_MS = 365 * 24 * 3_600_000
ROOMS = {"T0001": "R01", "T0002": "R01", "T0003": "R02"}


@dataclass
class FullDay:
    """R01: one sits, is killed, resumes by an act and hands in; another one types a wrong secret. R02: one is
    handed in after leaving, by a start code made anew and under an erratum. Then the centre, a backup and releases.

    `starts` are all start codes that there were, `acts` what proctors' programs gave.
    """

    day: ExamDay
    watch: Watch
    starts: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)

    @property
    def is_certified(self) -> bool:
        """Whether the day is of the certified level."""
        return isinstance(self.day, CertifiedDay)

    @property
    def passphrase(self) -> list:
        """The office's, as an option."""
        return ["--passphrase-file", self.day.passphrase_file]

    def exam(self, pc: str) -> Path:
        """The sealed exam at a PC, as the office handed it out and amended it since."""
        target = self.watch.place(pc) / "exam"
        shutil.copytree(self.day.sealed / "rooms", target, dirs_exist_ok=True)
        return target / "session.kcb"

    def secrets(self, room: str, ticket: str = "") -> list:
        """What opens a room, and a ticket, as options."""
        if not self.is_certified:
            return ["--code-file", self.day.secret("code-now", self.start_code(room))]
        start = self.day.secret(f"start-{room}-now", self.start_code(room))
        pin = ["--pin-file", self.day.code("pins", ticket)] if ticket else []
        room_code = ["--room-code-file", self.day.code("room_codes", room)]
        return [*room_code, "--code-file", start, "--room-key", self.day.room_key(room), *pin]

    def start_code(self, room: str) -> str:
        """The start code as it is now."""
        return self.day.told["start_codes"][room] if self.is_certified else self.day.start_code

    def proctor_code_file(self, room: str) -> Path:
        """What opens a proctor kit."""
        return (
            self.day.code("proctor_codes", room) if self.is_certified else self.day.secret("now", self.day.start_code)
        )

    def sit(self, pc: str, ticket: str, steps: list, *sticks: str, wrong: str = "") -> list:
        """The command line of a candidate's program; `wrong` is a secret typed in place of the right one."""
        script = self.day.folder / "scripts" / f"{pc}.json"
        script.parent.mkdir(exist_ok=True)
        told = {"login": login(int(ticket[-1])), "steps": steps}
        script.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        carried = [part for stick in sticks for part in ("--stick", self.watch.place(stick))]
        given = [*self.secrets(ROOMS[ticket], ticket), "--data", self.watch.data(pc)]
        if wrong:
            given[-3 if self.is_certified else 1] = self.day.secret("wrong", wrong)
        return ["sit", self.exam(pc), "--room", ROOMS[ticket], "--script", script, "--json", *given, *carried]

    def proctor(self, verb: str, room: str, *options: object) -> list:
        """The command line of a proctor's program, on the proctor's PC."""
        kit = ["--kit"] if verb == "collect" else []
        secrets = ["--code-file", self.proctor_code_file(room), "--data", self.watch.data("proctor"), "--json"]
        return [verb, *kit, self.day.proctor_kit(room), *secrets, *options]

    def act(self, room: str, *options: object) -> str:
        """What a proctor's program gives; its code is a secret from then on."""
        line = self.proctor("act", room, "--by", "监考甲", "--reason", REASON, *options)
        told = self.watch.well("proctor", *line).told()
        self.acts += [told["code"]] if "code" in told else []
        return told.get("code", "")

    def play(self) -> None:
        """The day in its order."""
        self.starts.append(self.start_code("R01"))
        self.correct()
        self.go_on_and_hand_in(self.begin_and_be_killed())
        self.renew()
        self.leave_and_be_handed_in()
        self.collect()
        self.watch.look("collected")
        self.merge()
        if self.is_certified:  # the same in both levels
            self.release()
        self.watch.look("end")

    def begin_and_be_killed(self) -> str:
        """Looked at while it waits in the middle of the attempt, and after the kill; the challenge it showed."""
        data = self.watch.data("pc1")
        self.watch.well("pc1", "unlock", self.exam("pc1"), "--room", "R01", "--data", data, *self.secrets("R01"))
        steps = [{"respond": place, "with": written} for place, written in GOOD.items()]
        asked = {"challenge": {"kind": "extra-time", "minutes": 10}}
        process = self.watch.start("pc1", *self.sit("pc1", "T0001", [*steps, asked, {"wait": 60}]))
        lines = []
        while not (lines and b'"challenge"' in lines[-1]):
            lines.append(process.stdout.readline())
            assert lines[-1], process.communicate()
        self.watch.look("running", process)
        process.kill()
        out, err = process.communicate(timeout=60)
        self.watch.said("killed", b"".join(lines) + out + err)
        self.watch.look("killed")
        return json.loads(lines[-1])["challenge"]

    def go_on_and_hand_in(self, challenge: str) -> None:
        """By what the proctor granted; and somebody else is refused."""
        code = self.act("R01", "--ticket", "T0001", "--challenge", challenge, "--minutes", 15)
        line = self.sit("pc1", "T0001", [{"act": code}, {"hand_in": True}], "stick")
        assert '"receipt"' in self.watch.well("pc1", *line).out
        wrong = self.day.told["pins"]["T0001"] if self.is_certified else "2222-2222-2222"
        refused = self.watch.run("pc2", *self.sit("pc2", "T0002", [], wrong=wrong))
        assert (refused.code, refused.out) == (18, "")

    @property
    def session_key(self) -> list:
        """The office's key file of the session, and what goes with it."""
        key = self.day.office / "sessions" / f"{self.day.session}.kcy"
        return [key, "--exam", self.day.exam, *self.passphrase, "--json"]

    def correct(self) -> None:
        """The office makes an erratum, before anybody sits; the centre gets it too."""
        file, text = self.day.sealed / "rooms" / "erratum-1.kce", self.day.secret("erratum", CORRECTION)
        line = ["--item", "单选题#1", "--action", "correct", "--text-file", text, "--out", file]
        self.office("erratum", *self.session_key, *line)
        shutil.copy(file, self.watch.place("stick"))

    def renew(self) -> None:
        """The office makes a start code anew: in the quick level for all rooms."""
        again, proctors = self.day.folder / "again", self.day.sealed / "proctors"
        what = ["--room", "R02"] if self.is_certified else ["--proctors", proctors]
        made = self.office("keys", "reissue", *self.session_key, *what, "--out", again).told()
        (fresh,) = set(made["start_codes"].values())
        shutil.copy(again / "rooms" / "session.kcn", self.day.sealed / "rooms")
        self.starts += [self.start_code("R02"), fresh]
        if self.is_certified:
            self.day.told["start_codes"]["R02"] = fresh
        else:  # proctors' kits open by it too
            shutil.copytree(again / "proctors", proctors, dirs_exist_ok=True)
            self.day.start_code = fresh

    def office(self, *line: object) -> exam_day.Ran:
        """A verb of the office, as the rest of its day runs."""
        return exam_day.well(*line)

    def leave_and_be_handed_in(self) -> None:
        """In R02, by the new code."""
        steps = [{"respond": "单选题#1", "with": "B"}, {"respond": "简答题#1", "with": GOOD["简答题#1"]}]
        self.watch.well("pc3", *self.sit("pc3", "T0003", steps))
        line = ["hand-in", self.exam("pc3"), "--room", "R02", "--ticket", "T0003", "--data", self.watch.data("pc3")]
        self.watch.well("pc3", *line, "--stick", self.watch.place("stick"), *self.secrets("R02", "T0003"), "--json")

    def collect(self) -> None:
        """Both rooms onto one stick, with notes, a room-wide code and printed cards."""
        self.act("R02", "--room-wide", "--kind", "resume", "--minutes", 10)
        cards = self.day.folder / "cards.pdf"
        if self.is_certified:  # the same in both levels
            self.act("R01", "--cards", 8, "--kind", "extra-time", "--minutes", 10, "--out", cards)
        notes, stick = self.day.secret("notes", NOTES), self.watch.place("stick")
        for room, pc, absent in (("R01", "pc1", "T0002"), ("R02", "pc3", "T0004")):
            options = ["--to", stick, "--absent", absent, "--notes-file", notes, self.watch.data(pc), stick]
            ran = self.watch.run("proctor", *self.proctor("collect", room, *options))
            assert ran.code == 0, ran

    def merge(self) -> None:
        """At the centre."""
        database = self.watch.data("centre") / "centre.db"
        given, signed = self.passphrase, []
        if self.is_certified:
            files = [next((self.day.people / name).glob("*.kcy")) for name in OPENERS[:2]]
            given = [part for file in files for part in ("--opener", file)]
            typed = [self.day.own_passphrase_file(name) for name in OPENERS[:2]]
            given += [part for file in typed for part in ("--opener-passphrase-file", file)]
            centre = next((self.day.people / "阅卷中心").glob("*.kcy"))
            signed = ["--centre", centre, "--centre-passphrase-file", self.day.own_passphrase_file("阅卷中心")]
        kit = ["--kit", self.day.centre_kit, *self.day.at_centre, *given, *signed, "--json"]
        merged = self.watch.well("centre", "merge", self.watch.place("stick"), "--db", database, *kit).told()
        assert (merged["refused"], merged["problems"]) == (0, []), merged
        self.list_receipts(database, signed or ["--kit", self.day.centre_kit, *self.passphrase])
        self.back_up(database)

    def list_receipts(self, database: Path, signed: list) -> None:
        """The centre's receipt list."""
        receipts = self.watch.place("stick") / "receipts.kcl"
        self.watch.well("centre", "receipts", database, *signed, "--out", receipts, "--json")

    def back_up(self, database: Path) -> None:
        """Office and centre in one file."""
        secret = ["--passphrase-file", self.day.secret("backup", BACKUP_PASSPHRASE)]
        lines = ["--office", self.day.office, "--bank", self.day.bank, "--db", database]
        self.watch.well("centre", "backup", *lines, "--out", self.watch.place("centre") / "all.kcz", *secret)

    def release(self) -> None:
        """Long after: a PC deletes what the centre has."""
        listed = ["--list", self.watch.place("stick") / "receipts.kcl", "--data", self.watch.data("pc1"), "--yes"]
        early = self.watch.run("pc1", "release", self.exam("pc1"), *listed)
        assert early.code == 24, early
        later = ManualClock(int(time.time() * 1000) + YEAR_MS)
        assert kaochang("release", self.exam("pc1"), *listed, clock=later).code == 0

    def everything_told(self) -> list[str]:
        """All codes, PINs and passphrases of the day."""
        codes = [*self.starts, *self.acts, PASSPHRASE, BACKUP_PASSPHRASE]
        if self.is_certified:
            kinds = ("start_codes", "room_codes", "proctor_codes", "pins")
            codes += [code for kind in kinds for code in self.day.told[kind].values()]
            codes += [self.day.own_passphrase_file(name).read_text("utf-8") for name in (*OPENERS, "阅卷中心")]
        return list(dict.fromkeys(codes))

    def keys(self) -> dict[str, bytes]:
        """Every raw key and seed that the day's files hold under secrets, by what it is for."""
        return dict(self._keys())

    def _keys(self) -> Iterator[tuple[str, bytes]]:
        for room in ("R01", "R02"):
            yield from self._keys_of_room(room)
        kit = self._centre_kit()
        yield "results", text_to_bytes(kit.results_seed)
        yield "office", text_to_bytes(site.open_office((self.day.office / "office.kco").read_bytes(), PASSPHRASE).seed)
        session = keys.open_key(self.session_key[0], PASSPHRASE, KeyRole.SESSION)
        yield from ((f"session {name}", session.seed(name)) for name in session.seeds)
        for path in sorted(self.watch.place("stick").rglob("*.kcj")):
            log = journal_log.open_log(path.read_bytes(), None)
            key = journal_log.recover_key(log.header, text_to_bytes(kit.results_seed))
            yield f"journal {path.name}", key
            opened, _ = next(journal_log.open_rows(log, key))
            yield f"attempt {path.name}", text_to_bytes(opened.attempt_seed)

    def _keys_of_room(self, room: str) -> Iterator[tuple[str, bytes]]:
        certified = self.day.told if self.is_certified else {}
        office = pinning.read_site(self.day.exam.with_name("site.kcx"), self.day.folder / "pinned")
        opened = unlock.open_room(self.day.exam, office, room, certified.get("room_codes", {}).get(room, ""))
        room_key = self.day.room_key(room).read_bytes() if self.is_certified else b""
        yield f"room {room}", opened.opened.key
        yield f"room file {room}", room_key
        unlocked = unlock.unlock(opened, self.start_code(room), room_key)
        yield f"content {room}", unlocked.content_key
        yield f"acts {room}", unlocked.act_key
        for ticket in opened.tickets:
            if ticket.number not in ROOMS:
                continue  # nobody sat, and a PIN costs time
            pin = certified.get("pins", {}).get(ticket.number, "")
            yield f"ticket {ticket.number}", unlocked.ticket_seed(ticket.number, pin)
        kit = collect.open_kit(self.day.proctor_kit(room), self.proctor_code_file(room).read_text("utf-8"))
        yield f"proctor {room}", text_to_bytes(kit.proctor_seed)

    def _centre_kit(self):
        if not self.is_certified:
            return centre_kit.read_kit(self.day.centre_kit).open(PASSPHRASE)
        files = [next((self.day.people / name).glob("*.kcy")) for name in OPENERS[:2]]
        typed = [self.day.own_passphrase_file(name).read_text("utf-8") for name in OPENERS[:2]]
        opened = [keys.open_key(file, word, KeyRole.OPENER) for file, word in zip(files, typed, strict=True)]
        pinned = pinning.pin(self.day.exam.with_name("site.kcx"), self.day.folder / "pinned")
        trust = centre_kit.trust_in(self.day.exam, pinned)
        return centre_kit.read_kit(self.day.centre_kit, trust).open_together(opened)
