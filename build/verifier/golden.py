#!/usr/bin/env python3
"""Makes the golden files: one small whole day in each level, every type of file, every secret beside it.

    python3 build/verifier/golden.py [--out DIR]

Made by the program itself, on its terminal, at the least lawful cost of secrets, with invented people. They are made
once for each version of the formats and never again: every later program must read them to the same plaintexts.
What a scorer elsewhere gets and gives back golden_packets.py adds to them.
"""

import argparse
import contextlib
import hashlib
import io
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2] / "desktop")]

from kaochang.cli.terminal import Terminal, run
from kaochang.cli.verbs import build
from kaochang.custody import journal_log, key_files, kits, sealed_exam, site
from kaochang.domain.items import Image
from kaochang.domain.values import bytes_to_text, text_to_bytes
from kaochang.flow import read as reading
from kaochang.flow.simulate import StepClock
from kaochang.machine.places import resources
from kaochang.papers.reading import ReadPaper
from kaochang.presenters.words import load_words
from kaochang.sealing import kdf
from kaochang.store.bank import Bank
from verifier import verify

OUT = Path(__file__).resolve().parents[2] / "banks/golden/v1"
BEGIN = 1_767_574_800_000
"""5 January 2026, 01:00 UTC."""

MINUTE = 60_000
PASSPHRASE = "金样-口令-2601"
PEOPLE_PASSPHRASE = "金样-各人-2602"
OPENERS = ("开启人甲", "开启人乙", "开启人丙")
PICTURE, FACE = b"\x89PNG\r\n\x1a\n golden picture " * 40, b"\xff\xd8\xff golden face " * 40
ROSTER = """姓名,工号,准考证号,考场
测试甲壹,G7001,T1,一号教室
测试甲贰,G7002,T2,一号教室
测试乙壹,G7003,T3,二号教室
"""
PAPER = """回访小测

（考试时间：30分钟  满分：14分）

一、单选题（共1题，每题3分，共3分）

1. 回访时发现登记的尾号有误，应当先（　　）。
A. 直接改成自己记得的号码
B. 请客户复述并当场核对
C. 留给下一班处理

二、判断题（共1题，每题2分，共2分）

1. 回访用语应当与登记的称呼一致。（　　）

三、填空题（共1题，每空2分，共4分）

1. 回访先核对____，再说明____。

四、简答题（共1题，每题5分，共5分）

1. 请说明一次有效回访的标志。

参考答案

一、单选题
1. B

二、判断题
1. √

三、填空题
1. 客户身份；来意

四、简答题
1. 参考答案：客户确认事项已经办妥。
评分标准：说出办妥确认（5分）
"""
RESPONSES = {"单选题#1": "B", "判断题#1": "对", "填空题#1": "客户身份;来意", "简答题#1": "先安抚。"}


_CODES = {"start_code", "start_codes", "room_codes", "proctor_codes", "pins"}


class Day:
    """One level's day; `told` is what sealing said, with every code."""

    def __init__(self, folder: Path, *, certified: bool) -> None:
        self.folder, self.certified = folder, certified
        self.clock = StepClock(BEGIN)
        self.told: dict[str, Any] = {}
        self.office, self.sealed, self.stick = (folder / name for name in ("office", "sealed", "stick"))
        self.stick.mkdir()
        self.bank, self.centre = folder / "office.bank", folder / "centre.db"
        self.exam = self.sealed / "rooms/session.kcb"

    def well(self, *arguments: object, ends: int = 0) -> dict[str, Any]:
        """A command line that must end so; the members of all JSON objects that it printed, the later ones first."""
        words = load_words(resources() / "strings", "zh_CN")
        terminal = Terminal(words, resources(), self.clock, kdf_cost=kdf.MINIMUM, log_folder=self.folder / "logs")
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            code = run(terminal, build(terminal, lambda setting: 1), [*map(str, arguments), "--json"])
        if code != ends:
            raise SystemExit(f"{arguments}: {code}")
        self.clock.go_on(MINUTE)
        return {name: value for line in out.getvalue().splitlines() for name, value in json.loads(line).items()}

    def text(self, name: str, text: str) -> Path:
        """A file with a text."""
        path = self.folder / "texts" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    @property
    def own(self) -> tuple[object, ...]:
        """The option with the office's passphrase."""
        return "--passphrase-file", self.text("passphrase", PASSPHRASE)

    def code(self, kind: str, name: str = "R01") -> Path:
        """A code in a file. Quick has start codes only."""
        found = self.told[kind][name] if self.certified else self.told["start_code"]
        return self.text(f"{kind}-{name}", found)

    def make_key(self, role: str, name: str) -> tuple[Path, Path]:
        """Somebody's key file and card."""
        folder = self.folder / "people" / name
        passphrase = self.text("people", PEOPLE_PASSPHRASE)
        self.well("keys", "make", "--role", role, "--name", name, "--out", folder, "--passphrase-file", passphrase)
        return next(folder.glob("*.kcy")), next(folder.glob("*.kcd"))

    @property
    def centre_key(self) -> Path:
        """The centre's own key file."""
        return next((self.folder / "people/阅卷中心").glob("*.kcy")) if self.certified else self.office / "centre.kcy"

    @property
    def signing(self) -> tuple[object, ...]:
        """The options with the centre's key; quick: its private half is in the kit."""
        if not self.certified:
            return ()
        return "--centre", self.centre_key, "--centre-passphrase-file", self.text("people", PEOPLE_PASSPHRASE)

    @property
    def opening(self) -> tuple[object, ...]:
        """The options that open the centre kit."""
        if not self.certified:
            return self.own
        passphrase = self.text("people", PEOPLE_PASSPHRASE)
        return tuple(
            part
            for name in OPENERS[:2]
            for part in (
                *("--opener", next((self.folder / "people" / name).glob("*.kcy"))),
                *("--opener-passphrase-file", passphrase),
            )
        )

    def seal(self) -> None:
        """The office's morning."""
        found = reading.read_file(self.text("paper.txt", PAPER))
        first, *others = found.paper.items
        item = msgspec.structs.replace(first.item, images=(Image("p1.png", "image/png"),))
        paper = msgspec.structs.replace(found.paper, items=(msgspec.structs.replace(first, item=item), *others))
        reading.add_to_bank(Bank(self.bank), ReadPaper(paper, {"p1.png": PICTURE}), "paper.txt", self.clock, os.urandom)
        exam = self.well("assemble", self.bank, "--pass-mark", 8, "--duration", 30)["exam"]
        photos = self.folder / "photos"
        photos.mkdir()
        (photos / "T1.jpg").write_bytes(FACE)
        more: list[object] = []
        if self.certified:
            more = ["--level", "certified", "--room-key-files", "--quorum", 2]
            more += ["--centre", self.make_key("centre", "阅卷中心")[1]]
            more += [part for name in OPENERS for part in ("--opener", self.make_key("opener", name)[1])]
        roster = self.text("roster.csv", ROSTER)
        self.told = self.well(
            *("seal", self.bank, "--exam", exam, "--roster", roster, "--office", self.office, "--new-office"),
            *(*self.own, "--photos", photos, "--out", self.sealed, "--title", "金样回访小测", *more),
        )

    @property
    def session_key(self) -> Path:
        """What the office keeps of the session."""
        return self.office / "sessions" / f"{self.told['session']}.kcy"

    def sit(self, *steps: object) -> dict[str, Any]:
        """A run of candidate T1's program."""
        login = {"name": "测试甲壹", "person": "G7001"}
        script = self.text("script.json", json.dumps({"login": login, "seat": "01", "steps": steps}))
        secrets: list[object] = ["--code-file", self.code("start_codes")]
        if self.certified:
            secrets += ["--room-code-file", self.code("room_codes"), "--pin-file", self.code("pins", "T1")]
            secrets += ["--room-key", self.sealed / "room-keys/R01.kroom"]
        return self.well("sit", self.exam, "--room", "R01", "--data", self.folder / "pc", "--script", script, *secrets)

    def proctor(self, verb: str, *options: object, room: str = "R01") -> dict[str, Any]:
        """What a room's proctor does."""
        kit = self.sealed / f"proctors/{room}.kcp"
        given = [kit] if verb == "act" else [self.folder / "pc", "--kit", kit, "--to", self.stick]
        secrets = ["--code-file", self.code("proctor_codes", room), "--data", self.folder / "proctor-pc"]
        return self.well(verb, *given, *secrets, *options)

    def hold(self) -> None:
        """The exam: an act by response, one for the whole room, a result, the round."""
        respond = [{"respond": place, "with": written} for place, written in RESPONSES.items()]
        asked = self.sit(respond[0], {"challenge": {"kind": "extra-time", "minutes": 10}})["challenge"]
        because = ("--by", "监考甲", "--reason", "键盘坏了")
        code = self.proctor("act", "--ticket", "T1", "--challenge", asked, *because)["code"]
        wide = self.proctor("act", "--room-wide", "--kind", "extra-time", "--minutes", 5, *because)["code"]
        self.sit({"act": code}, {"act": wide}, *respond[1:], {"hand_in": True})
        notes = self.text("notes", "二号机位断电一次")
        self.proctor("collect", "--absent", "T2", "--incident", "power-cut", "--notes-file", notes)
        self.merge(ends=1)
        self.proctor("collect", "--absent", "T3", room="R02")
        self.merge()

    def merge(self, **how: int) -> None:
        """The centre takes what is on the stick; after the first room it ends with findings, of the other room."""
        kit = self.sealed / "centre/centre.kck"
        held = ("--kit", kit, "--exam", self.exam, "--data", self.folder / "centre-pc")
        self.well("merge", self.stick, *held, "--db", self.centre, *self.opening, *self.signing, **how)

    def finish(self) -> None:
        """What centre and office do afterwards."""
        out, exam = self.folder / "receipts.kcl", ("--exam", self.exam)
        listed = ("--kit", self.sealed / "centre/centre.kck", *self.own) if not self.certified else ()
        self.well("receipts", self.centre, *listed, *self.signing, "--out", out)
        shared = ("erratum", self.session_key, *exam, *self.own, "--text")
        self.well(
            *shared, "本题作废", "--action", "withdraw", "--item", "判断题#1", "--out", self.exam.with_name("1.kce")
        )
        self.well(*shared, "考试推迟五分钟", "--action", "notice", "--out", self.exam.with_name("2.kce"))
        kinds = ("--code", "start", "--code", "room") if self.certified else ("--code", "start")
        again = (
            ("keys", "reissue", self.session_key, *exam, *kinds, "--room", "R01")
            if self.certified
            else ("keys", "reissue", self.session_key, *exam, "--proctors", self.sealed / "proctors")
        )
        self.again = self.well(*again, *self.own, "--out", self.folder / "again")
        if not self.certified:
            self.well("keys", "card", self.centre_key, "--out", self.folder / "centre.kcd", *self.own)
        kept = ("--office", self.office) if self.certified else ("--office", self.office, "--bank", self.bank)
        self.well("backup", *kept, "--out", self.folder / "backup.kcz", *self.own)
        for name in ("site.kcx", "office.kco"):
            shutil.copy(self.office / name, self.folder / name)
        self.well("keys", "rotate", "--office", self.office, *self.own)

    def files(self) -> dict[str, Path]:
        """Every golden file by its name."""
        stick, rooms = self.stick / "kaochang" / self.told["session"] / "R01", self.sealed / "rooms"
        found = {name: self.folder / name for name in ("site.kcx", "office.kco", "receipts.kcl", "backup.kcz")}
        found |= {"site-2.kcx": self.office / "site.kcx", "office-2.kco": self.office / "office.kco"}
        found |= {f"checkpoint-{n}.kct": self.folder / f"centre-00{n}.kct" for n in (1, 2)}
        found |= {f"errata-{n}.kce": rooms / f"{n}.kce" for n in (1, 2)}
        found |= {path.name: path for path in (self.exam, self.sealed / "centre/centre.kck")}
        found |= {"session.kcn": self.folder / "again/rooms/session.kcn", "session.kcy": self.session_key}
        found |= {f"{room}.kcp": self.sealed / f"proctors/{room}.kcp" for room in ("R01", "R02")}
        found |= {f"T1{path.suffix}": path for path in sorted(stick.glob("T1-*"))}
        found |= {path.name: path for path in sorted(stick.glob("R01-*"))}
        found |= {"centre.kcy": self.centre_key, "centre.kcd": next(self.folder.rglob("centre.kcd"))}
        for number, name in enumerate(OPENERS if self.certified else (), start=1):
            key = next((self.folder / "people" / name).glob("*.kcy"))
            found |= {f"opener-{number}.kcy": key, f"opener-{number}.kcd": key.with_suffix(".kcd")}
        if self.certified:
            found["R01.kroom"] = self.sealed / "room-keys/R01.kroom"
        return found

    def read_with(self) -> dict[str, dict[str, Any]]:
        """What each of them is read with."""
        level = "certified" if self.certified else "quick"
        trusted = {"site": f"{level}/site-2.kcx", "exam": f"{level}/session.kcb"}
        whole: dict[str, Any] = trusted | {"kit": f"{level}/centre.kck"}
        opened: dict[str, Any] = {"passphrase": PASSPHRASE}
        exam = {"code": self.code("start_codes").read_text("utf-8")}
        again = {"code": self.again["start_codes"]["R01"]}
        if self.certified:
            openers = [f"{level}/opener-{number}.kcy" for number in (1, 3)]
            opened = {"opener": openers, "opener_passphrase": PEOPLE_PASSPHRASE}
            exam |= {"room": "R01", "room_code": self.told["room_codes"]["R01"], "room_key": f"{level}/R01.kroom"}
            exam |= {"ticket": "T1", "pin": self.told["pins"]["T1"]}
            again |= exam | again | {"room_code": self.again["room_codes"]["R01"]}
        owned = {"passphrase": PASSPHRASE}
        people = {"passphrase": PEOPLE_PASSPHRASE if self.certified else PASSPHRASE}
        found = dict.fromkeys(self.files(), whole | opened)
        found |= {"site.kcx": {}, "site-2.kcx": {"site": f"{level}/site.kcx"}, "backup.kcz": owned}
        found |= {
            "office.kco": owned | {"site": f"{level}/site.kcx"},
            "office-2.kco": owned | {"site": trusted["site"]},
        }
        found |= {"session.kcb": exam | {"site": trusted["site"]}, "session.kcn": again | trusted, "session.kcy": owned}
        found |= {"centre.kck": opened | trusted, "centre.kcy": people, "centre.kcd": {}}
        found |= {
            f"{room}.kcp": trusted | {"code": self.code("proctor_codes", room).read_text("utf-8")}
            for room in ("R01", "R02")
        }
        for number in (1, 2, 3):
            found |= {f"opener-{number}.kcy": people, f"opener-{number}.kcd": {}}
        return {name: found[name] for name in self.files() if not name.endswith(".kroom")}

    def secrets(self) -> dict[str, Any]:
        """Everything secret: what is typed, and every private key."""
        seeds: dict[str, str] = {}
        for name in ("office", "office-2"):
            path = self.folder / "office.kco" if name == "office" else self.office / "office.kco"
            office = site.open_office(path.read_bytes(), PASSPHRASE)
            seeds |= {name: office.seed, f"{name.replace('office', 'site')}": office.site.key}
        people = PEOPLE_PASSPHRASE if self.certified else PASSPHRASE
        seeds["centre"] = key_files.open_key(self.centre_key.read_bytes(), people).seeds["signing"]
        session = key_files.open_key(self.session_key.read_bytes(), PASSPHRASE)
        seeds |= {"session file": session.seeds["signing"]}
        seeds |= {name: seed for name, seed in session.seeds.items() if name != "signing"}
        seeds |= self._seeds_of_rooms() | self._seeds_of_attempt(seeds["content"])
        typed = {"passphrase": PASSPHRASE, "people": PEOPLE_PASSPHRASE}
        codes = {"told": self.told, "again": self.again}
        said = {when: {name: text for name, text in found.items() if name in _CODES} for when, found in codes.items()}
        return typed | said | {"seeds": seeds}

    def _kit(self) -> kits.CentreKit:
        data = (self.sealed / "centre/centre.kck").read_bytes()
        if not self.certified:
            return kits.open_centre_kit(data, PASSPHRASE)
        found = [next((self.folder / "people" / name).glob("*.kcy")).read_bytes() for name in OPENERS]
        keys = [key_files.open_key(each, PEOPLE_PASSPHRASE) for each in found]
        return kits.open_centre_kit_together(data, [key.seed(key_files.SEALING) for key in keys])

    def _seeds_of_rooms(self) -> dict[str, str]:
        kit = self._kit()
        seeds = {"results": kit.results_seed} | {f"act {room}": key for room, key in kit.act_keys.items()}
        for room in kit.act_keys:
            code = self.code("proctor_codes", room).read_text("utf-8")
            opened = kits.open_proctor_kit((self.sealed / f"proctors/{room}.kcp").read_bytes(), code)
            seeds[f"proctor {room}"] = opened.proctor_seed
        return seeds

    def _seeds_of_attempt(self, content_key: str) -> dict[str, str]:
        """The private keys of the tickets of room 1, and of T1's attempt."""
        known = site.open_site((self.folder / "site.kcx").read_bytes())
        exam = sealed_exam.open_sealed_exam(self.exam, *known.offices())
        code = self.told["room_codes"]["R01"] if self.certified else ""
        held = exam.secrets(text_to_bytes(content_key), exam.room("R01", known, code))
        pins = self.told.get("pins") or {}
        seeds = {
            f"ticket {ticket}": bytes_to_text(exam.ticket_seed(held, "R01", ticket, pins.get(ticket, "")))
            for ticket in ("T1", "T2")
        }
        log = journal_log.open_log(self.files()["T1.kcj"].read_bytes(), None)
        key = journal_log.recover_key(log.header, text_to_bytes(self._kit().results_seed))
        opened, _ = next(journal_log.open_rows(log, key))
        if not isinstance(opened, journal_log.Opened):
            raise TypeError("the first row opens the journal")
        return seeds | {"journal T1": bytes_to_text(key), "attempt T1": opened.attempt_seed}


def write(days: dict[str, Day], out: Path) -> None:
    """Writes the golden files, their secrets and their index into a folder that is not there yet."""
    out.mkdir(parents=True)
    for level, day in days.items():
        (out / level).mkdir()
        for name, path in day.files().items():
            shutil.copyfile(path, out / level / name)
    index = {}
    for level, day in days.items():
        for name, read_with in day.read_with().items():
            index[f"{level}/{name}"] = entered(out, f"{level}/{name}", read_with)
    for name, told in (("index", index), ("secrets", {level: day.secrets() for level, day in days.items()})):
        (out / f"{name}.json").write_text(spelled(told), "utf-8")


def entered(out: Path, name: str, read_with: dict[str, Any]) -> dict[str, Any]:
    """A golden file's line of the index: what it is read with, and the SHA-256 of each plaintext."""
    report = verify.read_at(out / name, verify.known_from(out, read_with))
    if report.refused is not None:
        raise report.refused
    hashes = {label: hashlib.sha256(data).hexdigest() for label, data in report.plain.items()}
    return {"read_with": read_with, "plain": hashes}


def spelled(told: object) -> str:
    """A JSON document that is kept beside golden files."""
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    out = parser.parse_args().out
    if out.exists():
        raise SystemExit(f"{out} is there: golden files are made once")
    with tempfile.TemporaryDirectory() as folder:
        days = {level: Day(Path(folder) / level, certified=level == "certified") for level in ("quick", "certified")}
        for day in days.values():
            day.folder.mkdir()
            day.seal()
            day.hold()
            day.finish()
        write(days, out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
