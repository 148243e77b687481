"""The office's whole window in a test's hand: also its roster, settings, stick and scores, over the real flows."""

from pathlib import Path

from kaochang.flow.office_draft import PageName
from kaochang.presenters.office.pages import OfficeDesk
from support import quick_day
from support.office_desk import AtTheOffice
from support.small_paper import KEY, PAPER

PEOPLE = "姓名\t工号\n测试甲壹\tG7001\n测试甲贰\tG7002\n测试甲叁\tG7003\n"
PASSPHRASE = quick_day.PASSPHRASE


class AtEveryPage(AtTheOffice):
    """A clerk who goes through all pages; guesses at secrets cost nothing."""

    def __post_init__(self) -> None:
        super().__post_init__()
        means = self.desk.means
        self.timer = means.timer
        self.clock = means.clock
        self.desk = OfficeDesk(means, self.data, lambda: self.drives, self.office)
        self.presenter = type(self.presenter)(self.desk, self.states.append)

    def office(self):
        """The office on this PC."""
        return quick_day.office(self.data / "office", self.clock, self.words.language)

    def page(self, name):
        """A page's presenter."""
        return self.presenter.page(PageName(name))

    @property
    def here(self):
        """The page that is shown, and what it says."""
        return self.states[-1].page.value

    @property
    def stick(self) -> Path:
        """A stick, as a folder."""
        made = self.data.parent / "KINGSTON"
        made.mkdir(exist_ok=True)
        return made

    def put_in(self, *drives: Path) -> None:
        """These drives are there from now on."""
        self.drives = drives
        if self.timer.then is not None:
            self.timer.ring()

    def to_roster(self, paper=PAPER + KEY):
        """A paper without red lines."""
        self.presenter.start()
        self.paper.choose(self.file(paper, "paper.txt"))
        self.paper.go_on()
        return self.page("roster")

    def to_settings(self, people=PEOPLE):
        """And who sits it."""
        self.to_roster().paste(people)
        self.page("roster").go_on()
        return self.page("settings")

    def to_seal(self, **settings):
        """And how."""
        page = self.to_settings(**settings)
        page.go_on()
        return self.page("seal")

    def sealed(self):
        """And on a stick."""
        page = self.to_seal()
        self.put_in(self.stick)
        page.type_passphrase(PASSPHRASE)
        page.type_again(PASSPHRASE)
        page.seal()
        return self.desk.work.sealed

    def sit(self, *numbers, responses=None):
        """Candidates of the sealed session hand in onto the stick."""
        day = quick_day.QuickDay.__new__(quick_day.QuickDay)
        day.folder, day.office = self.data.parent, self.office()
        for number in numbers:
            day.sit(self.desk.work.sealed, number, responses or {"单选题#1": "B"}, stick=self.stick)

    def again(self):
        """The program was killed, and is started once more."""
        made = type(self)(self.data, self.words)
        made.presenter.start()
        return made
