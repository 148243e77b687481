"""`kaochang VERB`: hands the terminal its launchers, which load Qt only when a window is opened."""

import sys

from kaochang import cli
from kaochang.cli.room import SitSetting
from kaochang.machine.places import resources


def _launch_sit(setting: SitSetting) -> int:
    from kaochang import app

    return app.run_sit(setting)


def main() -> None:
    """The program's entry."""
    sys.exit(cli.main(sys.argv[1:], resources(), _launch_sit))


if __name__ == "__main__":
    main()
