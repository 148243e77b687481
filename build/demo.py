"""One whole exam day: from a Word and a text paper to a marked report, with a kill, an expiry, damage and loss.

    python3 build/dev.py demo [--out DIR] [--show] [--lang en]

Everything is real: the readers, the sealed files, the journal, the window (offscreen unless --show), the merge. Files
stay in DIR. Exit 0 only if every promise that the day shows was kept.
"""

import argparse
import base64
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

import msgspec  # noqa: E402 - the paths come first
from demo_words import WORDS  # noqa: E402 - the paths come first
from kaochang.domain.assessments import Exam, Kind, Level, PartialCredit, PlacedItem, Room, Rules, Session  # noqa: E402
from kaochang.domain.attempts import ClosingReason  # noqa: E402
from kaochang.domain.items import ItemType  # noqa: E402
from kaochang.domain.mark_schemes import MarkScheme  # noqa: E402
from kaochang.domain.refusals import Outcome  # noqa: E402
from kaochang.domain.responses import Accepted, Blanks, Choice, Judgement, Order, Pairs, Response, Text  # noqa: E402
from kaochang.domain.rosters import Ticket, TicketStatus  # noqa: E402
from kaochang.flow import assemble, collect, hand_in, mark, merge, read, report, seal, sit, unlock  # noqa: E402
from kaochang.flow.attempt_files import Desk  # noqa: E402
from kaochang.flow.reconcile import reconcile  # noqa: E402
from kaochang.flow.simulate import StepClock  # noqa: E402
from kaochang.machine.clock import SystemClock  # noqa: E402
from kaochang.presenters.words import load_words  # noqa: E402
from kaochang.reports.sheets import write_start_sheet  # noqa: E402
from kaochang.store.bank import Bank  # noqa: E402
from kaochang.store.centre import Centre  # noqa: E402

PAPERS = ("after-sales-specialist.docx", "outbound-agent.txt")
PASSPHRASE = "demo: 中心口令"
FONT = ROOT / "resources/fonts/NotoSansSC-Regular.ttf"
MINUTE_MS = 60_000
PEOPLE = (
    ("陈𬭎宇", "1001"), ("李饕", "1002"), ("王小棠", "1003"), ("赵一鸣", "1004"), ("孙可心", "1005"),
    ("周子涵", "1006"), ("吴桐", "1007"), ("郑好", "1008"), ("冯鱻", "1009"), ("褚云", "1010"), ("卫青禾", "1011"),
    ("蒋知夏", "1012"), ("沈一舟", "1013"), ("韩梅", "1014"), ("杨帆", "1015"), ("朱砂", "1016"),
)  # fmt: skip
FIRST, KILLED, EXPIRED, ABSENT = 0, 1, 2, 15


class NotKept(Exception):  # noqa: N818 - a promise is kept or not; that is no error of the program
    """A promise of the day that did not hold."""


@dataclass
class Day:
    """Where everything of the day lies, and how it speaks."""

    out: Path
    language: str
    show: bool
    began: float = field(default_factory=time.monotonic)
    steps: int = 0

    def say(self, key: str, **params: object) -> None:
        print(f"      {WORDS[self.language][key].format(**params)}", flush=True)

    def step(self, key: str) -> None:
        self.steps += 1
        print(f"[{time.monotonic() - self.began:5.1f} s] {self.steps:2}/13 {WORDS[self.language][key]}", flush=True)

    def word(self, key: str) -> str:
        return WORDS[self.language][key]

    def promise(self, kept: bool, what: str) -> None:
        if not kept:
            raise NotKept(what)

    def folder(self, name: str) -> Path:
        path = self.out / name
        path.mkdir(parents=True, exist_ok=True)
        return path


@dataclass(frozen=True)
class Sealed:
    """The sealed session as the rooms and the centre get it."""

    session: Session
    exams: tuple[Exam, ...]
    schemes: Mapping[str, MarkScheme]
    tickets: tuple[Ticket, ...]
    code: str
    rooms: Path
    proctors: Path
    kit: Path

    @property
    def exam_file(self) -> Path:
        return self.rooms / "session.kcb"


CLOCK = SystemClock()
ZONE = datetime.now(UTC).astimezone().tzinfo or UTC


def read_papers(day: Day) -> Bank:
    day.step("read")
    bank = Bank(day.folder("office") / "bank.db")
    for name in PAPERS:
        found = read.read_file(ROOT / "banks/papers" / name)
        read.add_to_bank(bank, found, name, CLOCK, os.urandom)
        day.say("read.done", file=name, items=len(found.paper.items), findings=len(found.paper.findings))
    return bank


def assemble_exams(day: Day, bank: Bank) -> tuple[Exam, ...]:
    day.step("assemble")
    words = load_words(ROOT / "resources/strings", day.language)
    exams = []
    for number in bank.paper_numbers():
        rules = Rules(
            duration_s=30 * 60,
            shuffle_options=True,
            partial_credit=PartialCredit.HALF,
            notices=tuple(words(f"rules.notice.{n}") for n in (1, 2)),
            pledge=words("rules.pledge"),
        )
        order = assemble.AssembleOrder([number], bank.paper_title(number), rules)
        exam = assemble.assemble(bank, order, CLOCK, os.urandom)
        mark_at = exam.assessment.total * Fraction(6, 10)
        items = sum(1 for _ in exam.assessment.items())
        day.say("assemble.done", title=exam.assessment.title, items=items, total=exam.assessment.total, mark=mark_at)
        exams.append(Exam(exam.id, exam.assessment, _with_pass_mark(rules, mark_at)))
    return tuple(exams)


def _with_pass_mark(rules: Rules, mark_at: Fraction) -> Rules:
    return msgspec.structs.replace(rules, pass_mark=mark_at)


def ticket_of(at: int, name: str, person: str, exam: str, room: str) -> Ticket:
    """The ticket of the person at this place of `PEOPLE`: eight seats to a room."""
    seat = at % 8 + 1
    return Ticket(f"20261121{at // 8 + 1:02}{seat:03}", name, person, exam, room, f"{seat:02}")


def seal_session(day: Day, bank: Bank, exams: tuple[Exam, ...]) -> Sealed:
    day.step("seal")
    rooms = (Room("R01", day.word("room.1")), Room("R02", day.word("room.2")))
    now = CLOCK.wall()
    session = Session(
        os.urandom(8).hex(), day.word("session"), Kind.LIVE, Level.QUICK, now - MINUTE_MS, now + 180 * MINUTE_MS, rooms
    )
    tickets = tuple(
        Ticket(
            f"20261121{at // 8 + 1:02}{at % 8 + 1:03}",
            name,
            person,
            exams[at % 2].id,
            rooms[at // 8].id,
            f"{at % 8 + 1:02}",
        )
        for at, (name, person) in enumerate(PEOPLE)
    )
    placed = [each for exam in exams for each in exam.assessment.items()]
    order = seal.SealOrder(
        session,
        exams,
        bank.schemes([each.id for each in placed]),
        tickets,
        bank.media(sorted({image.name for each in placed for image in each.item.images})),
    )
    office_folder = day.folder("office") / "keys"
    office = seal.open_office(office_folder, PASSPHRASE, CLOCK, os.urandom)
    sealed = seal.seal(order, office, PASSPHRASE, os.urandom)
    words = load_words(ROOT / "resources/strings", day.language)
    sheet = write_start_sheet(
        session, tickets, sealed.start_code, words, FONT, datetime.now(UTC).astimezone().tzinfo or UTC
    )
    folders = seal.write_sealed(day.folder("sealed"), sealed, office_folder / seal.SITE_FILE, sheet)
    result = Sealed(
        session,
        exams,
        order.schemes,
        tickets,
        sealed.start_code,
        folders["rooms"],
        folders["proctors"],
        folders["centre"] / seal.CENTRE_KIT_FILE,
    )
    day.say("seal.done", rooms=len(rooms), tickets=len(tickets), exam=result.exam_file, kit=result.kit)
    day.say("seal.code", code=sealed.start_code, sheet=folders["envelope"] / seal.START_SHEET_FILE)
    return result


def pc_folder(day: Day, ticket: Ticket) -> Path:
    return day.folder(f"pcs/{ticket.room}-{ticket.seat}")


def window(day: Day, sealed: Sealed, ticket: Ticket, part: str) -> subprocess.Popen[str]:
    """Starts the candidate's real window in a process of its own, with a hand that plays a part in it."""
    code_file = day.folder("secrets") / "start-code.txt"
    code_file.write_text(sealed.code, "utf-8")
    arguments = [
        *(
            sys.executable,
            "-P",
            str(ROOT / "build/demo_window.py"),
            part,
            str(sealed.exam_file),
            ticket.room,
            ticket.person,
        ),
        *(
            ticket.name,
            ticket.seat,
            str(pc_folder(day, ticket)),
            str(day.folder("shots")),
            str(code_file),
            day.language,
        ),
        *(["--show"] if day.show else []),
    ]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def lines_of(process: subprocess.Popen[str]) -> Iterator[list[str]]:
    assert process.stdout is not None
    for line in process.stdout:
        yield line.split()


def play(day: Day, sealed: Sealed, ticket: Ticket, part: str) -> list[str]:
    """Plays a part to its end; the receipt line (code, answered)."""
    process = window(day, sealed, ticket, part)
    receipt = next((words[1:] for words in lines_of(process) if words[:1] == ["receipt"]), [])
    day.promise(process.wait() == 0 and len(receipt) == 2, f"window of {part}: exit {process.returncode}")
    return receipt


def first_candidate(day: Day, sealed: Sealed) -> None:
    day.step("first")
    receipt, answered = play(day, sealed, sealed.tickets[FIRST], "first")
    day.say("first.done", receipt=receipt, answered=answered, shots=day.out / "shots")


def killed_candidate(day: Day, sealed: Sealed) -> None:
    day.step("killed")
    ticket = sealed.tickets[KILLED]
    process = window(day, sealed, ticket, "killed")
    acknowledged: dict[str, str] = {}
    for words in lines_of(process):
        if words[:1] == ["saved"]:
            acknowledged[words[1]] = words[2]
        if len(acknowledged) == 6:
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    process = window(day, sealed, ticket, "resumed")
    found: dict[str, str] = {}
    receipt = ""
    for words in lines_of(process):
        if words[:1] == ["holds"]:
            found[words[1]] = words[2]
        elif words[:1] == ["receipt"]:
            receipt = words[1]
    day.promise(process.wait() == 0 and bool(receipt), "the resumed window handed in")
    lost = [item for item, digest in acknowledged.items() if found.get(item) != digest]
    day.promise(len(acknowledged) == 6 and not lost, f"acknowledged answers lost: {lost}")
    day.say("killed.done", acknowledged=len(acknowledged), lost=len(lost), receipt=receipt)


def expired_candidate(day: Day, sealed: Sealed) -> None:
    day.step("expired")
    receipt, answered = play(day, sealed, sealed.tickets[EXPIRED], "expired")
    day.say("expired.done", receipt=receipt, answered=answered)


def respond(placed: PlacedItem, scheme: MarkScheme, dice: random.Random, essay: str) -> Response:
    """A plausible response: right three times out of four, else a guess."""
    if scheme.correct is not None and dice.random() < 0.75:
        correct = scheme.correct
        return Blanks(tuple(texts[0] for texts in correct.blanks)) if isinstance(correct, Accepted) else correct
    item = placed.item
    labels = [option.label for option in item.options]
    match item.type:
        case ItemType.SINGLE:
            return Choice((dice.choice(labels),))
        case ItemType.MULTIPLE:
            return Choice(tuple(sorted(dice.sample(labels, dice.randint(2, len(labels))))))
        case ItemType.TRUEFALSE:
            return Judgement(dice.random() < 0.5)
        case ItemType.BLANK:
            return Blanks(tuple(essay[:2] for _ in range(item.blanks)))
        case ItemType.ORDERING:
            return Order(tuple(dice.sample(labels, len(labels))))
        case ItemType.MATCHING:
            return Pairs(tuple(sorted((prompt.label, dice.choice(labels)) for prompt in item.prompts)))
        case _:
            return Text(essay * dice.randint(1, 6))


def everybody_else(day: Day, sealed: Sealed) -> None:
    day.step("engine")
    dice = random.Random(20261121)
    site = unlock.read_site(sealed.rooms / seal.SITE_FILE)
    count = 0
    for room in sealed.session.rooms:
        unlocked = unlock.unlock(unlock.open_room(sealed.exam_file, site, room.id), sealed.code)
        for at, ticket in enumerate(sealed.tickets):
            if ticket.room == room.id and at not in (FIRST, KILLED, EXPIRED, ABSENT):
                clock = StepClock(CLOCK.wall())
                sitting = sit.begin(Desk(pc_folder(day, ticket), clock, os.urandom), unlocked, ticket, ticket.seat)
                for placed in sitting.exam.assessment.items():
                    clock.go_on(dice.randrange(5_000, 60_000))
                    if dice.random() < 0.95:
                        sitting.save(
                            sitting.respond(
                                placed.id, respond(placed, sealed.schemes[placed.id], dice, day.word("essay"))
                            )
                        )
                sitting.save(sitting.close(ClosingReason.HANDED_IN))
                hand_in.hand_in(sitting, [])
                sitting.shut()
                count += 1
    day.promise(count == 12, "twelve sat without a window")
    day.say("engine.done", count=count)


def collect_rooms(day: Day, sealed: Sealed) -> Path:
    day.step("collect")
    stick = day.folder("stick")
    for room in sealed.session.rooms:
        kit = collect.open_kit(sealed.proctors / f"{room.id}.kcp", sealed.code)
        absent = frozenset({sealed.tickets[ABSENT].number}) & {ticket.number for ticket in kit.tickets}
        sources = sorted((day.out / "pcs").glob(f"{room.id}-*"))
        collection = collect.collect(kit, collect.CollectOrder(sources, stick, absent), CLOCK)
        submitted = sum(entry.status is TicketStatus.SUBMITTED for entry in collection.entries)
        others = len(collection.entries) - submitted
        day.promise(not collection.problems, "collected without problems")
        day.say("collect.done", room=room.name, submitted=submitted, others=others, manifest=collection.manifest)
    return stick


def harm(day: Day, sealed: Sealed, stick: Path) -> tuple[Path, Path]:
    """One result gets a flipped byte, another goes missing, as bad sticks and bad luck do."""
    day.step("harm")
    folder = stick / "kaochang" / sealed.session.id / "R02"
    damaged, removed = sorted(folder.glob("*.kcr"))[2:4]
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 0x10
    damaged.write_bytes(bytes(data))
    removed.unlink()
    day.say("harm.done", damaged=damaged.name, removed=removed.name)
    return damaged, removed


def merge_all(day: Day, sealed: Sealed, stick: Path, harmed: tuple[Path, Path]) -> Centre:
    day.step("merge")
    words = load_words(ROOT / "resources/strings", day.language)
    centre = Centre(day.folder("centre") / "centre.db")
    count = merge.merge(centre, merge.open_kit(sealed.kit, PASSPHRASE), [stick], CLOCK)
    day.say("merge.done", accepted=count.accepted, refused=count.refused)
    standing = reconcile(centre)
    for problem in standing.problems:
        why = words(f"outcome.{problem.outcome}")
        print(f"      {words(problem.key, name=problem.name, room=problem.room, ticket=problem.ticket, why=why)}")
    named = {(problem.key, problem.name) for problem in standing.problems}
    damaged, removed = harmed
    day.promise(named == {("problem.damaged", damaged.name), ("problem.missing", removed.name)}, f"both named: {named}")
    expected = {TicketStatus.SUBMITTED: 13, TicketStatus.MISSING_FILE: 2, TicketStatus.ABSENT: 1}
    found = {status: list(standing.statuses.values()).count(status) for status in expected}
    day.promise(found == expected, f"every ticket has its status: {found}")
    again = merge.merge(centre, merge.open_kit(sealed.kit, PASSPHRASE), [stick], CLOCK)
    day.promise(again.accepted == 0 and reconcile(centre) == standing, "merging again changes nothing")
    return centre


def mark_all(day: Day, centre: Centre) -> None:
    day.step("mark")
    count = mark.mark(centre, CLOCK)
    waiting = mark.waiting(centre)
    day.say("mark.done", results=count.results, scored=count.scored, waiting=len(waiting))
    shown = set()
    for each in waiting:
        place = f"{each.placed.item.section}#{each.placed.item.number}"
        if (each.exam, place) not in shown:
            shown.add((each.exam, place))
            rubric = each.scheme.rubric.text or each.scheme.reference
            day.say("mark.waiting", item=place, of=each.placed.points, rubric=" ".join(rubric.split())[:40])
    day.promise(count.results == 13 and count.scored > 0 and bool(waiting), "marked by machine, open items wait")


def make_report(day: Day, centre: Centre) -> None:
    day.step("report")
    words = load_words(ROOT / "resources/strings", day.language)
    value = report.session_report(centre, CLOCK)
    for path in report.write_report(value, day.folder("report"), words, FONT, ZONE):
        print(f"      {path}")


def check_secrets(day: Day, sealed: Sealed) -> None:
    """Searches everything a room PC or a stick holds for items, names and the start code, in common encodings."""
    day.step("secrets")
    texts = [ticket.name for ticket in sealed.tickets] + [sealed.code, sealed.code.replace("-", "")]
    for exam in sealed.exams:
        texts += [part for placed in exam.assessment.items() for part in _long_parts(placed)]
    needles = {
        form
        for text in texts
        for form in (text.encode(), text.encode("utf-16-le"), base64.b64encode(text.encode())[:-4])
    }
    needles = {needle for needle in needles if len(needle) >= 6}
    folders = [day.out / "pcs", day.out / "stick", sealed.rooms]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    found = [path for path in files for data in [path.read_bytes()] if any(needle in data for needle in needles)]
    day.say("secrets.done", files=len(files), found=len(found))
    day.promise(not found, f"in clear: {found}")


def _forms(text: str) -> tuple[bytes, ...]:
    raw = text.encode()
    return raw, text.encode("utf-16-le"), base64.b64encode(raw)[:-4]


def _long_parts(placed: PlacedItem) -> list[str]:
    parts = [placed.item.stem, *(option.text for option in placed.item.options)]
    return [part[:12] for part in parts if len(part) >= 12]


def run(day: Day) -> None:
    bank = read_papers(day)
    sealed = seal_session(day, bank, assemble_exams(day, bank))
    bank.close()
    first_candidate(day, sealed)
    killed_candidate(day, sealed)
    expired_candidate(day, sealed)
    everybody_else(day, sealed)
    stick = collect_rooms(day, sealed)
    check_secrets(day, sealed)
    centre = merge_all(day, sealed, stick, harm(day, sealed, stick))
    mark_all(day, centre)
    make_report(day, centre)
    centre.close()
    day.say("done", seconds=time.monotonic() - day.began)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "out/demo")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--lang", choices=sorted(WORDS), default="zh_CN")
    given = parser.parse_args()
    out = given.out.resolve()
    if out.exists() and any(out.iterdir()) and not (out / "demo.txt").exists():
        print(f"{out} holds other files; choose an empty folder", file=sys.stderr)
        return int(Outcome.EXISTS)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / "demo.txt").write_text("made by build/dev.py demo\n", "utf-8")
    day = Day(out, given.lang, given.show)
    print(day.word("title").format(out=out), flush=True)
    try:
        run(day)
    except NotKept as promise:
        day.say("failed", what=promise)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
