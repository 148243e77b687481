"""What a paper itself teaches about its words, before the grammar reads it. Listed words go first, always.

Lines in learned words are spelled with listed ones, so that every rule of the grammar reads them; what cannot be told
is kept out of the items and told with its line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from kaochang.domain.items import ItemType
from kaochang.domain.papers import Kind
from kaochang.papers.grammar import headings
from kaochang.papers.grammar.glances import Glances
from kaochang.papers.grammar.headings import Heading
from kaochang.papers.grammar.learned import labels, options
from kaochang.papers.grammar.learned.asked import asked_items, replied
from kaochang.papers.grammar.learned.bare import bare_answers
from kaochang.papers.grammar.learned.counted import counted_numbers
from kaochang.papers.grammar.learned.grids import typed_tables
from kaochang.papers.grammar.learned.headings import heading_of, kind_of, learned_headings
from kaochang.papers.grammar.learned.key_runs import Run, key_runs, somebodys_runs
from kaochang.papers.grammar.learned.keys import key_heading, key_place, names
from kaochang.papers.grammar.learned.records import recorded
from kaochang.papers.grammar.learned.references import references_place
from kaochang.papers.grammar.learned.signed import signed_fields
from kaochang.papers.grammar.learned.situations import less_word, situations
from kaochang.papers.grammar.learned.told_below import told_below
from kaochang.papers.grammar.learned.typed_scores import typed_scores
from kaochang.papers.grammar.learned.view import FEWEST, View
from kaochang.papers.grammar.marks import Mark
from kaochang.papers.lines import Line, Note


@dataclass(slots=True)
class Learned:
    """A paper's lines in listed words.

    `own` are the labels that options print, by the number of the line of each and the letter it was given. `notes` tell
    people what was learned, and the lines that fit nowhere; `headings` are those in words that nobody listed, by their
    places in `lines`; `untitled` are the places where a key without any title begins, `keys` those behind a key, each
    with its first; `materials` is what stands on the lines where words begin that the items below share,
    and `left` are the places of lines that are told and not read.
    """

    lines: Sequence[Line]
    own: dict[int, dict[str, str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    headings: dict[int, Heading] = field(default_factory=dict)
    untitled: set[int] = field(default_factory=set)
    keys: dict[int, int] = field(default_factory=dict)
    materials: dict[int, Line] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    view: View | None = None

    def is_in_key(self, place: int) -> bool:
        """Whether a line is inside a key whose end is known."""
        return any(start <= place < end for end, start in self.keys.items())

    def kind_of(self, place: int) -> ItemType | None:
        """The type that the items below a heading show, where they leave no doubt."""
        return None if self.view is None else kind_of(self.view, place)


def learn(lines: Sequence[Line], glances: Glances, known: Sequence[Heading | None]) -> Learned:
    """The lines as the grammar is to read them; the same where the paper has nothing to teach."""
    found = Learned(lines)
    view = View(lines, glances, known)
    changed = counted_numbers(view) or asked_items(view) or replied(view) or recorded(view)
    view = _again(found, view, changed) if changed else view
    if len(view.segments) < FEWEST:
        return found
    for respell in (signed_fields, typed_scores, typed_tables, partial(_options, found)):
        changed = respell(view)
        view = _again(found, view, changed) if changed else view
    found.materials = _parted(view)
    changed = {}
    for label in labels.learned_labels(view):
        changed |= labels.spelled_out(view, label)
        found.notes += labels.notes(view, label)
    bare = bare_answers(view)
    if bare:
        first = view.lines[min(bare)].number
        found.notes.append(Note(first, Kind.WORDS_LEARNED, "bare", {"count": str(len(bare))}))
    below = told_below(view)
    if below:
        first = view.lines[min(below)].number
        found.notes.append(Note(first, Kind.WORDS_LEARNED, "below", {"count": str(len(below))}))
    changed = bare | below | changed
    if changed:
        view = _again(found, view, changed)
        found.materials = _parted(view)
    found.view = view
    is_answered = _is_answered(view)
    runs = [] if is_answered else key_runs(view, partial(names, view, titles=[]))
    others = [] if is_answered else somebodys_runs(view)
    for run in others:
        found.left |= set(range(run.start, run.end))
        words = {"words": view.lines[run.start].text}
        found.notes.append(Note(view.lines[run.start].number, Kind.UNRECOGNISED_LINE, "", words))
    view.leave_out((run.start, run.end) for run in [*runs, *others])
    found.headings = learned_headings(view)
    if not (is_answered or _take_runs(view, found, runs)):
        _key(view, found)
    return found


def _is_answered(view: View) -> bool:
    """Whether listed words give nearly every item its answer, or head the key: no other is looked for."""
    if any(heading and heading.is_key for heading in view.headings[view.segments[0].start :]):
        return True
    told = sum(
        any(view.mark(at) is Mark.ANSWER for at in range(segment.start + 1, segment.end)) for segment in view.segments
    )
    return 10 * told >= 9 * len(view.segments)


def _parted(view: View) -> dict[int, Line]:
    """The lines where material begins, less a word that says nothing else; no item before it goes on there."""
    places = situations(view)
    view.leave_out(places.items())
    return {place: view.lines[place].cut(0, 0 if less_word(view, place) else None) for place in places}


def _take_runs(view: View, found: Learned, runs: Sequence[Run]) -> bool:
    """Keys above the first item or between sections; whether they are those of the sections."""
    for run in runs:
        found.keys[run.end] = run.start
        listed = view.headings[run.start]
        is_listed = run.titled and listed is not None and listed.is_key
        if run.titled:
            found.headings[run.start] = listed if is_listed and listed else key_heading(view.lines[run.start])
        else:
            found.untitled.add(run.start)
        for at, again in run.heads:
            heading = found.headings.setdefault(again, view.headings[again] or heading_of(view.lines[again]))
            found.headings[at] = replace(heading, line=view.lines[at], rest=None)
        if not is_listed and run is runs[0]:
            _say_key(view.lines[run.start], found, titled=run.titled)
    return any(segment.start < run.start for run in runs for segment in view.segments[:1])


def _say_key(line: Line, found: Learned, *, titled: bool) -> None:
    variant = "key" if titled else "untitled"
    found.notes.append(Note(line.number, Kind.WORDS_LEARNED, variant, {"word": line.text if titled else ""}))


def _key(view: View, found: Learned) -> None:
    """The key behind the last item, without a listed title or any."""
    place = key_place(view, partial(_titles, view, found), [*view.headings, *found.headings.values()])
    if place is None:
        at = references_place(view)
        place = (at, True) if at is not None else None
    if place is None:
        return
    at, has_title = place
    if has_title:
        found.headings[at] = key_heading(view.lines[at])
    else:
        found.untitled.add(at)
    _say_key(view.lines[at], found, titled=has_title)


def _titles(view: View, found: Learned) -> list[str]:
    """The titles of a paper's sections: they stand once more above their answers."""
    titles = [heading.title for heading in [*view.headings, *found.headings.values()] if heading is not None]
    untyped = (line for line in view.lines if line.table is None and headings.reads_as_section(line))
    return [*titles, *(headings.untyped(line).title for line in untyped)]


def _options(found: Learned, view: View) -> dict[int, list[Line]]:
    changed: dict[int, list[Line]] = {}
    for run in options.learned_options(view):
        changed |= options.spelled_out(view, run)
        if run.labels and run.style[0] not in ("letter", "small"):
            own = dict(zip(options.LETTERS, run.labels, strict=False))
            found.own |= {view.lines[piece.index].number: own for piece in run.pieces}
    residue = options.residue_of(view)
    if residue:
        places = [index for index, is_option in enumerate(view.options) if is_option]
        changed |= {index: [options.without_residue(view.lines[index], residue)] for index in places}
    return changed


def _again(found: Learned, view: View, changed: dict[int, list[Line]]) -> View:
    """The paper looked at once more, with some lines spelled otherwise."""
    known: list[Heading | None] = []
    lines: list[Line] = []
    for index, line in enumerate(view.lines):
        own = changed.get(index, [line])
        lines += own
        known += [view.headings[index] if index not in changed else None for _ in own]
    found.lines = lines
    return View(lines, Glances(lines), known)
