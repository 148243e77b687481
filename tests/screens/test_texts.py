"""Texts on the screen: fields in the running text, code, formulas, selecting and highlights, wide tables."""

import time
from fractions import Fraction
from itertools import pairwise

import pytest
from conftest import RESOURCES
from kaochang.domain.assessments import Assessment, Exam, PlacedItem, Section
from kaochang.domain.items import Item, ItemType, Table
from kaochang.domain.responses import Blanks
from kaochang.presenters.candidate.type_size import TypeSize
from kaochang.views.candidate.exhibits import TableView
from kaochang.views.theme import THEMES, load_theme
from kaochang.views.widgets.code import CodeView
from kaochang.views.widgets.formula import FormulaView
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.pictures import AT_ONCE
from kaochang.views.widgets.prose import Prose
from kaochang.views.widgets.selecting import Selecting
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from screens import sample, sample_texts
from screens.exam_alone import exam_alone
from screens.fakes import FakeLine
from screens.made import compose


@pytest.fixture
def at(qtbot, words):
    """Shows the exam of texts at an item."""

    held = []

    def show(item, **how):
        held.append(exam_alone(qtbot, words, FakeLine(exam=sample_texts.exam()), item=item, **how))
        return held[-1]

    return show


@pytest.fixture
def look(words):
    return Look(load_theme(RESOURCES / "theme"), words)


@pytest.fixture
def prose(qtbot, words, look):
    def make(text, width=520, **how):
        made = Prose(text, 20, 1.75, look, **how)
        qtbot.addWidget(made)
        made.resize(width, made.heightForWidth(width))
        made.show()
        QTest.qWaitForWindowExposed(made)
        return made

    return make


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()


def put(field, text, composing=""):
    """As an input method brings it."""
    compose(field, composing, text)
    QApplication.processEvents()


def pixels(widget):
    """The colours that are seen of a widget."""
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(image.height())}


# Blanks


def test_the_fields_stand_in_the_stem_in_the_order_of_its_blanks(at):
    on = at("t1")
    stem = on.find("stem")
    places = [on.find(f"blank-{number}").mapTo(stem, QPoint()) for number in (1, 2, 3, 4)]
    assert all(stem.isAncestorOf(on.find(f"blank-{number}")) for number in (1, 2, 3, 4))
    assert [(place.y(), place.x()) for place in places] == sorted((place.y(), place.x()) for place in places)


def test_what_is_typed_into_a_blank_is_that_blank_of_the_response(at):
    on = at("t1")
    put(on.find("blank-3"), "书面")
    assert on.presenter.state.response == Blanks(("", "", "书面", ""))


def test_enter_and_tab_go_to_the_next_blank_and_back(at):
    at("t1")
    assert QApplication.focusWidget().objectName() == "blank-1"
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget().objectName() == "blank-2"
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "blank-3"
    press(Qt.Key.Key_Backtab)
    assert QApplication.focusWidget().objectName() == "blank-2"


def test_a_field_grows_with_what_is_typed_up_to_the_width_of_the_line(at):
    on = at("t1")
    field, stem = on.find("blank-1"), on.find("stem")
    before = field.width()
    put(field, "十二小时之内由首问人")
    grown = field.width()
    put(field, "答复" * 40)
    assert before < grown < field.width() <= stem.width()
    assert field.mapTo(stem, QPoint(field.width(), 0)).x() <= stem.width()


def test_what_is_being_composed_has_its_room_already(at):
    field = at("t1").find("blank-1")
    before = field.width()
    put(field, "", composing="zhongguorenminshuangyu")
    assert field.width() > before


def test_the_lines_under_a_grown_field_make_room(at):
    on = at("t2")
    stem = on.find("stem")
    before = stem.height()
    put(on.find("blank-1"), "a long answer " * 5)
    QApplication.processEvents()
    assert stem.height() > before


@pytest.mark.parametrize("size", list(TypeSize))
@pytest.mark.parametrize("theme", THEMES)
def test_a_field_keeps_the_height_of_its_line(at, size, theme):
    on = at("t1", theme=theme)
    empty = Prose(sample_texts.BLANKS.stem.replace("\n", ""), 20 * size.value, 1.75, on.find("stem").look)
    on.presenter.resize(size)
    QApplication.processEvents()
    stem, field = on.find("stem"), on.find("blank-1")
    assert field.height() < empty.setting.line
    assert stem.height() % empty.setting.line in (0, 1)
    empty.deleteLater()


def test_a_field_is_called_by_its_number_and_the_words_before_it(at):
    assert at("t1").find("blank-2").accessibleName() == "第 2 空，前面是“应在 小时内完成；处理结果应在”"


def test_where_the_places_are_in_doubt_numbered_fields_stand_below(at):
    on = at("t3")
    stem, field = on.find("stem"), on.find("blank-2")
    assert not stem.isAncestorOf(field)
    assert field.accessibleName() == "第 2 空"
    assert stem.text == sample_texts.DOUBTFUL.stem


def test_coming_back_puts_the_keyboard_on_the_blank_that_had_it(at):
    on = at("t1")
    on.find("blank-3").setFocus()
    on.presenter.ask_to_hand_in()
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget().objectName() == "blank-3"


def test_another_size_leaves_the_keyboard_in_its_blank_behind_what_was_typed(at):
    on = at("t1")
    on.find("blank-3").setFocus()
    put(on.find("blank-3"), "书面")
    QTest.keyClick(on.find("blank-3"), Qt.Key.Key_Left)
    on.presenter.resize(TypeSize.HUGE)
    field = on.find("blank-3")
    assert (QApplication.focusWidget(), field.cursorPosition(), field.text()) == (field, 1, "书面")


def test_a_blank_over_a_line_break_has_its_field_and_its_neighbour_loses_nothing(qtbot, words):
    item = Item(ItemType.BLANK, "甲（　　）乙（\n　）。", blanks=2)
    exam = Exam("kf2", Assessment("考试", (Section("一", (PlacedItem("t1", item, Fraction(5)),)),)), sample.RULES)
    on = exam_alone(qtbot, words, FakeLine(exam=exam))
    put(on.find("blank-1"), "一")
    put(on.find("blank-2"), "二")
    assert on.presenter.state.response == Blanks(("一", "二"))
    assert on.find("stem").isAncestorOf(on.find("blank-2"))


# As authored


def test_brackets_of_a_choice_stay_text_and_white_space_survives(at):
    stem = at("t8").find("stem")
    assert stem.text == sample_texts.HELD.stem
    assert stem.accessibleName() == sample_texts.HELD.stem


def test_an_indent_moves_the_first_line(prose):
    plain, indented = prose("小林"), prose("　　小林")
    assert indented.sizeHint().width() == pytest.approx(plain.sizeHint().width() + 40, abs=2)


@pytest.mark.parametrize("blank", ["（　　　　）", "在　　　　　　小"])
def test_no_line_ends_inside_a_blank(prose, blank):
    for before in range(18, 26):
        made = prose("字" * before + blank + "尾", width=520)
        places = [next(made.areas_of(before + place, before + place + 1)) for place in range(1, len(blank) - 1)]
        assert len({place.top() for place in places}) == 1


def test_code_is_as_wide_as_it_is_and_scrolls_sideways_by_keyboard(at):
    on = at("t5")
    code = on.find("code")
    bar = code.horizontalScrollBar()
    assert bar.maximum() > 0
    assert code.focusPolicy() & Qt.FocusPolicy.TabFocus
    code.setFocus()
    press(Qt.Key.Key_Right)
    assert (bar.value() > 0, on.presenter.state.face.id) == (True, "t5")
    press(Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    press(Qt.Key.Key_Home)
    assert bar.value() == 0


def test_code_that_fits_is_no_stop_for_the_keyboard(prose):
    made = prose("```\nx = 1\n```")
    assert made.findChild(CodeView).focusPolicy() == Qt.FocusPolicy.NoFocus


def test_letters_of_code_have_one_width(prose):
    narrow, wide = (prose(f"```\n{letter * 40}\n```").findChild(CodeView) for letter in "iW")
    assert narrow.natural_size() == wide.natural_size()


def test_a_click_on_code_in_an_option_chooses_the_option(at):
    on = at("t5")
    code = on.find("option-B").findChild(CodeView)
    QTest.mouseClick(code.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert on.presenter.state.response.labels == ("B",)


def test_formulas_are_drawn_and_said(at):
    stem = at("t4").find("stem")
    assert "\\frac" not in stem.accessibleName()
    assert "2 分之 1" in stem.accessibleName()
    assert "\\(\\oddity{x}\\)" in stem.accessibleName()


def test_an_option_is_said_in_words_too(at):
    on = at("t4")
    assert "lim 下方 x → ∞" in on.find("option-B").accessibleName()


def test_what_a_candidate_typed_is_shown_letter_by_letter(prose):
    text = "我写 \\(\\frac{1}{2}\\) 和\n```\nx\n```"
    made = prose(text, is_typed=True)
    assert made.accessibleName() == text
    assert made.findChild(CodeView) is None
    assert made.height() == prose("字\n字\n字\n字").height()


def test_a_line_with_a_formula_grows(prose):
    low, high = prose("设 x，则"), prose("设 \\(\\frac{\\frac{a}{b}}{\\frac{c}{d}}\\)，则")
    assert low.height() < high.height()


def test_a_formula_that_is_a_little_wider_than_the_line_is_drawn_a_little_smaller(prose):
    made = prose("\\(" + "a+" * 12 + "b\\)", width=300)
    assert made.height() <= 36
    assert made.findChild(FormulaView).isHidden()


@pytest.mark.parametrize("marks", ["\\({}\\)", "\\[{}\\]"])
def test_a_formula_that_is_much_wider_than_the_line_stays_to_be_read_and_is_scrolled(prose, marks):
    made = prose("设\n" + marks.format("a+" * 90 + "b"), width=300)
    view = made.findChild(FormulaView)
    bar = view.horizontalScrollBar()
    assert view.isVisible()
    assert view.width() <= 300
    assert view.geometry().bottom() <= made.height()
    assert view.natural_size().width() > 90 * 15
    assert (bar.maximum(), view.focusPolicy()) == (view.natural_size().width() - 300, Qt.FocusPolicy.TabFocus)
    view.setFocus()
    press(Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    assert "a + a" in view.accessibleName()
    made.resize(2400, made.heightForWidth(2400))
    QApplication.processEvents()
    assert view.isHidden()


def test_a_struck_formula_is_struck_by_a_line_of_its_own_and_its_stand_in_stays_unseen(prose):
    made = prose("\\(\\text{  }\\)")
    assert len(pixels(made)) == 1
    made.show_struck(is_struck=True)
    image = made.grab().toImage()
    inked = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) != image.pixelColor(image.width() - 1, 0)
    ]
    lines = {x: [y for at, y in inked if at == x] for x, _ in inked}
    assert inked
    assert all(max(each) - min(each) < 8 for each in lines.values())


@pytest.mark.parametrize("theme", THEMES)
def test_formulas_and_code_take_the_colours_of_the_theme(at, theme):
    on = at("t4", theme=theme)
    assert on.theme.colours["ink"].lower() in pixels(on.find("stem"))


# Selecting and highlights


def test_keys_and_mouse_stop_beside_what_is_read_as_one_sign_and_never_inside_of_it(prose):
    family, accented = "👨\u200d👩\u200d👧", "e\u0301"
    made = prose(f"x{family}y{accented}z")
    made.selectable = True
    made.setFocus()
    told = []
    made.selected.connect(lambda start, end: told.append(made.text[start:end]))
    for sign in ("x", family, "y", accented, "z"):
        QTest.keyClick(made, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(made, Qt.Key.Key_Return)
        assert told[-1] == sign
    for sign in ("z", accented, "y", family, "x"):
        QTest.keyClick(made, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(made, Qt.Key.Key_Return)
        assert told[-1] == sign
    chosen = Selecting(made.text, lambda start, end: told.append(made.text[start:end]))
    for inside in (2, 4, 5):
        chosen.go(inside, selects=False)
        assert chosen.place == 1
    chosen.go(99, selects=False)
    assert chosen.place == len(made.text)


def test_a_selection_by_mouse_is_told_in_characters_of_the_authored_text(prose, qtbot):
    text = "陈𬭎宇说：在　　　　小时内\\(\\frac{1}{2}\\)完成"
    made = prose(text)
    made.selectable = True
    told = []
    made.selected.connect(lambda start, end: told.append(text[start:end]))

    def draw(start, end):
        one, two = (next(made.areas_of(place, place + 1)) for place in (start, end - 1))
        QTest.mousePress(made, Qt.MouseButton.LeftButton, pos=QPointF(one.left() + 1, one.center().y()).toPoint())
        QTest.mouseMove(made, QPointF(two.right() - 1, two.center().y()).toPoint())
        QTest.mouseRelease(made, Qt.MouseButton.LeftButton, pos=QPointF(two.right() - 1, two.center().y()).toPoint())

    draw(1, 3)
    draw(text.index("小"), text.index("小") + 3)
    draw(text.index("内"), len(text))
    assert told == ["𬭎宇", "小时内", text[text.index("内") :]]


def test_a_click_selects_nothing(prose):
    made = prose("客户来电")
    made.selectable = True
    told = []
    made.selected.connect(lambda *span: told.append(span))
    QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert told == []


def test_the_keyboard_selects_with_shift_and_gives_with_enter(prose):
    made = prose("客户来电询问保修期\n第二行")
    made.selectable = True
    told = []
    made.selected.connect(lambda *span: told.append(span))
    made.setFocus()
    press(Qt.Key.Key_Right)
    for _ in range(3):
        press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Return)
    assert told[:2] == [(1, 4), (0, 9)]
    assert told[2][0] < 9 < told[2][1]


def test_text_takes_the_keyboard_only_while_it_can_be_selected(at):
    on = at("t8")
    stem = on.find("stem")
    assert stem.focusPolicy() == Qt.FocusPolicy.NoFocus
    stem.selectable = True
    assert stem.focusPolicy() & Qt.FocusPolicy.TabFocus
    stem.setFocus()
    press(Qt.Key.Key_Right)
    assert on.presenter.state.face.id == "t8"
    stem.selectable = False
    assert stem.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("text", ["```\nx = 1\n```", "\\[E=mc^2\\]", "\\[a\\]\n```\nb\n```"])
def test_a_text_without_words_has_nothing_to_select(prose, text):
    made = prose(text)
    made.selectable = True
    assert (made.selectable, made.focusPolicy()) == (False, Qt.FocusPolicy.NoFocus)
    made.setFocus()
    press(Qt.Key.Key_Right)
    QTest.mouseClick(made, Qt.MouseButton.LeftButton)
    made.grab()


@pytest.mark.parametrize("theme", THEMES)
def test_highlights_are_painted_with_a_line_under_them(at, theme):
    on = at("t8", theme=theme)
    stem = on.find("stem")
    colours = {on.theme.colours[token].lower() for token in ("highlight", "marked")}
    assert not colours & pixels(stem)
    stem.show_highlights(((2, 8),))
    assert colours <= pixels(stem)
    stem.show_highlights(())
    assert not colours & pixels(stem)


def test_struck_text_is_quieter(at):
    on = at("t8")
    stem = on.find("stem")
    stem.show_struck(is_struck=True)
    assert on.theme.colours["ink"].lower() not in pixels(stem)
    stem.show_struck(is_struck=False)
    assert on.theme.colours["ink"].lower() in pixels(stem)


# Tables


def test_a_wide_table_scrolls_within_its_column_and_its_heading_is_told(at):
    on = at("t6")
    area = on.find("table-scroll")
    assert area.horizontalScrollBar().maximum() > 0
    assert "表头：编号，客户名称" in area.accessibleName()
    area.setFocus()
    press(Qt.Key.Key_Right)
    assert (area.horizontalScrollBar().value() > 0, on.presenter.state.face.id) == (True, "t6")
    assert on.window.findChild(QScrollArea, "item-scroll").horizontalScrollBar().maximum() == 0


def test_the_edge_of_a_wide_table_says_that_there_is_more_and_brings_it(at):
    on = at("t6")
    area = on.find("table-scroll")
    bar = area.horizontalScrollBar()
    left, right = (area.findChild(QWidget, f"more-{side}") for side in ("left", "right"))
    assert (left.isVisible(), right.isVisible()) == (False, True)
    assert right.geometry().right() == area.viewport().geometry().right()
    for _ in range(20):
        if not right.isVisible():
            break
        QTest.mouseClick(right, Qt.MouseButton.LeftButton)
        assert left.isVisible()
    assert (bar.value(), right.isVisible()) == (bar.maximum(), False)
    before = bar.value()
    QTest.mouseClick(left, Qt.MouseButton.LeftButton)
    assert bar.value() < before
    bar.setValue(0)
    assert (left.isVisible(), right.isVisible()) == (False, True)


@pytest.mark.parametrize("theme", THEMES)
def test_the_edge_of_a_wide_table_is_painted_in_the_colours_of_the_theme(at, theme):
    on = at("t6", theme=theme)
    edge = on.find("table-scroll").findChild(QWidget, "more-right")
    assert {on.theme.colours[token].lower() for token in ("ink", "surface", "raised")} <= pixels(edge)


def test_an_arrow_of_a_high_table_is_always_in_sight(table):
    cells = tuple(f"第 {place} 栏的内容" for place in range(16))
    edge = table(*[cells] * 60).findChild(QWidget, "more-right")
    middles = [arrow.center().y() for arrow in edge._arrows()]
    steps = [later - middle for middle, later in pairwise([0, *middles, edge.height()])]
    assert edge.height() > 1_500
    assert max(steps) <= 400


def test_a_table_that_has_room_has_nothing_at_its_edges(table):
    made = table(("甲", "乙"), ("丙", "丁"))
    hidden = [made.findChild(QWidget, name) for name in ("more-left", "more-right", "table-open")]
    assert [each.isVisible() for each in hidden] == [False] * 3


def test_a_wide_table_is_shown_large_and_whole(at):
    on = at("t6")
    on.find("table-open").click()
    zoom = on.find("zoom")
    grid = on.find("table-scroll").widget()
    shown = QImage.fromData(on.window.findChild(TableView)._scrolled.picture())
    assert zoom.isVisible()
    assert abs(shown.width() / shown.height() - grid.width() / grid.height()) < 0.05
    assert shown.width() * shown.height() <= AT_ONCE * 1.01
    press(Qt.Key.Key_Escape)
    assert not zoom.isVisible()


def test_a_table_that_was_being_opened_at_an_item_that_is_gone_is_not_shown_over_the_next(at):
    on = at("t6")
    held = on.find("table-open")
    QTest.mousePress(held, Qt.MouseButton.LeftButton)
    on.presenter.move(-1)
    QTest.mouseRelease(held, Qt.MouseButton.LeftButton)
    assert not on.window.findChild(QWidget, "zoom").isVisible()


def test_the_rows_of_a_wide_table_are_whole(at):
    on = at("t6")
    area = on.find("table-scroll")
    assert area.widget().height() <= area.viewport().height()


def test_a_narrow_table_is_no_stop_for_the_keyboard(qtbot, look):
    made = TableView(sample.TABLE, look)
    qtbot.addWidget(made)
    made.resize(800, 300)
    made.show()
    assert made.findChild(QScrollArea).focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.fixture
def table(qtbot, look):
    def make(*rows, width=700):
        made = TableView(Table(tuple(rows)), look)
        qtbot.addWidget(made)
        made.resize(width, made.heightForWidth(width))
        made.show()
        QTest.qWaitForWindowExposed(made)
        return made

    return make


def test_a_table_of_thousands_of_cells_is_there_at_once(table):
    rows = [tuple(f"内容{line}，{place}" for place in range(12)) for line in range(200)]
    table(*rows)
    began = time.thread_time()  # its own work: the PC may be busy with other things
    made = table(*rows)
    assert time.thread_time() - began < 0.25
    assert len(made.findChildren(QWidget)) < 20


def test_a_cell_is_as_high_as_its_words_need_and_its_row_with_it(table):
    low, high = table(("甲", "乙"), ("丙", "丁")), table(("甲", "乙"), ("丙", "很长的说明" * 30))
    assert high.heightForWidth(700) > low.heightForWidth(700) + 60
    assert high.heightForWidth(320) > high.heightForWidth(700)


@pytest.mark.parametrize("theme", THEMES)
def test_a_table_takes_the_colours_of_the_theme(at, theme):
    on = at("t6", theme=theme)
    assert {on.theme.colours[token].lower() for token in ("ink", "line2", "surface", "raised")} <= pixels(
        on.find("table")
    )


def test_formulas_blanks_and_line_breaks_are_drawn_in_cells_as_they_are_elsewhere(table):
    plain = table(("甲", "乙"), ("丙", "丁"))
    for text in ("\\(\\frac{\\frac{a}{b}}{\\frac{c}{d}}\\)", "一\n二\n三"):
        made = table(("甲", "乙"), ("丙", text))
        assert made.heightForWidth(700) > plain.heightForWidth(700)
        assert not made.findChildren(Prose)


def test_code_and_long_formulas_scroll_in_their_cells(table):
    made = table(("代码", "式"), ("```\n" + "x = 1; " * 60 + "\n```", "\\(" + "a+" * 90 + "b\\)"))
    code, formula = made.findChild(CodeView), made.findChild(FormulaView)
    assert code.horizontalScrollBar().maximum() > 0
    assert formula.isVisible()
    assert code.mapTo(made, QPoint(code.width(), 0)).x() < formula.mapTo(made, QPoint()).x() < made.width()


def test_a_table_whose_rows_are_not_equally_long_is_shown_as_far_as_it_goes(table):
    assert table(("a", "b", "c"), ("d",), ()).heightForWidth(700) == table(
        ("a", "b", "c"), ("d", "", "")
    ).heightForWidth(700)
    table()


def test_what_stands_in_a_table_is_told_row_by_row(table):
    area = table(("名称", "式"), ("甲", "\\(\\frac{1}{2}\\)"), ("乙", "丙")).findChild(QScrollArea)
    assert area.accessibleDescription() == "甲， 2 分之 1， \n乙，丙"
