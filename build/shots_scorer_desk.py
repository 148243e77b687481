"""Pictures of the pages around a scorer's screen: opening a packet, making a key, handing scores back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kaochang.domain.refusals import Outcome, Refusal
from kaochang.presenters.centre.scorer_desk import OpenedPacket, ScorerDesk, ScorerPage
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.running import Means
from kaochang.sealing import kdf
from kaochang.views.centre.scorer_window import ScorerWindow
from kaochang.views.widgets.look import Look
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from screens import sample_scoring
from screens.fakes import ZONE, HandTimer, HeldRunner, StandingClock
from screens.sample_scoring import FakeWork
from support.seeded import seeded

FOLDER = Path("D:/评分")
STICK = Path("E:/第2号评分包-评分人甲.kcw")
Shot = Callable[[ScorerDesk], None]


def _open(desk: ScorerDesk) -> None:
    desk._show()


def _chosen(desk: ScorerDesk) -> None:
    desk._packet, desk._key_file = STICK, FOLDER / "scorer-PJFW.kcy"
    desk.type_passphrase("评分口令")
    desk.type_name("评分人甲")
    desk.type_new("评分口")


def _made(desk: ScorerDesk) -> None:
    desk._key_file = FOLDER / "scorer-PJFW.kcy"
    card = str(FOLDER / "scorer-PJFW.kcd")
    desk._made = desk._means.words("scorer.desk.made", own=str(desk._key_file), card=card)
    desk._show()


def _refused(desk: ScorerDesk) -> None:
    _chosen(desk)
    desk._refused = failure_to_words(Refusal(Outcome.CERT, "packets.other-key", name="评分人乙"), desk._means.words)
    desk._show()


def _back(desk: ScorerDesk) -> None:
    desk._packet, desk._page = STICK, ScorerPage.BACK
    desk._left = desk._means.words("scorer.desk.left", count=12)
    desk._written = desk._means.words("scorer.desk.written", file=str(STICK.with_suffix(".kcs")))
    desk._show()


def _score(desk: ScorerDesk) -> None:
    work = FakeWork([sample_scoring.task(number) for number in range(20)])
    desk._opened = OpenedPacket(STICK, work, None)  # type: ignore[arg-type] # nothing is signed in a picture
    desk.go_on()


SHOTS: dict[str, Shot] = {
    "scoring-30-desk": _open,
    "scoring-31-desk-chosen": _chosen,
    "scoring-32-desk-made": _made,
    "scoring-33-desk-refused": _refused,
    "scoring-34-desk-score": _score,
    "scoring-35-desk-back": _back,
}
WIDE = frozenset({"scoring-31-desk-chosen"})


def take(name: str, size: tuple[int, int], look: Look, path: Path) -> None:
    """Lead the window to a state and save its picture."""
    window = ScorerWindow(look)
    runner = HeldRunner()
    means = Means(look.words, runner, HandTimer(), StandingClock(), ZONE, runner)
    desk = ScorerDesk(means, seeded(1), kdf.MINIMUM, window.show_state, window.leave)
    window.connect_to(desk)
    window.resize(*size)
    window.show()
    desk.start()
    SHOTS[name](desk)
    for _ in range(4):
        QApplication.processEvents()
    window.grab().save(str(path))
    window.hide()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
