"""The open item of the bank: what is typed into it is kept at once, can be undone, and is previewed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kaochang.domain.items import Item, ItemType
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.places import place_of
from kaochang.flow.bank_draft import NEW, UNTOUCHED, Typed, TypedCriterion, Unsaved
from kaochang.flow.office_draft import KeptFile
from kaochang.presenters.figures import figure
from kaochang.presenters.office.bank_desk import BankDesk, Latest
from kaochang.presenters.office.bank_state import (
    AlikeFace,
    ChoiceFace,
    FormFace,
    ItemState,
    PreviewFace,
    Side,
    VersionFace,
)

if TYPE_CHECKING:  # they come with the first look
    from kaochang.presenters.office.bank_faces import Known
    from kaochang.store.bank import Bank
    from kaochang.store.bank_items import BankItem

_NOBODY = "new"
"""The id of an item that is not there yet, where the bank is asked of one: no item has it."""
_BESIDE = (Side.HISTORY, Side.ALIKE, Side.USE)


class BankEditor:
    """Intents of the open item in, its state out. `papers` are those that a new item can go into."""

    def __init__(
        self, desk: BankDesk, show: Callable[[], None], papers: Callable[[], tuple[tuple[int, str], ...]]
    ) -> None:
        self._desk = desk
        self._show = show
        self._papers = papers
        self._load, self._look = Latest(desk), Latest(desk)
        self._known: Known | None = None
        self._is_new = False
        self._side = Side.CONTENT
        self._preview = PreviewFace()
        self._versions: tuple[VersionFace, ...] = ()
        self._alike: tuple[AlikeFace, ...] | None = None
        self._before: list[Typed] = []
        self._after: list[Typed] = []
        self._last = ""

    # -- which item -----------------------------------------------------------------------------------------------

    def open(self, item: str) -> None:
        """Show an item with what was typed into it before."""
        self._desk.keep(item=item)
        self._is_new = False
        place, words = self.place_of(), self._desk.means.words

        def work(bank: Bank) -> tuple[Known, PreviewFace]:
            from kaochang.presenters.office import bank_faces

            found = bank_faces.known(bank, item)
            typed = self._typed_of(item)
            return found, bank_faces.preview(bank, found.entry, typed, place, words)

        def done(made: tuple[Known, PreviewFace]) -> None:
            if self._desk.draft.item != item:
                return
            is_other = self._known is None or self._known.entry.id != item
            self._known, self._preview = made
            self._versions, self._alike = self._versions_of(made[0]), None
            if is_other:
                self._forget_steps()
            self.show_side(self._side)

        self._load.ask(work, done, self._on_not_there)

    def _versions_of(self, known: Known) -> tuple[VersionFace, ...]:
        """What each of them changed is told once, not at every key."""
        from kaochang.presenters.office.bank_faces import versions

        return versions(known, self._desk.means.words, self._desk.means.zone)

    def _on_not_there(self, error: Exception) -> None:
        """Another item is shown next time."""
        self._desk.keep(item=NEW)
        self._desk.refuse(error)

    def new(self, kind: ItemType) -> None:
        """Write an item that is not there yet; what was begun before goes on."""
        if self._desk.draft.of(NEW) is None:
            self._desk.keep_unsaved(NEW, Unsaved(NEW, 0, Typed(type=kind)))
        self.go_on()

    def go_on(self) -> None:
        """Go on writing the item that is not there yet."""
        self._desk.keep(item=NEW)
        self._known, self._is_new, self._side = None, True, Side.CONTENT
        self._forget_steps()
        self._preview = PreviewFace()
        self._look_at_it()
        self._show()

    def next_unsaved(self) -> None:
        """To the next item that holds typed changes."""
        items = [each.item for each in self._desk.draft.unsaved]
        if items:
            here = self._desk.draft.item
            following = items[(items.index(here) + 1) % len(items)] if here in items else items[0]
            self._desk.open(following)

    def put_into(self, paper: int) -> None:
        """Which paper a new item goes into."""
        unsaved = self.unsaved
        if unsaved is not None:
            self._desk.keep_unsaved(NEW, replace(unsaved, paper=paper))
            self._show()

    def show_side(self, side: Side) -> None:
        """Another side of the item."""
        self._side = side
        if side is Side.ALIKE and self._alike is None and self._known is not None:
            self._find_alike(self._known.entry)
        self._show()

    def _find_alike(self, entry: BankItem) -> None:
        words = self._desk.means.words

        def work(bank: Bank) -> tuple[AlikeFace, ...]:
            from kaochang.presenters.office.bank_faces import alike

            return alike(bank, entry, words)

        def done(found: tuple[AlikeFace, ...]) -> None:
            if self._known is not None and self._known.entry.id == entry.id:
                self._alike = found
                self._show()

        self._look.ask(work, done, self._desk.refuse)

    # -- what is typed --------------------------------------------------------------------------------------------

    @property
    def base(self) -> BankItem | None:
        """The item as the bank has it; an empty one while a new one is written; None before any is open."""
        from kaochang.store.bank_items import BankItem

        if self._is_new:
            kind = self.typed.type or ItemType.SINGLE
            return BankItem(_NOBODY, 0, Item(kind, ""), MarkScheme())
        return None if self._known is None else self._known.entry

    @property
    def _id(self) -> str:
        return NEW if self._known is None else self._known.entry.id

    @property
    def known(self) -> Known | None:
        """The open item as the bank has it; None of one that is not there yet."""
        return self._known

    @property
    def unsaved(self) -> Unsaved | None:
        """What was typed into the open item and is not saved; None for nothing."""
        return self._desk.draft.of(self._id) if self._is_new or self._known is not None else None

    @property
    def typed(self) -> Typed:
        """What was typed into the open item."""
        return UNTOUCHED if self.unsaved is None else self.unsaved.typed

    def _typed_of(self, item: str) -> Typed:
        unsaved = self._desk.draft.of(item)
        return UNTOUCHED if unsaved is None else unsaved.typed

    @property
    def form(self) -> FormFace:
        """The fields as they stand."""
        from kaochang.presenters.office.bank_typed import form_of

        base = self.base
        if base is None:
            raise RuntimeError("no item is open")
        return form_of(base.item, base.scheme, self.typed, self._desk.means.words)

    def write(self, field: str, text: object) -> None:
        """What stands in a field of `Typed` from now on; letters typed one after the other are one step of undo."""
        self._type(replace(self.typed, **{field: text}), field)

    def press(self, letter: str) -> None:
        """A letter of the key."""
        from kaochang.presenters.office.bank_typed import pressed

        self._type(replace(self.typed, key=pressed(self.form, letter, self._desk.means.words)))

    def set_type(self, kind: ItemType) -> None:
        """Another type."""
        self._type(replace(self.typed, type=kind))

    def write_option(self, at: int, text: str) -> None:
        """The words of an option."""
        there = self.form.options
        self._type(replace(self.typed, options=(*there[:at], text, *there[at + 1 :])), f"option-{at}")

    def add_option(self) -> None:
        """One more, behind the others."""
        self._type(replace(self.typed, options=(*self.form.options, "")))

    def drop_option(self, at: int) -> None:
        """One less; its letter goes out of the key."""
        self._arrange([place for place in range(len(self.form.options)) if place != at])

    def move_option(self, at: int, by: int) -> None:
        """Up (-1) or down (1); the key goes along."""
        order = list(range(len(self.form.options)))
        if 0 <= at + by < len(order):
            order[at], order[at + by] = order[at + by], order[at]
            self._arrange(order)

    def _arrange(self, order: list[int]) -> None:
        from kaochang.presenters.office.bank_typed import moved

        base = self.base
        if base is not None:
            self._type(moved(self.typed, base.item, self.form, order))

    def add_picture(self, path: Path) -> None:
        """A picture behind the stem: looked at first, then kept beside the draft."""

        def work() -> KeptFile:
            from kaochang.flow.bank_edit import picture

            picture(path)
            return self._desk.folder.keep(path)

        def done(kept: KeptFile) -> None:
            self._desk.keep(pictures=(*self._desk.draft.pictures, kept))
            self._type(replace(self.typed, added=(*self.typed.added, kept.copy)))

        self._desk.means.runner.run(work, done, self._desk.refuse)

    def drop_picture(self, name: str) -> None:
        """A picture goes."""
        typed = self.typed
        if name in typed.added:
            self._type(replace(typed, added=tuple(each for each in typed.added if each != name)))
        else:
            self._type(replace(typed, dropped=(*typed.dropped, name)))

    def set_criteria(self, criteria: tuple[TypedCriterion, ...], field: str = "") -> None:
        """The criteria as they stand now; `field` where they differ by what is typed into one field."""
        self._type(replace(self.typed, criteria=criteria), field)

    def undo(self) -> None:
        """Take the last step back."""
        self._step(self._before, self._after)

    def redo(self) -> None:
        """Make it again."""
        self._step(self._after, self._before)

    def _step(self, source: list[Typed], target: list[Typed]) -> None:
        if source:
            target.append(self.typed)
            self._last = ""
            self._take(source.pop())

    def _type(self, typed: Typed, field: str = "") -> None:
        if not (field and field == self._last and self._before):
            self._before.append(self.typed)
        self._last, self._after = field, []
        self._desk.quiet()
        self._take(typed)

    def _take(self, typed: Typed) -> None:
        typed = self._normal(typed)
        unsaved, seen = self.unsaved, 0 if self._known is None else self._known.entry.version
        if typed == UNTOUCHED and not self._is_new:
            self._desk.keep_unsaved(self._id, None)
        else:
            kept = Unsaved(self._id, seen, typed) if unsaved is None else replace(unsaved, typed=typed)
            self._desk.keep_unsaved(self._id, kept)
        self._desk.later("preview", self._look_at_it)
        self._show()

    def _normal(self, typed: Typed) -> Typed:
        """Without what says the same as the item; a key stays, where the item's own would go along with its options."""
        from kaochang.presenters.office.bank_faces import COMPARED
        from kaochang.presenters.office.bank_typed import form_of

        base = self.base
        if base is None:
            return typed
        there = form_of(base.item, base.scheme, UNTOUCHED, self._desk.means.words)
        same = {name for name in COMPARED if getattr(typed, name) == getattr(there, name)}
        if self._is_new:
            same.discard("type")
        elif any(name not in same and getattr(typed, name) is not None for name in ("options", "type")):
            same.discard("key")
        return replace(typed, **dict.fromkeys(same))

    def _forget_steps(self) -> None:
        self._before, self._after, self._last = [], [], ""

    def place_of(self) -> Callable[[str], Path]:
        """Where the copies of added pictures lie."""
        return lambda copy: self._desk.folder.place(KeptFile("", copy))

    def _look_at_it(self) -> None:
        base, typed, words = self.base, self.typed, self._desk.means.words
        if base is None:
            return
        is_blank = self._is_new and typed == Typed(type=typed.type)
        meant, place, id_of = replace(typed, type=None) if self._is_new else typed, self.place_of(), self._id

        def work(bank: Bank) -> PreviewFace:
            from kaochang.presenters.office.bank_faces import preview

            return PreviewFace() if is_blank else preview(bank, base, meant, place, words)

        def done(made: PreviewFace) -> None:
            if self._id == id_of:  # of a blank one nobody is told what is missing
                self._preview = made if is_blank or made.face is not None else replace(made, face=self._preview.face)
                self._show()

        self._look.ask(work, done, self._desk.refuse)

    def discard(self) -> None:
        """What was typed goes; undo has it again, but of an item that was not there yet."""
        if self._is_new:
            self._desk.keep_unsaved(NEW, None)
            self._is_new = False
            self._show()
        else:
            self._type(UNTOUCHED)

    def show_saved(self, item: str) -> None:
        """An item as it was just saved: nothing is to be undone."""
        self._forget_steps()
        self.open(item)

    # -- the state ------------------------------------------------------------------------------------------------

    @property
    def state(self) -> ItemState | None:
        """What is shown; None while no item is open."""
        base = self.base
        if base is None:
            return None
        from kaochang.presenters.office.bank_faces import uses

        words, known, unsaved, form = self._desk.means.words, self._known, self.unsaved, self.form
        zone = self._desk.means.zone
        sides = [Side.CONTENT] + [Side.RUBRIC] * form.is_open + list(_BESIDE) * (not self._is_new)
        return ItemState(
            id=self._id,
            place=words("office.bank.new") if known is None else place_of(base.item),
            facts="" if known is None else self._facts(known),
            form=form,
            side=self._side if self._side in sides else Side.CONTENT,
            sides=tuple(sides),
            preview=self._preview,
            shared=words("office.bank.shared", count=known.sharing) if known is not None and known.sharing else "",
            is_new=self._is_new,
            papers=self._choices() if self._is_new else (),
            paper="" if unsaved is None or not unsaved.paper else str(unsaved.paper),
            is_unsaved=unsaved is not None,
            is_retired=base.is_retired,
            is_lost=known is not None and unsaved is not None and unsaved.seen != base.version,
            can_undo=bool(self._before),
            can_redo=bool(self._after),
            versions=() if known is None else self._versions,
            alike=self._alike,
            uses=() if known is None else uses(known, words, zone),
        )

    def _choices(self) -> tuple[ChoiceFace, ...]:
        own = self._desk.means.words("office.bank.own-paper")
        others = (ChoiceFace(str(number), title) for number, title in reversed(self._papers()) if title != own)
        return (ChoiceFace("", own), *others)

    def _facts(self, known: Known) -> str:
        words, item = self._desk.means.words, known.entry.item
        said = [known.paper, words("office.bank.version-now", version=known.entry.version)]
        if item.points is not None:
            said.append(words("office.paper.points", points=figure(words, item.points)))
        if known.uses:
            said.append(words("office.bank.used", count=len(known.uses)))
        return " · ".join(said)
