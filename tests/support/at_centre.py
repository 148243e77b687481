"""The centre's window in a test's hand: its presenter over the real flows, runners that can be held, what was shown."""

from dataclasses import dataclass, field
from pathlib import Path

from conftest import RESOURCES
from kaochang.presenters.centre.keys import KIT as FIELD
from kaochang.presenters.centre.navigator import CentrePresenter
from kaochang.presenters.centre.pages import CentreDesk, CentrePage, WindowState
from kaochang.presenters.running import Means
from screens.fakes import ZONE, HandTimer, HeldRunner, StandingClock
from support.quick_day import PASSPHRASE

FONT = RESOURCES / "fonts" / "NotoSansSC-Regular.ttf"


@dataclass
class AtTheCentre:
    """Somebody at the centre's desk; guesses at secrets should cost nothing (`quick_day.cheap_guesses`)."""

    data: Path
    words: object
    runner: HeldRunner = field(default_factory=HeldRunner)
    aside: HeldRunner = field(default_factory=HeldRunner)
    states: list[WindowState] = field(default_factory=list)
    drives: tuple[Path, ...] = ()
    locked: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.timer = HandTimer()
        self.clock = StandingClock()
        self.means = Means(self.words, self.runner, self.timer, self.clock, ZONE, self.aside)
        self.desk = CentreDesk(self.means, self.data, lambda: self.drives, self.lock, FONT)
        self.presenter = CentrePresenter(self.desk, self.states.append)

    def lock(self, path):
        """One window at a time."""
        if path in self.locked:
            return None
        self.locked.add(path)
        return lambda: self.locked.discard(path)

    def page(self, name):
        """A page's presenter."""
        return self.presenter.page(CentrePage(name))

    @property
    def state(self):
        """The page as it was said last."""
        return self.states[-1].body

    @property
    def here(self) -> str:
        """Which page is shown."""
        return self.states[-1].page.value

    def begin(self, kit, database=None):
        """A new session of this kit, open and with nothing in it."""
        self.presenter.start()
        self.page("start").new(kit)
        keys = self.page("keys")
        if database is not None:
            keys.choose_database(database)
        keys.type(FIELD, PASSPHRASE)
        keys.open()
        assert self.here == "collect", self.state
        return self.page("collect")

    def take_in(self, *sources):
        """These sticks, in the background of a window."""
        page = self.page("collect")
        page.choose_source()
        page.take_in(sources)
        return self.state

    def figure(self, name):
        """A figure as it is read."""
        return next(each.text for each in self.state.figures if each.name == name)

    def room(self, name):
        """What is said of a room."""
        return next(each for each in self.state.rooms if each.name == name)
