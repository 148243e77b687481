"""The language and the colours of a window, chosen in its head: colours at once, another language in a new window."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from kaochang.flow.appearance import Appearance, load, save
from kaochang.presenters.candidate.display import THEMES
from kaochang.presenters.running import Means
from kaochang.presenters.words import LANGUAGES

_log = logging.getLogger(__name__)


class AppearancePresenter:
    """`state` is how the window is now. `show` takes another table of colours, `again` opens the window anew."""

    def __init__(
        self, means: Means, data: Path, now: Appearance, show: Callable[[str], None], again: Callable[[], None]
    ) -> None:
        self._means = means
        self._data = data
        self._show = show
        self._again = again
        self.state = now

    def choose_theme(self, theme: str) -> None:
        """These colours, from now on."""
        if theme in THEMES and theme != self.state.theme:
            self._keep(replace(self.state, theme=theme), _nothing)
            self._show(theme)

    def choose_language(self, language: str) -> None:
        """This language, as soon as the choice is kept."""
        if language in LANGUAGES and language != self.state.language:
            self._keep(replace(self.state, language=language), self._again)

    def _keep(self, chosen: Appearance, then: Callable[[], None]) -> None:
        self.state = chosen

        def failed(error: Exception) -> None:
            _log.warning("a choice of language or colours could not be kept: %s", error)

        self._means.aside.run(lambda: save(self._data, chosen), lambda _: then(), failed)


def appearance_of(data: Path, language: str, is_asked: bool) -> Appearance:
    """How a window begins: as it was chosen last, but for a language that somebody `is_asked` for now."""
    kept = load(data)
    chosen = kept.language if kept.language in LANGUAGES and not is_asked else language
    return Appearance(chosen, kept.theme if kept.theme in THEMES else THEMES[0])


def _nothing() -> None:
    """Colours were shown already."""
