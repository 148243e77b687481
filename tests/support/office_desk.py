"""The office's desk in a test's hand: a folder of its own, runners that can be held, and what was shown."""

from dataclasses import dataclass, field
from pathlib import Path

from kaochang.flow.office_draft import PageName
from kaochang.presenters.office.navigator import OfficePresenter
from kaochang.presenters.office.pages import OfficeDesk, WindowState
from kaochang.presenters.office.paper import PaperPresenter
from kaochang.presenters.running import Means
from screens import sample_office
from screens.fakes import ZONE, HandTimer, HeldRunner, StandingClock


@dataclass
class AtTheOffice:
    """A window's presenter without its window."""

    data: Path
    words: object
    runner: HeldRunner = field(default_factory=HeldRunner)
    aside: HeldRunner = field(default_factory=HeldRunner)
    states: list[WindowState] = field(default_factory=list)
    drives: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        means = Means(self.words, self.runner, HandTimer(), StandingClock(), ZONE, self.aside)
        self.desk = OfficeDesk(means, self.data, lambda: self.drives)
        self.presenter = OfficePresenter(self.desk, self.states.append)

    @property
    def paper(self) -> PaperPresenter:
        """The reading page's presenter."""
        return self.presenter.page(PageName.PAPER)

    @property
    def state(self):
        """The reading page as it was said last."""
        return self.paper.state

    def file(self, text: str = sample_office.SOURCE, name: str = "热线客服考核.txt") -> Path:
        """A paper on the clerk's own disk."""
        path = self.data.parent / name
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, text: str = sample_office.SOURCE) -> None:
        """Started, and a paper chosen."""
        self.presenter.start()
        self.paper.choose(self.file(text))

    def again(self) -> "AtTheOffice":
        """The program was killed, and is started once more."""
        made = AtTheOffice(self.data, self.words)
        made.presenter.start()
        return made

    def item(self, place: str):
        """The item of this place (一、2)."""
        return next(each for each in self.state.items if each.place == place)

    def open_findings(self) -> list[str]:
        """Places of the items with a red line that nobody settled or passed."""
        return [self.state.items[each.at].place for each in self.state.findings if each.can_pass]
