"""The choice of language and colours in the head of a window that a test or a picture opens."""

from kaochang.flow.appearance import Appearance
from kaochang.presenters.appearance import AppearancePresenter


def appearance(desk, window):
    """Of this window, over its desk's folder; another language opens no other window here."""
    return AppearancePresenter(desk.means, desk.data, Appearance("zh_CN", "light"), window.restyle, lambda: None)
