"""An exam day on the terminal, in this process: every verb as `kaochang` runs it, with cheap secrets."""

import contextlib
import io
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kaochang.cli.terminal import Terminal, run
from kaochang.cli.verbs import build
from kaochang.machine.places import resources
from kaochang.presenters.words import load_words
from kaochang.sealing import kdf
from support.put_in import put_in

PASSPHRASE = "秋分-灯塔-7319"
OPENERS = ("开启人甲", "开启人乙", "开启人丙")
ROSTER = """姓名,工号,准考证号,考场
测试甲壹,G7001,T0001,一号教室
测试甲贰,G7002,T0002,一号教室
测试乙壹,G7003,T0003,二号教室
测试乙贰,G7004,T0004,二号教室
"""


@dataclass(frozen=True)
class Ran:
    """How a command line ended."""

    code: int
    out: str
    err: str

    def lines(self) -> list[dict]:
        """The output as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def told(self) -> dict:
        """The only JSON object of the output."""
        (only,) = self.lines()
        return only


def no_window(setting):
    """Stands for the launcher of the candidate's window, which no terminal test may need."""
    raise AssertionError(f"a window was asked for: {setting}")


_words = cache(load_words)  # nobody writes to a catalogue, and hundreds of command lines speak one


def terminal(language="zh_CN", **fields):
    """A terminal as the product builds it, except for what secrets cost."""
    words = _words(resources() / "strings", language)
    return Terminal(words, resources(), **{"kdf_cost": kdf.MINIMUM, **fields})


def kaochang(*arguments, launch=no_window, **fields) -> Ran:
    """Runs one command line in this process."""
    made = terminal(**fields)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(made, build(made, launch), [str(argument) for argument in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def well(*arguments, **fields) -> Ran:
    """Runs a command line that must end with 0."""
    ran = kaochang(*arguments, **fields)
    assert ran.code == 0, ran
    return ran


def script_of(login, responses, *, hand_in=True, seat=""):
    """The script of a candidate who answers in this order."""
    steps = [{"respond": place, "with": written} for place, written in responses.items()]
    return {"login": login, "seat": seat, "steps": steps + ([{"hand_in": True}] if hand_in else [])}


@dataclass
class ExamDay:
    """One session, from the office's folder to the centre's; every place is a folder of its own, as on the day."""

    folder: Path
    session: str = ""
    start_code: str = ""

    @property
    def bank(self) -> Path:
        return self.folder / "office.bank"

    @property
    def office(self) -> Path:
        return self.folder / "office"

    @property
    def sealed(self) -> Path:
        return self.folder / "sealed"

    @property
    def exam(self) -> Path:
        return self.sealed / "rooms" / "session.kcb"

    @property
    def centre_kit(self) -> Path:
        return self.sealed / "centre" / "centre.kck"

    @property
    def passphrase_file(self) -> Path:
        return self.secret("passphrase", PASSPHRASE)

    @property
    def code_file(self) -> Path:
        return self.secret("code", self.start_code)

    def of_office(self) -> list:
        """The office's folder as `seal` takes it; the first sealing makes the office."""
        return ["--office", self.office, *([] if self.office.exists() else ["--new-office"])]

    def secret(self, name, text) -> Path:
        """A secret in a file outside every place of the exam room."""
        path = self.folder / "secrets" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    @property
    def held(self) -> list:
        """What the centre kit is held against, as options."""
        return ["--exam", self.exam]

    @property
    def at_centre(self) -> list:
        """The same with the centre PC's own memory: another day's office may have another version of its site file."""
        return [*self.held, "--data", self.folder / "centre-pc"]

    def proctor_kit(self, room) -> Path:
        return self.sealed / "proctors" / f"{room}.kcp"

    def read(self, text) -> Ran:
        """A paper's text into the bank."""
        paper = self.folder / "paper.txt"
        paper.write_text(text, encoding="utf-8")
        return kaochang("read", paper, "--into", self.bank, "--json")

    def assemble(self, *options, **fields) -> str:
        """The exam's id."""
        return well("assemble", self.bank, "--json", *options, **fields).told()["exam"]

    def seal(self, exam, *options, roster=ROSTER) -> None:
        """Seals a session for the rooms of the roster."""
        listed = self.folder / "roster.csv"
        listed.write_text(roster, encoding="utf-8")
        told = well(
            *("seal", self.bank, "--exam", exam, "--roster", listed, *self.of_office()),
            *("--passphrase-file", self.passphrase_file, "--out", self.sealed, "--json", *options),
        ).told()
        self.session, self.start_code = told["session"], told["start_code"]

    def script(self, login, responses, **settings) -> Path:
        """A script's file."""
        path = self.folder / "scripts" / f"{len(list(self.folder.glob('scripts/*')))}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(script_of(login, responses, **settings), ensure_ascii=False), encoding="utf-8")
        return path

    def sit_arguments(self, room, script, pc, *sticks) -> list:
        """The command line of one candidate's attempt; `pc` is the folder that stands for the room PC."""
        carried = [part for stick in sticks for part in ("--stick", put_in(stick))]
        secrets = ["--code-file", self.code_file]
        return ["sit", self.exam, "--room", room, "--data", pc, "--script", script, *secrets, "--json", *carried]

    def sit(self, room, script, pc, *sticks, **fields) -> Ran:
        """One candidate's attempt."""
        return kaochang(*self.sit_arguments(room, script, pc, *sticks), **fields)

    def collect(self, room, stick, *sources, options=()) -> Ran:
        """The proctor's round, at a PC of their own beside the stick."""
        secrets = ["--code-file", self.code_file, "--data", stick.parent / "proctor-pc"]
        return kaochang(
            "collect", *sources, "--kit", self.proctor_kit(room), "--to", put_in(stick), *secrets, "--json", *options
        )

    def merge(self, database, *sticks) -> Ran:
        """What the centre does with what came back."""
        secrets = ["--passphrase-file", self.passphrase_file]
        return kaochang(
            "merge", *sticks, "--kit", self.centre_kit, *self.at_centre, "--db", database, *secrets, "--json"
        )


@dataclass
class CertifiedDay(ExamDay):
    """A certified session: people with keys of their own, room key files, and a code or PIN for everybody."""

    told: dict = field(default_factory=dict)

    @property
    def people(self) -> Path:
        return self.folder / "people"

    def make_key(self, role, name) -> tuple[Path, Path]:
        """Somebody's key file and card, under a passphrase of their own."""
        folder = self.people / name
        well(
            "keys",
            "make",
            "--role",
            role,
            "--name",
            name,
            "--out",
            folder,
            "--passphrase-file",
            self.own_passphrase_file(name),
            "--json",
        )
        (key,), (card,) = folder.glob("*.kcy"), folder.glob("*.kcd")
        return key, card

    def own_passphrase_file(self, name) -> Path:
        """The passphrase of a person's key."""
        return self.secret(f"passphrase-{name}", f"{name}自己的口令 4409")

    def code(self, kind, name) -> Path:
        """A code or PIN in a file: kind as `seal` tells it, name of the room or ticket."""
        return self.secret(f"{kind}-{name}", self.told[kind][name])

    def room_key(self, room) -> Path:
        return self.sealed / "room-keys" / f"{room}.kroom"

    def seal_certified(self, exam, *options, roster=ROSTER) -> None:
        """Seals with room key files, a centre and three openers of whom two must be there."""
        listed = self.folder / "roster.csv"
        listed.write_text(roster, encoding="utf-8")
        _, centre = self.make_key("centre", "阅卷中心")
        cards = [self.make_key("opener", name)[1] for name in OPENERS]
        self.told = well(
            *("seal", self.bank, "--exam", exam, "--roster", listed, *self.of_office()),
            *("--passphrase-file", self.passphrase_file, "--out", self.sealed, "--json", *options),
            *("--level", "certified", "--room-key-files", "--centre", centre, "--quorum", 2),
            *(part for card in cards for part in ("--opener", card)),
        ).told()
        self.session = self.told["session"]

    def room_secrets(self, room) -> list:
        """What opens a room: its code, the start code and the key file."""
        return [
            *("--room-code-file", self.code("room_codes", room), "--code-file", self.code("start_codes", room)),
            *("--room-key", self.room_key(room)),
        ]

    def sit_certified(self, room, ticket, script, pc, *sticks) -> Ran:
        """One candidate's attempt, with everything it takes."""
        carried = [part for stick in sticks for part in ("--stick", put_in(stick))]
        secrets = [*self.room_secrets(room), "--pin-file", self.code("pins", ticket)]
        return kaochang(
            *("sit", self.exam, "--room", room, "--data", pc, "--script", script, *secrets, "--json", *carried)
        )

    def collect_certified(self, room, stick, *sources, code=None, options=()) -> Ran:
        """The proctor's round, with the proctor's own code."""
        secrets = ["--code-file", code or self.code("proctor_codes", room), "--data", stick.parent / "proctor-pc"]
        return kaochang(
            "collect", *sources, "--kit", self.proctor_kit(room), "--to", put_in(stick), *secrets, "--json", *options
        )

    def merge_with(self, database, openers, *sticks) -> Ran:
        """The merge, with the keys of these people."""
        keys = [next((self.people / name).glob("*.kcy")) for name in openers]
        given = [part for key in keys for part in ("--opener", key)]
        given += [part for name in openers for part in ("--opener-passphrase-file", self.own_passphrase_file(name))]
        centre = next((self.people / "阅卷中心").glob("*.kcy"))
        signed = ["--centre", centre, "--centre-passphrase-file", self.own_passphrase_file("阅卷中心")]
        opened = ["--kit", self.centre_kit, *self.at_centre, *given, *signed]
        return kaochang("merge", *sticks, *opened, "--db", database, "--json")


def login(number):
    """What the candidate of this number (1 to 4) types."""
    name, person, *_ = ROSTER.splitlines()[number].split(",")
    return {"name": name, "person": person}
