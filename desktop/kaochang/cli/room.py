"""The room's verbs: unlock and check a sealed exam, sit it, hand in what is left, collect the room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from kaochang.cli import kits
from kaochang.cli.options import Decorator, command, json_option, option, path, path_option, paths
from kaochang.cli.terminal import Terminal, text_of
from kaochang.domain.places import place_of
from kaochang.domain.ports import Words
from kaochang.domain.refusals import FINDINGS_EXIT, Outcome, Refusal
from kaochang.machine.places import data_folder


@dataclass(frozen=True)
class SitSetting:
    """What the candidate's window is opened with."""

    exam: Path
    site: Path
    room: str | None
    seat: str
    data: Path
    sticks: tuple[Path, ...]
    windowed: bool
    language: str
    room_key: Path | None = None


SitLauncher = Callable[[SitSetting], int]


def add(group: click.Group, terminal: Terminal, launch: SitLauncher) -> None:
    """Adds the room's verbs."""
    _add_unlock(group, terminal)
    _add_sit(group, terminal, launch)
    _add_hand_in(group, terminal)
    _add_collect(group, terminal)


def _site_path(given: dict[str, Any]) -> Path:
    """The site file: as given, else beside the exam."""
    named: Path | None = given["site"]
    exam: Path = given["exam"]
    return named or exam.with_name("site.kcx")


def _open_room(terminal: Terminal, given: dict[str, Any]) -> Any:  # noqa: ANN401 - RoomFile; the flow comes late
    from kaochang.flow import pinning, unlock

    site = pinning.read_site(_site_path(given), given["data"] or data_folder())
    if not unlock.needs_room_code(given["exam"], site, given["room"]):
        return unlock.open_room(given["exam"], site, given["room"])
    code = terminal.secret(given["room_code_file"], "cli.ask.room-code")
    with terminal.progress("cli.progress.open"):
        return unlock.open_room(given["exam"], site, given["room"], code)


def _unlock(terminal: Terminal, given: dict[str, Any], room: Any) -> Any:  # noqa: ANN401 - as above
    from kaochang.flow import unlock

    room_key = b"" if given["room_key"] is None else unlock.read_room_key(given["room_key"])
    code = terminal.secret(given["code_file"], "cli.ask.code")
    with terminal.progress("cli.progress.open"):
        return unlock.unlock(room, code, room_key)


def _pin(terminal: Terminal, given: dict[str, Any], room: Any) -> str:  # noqa: ANN401 - as above
    """The candidate's PIN, where the session has any."""
    return terminal.secret(given["pin_file"], "cli.ask.pin") if room.needs_pin else ""


def _room_options(words: Words) -> Decorator:
    """What opening a room takes, the same for every verb that does."""

    def decorate(verb: Callable[..., Any]) -> Callable[..., Any]:
        for each in reversed(
            (
                path_option(words, "--site", "site"),
                option(words, "--room", "room"),
                path_option(words, "--room-code-file", "room-code-file"),
                path_option(words, "--room-key", "room-key"),
                path_option(words, "--code-file", "code-file"),
            )
        ):
            verb = each(verb)
        return verb

    return decorate


def _add_unlock(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "unlock")
    @path("exam")
    @_room_options(words)
    @path_option(words, "--data", "data")
    @json_option(words)
    def unlock(**given: Any) -> None:  # noqa: ANN401 - the options above, by name
        room = _open_room(terminal, given)
        unlocked = _unlock(terminal, given, room)
        with terminal.progress("cli.progress.unlock"):
            exams = [unlocked.exam(name) for name in room.fronts]
        facts = {
            "session": room.session.id,
            "title": room.session.title,
            "room": room.room.id,
            "tickets": len(room.tickets),
            "items": sum(1 for exam in exams for _ in exam.assessment.items()),
        }
        if given["json"]:
            terminal.tell({**facts, "errata": unlocked.errata.counter})
        else:
            terminal.say("cli.unlock.done", **{**facts, "room": room.room.name})
            _say_errata(terminal, unlocked, exams)


def _say_errata(terminal: Terminal, unlocked: Any, exams: Sequence[Any]) -> None:  # noqa: ANN401 - Unlocked, Exams
    """What the office has corrected since sealing, by the places of the items."""
    placed = {each.id: place_of(each.item) for exam in exams for each in exam.assessment.items()}
    for entry in unlocked.errata.entries:
        action = terminal.words(f"erratum.{entry.action.value}", item=placed.get(entry.item, entry.item))
        terminal.say("cli.unlock.erratum", number=unlocked.errata.counter, action=action)
        terminal.quote(entry.text, "    = ")


def _add_sit(group: click.Group, terminal: Terminal, launch: SitLauncher) -> None:
    words = terminal.words

    @command(group, words, "sit")
    @path("exam")
    @_room_options(words)
    @path_option(words, "--pin-file", "pin-file")
    @option(words, "--seat", "seat", default="")
    @path_option(words, "--data", "data")
    @path_option(words, "--stick", "stick", multiple=True)
    @path_option(words, "--script", "script")
    @option(words, "--windowed", "windowed", is_flag=True)
    @json_option(words)
    def sit(**given: Any) -> int:  # noqa: ANN401 - the options above, by name
        if given["script"] is not None:
            return _sit_by_script(terminal, given)
        data = given["data"] or data_folder()
        language = "en" if words("cli.language") == "en" else "zh_CN"
        return launch(
            SitSetting(
                given["exam"],
                _site_path(given),
                given["room"],
                given["seat"],
                data,
                given["stick"],
                given["windowed"],
                language,
                given["room_key"],
            )
        )


def _desk(terminal: Terminal, given: dict[str, Any]) -> Any:  # noqa: ANN401 - Desk; imported only when needed
    from kaochang.flow.attempt_files import Desk

    return Desk(given["data"] or data_folder(), terminal.clock, terminal.random)


def _sit_by_script(terminal: Terminal, given: dict[str, Any]) -> int:
    from kaochang.domain.attempts import Challenged
    from kaochang.flow import hand_in, script, sit, unlock

    played = script.read_script(given["script"])
    room = _open_room(terminal, given)
    ticket = unlock.find_ticket(room, played.login)
    unlocked = _unlock(terminal, given, room)
    pin = played.pin or _pin(terminal, given, room)
    desk, seat = _desk(terminal, given), given["seat"] or played.seat or ticket.seat

    def start(grant: Any) -> Any:  # noqa: ANN401 - a Grant, a Sitting
        return sit.begin(desk, unlocked, ticket, seat, pin, grant)

    def asked(challenge: str) -> None:
        _tell_challenge(terminal, given, ticket.number, challenge)

    def saved(entry: Any, wall: int) -> None:  # noqa: ANN401 - an Entry
        if given["json"]:
            what = type(entry.event).__name__.lower()
            terminal.tell({"saved": wall, "event": what, "item": getattr(entry.event, "item", "")})
        if isinstance(entry.event, Challenged):
            asked(entry.event.challenge)

    sitting, played = script.begin(start, script.Entrance(desk, unlocked, ticket), played, terminal.wait, asked)
    if sitting is None:
        return 0
    try:
        if given["json"]:
            terminal.tell({"ticket": ticket.number, "resumed": sitting.resumed, "remaining_ms": sitting.remaining_ms()})
        script.perform(sitting, played, terminal.wait, saved)
        if sitting.state.reason is None:
            _tell_open(terminal, given, ticket.number)
            return 0
        _tell_receipt(terminal, given, hand_in.hand_in(sitting, given["stick"]))
    finally:
        sitting.shut()
    return 0


def _tell_challenge(terminal: Terminal, given: dict[str, Any], ticket: str, challenge: str) -> None:
    if given["json"]:
        terminal.tell({"ticket": ticket, "challenge": challenge})
    else:
        terminal.say("cli.sit.challenge", ticket=ticket, challenge=challenge)


def _tell_open(terminal: Terminal, given: dict[str, Any], ticket: str) -> None:
    if given["json"]:
        terminal.tell({"ticket": ticket, "open": True})
    else:
        terminal.say("cli.sit.open", ticket=ticket)


def _tell_receipt(terminal: Terminal, given: dict[str, Any], receipt: Any) -> None:  # noqa: ANN401 - a Receipt
    if given["json"]:
        terminal.tell(
            {
                "ticket": receipt.ticket,
                "receipt": receipt.code,
                "reason": receipt.reason.value,
                "answered": receipt.answered,
                "of": receipt.of,
                "copies": receipt.copies,
            }
        )
    else:
        terminal.say(
            "cli.hand-in.done",
            ticket=receipt.ticket,
            code=receipt.code,
            answered=receipt.answered,
            of=receipt.of,
            copies=receipt.copies,
        )


def _add_hand_in(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "hand-in")
    @path("exam")
    @option(words, "--ticket", "ticket", required=True)
    @_room_options(words)
    @path_option(words, "--pin-file", "pin-file")
    @path_option(words, "--data", "data")
    @path_option(words, "--stick", "stick", multiple=True)
    @json_option(words)
    def hand_in(**given: Any) -> None:  # noqa: ANN401 - the options above, by name
        _hand_in(terminal, given)


def _hand_in(terminal: Terminal, given: dict[str, Any]) -> None:
    """Hands in an attempt that is on this PC: one that was cut off, or one already handed in, for a late stick."""
    from kaochang.domain.attempts import ClosingReason
    from kaochang.flow import attempt_files, hand_in, sit

    room, desk = _open_room(terminal, given), _desk(terminal, given)
    ticket = next((each for each in room.tickets if each.number == given["ticket"]), None)
    if ticket is None:
        raise Refusal(Outcome.CONTEXT, "context.ticket", ticket=given["ticket"])
    match attempt_files.found_attempt(desk, room, ticket):
        case attempt_files.Found.NONE:
            raise Refusal(Outcome.MISSING, "attempt.none-here", ticket=ticket.number)
        case attempt_files.Found.CLOSED:
            receipt = hand_in.copy_again(desk, room, ticket, given["stick"])
        case _:
            unlocked = _unlock(terminal, given, room)
            sitting = sit.begin(desk, unlocked, ticket, ticket.seat, _pin(terminal, given, room))
            try:
                if sitting.state.reason is None:
                    out_of_time = sitting.remaining_ms() == 0
                    reason = ClosingReason.EXPIRED if out_of_time else ClosingReason.HANDED_IN
                    sitting.save(sitting.close(reason))
                receipt = hand_in.hand_in(sitting, given["stick"])
            finally:
                sitting.shut()
    _tell_receipt(terminal, given, receipt)


def _add_collect(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "collect")
    @paths("sources")
    @path_option(words, "--kit", "proctor-kit", required=True)
    @path_option(words, "--to", "to", required=True)
    @path_option(words, "--code-file", "code-file")
    @option(words, "--absent", "absent", multiple=True)
    @option(words, "--on-paper", "on-paper", multiple=True)
    @option(words, "--incident", "incident", multiple=True)
    @path_option(words, "--notes-file", "notes-file")
    @path_option(words, "--data", "collect-data")
    @json_option(words)
    def collect(sources: tuple[Path, ...], **given: Any) -> int:  # noqa: ANN401 - the options above, by name
        return _collect(terminal, sources, given)


def _incidents(texts: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for text in texts:
        found[text] = found.get(text, 0) + 1
    return found


def _collect(terminal: Terminal, sources: tuple[Path, ...], given: dict[str, Any]) -> int:
    from kaochang.flow import collect

    kit = kits.open_proctor_kit(terminal, given)
    order = collect.CollectOrder(
        sources=sources,
        target=given["to"],
        absent=frozenset(given["absent"]),
        on_paper=frozenset(given["on_paper"]),
        incidents=_incidents(given["incident"]),
        notes=text_of(given["notes_file"]).strip() if given["notes_file"] else "",
        memory=given["data"] or data_folder(),
    )
    with terminal.progress("cli.progress.collect") as progress:
        collection = collect.collect(kit, order, terminal.clock, progress)
    statuses = {entry.ticket: entry.status.value for entry in collection.entries}
    if given["json"]:
        problems = [{"name": p.name, "outcome": p.outcome, "key": p.key} for p in collection.problems]
        terminal.tell({"manifest": str(collection.manifest), "tickets": statuses, "problems": problems})
    else:
        terminal.say("cli.collect.done", manifest=collection.manifest, tickets=len(statuses))
        for entry in collection.entries:
            status = terminal.words(f"ticket-status.{entry.status.value}")
            terminal.line(f"  {entry.ticket}  {status}  {entry.receipt}")
        for entry in collection.entries:
            if entry.ticket in order.absent | order.on_paper and entry.result is not None:
                terminal.say("cli.collect.handed-in", ticket=entry.ticket)
        if collection.elsewhere:
            terminal.say("cli.collect.elsewhere", count=collection.elsewhere)
        terminal.problems(collection.problems)
    return FINDINGS_EXIT if collection.problems else 0
