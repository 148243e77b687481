"""A quick session from the office's side: a PC with its folder, a stick, and candidates who sit without a window."""

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from kaochang.custody.kits import open_centre_kit
from kaochang.domain.acts import ActKind, Grant, Reach
from kaochang.domain.attempts import ClosingReason
from kaochang.flow import hand_in, pinning, quick, quick_collect, quick_scores, quick_seal, sit, unlock
from kaochang.flow.desk import Desk
from kaochang.flow.quick import QuickOffice
from kaochang.flow.script import response_from
from kaochang.machine.places import resources
from kaochang.papers.reading import read_paper
from kaochang.papers.roster import read_roster
from kaochang.presenters.words import load_words
from kaochang.sealing import kdf
from support.clocks import ManualClock
from support.small_paper import KEY, PAPER

PASSPHRASE = "立冬-渡口-5128"
NOON = 1_795_233_000_000
"""2026-11-21 11:50 in `ZONE`."""
ZONE = timezone(timedelta(hours=8))
ROSTER = "姓名,工号\n测试甲壹,G7001\n测试甲贰,G7002\n测试甲叁,G7003\n"
LANGUAGES = {language: load_words(resources() / "strings", language) for language in ("zh_CN", "en")}


@contextmanager
def cheap_guesses():
    """Inside, secrets are stretched by next to nothing: nobody waits, and a wrong one is still wrong."""
    argon = kdf.Argon2id
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kdf, "Argon2id", lambda **given: argon(**{**given, "memory_cost": 8, "iterations": 1}))
        yield


def rows(text=ROSTER):
    return read_roster(text.encode())


def office(folder, clock=None, language="zh_CN") -> QuickOffice:
    """An office that has nothing yet, unless its folder was used before."""
    return QuickOffice(
        folder=Path(folder),
        words=LANGUAGES[language],
        readers=tuple(LANGUAGES.values()),
        font=resources() / "fonts" / "NotoSansSC-Regular.ttf",
        zone=ZONE,
        clock=clock or ManualClock(NOON),
        random=os.urandom,
        cost=kdf.MINIMUM,
    )


@dataclass
class QuickDay:
    """One office and one stick; every PC is a folder of its own."""

    folder: Path
    office: QuickOffice = field(init=False)

    def __post_init__(self):
        self.office = office(self.folder / "data" / "office")
        self.stick.mkdir()

    @property
    def stick(self) -> Path:
        return self.folder / "stick"

    def order(self, paper=PAPER + KEY, roster=ROSTER, drive=None, **wish):
        """The small paper for three candidates, as it would be proposed, with what is wished otherwise."""
        found = read_paper(paper.encode(), "paper.txt")
        listed = rows(roster)
        usual = quick.propose(found, "paper.txt", listed, self.office.clock.wall(), ZONE, self.office.words)
        wished = msgspec.structs.replace(usual, **wish)
        return quick_seal.QuickOrder(found, "paper.txt", listed, wished, drive or self.stick, PASSPHRASE)

    def seal(self, **wish):
        return quick_seal.seal_quick(self.office, self.order(**wish))

    def kit(self, sealed):
        """The session's centre kit, opened."""
        return open_centre_kit((sealed.kept / "centre.kck").read_bytes(), PASSPHRASE)

    def sit(self, sealed, number, responses, *, hands_in=True, stick=None, walk_in=None):
        """The attempt of the ticket at this place of the roster (from 0), handed in onto the stick.

        With `walk_in` it is a reserve ticket that this person took, by a proctor's act.
        """
        exam = sealed.folder / self.office.words("quick.folder.rooms") / "session.kcb"
        site = pinning.read_site(exam.with_name("site.kcx"), self.folder / "pc")
        ticket = self.kit(sealed).tickets[number]
        unlocked = unlock.unlock(unlock.open_room(exam, site, ticket.room), sealed.code)
        desk = Desk(self.folder / "pcs" / ticket.number, self.office.clock, os.urandom)
        grant = None
        if walk_in is not None:
            ticket, grant = walk_in.holding(ticket), Grant(ActKind.WALK_IN, Reach.TICKET, 0, "", "", serial=1)
        sitting = sit.begin(desk, unlocked, ticket, ticket.seat, grant=grant)
        places = {f"{each.item.section}#{each.item.number}": each for each in sitting.exam.assessment.items()}
        for place, written in responses.items():
            sitting.save(sitting.respond(places[place].id, response_from(places[place], written)))
        if hands_in:
            sitting.save(sitting.close(ClosingReason.HANDED_IN))
            hand_in.hand_in(sitting, [stick or self.stick])
        sitting.shut()
        return ticket

    def take_back(self, sealed, *sources, passphrase=PASSPHRASE, **said):
        order = quick_collect.TakeBack(sealed.session.id, sources or [self.stick], passphrase, **said)
        return quick_scores.take_back(self.office, order)


def below(folder):
    """Everything below a folder, hidden things too, as texts."""
    return sorted(path.relative_to(folder).as_posix() for path in Path(folder).rglob("*"))


def points_of(scores):
    """Name → points, per cent and verdict of every row."""
    return {row.ticket.name: (row.points, row.waiting, row.passed) for row in scores.rows}
