"""The button in a window's head by which its language and its colours are chosen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from kaochang.presenters.appearance import AppearancePresenter
from kaochang.presenters.candidate.display import THEMES
from kaochang.presenters.words import LANGUAGES
from kaochang.views.widgets.look import Look
from kaochang.views.widgets.parts import button
from kaochang.views.widgets.signs import half, icon

_WIDTH, _SIGN = 36, 18


def appearance_button(look: Look, name: str) -> QPushButton:
    """The button, hidden until it is filled."""
    made = button("", "quiet", name, _nothing)
    made.setProperty("sign", "true")
    made.setIcon(icon(half, look.colour("ink2")))
    made.setIconSize(QSize(_SIGN, _SIGN))
    made.setFixedWidth(_WIDTH)
    made.setAccessibleName(look.words("appearance.menu"))
    made.setToolTip(look.words("appearance.menu"))
    made.hide()
    return made


def fill(made: QPushButton, presenter: AppearancePresenter, look: Look) -> None:
    """Give the button its menu; each choice says in a word what it is, languages in their own."""
    words, menu = look.words, QMenu(made)
    menu.addSection(words("appearance.language"))
    languages = QActionGroup(menu)
    for each in LANGUAGES:
        chosen = _choice(
            menu, languages, words(f"appearance.language.{each}"), is_chosen=each == presenter.state.language
        )
        chosen.triggered.connect(partial(_language, presenter, each))
    menu.addSection(words("candidate.display.theme"))
    themes = QActionGroup(menu)
    for each in THEMES:
        chosen = _choice(
            menu, themes, words(f"candidate.display.theme.{each}"), is_chosen=each == presenter.state.theme
        )
        chosen.triggered.connect(partial(_theme, presenter, each))
    made.setMenu(menu)
    made.show()


def _choice(menu: QMenu, group: QActionGroup, text: str, *, is_chosen: bool) -> QAction:
    made = menu.addAction(text)
    made.setCheckable(True)
    made.setChecked(is_chosen)
    group.addAction(made)
    return made


def _language(presenter: AppearancePresenter, language: str, _: bool = False) -> None:
    presenter.choose_language(language)


def _theme(presenter: AppearancePresenter, theme: str, _: bool = False) -> None:
    presenter.choose_theme(theme)


def _nothing() -> None:
    """The menu opens by itself."""
