"""The rooms: three candidates in the real window, twelve more through the same engine, the round with the stick."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from demo_day import ABSENT, CLOCK, EXPIRED, FIRST, KILLED, ROOT, Day, Sealed
from kaochang.domain.assessments import PlacedItem
from kaochang.domain.attempts import ClosingReason
from kaochang.domain.items import ItemType
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.responses import Accepted, Blanks, Choice, Judgement, Order, Pairs, Replies, Response, Text
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.flow import collect, hand_in, offices, pinning, sit, unlock
from kaochang.flow.desk import Desk
from kaochang.flow.simulate import StepClock
from kaochang.flow.unlock import Unlocked

_SAVES_BEFORE_THE_KILL = 6


def window(day: Day, sealed: Sealed, ticket: Ticket, part: str) -> subprocess.Popen[str]:
    """Starts the candidate's real window in a process of its own, with a hand that plays a part in it."""
    code_file = day.folder("secrets") / "start-code.txt"
    code_file.write_text(sealed.code, "utf-8")
    player = [sys.executable, "-P", str(ROOT / "build/demo_window.py"), part]
    who = [str(sealed.exam_file), ticket.room, ticket.person, ticket.name, ticket.seat]
    where = [str(day.pc(ticket)), str(day.folder("shots")), str(code_file), day.language]
    shown = ["--show"] if day.show else []
    return subprocess.Popen([*player, *who, *where, *shown], stdout=subprocess.PIPE, text=True, encoding="utf-8")


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


def _until_killed(process: subprocess.Popen[str]) -> dict[str, str]:
    """What the window said was saved before it was killed, item → digest."""
    acknowledged: dict[str, str] = {}
    for words in lines_of(process):
        if words[:1] == ["saved"]:
            acknowledged[words[1]] = words[2]
        if len(acknowledged) == _SAVES_BEFORE_THE_KILL:
            process.kill()
            break
    process.wait()
    return acknowledged


def killed_candidate(day: Day, sealed: Sealed) -> None:
    day.step("killed")
    ticket = sealed.tickets[KILLED]
    acknowledged = _until_killed(window(day, sealed, ticket, "killed"))
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
    enough = len(acknowledged) == _SAVES_BEFORE_THE_KILL
    day.promise(enough and not lost, f"acknowledged answers lost: {lost}")
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
            options = dice.sample(labels, len(item.prompts))
            return Pairs(tuple(sorted(zip((prompt.label for prompt in item.prompts), options, strict=True))))
        case _:
            text = essay * dice.randint(1, 6)
            return Replies((text,)) if item.stages else Text(text)


def _sit(day: Day, unlocked: Unlocked, ticket: Ticket, sealed: Sealed, dice: random.Random) -> None:
    """One attempt without a window, on a clock that is set forward instead of waited for."""
    clock = StepClock(CLOCK.wall())
    sitting = sit.begin(Desk(day.pc(ticket), clock, os.urandom), unlocked, ticket, ticket.seat)
    for placed in sitting.exam.assessment.items():
        clock.go_on(dice.randrange(5_000, 60_000))
        if dice.random() < 0.95:
            response = respond(placed, sealed.schemes[placed.id], dice, day.word("essay"))
            if placed.item.stages:
                sitting.save(sitting.visit(placed.id))
            sitting.save(sitting.respond(placed.id, response))
    sitting.save(sitting.close(ClosingReason.HANDED_IN))
    hand_in.hand_in(sitting, [])
    sitting.shut()


def everybody_else(day: Day, sealed: Sealed) -> None:
    day.step("engine")
    dice = random.Random(20261121)
    site = pinning.read_site(sealed.rooms / offices.SITE_FILE, day.pc(sealed.tickets[FIRST]))
    others = [each for at, each in enumerate(sealed.tickets) if at not in (FIRST, KILLED, EXPIRED, ABSENT)]
    for room in sealed.session.rooms:
        unlocked = unlock.unlock(unlock.open_room(sealed.exam_file, site, room.id), sealed.code)
        for ticket in others:
            if ticket.room == room.id:
                _sit(day, unlocked, ticket, sealed, dice)
    day.promise(len(others) == 12, "twelve sat without a window")
    day.say("engine.done", count=len(others))


def collect_rooms(day: Day, sealed: Sealed) -> Path:
    day.step("collect")
    stick = day.folder("stick")
    for room in sealed.session.rooms:
        kit = collect.open_kit(sealed.proctors / f"{room.id}.kcp", sealed.code)
        absent = frozenset({sealed.tickets[ABSENT].number}) & {ticket.number for ticket in kit.tickets}
        sources = sorted((day.out / "pcs").glob(f"{room.id}-*"))
        collection = collect.collect(
            kit, collect.CollectOrder(sources, stick, absent, memory=day.out / "proctor"), CLOCK
        )
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
