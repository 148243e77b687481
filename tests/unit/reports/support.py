"""What tests of the report writers share: the catalogue of this part, a zone, and session reports to write."""

import json
from collections.abc import Sequence
from datetime import timedelta, timezone
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pypdfium2
from kaochang.domain.assessments import Kind, Level, Room, Session
from kaochang.domain.items import ItemType
from kaochang.domain.rosters import Ticket, TicketStatus
from kaochang.domain.session_reports import (
    CandidateLine,
    Evidence,
    ExamSummary,
    FileProblem,
    Incident,
    ItemLine,
    Rescored,
    RoomNote,
    ScoredByPeople,
    SectionScore,
    SessionReport,
)
from kaochang.domain.session_secrets import SessionSecrets
from kaochang.presenters import words
from kaochang.reports.envelope import Envelope
from pypdfium2 import raw

RESOURCES = Path(__file__).parents[3] / "resources"
FONT = RESOURCES / "fonts" / "NotoSansSC-Regular.ttf"
ZONE = timezone(timedelta(hours=8))
OPENS = 1795224600000
"""2026-11-21 09:30 in `ZONE`."""
START_CODE = "K7QDM-2MXA9-RTVC"
LANGUAGES = ("zh_CN", "en")
PROBLEM_TEXTS = {
    "outcome.SIGNATURE": "签名对不上",
    "problem.damaged": "{name} 用不上：{why}。",
    "problem.damaged.next": "请用 {room} 的另一只 U 盘，准考证号 {ticket}。",
}


def catalogue(language: str, parts: str = "reports") -> dict[str, str]:
    """The sentences of the reports' own part, or of every part that `parts` matches."""
    texts: dict[str, str] = {}
    for part in sorted((RESOURCES / "strings" / "parts").glob(f"{parts}.{language}.json")):
        texts |= json.loads(part.read_text(encoding="utf-8"))
    return texts


class Catalogue:
    """Words of one language that remember which keys were asked for."""

    def __init__(self, language: str = "zh_CN") -> None:
        self.texts = {**catalogue(language, "*"), **PROBLEM_TEXTS}
        self._words = words.Catalogue(language, self.texts)
        self.used: set[str] = set()

    def __call__(self, key: str, **params: object) -> str:
        self.used.add(key)
        return self._words(key, **params)


def ticket(number: int = 1, **more) -> Ticket:
    values = {"name": "王小明", "person": f"{number:05}", "exam": "theory", "room": "r1", "seat": str(number), **more}
    return Ticket(number=f"20261121{number:04}", **values)


def secrets(level=Level.QUICK, rooms=("r1", "r2"), tickets=()) -> SessionSecrets:
    """Codes that differ for every room and kind; a quick session has one start code only."""
    if level is Level.QUICK:
        return SessionSecrets(level, dict.fromkeys(rooms, START_CODE))
    codes = {kind: {room: f"{kind}{number}DM-2MXA9-RTVC" for number, room in enumerate(rooms)} for kind in "SRP"}
    pins = {each.number: f"N{each.number[-4:]}-2MXA9" for each in tickets}
    return SessionSecrets(level, codes["S"], codes["R"], codes["P"], pins)


def envelope(tickets=(), level=Level.QUICK, kind=Kind.LIVE, rooms=(("r1", "上海 301"), ("r2", "上海 302")), **more):
    """What is printed of a session at 09:30 with these tickets and rooms."""
    listed = tuple(Room(id, name) for id, name in rooms)
    session = Session("S-02", "客户服务专员 第二场", kind, level, OPENS, OPENS + 7_200_000, listed)
    found = secrets(level, [id for id, _ in rooms], tickets)
    values = {"exams": {"theory": "客服理论"}, "secrets": found, **more}
    return Envelope(session, tickets, **values)


def section(title: str, points: str, of: int = 60, waiting: int = 0) -> SectionScore:
    return SectionScore(title, Fraction(points), Fraction(of), waiting)


def scored(number: int, points: str, *, passed: bool | None = True, waiting: int = 0, **more) -> CandidateLine:
    """A result of one section; `more` goes to the ticket, but for status and sections."""
    status = more.pop("status", TicketStatus.SUBMITTED)
    sections = more.pop("sections", (section("单项选择题", points, 100, waiting),))
    evidence = more.pop("evidence", ())
    return CandidateLine(
        ticket=ticket(number, **more),
        status=status,
        sections=sections,
        points=Fraction(points),
        of=Fraction(100),
        waiting=waiting,
        passed=None if waiting else passed,
        receipt="K7QD-2MXA-9RTV",
        started_wall=OPENS + 5_000,
        closed_wall=OPENS + 3_605_000,
        used_ms=3_540_000,
        outage_ms=60_000,
        credit_ms=45_000,
        evidence=evidence,
    )


def unscored(number: int, status: TicketStatus = TicketStatus.ABSENT, **more) -> CandidateLine:
    return CandidateLine(ticket=ticket(number, **more), status=status)


def item(number: int = 1, type: ItemType = ItemType.SINGLE, stem: str = "先做什么？", **more) -> ItemLine:
    values = {"results": 4, "answered": 3, "marked": 3, "mean_share": Fraction(2, 3), **more}
    return ItemLine("theory", "单项选择题", str(number), type, stem, Fraction(2), **values)


RECORDS = {
    "incidents": (Incident("r1", 1, "停电", 2),),
    "notes": (RoomNote("r2", 3, "二号机位\n断电一次"),),
    "passed_findings": ("单选题#2 missing-answer: 丁: 评委组确定",),
    "scored": (
        ScoredByPeople("202611210001", "简答题#1", Fraction(2), "己", (("要点", Fraction(2)),), "=HYPERLINK(1)"),
    ),
    "rescored": (Rescored("202611210001", "简答题#1", (("己", Fraction(5, 2)), ("庚", Fraction(0)))),),
}
"""One record of each kind but evidence, for `report`."""

EVIDENCE = (
    Evidence("guard.note.focus-lost", "", 3),
    Evidence("clock.not-believed", "86400", 1),
    Evidence("later.word", "x", 1),
    Evidence("erratum.applied", "2", 1),
)
PROBLEM = FileProblem("上海301.kcr", "SIGNATURE", "problem.damaged", "r1", "202611210009")


def report(candidates: Sequence[CandidateLine] = (), **more) -> SessionReport:
    values = {
        "title": "客户服务专员（二级）第二场",
        "session": "S-2026-02",
        "kind": Kind.LIVE,
        "level": Level.QUICK,
        "opens": OPENS,
        "closes": OPENS + 7_200_000,
        "made": OPENS + 86_400_000,
        "exams": (ExamSummary("theory", "理论", Fraction(100), Fraction(60)),),
        "rooms": {"r1": "上海 301", "r2": "上海 302"},
        "items": (),
        "problems": (),
        **more,
    }
    return SessionReport(candidates=tuple(candidates), **values)


def pdf_texts(pdf: bytes) -> list[str]:
    """The text of every page, compatibility forms folded (NFKC) and white space removed, as a search would find it."""
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return ["".join(normalize("NFKC", text).split()) for text in texts]


def pdf_text(pdf: bytes) -> str:
    return "".join(pdf_texts(pdf))


def pdf_lines(pdf: bytes) -> list[str]:
    """Every line of text as it stands on its page."""
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        return [line for page in document for line in page.get_textpage().get_text_range().splitlines()]


def fonts_not_embedded(pdf: bytes) -> int:
    """How many font objects of the file, used or not, have no font program."""
    return pdf.count(b"/Type /Font\n") + pdf.count(b"/Type /Font ") - pdf.count(b"/FontFile2")


def text_boxes(pdf: bytes) -> list[tuple[tuple[float, float], list[tuple[float, float, float, float]]]]:
    """Per page its size, and the box (left, bottom, right, top) of every piece of text on it but the footer.

    The footer is a form, which PDFium measures from an origin of its own.
    """
    pages = []
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        for page in document:
            boxes = [found.get_bounds() for found in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1)]
            pages.append((page.get_size(), boxes))
    return pages
