"""Pictures of the office's further pages: the roster, the settings, the stick, what to do now, and the scores."""

from __future__ import annotations

import re
from collections.abc import Callable

from kaochang.domain.assessments import Kind
from kaochang.presenters.office.scores_state import Pick
from kaochang.presenters.office.settings import Field, PassBy
from support.office_pages import PASSPHRASE, PEOPLE, AtEveryPage
from support.small_paper import GOOD, KEY, PAPER

Shot = Callable[[AtEveryPage], None]

_HOUR_MS = 3_600_000
_ROSTER = "姓名\t工号\t考场\t证件号\t加时\n" + "".join(
    f"测试{number:02}\tG7{number:03}\t{'302' if number < 20 else '303'}\t\t{'15' if number == 4 else ''}\n"
    for number in range(1, 39)
)
_WRONG = (
    _ROSTER.replace("G7003", "")
    .replace("G7009", "G7008")
    .replace("\t15\n", "\t一刻钟\n")
    .replace("测试06\tG7006\t302\t", "测试06\tG7006\t302\t110101199003070012")
)


def _roster_empty(stage: AtEveryPage) -> None:
    stage.to_roster()


def _roster_wrong(stage: AtEveryPage) -> None:
    stage.to_roster().paste(_WRONG)


def _roster(stage: AtEveryPage) -> None:
    stage.to_roster().paste(_ROSTER)


def _roster_refused(stage: AtEveryPage) -> None:
    path = stage.data.parent / "名册.xlsx"
    path.write_bytes(b"PK\x03\x04")
    stage.to_roster().choose(path)


def _settings(stage: AtEveryPage) -> None:
    stage.to_settings()


def _settings_wrong(stage: AtEveryPage) -> None:
    page = stage.to_settings()
    page.type(Field.MINUTES, "")
    page.type(Field.MARK, "130")
    page.set_window(page.state.opens, page.state.opens + _HOUR_MS // 4)


def _settings_points(stage: AtEveryPage) -> None:
    page = stage.to_settings()
    page.pass_by(PassBy.POINTS)
    page.type(Field.MARK, "20")
    page.set_kind(Kind.REHEARSAL)


def _settings_shared(stage: AtEveryPage) -> None:
    """A total that no item's points say in decimals, and a share of it that is no round mark."""
    paper = re.sub(r"（共\d+题.*?）", "", PAPER).replace("满分：30分", "满分：100分")
    stage.to_roster(paper=paper + KEY).paste(PEOPLE)
    stage.page("roster").go_on()
    stage.page("settings").type(Field.MARK, "66.667")


def _no_stick(stage: AtEveryPage) -> None:
    stage.to_seal()


def _seal(stage: AtEveryPage) -> None:
    stage.to_seal()
    stage.put_in(stage.stick)


def _sealing(stage: AtEveryPage) -> None:
    page = stage.to_seal()
    stage.put_in(stage.stick)
    page.type_passphrase(PASSPHRASE)
    page.type_again(PASSPHRASE)
    stage.runner.is_held = True
    page.seal()


def _same(stage: AtEveryPage) -> None:
    """The same session once more on the same stick."""
    stage.sealed()
    stage.page("seal").go_back()
    stage.page("settings").go_on()
    stage.page("seal").choose(stage.stick)
    stage.page("seal").type_passphrase(PASSPHRASE)
    stage.page("seal").seal()


def _done(stage: AtEveryPage) -> None:
    stage.sealed()


def _found(stage: AtEveryPage) -> None:
    stage.sealed()
    stage.sit(0, 1)
    stage.page("done").take_back()


def _none(stage: AtEveryPage) -> None:
    stage.sealed()
    stage.put_in()
    stage.page("done").take_back()


def _wrong(stage: AtEveryPage) -> None:
    _found(stage)
    stage.page("take-back").type_passphrase("wrong-wrong")
    stage.page("take-back").take()


def _scores(stage: AtEveryPage) -> None:
    _found(stage)
    stage.page("take-back").type_passphrase(PASSPHRASE)
    stage.page("take-back").take()


def _ask_absent(stage: AtEveryPage) -> None:
    _scores(stage)
    stage.page("take-back").ask_absent()


def _waiting(stage: AtEveryPage) -> None:
    """An open item that a scorer has to mark, and a title that is longer than its row."""
    page = stage.to_settings()
    page.type(Field.TITLE, "2026 年度华东大区外呼与回访坐席上岗认证考试（第二批次，含补考与转岗人员，提前入场）")
    page.go_on()
    stage.put_in(stage.stick)
    stage.page("seal").type_passphrase(PASSPHRASE)
    stage.page("seal").type_again(PASSPHRASE)
    stage.page("seal").seal()
    stage.sit(0, 1, responses=GOOD)
    stage.page("done").take_back()


def _waiting_scores(stage: AtEveryPage) -> None:
    _waiting(stage)
    stage.page("take-back").type_passphrase(PASSPHRASE)
    stage.page("take-back").take()


def _absent(stage: AtEveryPage) -> None:
    _scores(stage)
    stage.page("take-back").mark_absent()
    stage.page("take-back").pick(Pick.FAILED)


SHOTS: dict[str, Shot] = {
    "office-20-roster-empty": _roster_empty,
    "office-21-roster-refused": _roster_refused,
    "office-22-roster-wrong": _roster_wrong,
    "office-23-roster": _roster,
    "office-24-settings": _settings,
    "office-25-settings-wrong": _settings_wrong,
    "office-26-settings-points": _settings_points,
    "office-27-settings-shared": _settings_shared,
    "office-30-seal-no-stick": _no_stick,
    "office-31-seal": _seal,
    "office-32-sealing": _sealing,
    "office-33-seal-same": _same,
    "office-34-done": _done,
    "office-40-back-none": _none,
    "office-41-back-found": _found,
    "office-42-back-wrong": _wrong,
    "office-43-scores": _scores,
    "office-44-scores-absent": _absent,
    "office-45-scores-ask-absent": _ask_absent,
    "office-46-back-long": _waiting,
    "office-47-scores-waiting": _waiting_scores,
}
WIDE = frozenset({"office-22-roster-wrong", "office-24-settings", "office-34-done", "office-43-scores"})
