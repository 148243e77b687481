"""The centre's evening: everything that came back is merged, marked and reported."""

from pathlib import Path

from demo_day import CLOCK, FONT, PASSPHRASE, ZONE, Day, Sealed
from kaochang.domain.places import place_of
from kaochang.domain.rosters import TicketStatus
from kaochang.flow import centre_kit, mark, merge, offices, pinning, report
from kaochang.flow.reconcile import reconcile
from kaochang.store.centre import Centre

_STATUSES = {TicketStatus.SUBMITTED: 13, TicketStatus.MISSING_FILE: 2, TicketStatus.ABSENT: 1}


def merge_all(day: Day, sealed: Sealed, stick: Path, harmed: tuple[Path, Path]) -> Centre:
    day.step("merge")
    words = day.words()
    folder = day.folder("centre")
    pinned = pinning.pin(sealed.rooms / offices.SITE_FILE, folder / "pc")
    kit = centre_kit.read_kit(sealed.kit, centre_kit.trust_in(sealed.exam_file, pinned)).open(PASSPHRASE)
    centre = Centre(folder / "centre.db")
    count = merge.merge(centre, kit, [stick], CLOCK)
    day.say("merge.done", accepted=count.accepted, refused=count.refused)
    standing = reconcile(centre)
    for problem in standing.problems:
        why = words(f"outcome.{problem.outcome}")
        day.tell(words(problem.key, name=problem.name, room=problem.room, ticket=problem.ticket, why=why))
    named = {(problem.key, problem.name) for problem in standing.problems}
    damaged, removed = harmed
    day.promise(named == {("problem.damaged", damaged.name), ("problem.missing", removed.name)}, f"both named: {named}")
    found = {status: list(standing.statuses.values()).count(status) for status in _STATUSES}
    day.promise(found == _STATUSES, f"every ticket has its status: {found}")
    again = merge.merge(centre, kit, [stick], CLOCK)
    day.promise(again.accepted == 0 and reconcile(centre) == standing, "merging again changes nothing")
    return centre


def mark_all(day: Day, centre: Centre) -> None:
    day.step("mark")
    count = mark.mark(centre, CLOCK)
    waiting = mark.waiting(centre)
    day.say("mark.done", results=count.results, scored=count.scored, waiting=len(waiting))
    for each in {(each.exam, each.placed.id): each for each in waiting}.values():
        rubric = " ".join((each.scheme.rubric.text or each.scheme.reference).split())
        day.say("mark.waiting", item=place_of(each.placed.item), of=each.placed.points, rubric=rubric[:40])
    day.promise(count.results == 13 and count.scored > 0 and bool(waiting), "marked by machine, open items wait")


def make_report(day: Day, centre: Centre) -> None:
    day.step("report")
    value = report.session_report(centre, CLOCK)
    for path in report.write_report(value, day.folder("report"), day.words(), FONT, ZONE):
        day.tell(path)
