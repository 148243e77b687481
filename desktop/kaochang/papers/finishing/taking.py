"""What a key says of one item of the paper goes to it, part by part: nothing doubled, nothing taken over silently."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace

from kaochang.domain.mark_schemes import MarkScheme, Rubric
from kaochang.domain.papers import Kind, PaperItem
from kaochang.domain.responses import Accepted, Choice, CorrectResponse, Judgement, Order, Pairs
from kaochang.papers.finishing.checks import plain
from kaochang.papers.finishing.made import ItemFault, Made
from kaochang.papers.finishing.other_labels import relabelled
from kaochang.papers.finishing.repeats import bare
from kaochang.papers.finishing.same_items import plain_words
from kaochang.papers.grammar.answers import Fault
from kaochang.papers.grammar.drafts import Given
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import make_line
from kaochang.papers.writing.wording import answer_words

_REFUSED: Final = frozenset(
    {
        Kind.ANSWER_OUT_OF_RANGE,
        Kind.ANSWER_TYPE_MISMATCH,
        Kind.ANSWER_CONFLICT,
        Kind.BLANK_COUNT_MISMATCH,
    }
)
"""Why an answer that is stated was not taken."""
_BESIDE_ANSWER: Final = frozenset(
    {Kind.DUPLICATE_ANSWER_LETTER, Kind.ALTERNATIVES_UNCLEAR, Kind.WEIGHTS_NOT_TAKEN, Kind.RULE_NOT_TAKEN}
)
_OF_RUBRIC: Final = frozenset({Kind.RUBRIC_WITHOUT_POINTS, Kind.RUBRIC_UNREAD})
_MISSING: Final = frozenset({Kind.MISSING_ANSWER, Kind.MISSING_REFERENCE_ANSWER})
_LONGEST: Final = 20
"""Characters of an answer that a message quotes."""


def says_something(made: Made) -> bool:
    """Whether an item says how it is marked, taken or not."""
    return made.read.scheme != MarkScheme() or any(fault.fault.kind in _REFUSED for fault in made.faults)


def shown(scheme: MarkScheme) -> str:
    """The answer of a scheme as a message quotes it; "" where it states none."""
    return _shown(scheme.correct) if scheme.correct is not None else _short(scheme.reference)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _shown(correct: CorrectResponse) -> str:
    match correct:
        case Choice(labels) | Order(labels):
            return "".join(labels)
        case Judgement(value):
            return "√" if value else "×"
        case Accepted(blanks):
            return _short("；".join("/".join(texts) for texts in blanks))
        case Pairs(pairs):
            return _short(" ".join(f"{left}-{right}" for left, right in pairs))


@dataclass(slots=True)
class Taking:
    """One item of the paper (`own`), the same item of the key (`theirs`), and the pictures of both files.

    `line` turns a line of the key into the one that a finding tells.
    """

    own: Made
    theirs: Made
    media: Mapping[str, bytes]
    their_media: Mapping[str, bytes]
    line: Callable[[int | None], int | None]

    def take(self) -> None:
        """Everything that the key says of the item."""
        self._take_points()
        if self.own.read.item.is_open:
            self._take_reference()
        else:
            self._take_answer()
        self._take_rubric()
        self._take_rest()
        if self.own.is_drafted:
            self._keep()

    def _keep(self) -> None:
        """What was taken stands in the draft too: an item that is made of it once more keeps it."""
        draft, scheme = self.own.draft, self._scheme
        words = {
            Mark.EXPLANATION: scheme.explanation,
            Mark.RUBRIC: scheme.rubric.text,
            Mark.TOPIC: "、".join(scheme.competencies),
            Mark.LEVEL: scheme.difficulty.value if scheme.difficulty else "",
        }
        for mark, text in words.items():
            if text and mark not in draft.fields:
                draft.fields[mark] = [make_line(text, draft.line)]
        answer = scheme.reference or answer_words(self.own.read.item, scheme)
        if answer and not self.own.given and not draft.answers:
            self.own.given = [Given([make_line(answer, draft.line)], "key")]
            draft.answers = list(self.own.given)

    @property
    def _scheme(self) -> MarkScheme:
        return self.own.read.scheme

    @property
    def _said(self) -> MarkScheme:
        return self.theirs.read.scheme

    def _say(self, kind: Kind, variant: str = "", line: int | None = None, **params: str) -> None:
        self.own.say(kind, self.line(line or self._answer_line()), variant, **params)

    def _answer_line(self) -> int | None:
        return next((given.line for given in self.theirs.draft.answers if given.line), self.theirs.draft.line)

    def _faults(self, kinds: frozenset[Kind]) -> list[ItemFault]:
        """Faults of the key's item, on the lines where they are told."""
        return [ItemFault(each.fault, self.line(each.line)) for each in self.theirs.faults if each.fault.kind in kinds]

    def _drop(self, kinds: frozenset[Kind]) -> None:
        self.own.faults = [each for each in self.own.faults if each.fault.kind not in kinds]

    def _set(self, scheme: MarkScheme) -> None:
        self.own.read = PaperItem(self.own.read.item, scheme)

    # -- points

    def _take_points(self) -> None:
        """The paper's points stay; those of the key are taken where the paper states none."""
        item, points = self.own.read.item, self.theirs.read.item.points
        if points is None or item.points == points:
            return
        if item.points is None:
            self.own.read = PaperItem(replace(item, points=points), self._scheme)
        else:
            line = self.theirs.draft.line
            self._say(Kind.POINTS_MISMATCH, "key", line, declared=plain(item.points), found=plain(points))

    # -- answers

    def _take_answer(self) -> None:
        given, refused = self._translated()
        own = self._scheme.correct
        if given is None and not refused:
            return
        told = [each for each in self.own.faults if each.fault.kind in _REFUSED]
        if own is None and not told:
            self._drop(_MISSING)
            self._set(replace(self._scheme, correct=given))
            self.own.faults += refused[:1] if given is None else self._faults(_BESIDE_ANSWER)
        elif refused and (told or refused[0].fault.variant == "key"):
            self.own.faults += [] if told else refused[:1]
        elif given is None or own is None or not _is_same(own, given):
            self._conflict(told)

    def _translated(self) -> tuple[CorrectResponse | None, list[ItemFault]]:
        """The key's answer in the labels of the paper, or why it cannot be taken."""
        item, theirs = self.own.read.item, self.theirs.read.item
        correct, answer = self._said.correct, shown(self._said)
        if correct is None:
            refused = self._faults(_REFUSED)
            return None, refused or ([self._refused(Kind.ANSWER_TYPE_MISMATCH, answer=answer)] if answer else [])
        given = relabelled(correct, theirs, self.their_media, item, self.media)
        if given is not None:
            return given, []
        if theirs.type is not item.type:
            return None, [self._refused(Kind.ANSWER_TYPE_MISMATCH, answer=answer)]
        if isinstance(correct, Accepted):
            counts = {"blanks": str(item.blanks), "answers": str(len(correct.blanks))}
            return None, [self._refused(Kind.BLANK_COUNT_MISMATCH, **counts)]
        return None, [self._refused(Kind.ANSWER_OUT_OF_RANGE, "key", answer=answer)]

    def _refused(self, kind: Kind, variant: str = "", **params: str) -> ItemFault:
        return ItemFault(Fault(kind, variant, params), self.line(self._answer_line()))

    def _conflict(self, told: list[ItemFault]) -> None:
        """Both files state an answer, and not the same one."""
        texts = dict.fromkeys([_words(self.own, told), _words(self.theirs, self._faults(_REFUSED))])
        self._drop(_REFUSED)
        self._set(replace(self._scheme, correct=None))
        self._say(Kind.ANSWER_CONFLICT, answers=" / ".join(texts))

    def _take_reference(self) -> None:
        own, reference = _stated(self._scheme), _stated(self._said)
        if self._said.correct is not None:
            self.own.faults.append(self._refused(Kind.ANSWER_TYPE_MISMATCH, answer=shown(self._said)))
        elif not own and reference:
            self._drop(_MISSING)
            self._set(replace(self._scheme, reference=reference))
        elif reference and plain_words(own) != plain_words(reference):
            self._say(Kind.ANSWER_CONFLICT, answers=f"{_short(own)} / {_short(reference)}")
            self._set(replace(self._scheme, reference=""))

    # -- what stands beside them

    def _take_rubric(self) -> None:
        own, rubric = self._scheme.rubric, self._said.rubric
        if rubric == Rubric() or own == rubric:
            return
        if own == Rubric():
            self._set(replace(self._scheme, rubric=rubric))
            self.own.faults += [*self._faults(_OF_RUBRIC), *self._rubric_mismatch()]
        elif plain_words(own.text) != plain_words(rubric.text):
            self._drop(_OF_RUBRIC)
            self._set(replace(self._scheme, rubric=Rubric()))
            self._say(Kind.ANSWER_CONFLICT, "rubric")

    def _rubric_mismatch(self) -> list[ItemFault]:
        found = self._faults(frozenset({Kind.POINTS_MISMATCH}))
        return [each for each in found if each.fault.variant == "rubric"]

    def _take_rest(self) -> None:
        """Explanation, competencies and difficulty: those of the paper stay, and what the key says else is told."""
        own, said = self._scheme, self._said
        self._set(
            replace(
                own,
                explanation=own.explanation or said.explanation,
                competencies=own.competencies or said.competencies,
                difficulty=own.difficulty or said.difficulty,
            )
        )
        if own.explanation and said.explanation and plain_words(own.explanation) != plain_words(said.explanation):
            self._say(Kind.LEFT_OUT, "key-explanation")
        if own.competencies and said.competencies and set(own.competencies) != set(said.competencies):
            self._say(Kind.LEFT_OUT, "key-competencies")
        if own.difficulty and said.difficulty and own.difficulty is not said.difficulty:
            self._say(Kind.LEFT_OUT, "key-difficulty")
        known = {(each.fault.kind, each.fault.variant) for each in self.own.faults}
        for each in self._faults(frozenset({Kind.DIFFICULTY_UNREAD, Kind.MEDIA_MISSING})):
            is_new = (each.fault.kind, each.fault.variant) not in known
            if is_new and (each.fault.kind is Kind.DIFFICULTY_UNREAD or each.fault.variant == "notes"):
                self.own.faults.append(each)


def _words(made: Made, told: list[ItemFault]) -> str:
    """The answer that an item states, taken or not."""
    given = [answer.text for answer in made.draft.answers]
    params = told[0].fault.params if told else {}
    return shown(made.read.scheme) or params.get("answer") or _short(" / ".join(given))


def _is_same(own: CorrectResponse, other: CorrectResponse) -> bool:
    if isinstance(own, Accepted) and isinstance(other, Accepted):
        return [_texts(texts) for texts in own.blanks] == [_texts(texts) for texts in other.blanks]
    return own == other


def _texts(texts: tuple[str, ...]) -> set[str]:
    return {bare(text) for text in texts}


def _stated(scheme: MarkScheme) -> str:
    """The reference that a paper states; a rubric that stands for one is none."""
    return "" if scheme.reference == scheme.rubric.text else scheme.reference
