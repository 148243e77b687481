"""The middle of the exam screen: one item with its material, set so that nothing else is as large as the stem."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kaochang.domain.responses import Response
from kaochang.presenters.candidate.errata_faces import ErratumFace
from kaochang.presenters.candidate.exam_state import ItemFace, OwnTime, SiblingFace
from kaochang.presenters.candidate.gestures import Gesture
from kaochang.presenters.candidate.lengths import Length
from kaochang.presenters.candidate.spoken import spoken_text
from kaochang.views.candidate.conversation import Conversation
from kaochang.views.candidate.errata import CorrectionPanel
from kaochang.views.candidate.exhibits import Exhibit, PictureView, TableView
from kaochang.views.candidate.interactions.base import Interaction
from kaochang.views.candidate.interactions.factory import make_interaction
from kaochang.views.candidate.interactions.writing import WritingInteraction
from kaochang.views.candidate.siblings import Siblings
from kaochang.views.candidate.split import MaterialArea, Split, SplitMemory
from kaochang.views.widgets.flow import FlowLine
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pane import BAR, Pane, bring_into_sight, is_in_sight
from kaochang.views.widgets.parts import button, column, flush, frame, has_keyboard, keep_room, label, row, set_state
from kaochang.views.widgets.prose import Prose
from kaochang.views.widgets.scrolled import scrolled
from kaochang.views.widgets.signs import Sign, flag
from kaochang.views.widgets.spoken import announce


@dataclass(frozen=True)
class SheetActions:
    """What can be done on a sheet: respond, go to another item, look at earlier versions."""

    respond: Callable[[Gesture], None]
    go: Callable[[str], None]
    open_versions: Callable[[], None]


class ItemSheet(QWidget):
    """One item. It is built for its item and size, and shows that item's changing response.

    `memory` is how the candidate has set up the two panes of items with material.
    """

    def __init__(self, face: ItemFace, look: Look, actions: SheetActions, memory: SplitMemory) -> None:
        super().__init__()
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._face = face
        self._look = look
        self._is_locked = self._is_over = self._is_settled = False
        self._own_time = label("", "own-time", name="own-time")
        self._own_time.hide()
        self._errata = CorrectionPanel(look)
        self.interaction: Interaction = make_interaction(face, look)
        self.interaction.setObjectName("interaction")
        self._actions = actions
        self._memory = memory
        self._split: Split | None = None
        self._siblings: Siblings | None = None
        self._material_area: MaterialArea | None = None
        self._versions = button("", "quiet", "versions", actions.open_versions)
        flush(self._versions, "right").setProperty("compact", "true")
        self._versions.hide()
        self.interaction.gesture.connect(actions.respond)
        layout = column(self)
        item = self._pane = Pane(face.place)
        scrolled(self._item(face), centred=not face.material, name="item-scroll", ground="", area=item)
        if face.material:
            self._material_area = MaterialArea(face.material, memory, face.material_title)
            material = self._material(face)
            scrolled(material, centred=False, name="material-scroll", ground="surface", area=self._material_area)
            self._split = Split(self._material_area, item, look, memory)
            self._show_turn(self._split)
            layout.addWidget(self._split)
        else:
            layout.addWidget(item)
        self._name(())

    def _name(self, corrections: Sequence[ErratumFace]) -> None:
        """Whoever comes to a control of this item by ear hears first what is asked, as the eye sees it first."""
        face, what = self._face, (each.what for each in corrections)
        turn = (face.turn_place, spoken_text(face.turn, self._look.words)) if face.turn else ()
        told = (face.place, face.tag, face.material and face.material_title, *what, self._stem.accessibleName(), *turn)
        self._pane.setAccessibleName("\n".join(filter(None, told)))

    def _meta(self, face: ItemFace) -> FlowLine:
        line = FlowLine()
        line.addWidget(label(face.tag, "tag"))
        line.addWidget(label(face.place, "meta", name="item-place"))
        self._worth = label(face.worth, "meta", name="item-worth", wraps=True)
        line.addWidget(self._worth)
        if not face.turn:
            line.add_right(self._own_time)
        line.add_right(self._versions)
        self._flag = Sign(flag, self._look.colour("marked"), 12)
        self._marked = label(self._look.words("candidate.item.marked"), "mark", name="item-marked")
        self._mark = frame("plain")
        self._mark.hide()
        mark = row(self._mark, spacing=6)
        mark.addWidget(self._flag)
        mark.addWidget(self._marked)
        line.add_right(self._mark)
        return line

    def _item(self, face: ItemFace) -> QWidget:
        body = QWidget()
        side = 28 if face.material else 0
        writes = isinstance(self.interaction, WritingInteraction)
        if writes:  # the button of earlier versions has its place from the start: nothing moves when it comes
            keep_room(self._versions)
        layout = column(body, margins=(side, 18 if writes else 22, max(0, side - BAR), 22), spacing=0)
        layout.addLayout(self._meta(face))
        layout.addSpacing(7 if writes else 12)
        layout.addWidget(self._errata)
        pixels = self._look.pixels(18 if face.material else 20)
        stem = self._stem = self.interaction.stem(pixels)
        stem.setObjectName("stem")
        layout.addWidget(stem)
        layout.addSpacing(20)
        if not face.material:
            self._exhibits(face, layout.addWidget)
        if face.turn:
            layout.addWidget(Conversation(face, self._look, self._own_time))
            layout.addSpacing(12)
        layout.addWidget(self.interaction, int(writes))
        if face.siblings:
            self._siblings = Siblings(face.siblings, self._look, self._actions.go)
            layout.addSpacing(18)
            layout.addWidget(self._siblings)
        layout.addStretch(int(not writes))
        return body

    def _material(self, face: ItemFace) -> QWidget:
        body = QWidget()
        layout = column(body, margins=(28, 15, 28 - BAR, 22), spacing=10)
        self._turn = button("", "quiet", "split-turn", self._turn_panes)
        flush(self._turn, "right").setProperty("compact", "true")
        head = row(spacing=8)
        head.addWidget(label(face.material_title, "section", wraps=True), 1)
        head.addWidget(self._turn)
        layout.addLayout(head)
        material = Prose(face.material, self._look.pixels(17), 1.85, self._look, gap=8)
        material.setObjectName("material")
        layout.addWidget(material)
        self._exhibits(face, layout.addWidget)
        layout.addStretch(1)
        return body

    def _exhibits(self, face: ItemFace, add: Callable[[QWidget], None]) -> None:
        for table in face.tables:
            add(TableView(table, self._look))
        for picture in face.pictures:
            add(PictureView(picture, self._look))

    def _turn_panes(self) -> None:
        if self._split is not None:
            self._split.turn()
            self._show_turn(self._split)

    def _show_turn(self, split: Split) -> None:
        self._turn.setText(self._look.words(f"candidate.split.{split.other_way}"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Its own ground: nothing of what lies below is painted for it, neither the window nor the sheet before."""
        QPainter(self).fillRect(event.rect(), self._look.colour("canvas"))

    def go_to_field(self) -> None:
        """Of a long conversation, show its end and the field."""
        self._pane.verticalScrollBar().setValue(self._pane.verticalScrollBar().maximum())

    def focus_first(self) -> None:
        """Put the keyboard where responding begins.

        Where that cannot be seen for the length of what is to be read first, or where nothing can be changed any more,
        the item itself has it: its keys scroll there, or turn to the next item, and letters choose all the same.
        """
        self.interaction.focus_first()
        if not has_keyboard(self):
            self._pane.setFocus()
        self.leave_unseen()

    def leave_unseen(self) -> None:
        """Take the keyboard from a control that cannot be seen to the item itself."""
        focus = self.window().focusWidget()
        if focus is not None and has_keyboard(self) and focus is not self._pane and not is_in_sight(focus):
            self._pane.setFocus()

    def focus_again(self) -> None:
        """Put the keyboard back where it was last in responding, into sight."""
        self.interaction.focus_again()
        focus = self.window().focusWidget()
        if focus is not None and has_keyboard(self):
            bring_into_sight(focus)
        else:
            self._pane.setFocus()

    def show_own_time(self, own_time: OwnTime | None) -> None:
        """Show what is left for this item or turn; once it is over, nothing can be changed."""
        self._own_time.setVisible(own_time is not None)
        self._is_over = own_time is not None and own_time.is_over
        if own_time is not None:
            self._own_time.setText(own_time.text)
            set_state(self._own_time, "amber", own_time.is_amber)
        self._lock(is_locked=self._is_over or self._is_settled)

    def _lock(self, *, is_locked: bool) -> None:
        if is_locked is not self._is_locked:
            self._is_locked = is_locked
            had_keyboard = has_keyboard(self)
            self.interaction.lock(is_locked=is_locked)
            if had_keyboard and not has_keyboard(self):
                self._pane.setFocus()

    def show_errata(self, faces: Sequence[ErratumFace], *, is_settled: bool) -> None:
        """Show what was corrected of this item; one that is asked no more has no points, and takes nothing."""
        if self._errata.show_faces(faces):
            self._name(faces)
        self._is_settled = is_settled
        self._worth.setHidden(is_settled)
        self._lock(is_locked=self._is_over or is_settled)

    def show_siblings(self, faces: Sequence[SiblingFace]) -> None:
        """Show what was done by now to the other sub-questions on the material."""
        if self._siblings is not None:
            self._siblings.show_faces(faces)

    def arrive(self) -> None:
        """This sheet is shown now, which may be long after it was built: the panes may have been moved since."""
        if self._split is not None and self._material_area is not None:
            self._split.arrive()
            self._show_turn(self._split)
            self._material_area.arrive()

    def retire(self) -> None:
        """Another sheet takes this one's place: whatever still comes from its fields belongs to no item any more.

        Neither does what is still being selected in its texts, or a picture or table that is just being clicked.
        """
        self.interaction.gesture.disconnect(self._actions.respond)
        for each in (*self.findChildren(Prose), *self.findChildren(Exhibit)):
            each.blockSignals(True)
        if self._material_area is not None:
            self._material_area.keep_place()

    def show_response(self, response: Response | None, length: Length, *, is_marked: bool, versions: str) -> None:
        """Show what the candidate has given to this item, and how many `versions` of it there are, "" for none."""
        self.interaction.show_response(response, length.text)
        self.interaction.mark_length(is_amber=length.is_amber)
        self._versions.setText(versions)
        self._versions.setVisible(bool(versions))
        if self.isVisible() and self._mark.isHidden() is is_marked:
            announce(self, self._look.words("candidate.item.marked" if is_marked else "spoken.unmarked"))
        self._mark.setVisible(is_marked)
