"""Pictures of the centre's page of scoring by people: the real page over the day of the picture, and larger figures."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import shots_centre
from kaochang.domain.human_scores import CriterionScore
from kaochang.domain.items import ItemType
from kaochang.flow.score_packets import PacketStands
from kaochang.flow.scoring import Agreement, Given, Progress, Scoring, Wanted
from kaochang.flow.scoring_overview import ItemStands, Overview
from kaochang.presenters.centre.pages import CentrePage
from kaochang.presenters.centre.scoring_faces import overview_face
from kaochang.presenters.centre.scoring_state import ChangeField, PlanField
from kaochang.store.centre import Centre
from kaochang.store.marking import SchemeVersion
from kaochang.views.widgets.look import Look
from msgspec.structs import replace
from screens.sample_scoring import CASE, CASE_SCHEME, ESSAY, SHORT, SHORT_SCHEME
from shots_centre import Stage
from support.seeded import seeded

PEOPLE = ("评分人甲", "评分人乙", "评分人丙")
Shot = Callable[[Stage], None]


def _page(stage: Stage) -> None:
    shots_centre.SHOTS["centre-06-collect"](stage)
    stage.presenter.go(CentrePage.SCORING)


def _scored(stage: Stage) -> None:
    """Half of what two scorers have each, and what they do not agree on."""
    shots_centre.SHOTS["centre-06-collect"](stage)
    centre = Centre(stage.desk.path)
    scoring = Scoring(centre, seeded(5))
    items = tuple(scoring.responses())
    scoring.plan(Wanted(items, PEOPLE, "组长", True, Fraction(1), ("仲裁人",), 2), stage.clock, seeded(6))
    for number, name in enumerate(PEOPLE):
        for task in scoring.queue(name)[: 34 - 6 * number]:
            low = (int(task.handle, 16) + number // 2) % 3
            scores = tuple(
                CriterionScore(each.name, Fraction(min(3, low + at)))
                for at, each in enumerate(task.scheme.rubric.criteria)
            )
            scoring.give(name, task.handle, Given(scores, spent=17_000), stage.clock)
    centre.close()
    stage.presenter.go(CentrePage.SCORING)


def _many(stage: Stage) -> None:
    """As in the picture of the centre, with a key that is pending and an item withdrawn."""
    _page(stage)
    page = stage.page("scoring")
    kit = SchemeVersion(0, "short", SHORT_SCHEME, False, "", "", 0)
    case = replace(kit, scheme=CASE_SCHEME)
    gone = replace(kit, number=1, withdrawn=True, by="教研组长", reason="材料里有错字")
    single = replace(SHORT, id="single", item=replace(SHORT.item, type=ItemType.SINGLE, number="4"))
    found = Overview(
        (
            ItemStands(CASE, (case,), _progress("case", 312, 9), True, False, True, Fraction(2)),
            ItemStands(SHORT, (kit,), _progress("short", 201, 0), True, False),
            ItemStands(ESSAY, (kit,), None, True, False),
            ItemStands(single, (kit,), None, False, True),
            ItemStands(replace(single, id="gone"), (kit, gone), None, False, False),
        ),
        {"评分人甲": 78, "评分人乙": 64, "一个名字特别长的外聘评分人（华东大区）": 0, "仲裁人": 9},
        tuple(
            Agreement("case", pair, count, Fraction(62, 100), Fraction(93, 100), kappa)
            for pair, count, kappa in (
                (("评分人甲", "评分人乙"), 120, Fraction(81, 100)),
                (("评分人甲", "评分人丙"), 96, Fraction(47, 100)),
                (("评分人乙", "评分人丙"), 12, Fraction(31, 100)),
            )
        ),
        {"case": {"评分人甲": Fraction(1, 10), "评分人乙": Fraction(-4, 5), "评分人丙": Fraction(7, 10)}},
        {"case": 390, "short": 390, "essay": 388},
        (PacketStands(1, "评分人甲", 64, 64), PacketStands(2, "一个名字特别长的外聘评分人（华东大区）", 120, 37)),
    )
    page._found, page._face = found, overview_face(found, stage.means.words)
    page._show()


def _progress(item: str, scored: int, apart: int) -> Progress:
    return Progress(item, scored, 390, apart, {}, Fraction(21_000))


def _plan(stage: Stage) -> None:
    _many(stage)
    page = stage.page("scoring")
    page.ask_plan()
    page.planning.set_pair(is_pair=True)
    page.planning.type(PlanField.TOLERANCE, "2")
    page.planning.type(PlanField.BY, "教研组长")
    page.planning._turn += 1
    page._show()


def _change(stage: Stage) -> None:
    _many(stage)
    page = stage.page("scoring")
    page.ask_change("single")
    page.changing.type(ChangeField.KEY, "B")


def _moved(stage: Stage) -> None:
    _page(stage)
    page = stage.page("scoring")
    page.ask_change()
    for field, text in ((ChangeField.KEY, "A"), (ChangeField.BY, "教研组长"), (ChangeField.REASON, "答案印错")):
        page.changing.type(field, text)
    page.change()


def _scorer(stage: Stage) -> None:
    _scored(stage)
    stage.page("scoring").start("评分人丙")


SHOTS: dict[str, Shot] = {
    "scoring-20-unplanned": _page,
    "scoring-21-scored": _scored,
    "scoring-22-many": _many,
    "scoring-23-plan": _plan,
    "scoring-24-change": _change,
    "scoring-25-moved": _moved,
    "scoring-26-scorer": _scorer,
}
WIDE = frozenset({"scoring-22-many"})


def take(name: str, size: tuple[int, int], look: Look, path: Path) -> None:
    """Lead the window to a state and save its picture."""
    shots_centre.taken(SHOTS[name], size, look, path)
