"""What each mend does to a paper under repair. A mend that cannot be is refused in words, and nothing changes."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from msgspec import structs

from kaochang.domain import mends
from kaochang.domain.mends import Mend
from kaochang.domain.papers import Passed
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.mended import State, Work
from kaochang.papers.finishing import parted, remade
from kaochang.papers.finishing.made import Made
from kaochang.papers.grammar.drafts import Draft
from kaochang.papers.outline import Place


def mended(state: State, mend: Mend) -> State:
    """The paper after a mend; refuses (POLICY) one that cannot be."""
    return _STEPS[type(mend)](state, mend)


def _changed(state: State, at: int, work: Work) -> State:
    return state.with_works(at, 1, work)


def _as_read(work: Work) -> bool:
    return not work.is_worded


def _set_key(state: State, mend: mends.SetKey) -> State:
    work = state.work(mend.at)
    made = remade.with_key(work.made, mend.words, mend.by.strip(), as_read=_as_read(work))
    return _changed(state, mend.at, replace(work.mended(made, "key"), is_keyed=True, is_left=False))


def _leave_key(state: State, mend: mends.LeaveKey) -> State:
    work = state.work(mend.at)
    made = remade.without_key(work.made)
    return _changed(state, mend.at, replace(work.mended(made, "key"), is_keyed=True, is_left=True))


def _set_points(state: State, mend: mends.SetPoints) -> State:
    work = state.work(mend.at)
    return _changed(state, mend.at, work.mended(remade.with_points(work.made, mend.points)))


def _set_section_points(state: State, mend: mends.SetSectionPoints) -> State:
    section = state.work(mend.at).made.draft.section
    works = tuple(_worth(work, mend.points) if work.made.draft.section is section else work for work in state.works)
    return replace(state, works=works)


def _worth(work: Work, points: Fraction) -> Work:
    return work.mended(remade.with_points(work.made, points))


def _set_type(state: State, mend: mends.SetType) -> State:
    work = state.work(mend.at)
    made = remade.with_type(work.made, mend.type, as_read=_as_read(work), is_keyed=work.is_keyed)
    is_left = work.is_left and made.read.scheme.correct is None and not made.read.item.is_open
    return _changed(state, mend.at, replace(work.mended(made, "type"), is_left=is_left))


def _set_stem(state: State, mend: mends.SetStem) -> State:
    work = state.work(mend.at)
    made = remade.with_stem(work.made, mend.text)
    return _changed(state, mend.at, replace(work.mended(made, "stem"), is_worded=True))


def _set_options(state: State, mend: mends.SetOptions) -> State:
    work = state.work(mend.at)
    made = remade.with_options(work.made, mend.texts)
    return _changed(state, mend.at, replace(work.mended(made, "options"), is_worded=True))


def _split(state: State, mend: mends.Split) -> State:
    work = state.work(mend.at)
    if mend.line and work.is_worded:
        raise remade.refused(work.made, "mend.split-worded")
    if mend.line:
        kind = work.item.type if work.told & {"type", "key"} else None
        first, *others = parted.split_at_line(work.made, state.lines_of(work), mend.line, kind)
    else:
        first, *others = parted.split_at_row(work.made, mend.row)
    if work.is_keyed:
        first = remade.again(first, first.read.item, work.made.given)
    head = replace(work.mended(first, "stem", "options"), is_worded=True)
    return _with_parts(state, mend, head, others)


def _with_parts(state: State, mend: mends.Split, head: Work, others: list[Made]) -> State:
    """The parts of an item in its place; each gets the answer of its number that belonged to no item before."""
    works, beside = [], list(state.beside)
    own, *places = _places(state, head, others) if mend.line else [head.place] * (len(others) + 1)
    for at, (made, place) in enumerate(zip(others, places, strict=True)):
        found, orphan = parted.adopted(made, [finding for mark, finding in beside if mark is None])
        if orphan is not None:
            beside.remove((None, orphan))
        works.append(Work(state.next_mark + at, found, place, is_mended=True, is_worded=not mend.line))
    split = replace(state, beside=tuple(beside), next_mark=state.next_mark + len(others))
    return split.with_works(mend.at, 1, replace(head, place=own), *works)


def _places(state: State, head: Work, others: list[Made]) -> list[Place]:
    """Where the parts of an item stand: each up to the line before the next."""
    begins = [head.place[0], *(_begin(made.draft) for made in others)]
    numbers = [line.number for line in state.grounds.lines]
    ends = [max(number for number in numbers if number < begin) for begin in begins[1:]]
    return list(zip(begins, [*ends, head.place[1]], strict=True))


def _begin(draft: Draft) -> int:
    """The first line of an item; of a case, its words go with the first of its sub-questions."""
    parent = draft.parent
    return parent.line if parent is not None and parent.children and parent.children[0] is draft else draft.line


def _join(state: State, mend: mends.Join) -> State:
    work = state.work(mend.at)
    if mend.at == 0:
        raise remade.refused(work.made, "mend.join-first")
    before = state.work(mend.at - 1)
    first = next((line for line in state.grounds.lines if line.number == work.made.draft.line), None)
    made = parted.joined_to(before.made, work.made, first)
    places = [number for number in (*before.place, *work.place) if number]
    whole = replace(
        before.mended(made, "stem", "options"),
        place=(min(places), max(places)) if places else before.place,
        is_worded=True,
        marks=before.marks | work.marks | {work.mark},
    )
    return state.with_works(mend.at - 1, 2, whole)


def _drop(state: State, mend: mends.Drop) -> State:
    return _changed(state, mend.at, replace(state.work(mend.at), is_dropped=True))


def _keep(state: State, mend: mends.Keep) -> State:
    if not 0 <= mend.at < len(state.works) or not state.works[mend.at].is_dropped:
        raise Refusal(Outcome.POLICY, "mend.nowhere")
    return _changed(state, mend.at, replace(state.works[mend.at], is_dropped=False))


def _pass(state: State, mend: mends.Pass) -> State:
    by, reason = mend.by.strip(), mend.reason.strip()
    if not by or not reason:
        raise Refusal(Outcome.POLICY, "mend.pass-nameless")
    passed = []
    for finding in mend.findings:
        at = finding.index
        mark = state.works[at].mark if at is not None and 0 <= at < len(state.works) else None
        own = (mark, structs.replace(finding, index=None))
        if not state.finds(own):
            raise Refusal(Outcome.POLICY, "mend.pass-gone")
        passed.append((own, Passed(by, reason)))
    return replace(state, passed=(*state.passed, *passed))


# Any: each step takes its own mend, and `mended` picks it by that very type.
_STEPS: Final[dict[type, Callable[[State, Any], State]]] = {
    mends.SetKey: _set_key,
    mends.LeaveKey: _leave_key,
    mends.SetPoints: _set_points,
    mends.SetSectionPoints: _set_section_points,
    mends.SetType: _set_type,
    mends.SetStem: _set_stem,
    mends.SetOptions: _set_options,
    mends.Split: _split,
    mends.Join: _join,
    mends.Drop: _drop,
    mends.Keep: _keep,
    mends.Pass: _pass,
}
