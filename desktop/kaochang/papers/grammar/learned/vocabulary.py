"""What a paper itself teaches about its words, before the grammar reads it. Listed words go first, always.

Lines in learned words are spelled with listed ones, so that every rule of the grammar reads them; what cannot be told
is kept out of the items and told with its line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from kaochang.domain.items import ItemType
from kaochang.domain.papers import Kind
from kaochang.papers.grammar import headings
from kaochang.papers.grammar.glances import Glances
from kaochang.papers.grammar.headings import Heading
from kaochang.papers.grammar.learned import labels, options
from kaochang.papers.grammar.learned.bare import bare_answers
from kaochang.papers.grammar.learned.headings import kind_of, learned_headings
from kaochang.papers.grammar.learned.keys import key_heading, key_place
from kaochang.papers.grammar.learned.view import FEWEST, View
from kaochang.papers.lines import Line, Note, make_line


@dataclass(slots=True)
class Learned:
    """A paper's lines in listed words.

    `own` are the labels that options print, by the number of the line of each and the letter it was given. `notes` tell
    people what was learned, and the lines that fit nowhere; `headings` are those in words that nobody listed, by their
    places in `lines`.
    """

    lines: Sequence[Line]
    own: dict[int, dict[str, str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    headings: dict[int, Heading] = field(default_factory=dict)
    view: View | None = None

    def kind_of(self, place: int) -> ItemType | None:
        """The type that the items below a heading show, where they leave no doubt."""
        return None if self.view is None else kind_of(self.view, place)


def learn(lines: Sequence[Line], glances: Glances, known: Sequence[Heading | None]) -> Learned:
    """The lines as the grammar is to read them; the same where the paper has nothing to teach."""
    found = Learned(lines)
    view = View(lines, glances, known)
    if len(view.segments) < FEWEST:
        return found
    changed = _options(view, found)
    if changed:
        view = _again(found, view, changed)
    changed = {}
    for label in labels.learned_labels(view):
        changed |= labels.spelled_out(view, label)
        found.notes += labels.notes(view, label)
    bare = bare_answers(view)
    if bare:
        first = view.lines[min(bare)].number
        found.notes.append(Note(first, Kind.WORDS_LEARNED, "bare", {"count": str(len(bare))}))
    changed = bare | changed
    if changed:
        view = _again(found, view, changed)
    found.view = view
    found.headings = learned_headings(view)
    _key(view, found)
    return found


def _key(view: View, found: Learned) -> None:
    """A key without a listed title gets its heading; one without any title a line for it."""
    place = key_place(view, partial(_titles, view, found))
    if place is None:
        return
    at, has_title = place
    if not has_title:
        line = make_line("", view.lines[at].number)
        found.lines = [*view.lines[:at], line, *view.lines[at:]]
        found.headings = {index + (index >= at): heading for index, heading in found.headings.items()}
        found.view = View(found.lines, Glances(found.lines), [*view.headings[:at], None, *view.headings[at:]])
    found.headings[at] = key_heading(found.lines[at])
    words = {"word": found.lines[at].text}
    found.notes.append(Note(found.lines[at].number, Kind.WORDS_LEARNED, "key" if has_title else "untitled", words))


def _titles(view: View, found: Learned) -> list[str]:
    """The titles of a paper's sections: they stand once more above their answers."""
    titles = [heading.title for heading in [*view.headings, *found.headings.values()] if heading is not None]
    untyped = (line for line in view.lines if line.table is None and headings.reads_as_section(line))
    return [*titles, *(headings.untyped(line).title for line in untyped)]


def _options(view: View, found: Learned) -> dict[int, list[Line]]:
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
