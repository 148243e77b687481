"""A picture of every screen and state of the windows, from the real views and presenters on a line without files.

    python build/shots.py --out DIR [--only WORD] [--theme NAME]

Offscreen, so it needs no display. Each picture is NAME.LANGUAGE.WIDTHxHEIGHT.THEME.png, at 200 % with .2x before .png.
`--theme` shows every state in that theme; without it the important ones are shown in all of them. DIR/index.html
leads to a page for each group, to look at many at once.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests"), str(ROOT / "build")]

import msgspec
import shots_centre
import shots_events
import shots_line
import shots_moving
import shots_office
import shots_passing
import shots_responding
import shots_scorer_desk
import shots_scoring
import shots_scoring_page
import shots_states
import shots_summary
import shots_texts
import shots_tools
from contact_sheets import write_contact_sheets
from kaochang.domain.attempts import Phase, Wait
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.responses import Blanks, Choice, Judgement, Order, Pairs, Text
from kaochang.flow.attempt_files import Found
from kaochang.presenters.candidate.gestures import Written
from kaochang.presenters.candidate.navigator import CandidatePresenter
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.presenters.words import load_words
from kaochang.views.candidate.window import CandidateWindow
from kaochang.views.theme import THEMES, install_font, load_theme
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QPoint, Qt, qInstallMessageHandler
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from screens import sample, sample_pictures, sample_responding, sample_sections, sample_texts
from screens.fakes import PIN, ROOM_CODE, ROOM_KEY, START_CODE, FakeLine, HandTimer, HeldRunner, LostPlace, means_of

SIZES = ((1366, 768),)
WIDE = frozenset(
    {
        "03-login",
        "05-identity",
        "06-code",
        "10-exam-multiple",
        "17-exam-case",
        "22-summary",
        "42-exam-long",
        "50-room-code",
        "55-identity-photo",
        "61-pin-wrong",
        "70-part-ends-parts",
        "74-turns-parts",
        "80-acts",
        "83-acts-code",
        "21-cannot-save",
        "33-receipt",
        "76-suspended-pause",
        "90-away",
        "92-display",
        "97-extra-time",
        "98-extra-time-parts",
        *shots_centre.WIDE,
        *shots_line.WIDE,
        *shots_events.WIDE,
        *shots_moving.WIDE,
        *shots_office.WIDE,
        *shots_responding.WIDE,
        *shots_scorer_desk.WIDE,
        *shots_scoring.WIDE,
        *shots_scoring_page.WIDE,
        *shots_states.WIDE,
        *shots_passing.WIDE,
        *shots_summary.WIDE,
        *shots_tools.WIDE,
        *shots_texts.WIDE,
    }
)
EXAM_SIZES = ((1366, 768), (1024, 768), (1920, 1080))
WRITTEN = (
    "前三次都只处理了现象：没有合并工单，也没有记录客户已经受到的影响，第三次转接失败后无人跟进。"
    "我会先致歉并复述问题，让客户确认；随后说明补丁的发布时间，当场给出离线导出工具，并约定"
)


@dataclass
class Stage:
    """One window on one line, and the hands that lead it somewhere."""

    line: FakeLine
    runner: HeldRunner
    timer: HandTimer
    presenter: CandidatePresenter
    window: CandidateWindow

    def type(self, name: str, text: str) -> None:
        field = self.child(name)
        assert isinstance(field, QLineEdit)
        field.setText(text)

    def child(self, name: str) -> QWidget:
        """The one that can be seen, where several pages have one of this name."""
        found = self.window.findChildren(QWidget, name)
        return next((each for each in found if each.isVisible()), found[0])

    def click(self, name: str) -> None:
        QApplication.processEvents()
        QTest.mouseClick(self.child(name), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def to_login(self) -> None:
        self.presenter.start()

    def to_identity(self) -> None:
        self.to_login()
        self.type("login-person", sample.TICKET.person)
        self.type("login-name", sample.TICKET.name)
        self.click("log-in")

    def to_code(self) -> None:
        self.to_identity()
        self.click("pledge")
        self.click("identity-confirm")

    def type_code(self, code: str = START_CODE, prefix: str = "") -> None:
        for number, group in enumerate(code.split("-"), start=1):
            QTest.keyClicks(self.child(f"{prefix}group-{number}"), group)

    def to_exam(self, item: str = "") -> None:
        self.to_code()
        self.type_code()
        self.click("start")
        if item:
            self.presenter.exam.go(item)


def _answered(line: FakeLine) -> None:
    sitting = line.sitting
    for number in (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13, 14, 15, 16):
        sitting.respond(f"i{number}", Choice(("B",)))
    sitting.respond("i21", Choice(("A", "C")))
    sitting.respond("i24", Choice(("A", "C")))
    sitting.respond("i30", Judgement(False))
    sitting.respond("i37", Blanks(("24", "", "书面")))
    sitting.respond("i39", Pairs((("1", "B"), ("3", "A"))))
    sitting.respond("i40", Text(WRITTEN))
    for number in (8, 12, 24):
        sitting.mark(f"i{number}", True)
    sitting.saved.clear()


def _picture(name: str) -> bytes:
    heights = [60, 120, 90, 70, 150, 190, 110, 50]
    if name.startswith("option-"):  # each another one, half as wide
        heights = [20 + ord(name[len("option-")]) * (place + 3) * 7 % 160 for place in range(4)]
    image = QImage(60 + 70 * len(heights), 220, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    for place, height in enumerate(heights):
        painter.fillRect(40 + place * 70, 200 - height, 44, height, QColor("#1E5F8C"))
    painter.end()
    return _as_png(image)


def _as_png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def _full(line: FakeLine) -> None:
    for number in range(1, 21):
        line.sitting.respond(f"i{number}", Choice(("B",)))
    for number in range(21, 29):
        line.sitting.respond(f"i{number}", Choice(("A",)))
    for number in range(29, 37):
        line.sitting.respond(f"i{number}", Judgement(True))
    line.sitting.respond("i37", Blanks(("24", "3", "书面")))
    line.sitting.respond("i38", Order(("B", "A", "C", "D")))
    line.sitting.respond("i39", Pairs((("1", "B"), ("2", "C"), ("3", "A"))))
    for number in (40, 41, 42):
        line.sitting.respond(f"i{number}", Text(WRITTEN))


def _saved_click(stage: Stage, item: str, option: str) -> None:
    stage.to_exam(item)
    stage.click(option)


Shot = Callable[[Stage], None]


def _opening(stage: Stage) -> None:
    stage.runner.is_held = True
    stage.to_login()


def _problem(stage: Stage) -> None:
    stage.line.troubles["open_room"] = Refusal(Outcome.SIGNATURE, "signature", where="exam.kcb")
    stage.to_login()


def _login_refused(stage: Stage) -> None:
    stage.to_login()
    stage.type("login-person", "KF20871")
    stage.type("login-name", sample.TICKET.name)
    stage.click("log-in")


def _pledged(stage: Stage) -> None:
    stage.to_identity()
    stage.click("pledge")


def _code_half(stage: Stage) -> None:
    stage.to_code()
    groups = START_CODE.split("-")
    QTest.keyClicks(stage.child("group-1"), groups[0])
    QTest.keyClicks(stage.child("group-2"), groups[1][:4] + ("A" if groups[1][4] != "A" else "B"))


def _code_busy(stage: Stage) -> None:
    stage.to_code()
    stage.type_code()
    stage.runner.is_held = True
    stage.click("start")


def _code_wrong(stage: Stage) -> None:
    stage.line.troubles["begin"] = Refusal(Outcome.CODE, "code.wrong")
    stage.to_exam()


def _room_code(stage: Stage) -> None:
    stage.line.needs_room_code = True
    stage.to_login()
    groups = ROOM_CODE.split("-")
    QTest.keyClicks(stage.child("room-group-1"), groups[0])
    QTest.keyClicks(stage.child("room-group-2"), groups[1][:2])


def _room_code_busy(stage: Stage) -> None:
    stage.line.needs_room_code = True
    stage.to_login()
    stage.type_code(ROOM_CODE, "room-")
    stage.runner.is_held = True
    stage.click("open-room")


def _room_code_wrong(stage: Stage) -> None:
    stage.line.needs_room_code = True
    stage.to_login()
    stage.type_code(START_CODE, "room-")
    stage.click("open-room")


def _room_code_wait(stage: Stage) -> None:
    _room_code_wrong(stage)
    stage.click("open-room")
    stage.click("open-room")


def _photo(width: int, height: int) -> bytes:
    """A face as an icon has it, so that a stretched one is seen at once: its head is round."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#C9D3DD"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#4A5A6A"))
    side = min(width, height)
    painter.drawEllipse(QPoint(width // 2, int(height * 0.42)), side // 5, side // 5)
    painter.drawEllipse(QPoint(width // 2, int(height * 1.05)), int(side * 0.42), int(side * 0.36))
    painter.end()
    return _as_png(image)


def _with_photo(width: int, height: int) -> Shot:
    def shot(stage: Stage) -> None:
        stage.line.room.photos[sample.TICKET.number] = _photo(width, height)
        _pledged(stage)

    return shot


def _photo_broken(stage: Stage) -> None:
    stage.line.room.photos[sample.TICKET.number] = b"no picture"
    stage.to_identity()


def _certified(stage: Stage, *, has_stick: bool = True) -> None:
    stage.line.room.needs_pin = stage.line.room.needs_room_key = True
    stage.line.sticks = ROOM_KEY if has_stick else None
    stage.to_code()


def _pin_covered(stage: Stage) -> None:
    _certified(stage)
    stage.type_code(PIN, "pin-")
    QTest.keyClicks(stage.child("group-1"), START_CODE[:3])


def _pin_shown(stage: Stage) -> None:
    stage.line.room.needs_pin = True
    stage.to_code()
    stage.click("pin-switch")
    first, second = PIN.split("-")
    QTest.keyClicks(stage.child("pin-group-1"), first)
    QTest.keyClicks(stage.child("pin-group-2"), second[:4] + ("A" if second[4] != "A" else "B"))


def _key_missing(stage: Stage) -> None:
    _certified(stage, has_stick=False)
    stage.type_code(PIN, "pin-")
    stage.type_code()


def _key_offer(stage: Stage) -> None:
    folders = (Path("/media/stick"), Path("/media/stick/第二场"))
    stage.line.key_files = tuple(folder / f"{room}.kroom" for folder in folders for room in (301, 302))
    _key_offer_none(stage)


def _key_offer_none(stage: Stage) -> None:
    _certified(stage, has_stick=False)
    stage.click("room-key-choose")


def _pin_busy(stage: Stage) -> None:
    _certified(stage)
    stage.type_code(PIN, "pin-")
    stage.type_code()
    stage.runner.is_held = True
    stage.click("start")


def _fails(key: str, times: int = 1) -> Shot:
    def shot(stage: Stage) -> None:
        _certified(stage)
        stage.type_code(PIN, "pin-")
        stage.type_code()
        stage.line.troubles["begin"] = Refusal(Outcome.CODE, key)
        for _ in range(times):
            stage.click("start")

    return shot


def _resumed_code(stage: Stage) -> None:
    stage.line.found = Found.OPEN
    _certified(stage)


def _amber(stage: Stage) -> None:
    stage.to_exam("i40")
    stage.presenter.tick()
    stage.line.clock.advance(6_308_000)
    stage.presenter.tick()


def _saving(stage: Stage) -> None:
    stage.to_exam("i21")
    stage.runner.is_held = True
    stage.click("option-D")


def _cannot_save(stage: Stage) -> None:
    stage.to_exam("i22")
    stage.line.sitting.trouble = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    stage.click("option-A")


def _summary(stage: Stage) -> None:
    _late(stage)
    stage.click("hand-in")


def _late(stage: Stage) -> None:
    stage.to_exam("i40")
    stage.line.clock.advance(6_000_000)
    stage.presenter.tick()


def _summary_early(stage: Stage) -> None:
    stage.to_exam()
    stage.click("hand-in")


def _summary_full(stage: Stage) -> None:
    _full(stage.line)
    for number in (8, 12, 24):
        stage.line.sitting.mark(f"i{number}", False)
    _summary(stage)


def _confirm(stage: Stage) -> None:
    _summary(stage)
    stage.click("insist")


def _sealing(stage: Stage) -> None:
    _confirm(stage)
    stage.runner.is_held = True
    stage.click("confirm-hand-in")
    stage.runner.step()


def _sealing_failed(stage: Stage) -> None:
    stage.line.troubles["hand_in"] = Refusal(Outcome.DISK_FULL, "io.disk-full", where="D:")
    _confirm(stage)
    stage.click("confirm-hand-in")


def _expired(stage: Stage) -> None:
    stage.to_exam()
    stage.runner.is_held = True
    stage.line.clock.advance(7_200_000)
    stage.presenter.tick()
    while len(stage.runner.waiting) > 1 or not stage.window.findChild(QWidget, "sealing"):
        stage.runner.step()


def _receipt(stage: Stage) -> None:
    _confirm(stage)
    stage.click("confirm-hand-in")


def _again(stage: Stage) -> None:
    stage.line.found = Found.CLOSED
    stage.to_code()


def _resumed(stage: Stage) -> None:
    stage.line.found = Found.OPEN
    stage.line.sitting.resumed = True
    stage.line.sitting.visit("i24")
    stage.to_exam()


def _huge(stage: Stage) -> None:
    stage.to_exam("i24")
    stage.presenter.exam.resize(TypeSize.HUGE)


def _item(item: str) -> Shot:
    return lambda stage: stage.to_exam(item)


def _part_ends(stage: Stage) -> None:
    stage.to_exam("i5")
    stage.click("option-B")
    stage.line.clock.advance(3_299_000)
    stage.presenter.tick()
    stage.line.clock.advance(2_000)
    stage.presenter.tick()


def _next_part(stage: Stage) -> None:
    stage.to_exam("i36")
    stage.click("next")


def _second_part(stage: Stage) -> None:
    stage.to_exam()
    stage.line.clock.advance(1_800_000)
    stage.presenter.tick()
    stage.presenter.exam.advance()


def _item_short(stage: Stage) -> None:
    _second_part(stage)
    stage.presenter.exam.respond(Written(WRITTEN))
    stage.line.clock.advance(560_000)
    stage.presenter.tick()
    stage.line.clock.advance(12_000)
    stage.presenter.tick()


def _item_over(stage: Stage) -> None:
    _item_short(stage)
    stage.line.clock.advance(40_000)
    stage.presenter.tick()


def _turns(stage: Stage) -> None:
    _second_part(stage)
    exam = stage.presenter.exam
    exam.go("i38")
    for reply in (
        "非常抱歉给您添了麻烦。我先把这两次的情况记下来，您看我说的对不对。",
        "我现在就请值班工程师给您回电。",
    ):
        stage.line.clock.advance(30_000)
        exam.respond(Written(reply))
        exam.move(1)
    stage.line.clock.advance(17_000)
    exam.respond(Written("您放心，"))
    stage.presenter.tick()


def _turn_left(stage: Stage) -> None:
    _second_part(stage)
    stage.presenter.exam.go("i38")
    stage.click("next")


def _suspended(wait: Wait) -> Shot:
    def shot(stage: Stage) -> None:
        stage.to_exam("i21")
        stage.line.clock.advance(2_000_000)
        stage.presenter.tick()
        sitting = stage.line.sitting
        sitting.state = msgspec.structs.replace(sitting.state, phase=Phase.SUSPENDED, wait=wait, used=sitting.stamp())
        stage.presenter.tick()

    return shot


def _acts(stage: Stage) -> None:
    stage.to_exam("i21")
    stage.click("acts-open")


def _acts_pending(stage: Stage) -> None:
    _acts(stage)
    stage.click("act-pause")
    stage.click("acts-back")


def _acts_minutes(stage: Stage) -> None:
    _acts(stage)
    stage.click("act-extra-time")


def _acts_code(stage: Stage) -> None:
    _acts_minutes(stage)
    stage.click("acts-action")
    QTest.keyClicks(stage.child("act-group-1"), ROOM_CODE[:4])


def _acts_seat(stage: Stage) -> None:
    _acts(stage)
    stage.click("act-seat")


def _acts_wrong(stage: Stage) -> None:
    _acts(stage)
    stage.click("act-pause")
    for _ in range(3):
        for number, group in enumerate(PIN.split("-"), start=1):
            stage.type(f"act-group-{number}", "")
            QTest.keyClicks(stage.child(f"act-group-{number}"), group)
        stage.click("acts-action")


def _acts_card(stage: Stage) -> None:
    _acts(stage)
    stage.click("acts-card")


def _too_late(stage: Stage) -> None:
    stage.line.troubles["begin"] = Refusal(Outcome.POLICY, "session.too-late", minutes=30)
    stage.to_exam()


def _too_late_acts(stage: Stage) -> None:
    _too_late(stage)
    stage.click("acts-open")


def _too_late_code(stage: Stage) -> None:
    _too_late_acts(stage)
    stage.click("act-admit")


def _second_place_lost(stage: Stage) -> None:
    stage.line.sitting.attempt.files.second = LostPlace()
    stage.to_exam("i21")
    stage.presenter.tick()


def _in_exam(then: Callable[[Stage], None]) -> Shot:
    def shot(stage: Stage) -> None:
        _saved_click(stage, "i24", "option-D")
        then(stage)

    return shot


def _login_display(stage: Stage) -> None:
    stage.to_login()
    stage.click("display-open")


def _extra_time(stage: Stage) -> None:
    sitting = stage.line.sitting
    sitting.state = msgspec.structs.replace(sitting.state, extra=900_000, limit=sitting.state.limit + 900_000)
    stage.to_exam("i24")
    stage.presenter.exam.finder.toggle()


def _away(stage: Stage) -> None:
    stage.click("leave")
    stage.line.clock.advance(190_000)
    stage.presenter.tick()


def _away_wrong(stage: Stage) -> None:
    _away(stage)
    for _ in range(3):
        stage.type("away-number", "KF20871")
        stage.click("away-back")


SHOTS: dict[str, Shot] = {
    "01-opening": _opening,
    "02-problem": _problem,
    "03-login": Stage.to_login,
    "04-login-refused": _login_refused,
    "05-identity": _pledged,
    "06-code": _code_half,
    "07-code-busy": _code_busy,
    "08-code-wrong": _code_wrong,
    "10-exam-multiple": lambda stage: _saved_click(stage, "i24", "option-D"),
    "11-exam-single": _item("i2"),
    "12-exam-picture": _item("i20"),
    "13-exam-judgement": _item("i30"),
    "14-exam-blanks": _item("i37"),
    "15-exam-ordering": _item("i38"),
    "16-exam-matching": _item("i39"),
    "17-exam-case": _amber,
    "18-exam-scenario": _item("i42"),
    "19-exam-huge": _huge,
    "20-exam-saving": _saving,
    "21-cannot-save": _cannot_save,
    "22-summary": _summary,
    "23-summary-early": _summary_early,
    "24-summary-complete": _summary_full,
    "25-confirm": _confirm,
    "30-sealing": _sealing,
    "31-sealing-failed": _sealing_failed,
    "32-time-up": _expired,
    "33-receipt": _receipt,
    "34-receipt-again": _again,
    "35-resumed": _resumed,
    "40-login-long": Stage.to_login,
    "41-identity-long": _pledged,
    "42-exam-long": _item("i77"),
    "43-summary-long": _summary_early,
    "50-room-code": _room_code,
    "51-room-code-busy": _room_code_busy,
    "52-room-code-wrong": _room_code_wrong,
    "53-room-code-wait": _room_code_wait,
    "55-identity-photo": _with_photo(600, 800),
    "56-identity-photo-wide": _with_photo(1600, 900),
    "57-identity-photo-broken": _photo_broken,
    "58-pin": _pin_covered,
    "59-pin-shown": _pin_shown,
    "60-pin-busy": _pin_busy,
    "61-pin-wrong": _fails("pin.wrong"),
    "62-code-or-key-wrong": _fails("code.or-room-key"),
    "63-code-wait": _fails("pin.wrong", times=5),
    "64-room-key-missing": _key_missing,
    "65-room-key-offer": _key_offer,
    "66-room-key-offer-none": _key_offer_none,
    "67-room-key-unfit": _fails("code.room-key"),
    "68-pin-resume": _resumed_code,
    "69-identity-long": _with_photo(600, 800),
    "70-part-ends-parts": _part_ends,
    "71-next-part-parts": _next_part,
    "72-item-short-parts": _item_short,
    "73-item-over-parts": _item_over,
    "74-turns-parts": _turns,
    "75-turn-left-parts": _turn_left,
    "76-suspended-pause": _suspended(Wait.PAUSE),
    "77-suspended-outage": _suspended(Wait.OUTAGE),
    "78-suspended-clock": _suspended(Wait.CLOCK),
    "78-suspended-move": _suspended(Wait.MOVE),
    "79-second-place-lost": _second_place_lost,
    "80-acts": _acts,
    "81-acts-pending": _acts_pending,
    "82-acts-minutes": _acts_minutes,
    "83-acts-code": _acts_code,
    "84-acts-seat": _acts_seat,
    "85-acts-wrong": _acts_wrong,
    "86-acts-card": _acts_card,
    "87-too-late": _too_late,
    "88-too-late-acts": _too_late_acts,
    "89-too-late-code": _too_late_code,
    "90-away": _in_exam(_away),
    "91-away-wrong": _in_exam(_away_wrong),
    "92-display": _in_exam(lambda stage: stage.click("display-open")),
    "93-display-login": _login_display,
    "94-palette-collapsed": _in_exam(lambda stage: stage.click("palette-collapse")),
    "95-palette-unanswered": _in_exam(lambda stage: stage.click("filter-unanswered")),
    "96-palette-folded": _in_exam(lambda stage: stage.click("fold-一、单选题")),
    "97-extra-time": _extra_time,
    "98-extra-time-parts": _extra_time,
    **shots_events.SHOTS,
    **shots_line.SHOTS,
    **shots_moving.SHOTS,
    **shots_responding.SHOTS,
    **shots_states.SHOTS,
    **shots_passing.SHOTS,
    **shots_summary.SHOTS,
    **shots_tools.SHOTS,
    **shots_texts.SHOTS,
}


_EXAMS = {
    "long": sample.long_exam,
    "parts": sample.exam_in_parts,
    "responding": sample_responding.exam,
    **sample_sections.EXAMS,
    "texts": sample_texts.exam,
    "pictures": sample_pictures.pictures_exam,
}


def stage(look: Look, size: tuple[int, int], name: str) -> Stage:
    """A fresh window on a fresh line with a half-done exam; or with the one that the picture's name ends in."""
    other = _EXAMS.get(name.rpartition("-")[2])
    line = FakeLine(exam=sample.exam() if other is None else other())
    line.sitting.media = _picture
    if other is None:
        _answered(line)
    runner, timer = HeldRunner(), HandTimer()
    window = CandidateWindow(look)
    window.resize(*size)
    means = means_of(look.words, line, runner, timer)
    presenter = CandidatePresenter(line, means, "17", window.show_state)
    window.connect_to(presenter)
    window.show()
    return Stage(line, runner, timer, presenter, window)


@dataclass(frozen=True)
class Variant:
    """One way in which a state is shown."""

    name: str
    language: str
    size: tuple[int, int]
    theme: str
    is_double: bool = False

    def path(self, folder: Path) -> Path:
        """Where its picture goes."""
        scale = ".2x" if self.is_double else ""
        width, height = self.size
        return folder / f"{self.name}.{self.language}.{width}x{height}.{self.theme}{scale}.png"


_WINDOWS = (shots_office, shots_centre, shots_scorer_desk, shots_scoring, shots_scoring_page)
"""Pictures of other windows than the candidate's, each with its own way to take them."""


def plan(only: str, theme: str) -> Iterator[Variant]:
    """Every picture: all states in both languages, the important ones in every size, theme, and at 200 %."""
    for name in (each for each in (*SHOTS, *(name for group in _WINDOWS for name in group.SHOTS)) if only in each):
        sizes = EXAM_SIZES if name in WIDE else SIZES
        first = theme or THEMES[0]
        yield from (Variant(name, "zh_CN", size, first) for size in sizes)
        yield from (Variant(name, "en", size, first) for size in sizes if size[0] <= SIZES[0][0])
        if name in WIDE:
            yield Variant(name, "zh_CN", EXAM_SIZES[-1], first, is_double=True)
            if not theme:
                yield from (Variant(name, "zh_CN", SIZES[0], each) for each in THEMES[1:])


def take(variant: Variant, look: Look, path: Path) -> None:
    """Lead a window to a state and save its picture."""
    name, size = variant.name, variant.size
    look.theme.use(variant.theme)
    for group in _WINDOWS:
        if name in group.SHOTS:
            group.take(name, size, look, path)
            return
    on = stage(look, size, name)
    on.presenter.display.choose_theme(variant.theme)
    SHOTS[name](on)
    on.window.activateWindow()
    for _ in range(3):
        QApplication.processEvents()
    QTest.mouseMove(on.window, QPoint(size[0] - 4, size[1] // 2))
    QApplication.processEvents()
    on.window.grab().save(str(path))
    on.window.hide()
    on.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _tell(_kind: object, _context: object, message: str) -> None:
    """Qt's own messages, without the one that the offscreen platform gives for every window."""
    if "propagateSizeHints" not in message:
        print(message, file=sys.stderr)


def main() -> int:
    """Take all pictures, those at 200 % in a process of their own: Qt takes its scale once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="only pictures whose name holds this")
    parser.add_argument("--theme", default="", choices=("", *THEMES), help="every state in this theme")
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    is_double = os.environ.get("QT_SCALE_FACTOR") == "2"
    every = list(plan(wanted.only, wanted.theme))
    _take_all([each for each in every if each.is_double is is_double], wanted.out)
    if is_double:
        return 0
    status = 0
    if any(each.is_double for each in every):
        status = subprocess.run([sys.executable, *sys.argv], env=os.environ | {"QT_SCALE_FACTOR": "2"}).returncode
    print(write_contact_sheets(wanted.out, [each.path(wanted.out) for each in every]))
    return status


def _take_all(every: list[Variant], folder: Path) -> None:
    qInstallMessageHandler(_tell)
    app = QApplication([])
    app.setStyle("Fusion")
    app.setFont(install_font(ROOT / "resources" / "fonts"))
    theme = load_theme(ROOT / "resources" / "theme")
    looks = {name: Look(theme, load_words(ROOT / "resources" / "strings", name)) for name in ("zh_CN", "en")}
    for each in every:
        path = each.path(folder)
        take(each, looks[each.language], path)
        print(path)


if __name__ == "__main__":
    sys.exit(main())
