"""One session's scores as a table that is sorted and picked from, and what is said above it."""

from __future__ import annotations

from collections.abc import Sequence

from kaochang.domain.session_reports import CandidateLine
from kaochang.flow.quick_scores import QuickScores
from kaochang.presenters.figures import figure
from kaochang.presenters.office.score_rows import RowWords
from kaochang.presenters.office.scores_state import Pick, PickFace, ScoreColumn, ScoresFace
from kaochang.presenters.phrases import window
from kaochang.presenters.running import Means

_MOST_NAMED = 12
_MOST_SAID = 5


class ScoreTable:
    """`absent` are the tickets that were put down as absent here; `exported` the folder that was written last.

    `asks_absent` while it is asked whether those missing never came.
    """

    def __init__(self, scores: QuickScores, means: Means, absent: frozenset[str]) -> None:
        self.scores = scores
        self.absent = absent
        self.missing = frozenset(row.ticket.number for row in scores.missing)
        self.exported = ""
        self.asks_absent = False
        self._means = means
        self._words = RowWords(means.words, scores.report.rooms, self.missing)
        self._picked = Pick.ALL
        self._order: ScoreColumn | None = None
        self._is_down = False
        self._rows: Sequence[CandidateLine] = scores.rows
        self._counts = {pick: sum(self._words.is_picked(row, pick) for row in scores.rows) for pick in Pick}

    @property
    def session(self) -> str:
        """The session's id."""
        return self.scores.report.session

    @property
    def picked(self) -> Pick:
        """Which rows are shown."""
        return self._picked

    @property
    def rows(self) -> Sequence[CandidateLine]:
        """The rows that are shown, in their order."""
        return self._rows

    def pick(self, pick: Pick) -> None:
        """These rows only."""
        self._picked = pick
        self._sort()

    def sort(self, column: ScoreColumn) -> None:
        """By this column, the second time the other way round, the third time as the roster has them."""
        if column is not self._order:
            self._order, self._is_down = column, False
        elif not self._is_down:
            self._is_down = True
        else:
            self._order = None
        self._sort()

    def _sort(self) -> None:
        rows = [row for row in self.scores.rows if self._words.is_picked(row, self._picked)]
        self._rows = rows if self._order is None else self._words.ordered(rows, self._order, is_down=self._is_down)

    def face(self, *, can_absent: bool) -> ScoresFace:
        """The table as it stands."""
        report, words = self.scores.report, self._means.words
        return ScoresFace(
            title=report.title,
            when=window(words, report.opens, report.closes, self._means.zone),
            summary=self._summary(),
            rows=self._rows,
            words=self._words,
            picks=tuple(self._pick(each) for each in Pick),
            order=self._order,
            is_down=self._is_down,
            missing=self._missing(),
            said=tuple(self._said()),
            can_absent=can_absent and bool(self.missing),
            asks_absent=len(self.missing) if self.asks_absent else 0,
            exported=self.exported,
        )

    def _pick(self, pick: Pick) -> PickFace:
        count = self._counts[pick]
        return PickFace(pick, self._means.words(f"office.scores.pick.{pick}", count=count), count, pick is self._picked)

    def _summary(self) -> str:
        words, rows = self._means.words, self.scores.rows
        has = sum(row.points is not None for row in rows)
        said = [words("office.scores.summary", people=len(rows), results=has)]
        marks = [exam.pass_mark for exam in self.scores.report.exams if exam.pass_mark is not None]
        if marks:
            passed = sum(row.passed is True for row in rows)
            waiting = sum(row.waiting > 0 for row in rows)
            said.append(words("office.scores.passes", count=passed, mark=figure(words, marks[0])))
            said += [words("office.scores.undecided", count=waiting)] if waiting else []
        return words("office.separator").join(said)

    def _missing(self) -> str:
        found = self.scores.missing
        if not found:
            return ""
        words = self._means.words
        names = words("list.separator").join(row.ticket.name or row.ticket.number for row in found[:_MOST_NAMED])
        key = "office.scores.missing-more" if len(found) > _MOST_NAMED else "office.scores.missing"
        return words(key, count=len(found), names=names)

    def _said(self) -> list[str]:
        words, rooms = self._means.words, self.scores.report.rooms
        waiting = [
            words(f"office.scores.{'needs-key' if each.needs_key else 'waits'}", place=each.place, count=each.results)
            for each in self.scores.waiting
        ]
        wrong = [
            words(
                each.key,
                name=each.name,
                room=rooms.get(each.room, each.room),
                ticket=each.ticket,
                why=words(f"outcome.{each.outcome}"),
            )
            for each in self.scores.problems
        ]
        said = [*wrong, *waiting]
        if len(said) > _MOST_SAID:
            said = [*said[:_MOST_SAID], words("office.scores.more", count=len(said) - _MOST_SAID)]
        said = [*(words(each.key, name=each.name, ticket=each.ticket) for each in self.scores.undecided), *said]
        if self.scores.waiting:
            said.insert(0, words("office.scores.provisional", count=len(self.scores.waiting)))
        if self.scores.waiting or self.scores.undecided:
            said.append(words("office.scores.how-to-mark", session=self.session))
        return said
