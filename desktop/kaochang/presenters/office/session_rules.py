"""A session's own rules: when it is open, whether it counts, how much is asked of rooms and people for its safety."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path

from kaochang.custody.key_files import KeyRole
from kaochang.domain.assessments import Kind, Level
from kaochang.flow.office_draft import KeptFile
from kaochang.presenters.office.failures import failure_to_words
from kaochang.presenters.office.session_desk import SessionDesk
from kaochang.presenters.office.sessions_state import RulesState
from kaochang.presenters.phrases import duration
from kaochang.presenters.refusals import Refused

_MOST_DAYS = 3660
_MOST_OPENERS = 8
_LEAST_QUORUM = 2
_MOST_DIGITS = 5


class SessionRules:
    """Intents of the part in, its state out."""

    def __init__(self, desk: SessionDesk, show: Callable[[], None]) -> None:
        self._desk = desk
        self._show = show
        self._typed: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._refused: Refused | None = None

    @property
    def zone(self) -> tzinfo:
        """The zone in which times are typed."""
        return self._desk.means.zone

    def enter(self) -> None:
        """The part is shown: whose the kept cards are is read again."""
        self._typed, self._refused = {}, None
        draft = self._desk.draft
        for kept, role in ((draft.centre, KeyRole.CENTRE), *((each, KeyRole.OPENER) for each in draft.openers)):
            if kept is not None and kept.copy not in self._names:
                self._name(kept, role)

    def leave(self) -> None:
        """Nothing secret is typed here."""

    # -- intents --------------------------------------------------------------------------------------------------

    def set_window(self, opens: int, closes: int) -> None:
        """When the session is open, wall times in ms."""
        self._desk.keep(opens=opens, closes=closes)

    def mean_short(self, is_meant: bool) -> None:
        """Yes, the window may be shorter than the longest working time."""
        self._desk.keep(short_window=is_meant)

    def set_kind(self, kind: Kind) -> None:
        """Whether it counts."""
        self._desk.keep(kind=kind)

    def set_level(self, level: Level) -> None:
        """How much is asked for its safety."""
        self._desk.keep(level=level)

    def type_keep_days(self, text: str) -> None:
        """How long exam-room PCs keep their copies."""
        days = _number(text)
        if days is None or days > _MOST_DAYS:
            self._typed["keep-days"] = text
            self._show()
        else:
            self._typed.pop("keep-days", None)
            self._desk.keep(keep_days=days)

    def set_photos(self, folder: Path | None) -> None:
        """The folder of candidates' pictures; None for none."""
        self._desk.keep(photos="" if folder is None else str(folder))

    def use_room_keys(self, is_used: bool) -> None:
        """Rooms have key files besides their start codes."""
        self._desk.keep(room_key_files=is_used)

    def choose_centre(self, path: Path) -> None:
        """The key card of the session's centre."""
        self._take(path, KeyRole.CENTRE, lambda kept: self._desk.keep(centre=kept))

    def add_opener(self, path: Path) -> None:
        """The key card of somebody who opens results with others."""

        def add(kept: KeptFile) -> None:
            others = tuple(each for each in self._desk.draft.openers if each.copy != kept.copy)
            if len(others) == _MOST_OPENERS:
                self._refused = self._words_of("openers", {"most": _MOST_OPENERS})
                self._show()
                return
            self._desk.keep(openers=(*others, kept), quorum=self._desk.draft.quorum or _LEAST_QUORUM)

        self._take(path, KeyRole.OPENER, add)

    def drop_opener(self, at: int) -> None:
        """One less."""
        openers = self._desk.draft.openers
        if len(openers) == 1:
            self._typed.pop("quorum", None)
        self._desk.keep(openers=(*openers[:at], *openers[at + 1 :]))

    def type_quorum(self, text: str) -> None:
        """So many of them must be there."""
        number = _number(text)
        if not number:
            self._typed["quorum"] = text
            self._show()
        else:
            self._typed.pop("quorum", None)
            self._desk.keep(quorum=number)

    def _take(self, path: Path, role: KeyRole, then: Callable[[KeptFile], None]) -> None:
        """Keep a copy of a card, once it was read: the one that is sealed for may be gone by then."""
        self._refused = None

        def work() -> tuple[KeptFile, str]:
            from kaochang.flow.centre_side import read_card

            name = read_card(path, role).name
            return self._desk.folder.keep(path), name

        def done(made: tuple[KeptFile, str]) -> None:
            kept, name = made
            self._names[kept.copy] = name
            then(kept)

        kept = self._desk.kept
        self._desk.means.runner.run(work, kept.in_turn(done), kept.in_turn(self._on_failed))

    def _name(self, kept: KeptFile, role: KeyRole) -> None:
        def work() -> str:
            from kaochang.flow.centre_side import read_card

            return read_card(self._desk.folder.place(kept), role).name

        def done(name: str) -> None:
            self._names[kept.copy] = name
            self._show()

        self._desk.means.aside.run(work, done, self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._refused = failure_to_words(error, self._desk.means.words)
        self._show()

    # -- the state ------------------------------------------------------------------------------------------------

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.state.wrong

    @property
    def state(self) -> RulesState:
        """What is shown."""
        draft, words = self._desk.draft, self._desk.means.words
        opens, closes = self._desk.window
        short = self._short_minutes(opens, closes)
        return RulesState(
            kind=draft.kind,
            level=draft.level,
            opens=opens,
            closes=closes,
            keep_days=self._typed.get("keep-days", str(draft.keep_days)),
            short_minutes=short,
            is_short_meant=draft.short_window,
            photos=draft.photos,
            room_key_files=draft.room_key_files,
            centre=self._shown(draft.centre) if draft.centre is not None else "",
            openers=tuple(map(self._shown, draft.openers)),
            quorum=self._typed.get("quorum", str(draft.quorum or _LEAST_QUORUM)),
            said={"window": words("office.settings.open-for", time=duration(words, max(0, closes - opens) // 1000))},
            wrong=self._wrong(opens, closes, short),
            costs=self.costs(),
            refused=self._refused,
        )

    def costs(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What the level gives and does not give, as sealing prints it."""
        from kaochang.reports.checklists import seal_checklist

        draft = self._desk.draft
        quorum = draft.quorum if draft.openers else 0
        listed = seal_checklist(draft.level, self._desk.means.words, room_keys=draft.room_key_files, quorum=quorum)
        return ((listed.level, ()), *listed.parts())

    def _shown(self, kept: KeptFile) -> str:
        return self._names.get(kept.copy, kept.name)

    def _short_minutes(self, opens: int, closes: int) -> int:
        """By how many minutes the window is shorter than the longest working time."""
        desk, own = self._desk, dict[str, int]()
        for each in desk.chosen:
            own |= dict.fromkeys((each.exam.id, each.exam.assessment.title), each.exam.rules.duration_s // 60)
        longest = max(own.values(), default=0)
        needed = max((own.get(row.exam, longest) + row.extra_minutes for row in desk.rows), default=longest)
        return max(0, max(longest, needed) - max(0, closes - opens) // 60_000) if own else 0

    def _wrong(self, opens: int, closes: int, short: int) -> dict[str, Refused]:
        draft = self._desk.draft
        is_open_by_several = draft.level is Level.CERTIFIED and bool(draft.openers)
        wrong = {field: "number" for field in self._typed if field != "quorum" or is_open_by_several}
        if closes <= opens:
            wrong["window"] = "closes"
        elif closes <= self._desk.means.clock.wall():
            wrong["window"] = "over"
        elif short and not draft.short_window:
            wrong["window"] = "short"
        if draft.level is Level.CERTIFIED:
            if draft.centre is None:
                wrong["centre"] = "none"
            if draft.openers and not _LEAST_QUORUM <= draft.quorum <= len(draft.openers):
                wrong["quorum"] = "quorum"
        most = {"minutes": short, "most": _MOST_DAYS, "count": len(draft.openers)}
        return {field: self._words_of(name, most) for field, name in wrong.items()}

    def _words_of(self, name: str, told: dict[str, int]) -> Refused:
        words, key = self._desk.means.words, f"office.rules.wrong.{name}"
        return Refused(words(key, **told), words(f"{key}.next", **told))


def _number(text: str) -> int | None:
    bare = text.strip()
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) <= _MOST_DIGITS else None
