"""One whole exam day: from a Word and a text paper to a marked report, with a kill, an expiry, damage and loss.

    python3 build/dev.py demo [--out DIR] [--show] [--lang en]

Everything is real: the readers, the sealed files, the journal, the window (offscreen unless --show), the merge. Files
stay in DIR. Exit 0 only if every promise that the day shows was kept.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "build")]

import demo_centre
import demo_office
import demo_room
import demo_secrets
from demo_day import Day, NotKept
from demo_words import WORDS
from kaochang.domain.refusals import Outcome

FOLDERS = ("report", "shots", "sealed", "pcs", "proctor", "stick", "office", "centre")


def run(day: Day) -> None:
    bank = demo_office.read_papers(day)
    sealed = demo_office.seal_session(day, bank, demo_office.assemble_exams(day, bank))
    bank.close()
    demo_room.first_candidate(day, sealed)
    demo_room.killed_candidate(day, sealed)
    demo_room.expired_candidate(day, sealed)
    demo_room.everybody_else(day, sealed)
    stick = demo_room.collect_rooms(day, sealed)
    demo_secrets.check_secrets(day, sealed)
    centre = demo_centre.merge_all(day, sealed, stick, demo_room.harm(day, sealed, stick))
    demo_centre.mark_all(day, centre)
    demo_centre.make_report(day, centre)
    centre.close()


def tell_folders(day: Day) -> None:
    """Where everything lies, a line each."""
    day.say("done", seconds=time.monotonic() - day.began)
    for name in FOLDERS:
        day.tell(f"{day.out / name}  {day.word(f'folder.{name}')}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "out/demo")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--lang", choices=sorted(WORDS), default="zh_CN")
    given = parser.parse_args()
    out = given.out.resolve()
    if out.exists() and any(out.iterdir()) and not (out / "demo.txt").exists():
        print(f"{out} holds other files; choose an empty folder", file=sys.stderr)
        return int(Outcome.EXISTS)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / "demo.txt").write_text("made by build/dev.py demo\n", "utf-8")
    day = Day(out, given.lang, given.show)
    print(day.word("title").format(out=out), flush=True)
    try:
        run(day)
    except NotKept as promise:
        day.say("failed", what=promise)
        return 1
    tell_folders(day)
    return 0


if __name__ == "__main__":
    sys.exit(main())
