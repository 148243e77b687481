"""`kaochang VERB`: as a child of its keeper where it is kept; hands the terminal its launchers, which alone load Qt."""

from __future__ import annotations

import sys

from kaochang.cli import keeping


def main() -> None:
    """The program's entry."""
    if getattr(sys, "frozen", False):  # of a bundle, the processes that check files start here too
        from multiprocessing import freeze_support

        freeze_support()
    arguments = sys.argv[1:]
    sys.exit(keeping.kept(arguments, lambda: _run(arguments)))


def _run(arguments: list[str]) -> int:
    from kaochang.machine import garbage

    garbage.search_seldom()
    from typing import TYPE_CHECKING

    from kaochang.cli import verbs
    from kaochang.cli.centre_window import CentreSetting
    from kaochang.cli.office_window import OfficeSetting
    from kaochang.cli.room import SitSetting
    from kaochang.machine.places import resources

    if TYPE_CHECKING:  # it comes with the verbs of scoring, which a candidate does not wait for
        from kaochang.cli.scorer_window import ScorerSetting

    def launch(setting: SitSetting) -> int:
        garbage.search_seldom()
        from kaochang import app

        return app.run_sit(setting)

    def open_office(setting: OfficeSetting) -> int:
        from kaochang import app

        return app.run_office(setting)

    def open_centre(setting: CentreSetting) -> int:
        from kaochang import app

        return app.run_centre(setting)

    def open_scorer(setting: ScorerSetting) -> int:
        from kaochang import app

        return app.run_scorer(setting)

    garbage.search_as_ever()
    return verbs.main(arguments, resources(), launch, open_office, open_centre, open_scorer)


if __name__ == "__main__":
    main()
