"""The verb `seal`: a session becomes files for everybody who has a part in it, and codes on paper."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli.office import open_bank
from kaochang.cli.options import BadForm, OptionValue, command, json_option, option, path, path_option
from kaochang.cli.terminal import Terminal
from kaochang.domain.assessments import Kind, Level
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.domain.rosters import MOST_RESERVE
from kaochang.domain.sealings import sealing_of
from kaochang.domain.session_secrets import SessionSecrets
from kaochang.domain.values import text_to_bytes

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.custody.envelope import Context
    from kaochang.custody.site import Office
    from kaochang.flow.centre_side import CentreSide
    from kaochang.flow.seal import SealedSession, Sealers
    from kaochang.flow.session_plan import SealOrder, SessionWish
    from kaochang.store.bank import Bank

_FIRST_YEAR, _LAST_YEAR = 2000, 2999
"""Of a session; a year beyond is a slip of the hand."""

_MOST_DAYS = 3660
_MOST_OPENERS = 8
_MOST_SEATS = 10_000


def wall_given(terminal: Terminal, text: str, hint: str) -> int:
    """A local date and time, 2026-11-21 09:30, as ms since 1970; a date alone is no time of day."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadForm(hint, "time") from error
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR or ":" not in text:
        raise BadForm(hint, "time")
    aware = moment if moment.tzinfo else moment.replace(tzinfo=terminal.zone)
    return int(aware.timestamp() * 1000)


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verb."""
    words = terminal.words

    @command(group, words, "seal")
    @path("bank")
    @option(words, "--exam", "exam", multiple=True, required=True)
    @path_option(words, "--roster", "roster", required=True)
    @path_option(words, "--photos", "photos")
    @option(words, "--room", "rooms", multiple=True)
    @option(words, "--draw-seats", "draw-seats", default="")
    @option(words, "--seats", "room-seats", multiple=True)
    @option(words, "--reserve", "reserve", type=click.IntRange(0, MOST_RESERVE), default=0)
    @option(words, "--title", "title")
    @option(words, "--opens", "opens")
    @option(words, "--closes", "closes")
    @option(words, "--short-window", "short-window", is_flag=True)
    @option(words, "--keep-days", "keep-days", type=click.IntRange(0, _MOST_DAYS), default=180, show_default=True)
    @option(
        words, "--kind", "kind", type=click.Choice([each.value for each in Kind]), default="live", show_default=True
    )
    @option(
        words, "--level", "level", type=click.Choice([each.value for each in Level]), default="quick", show_default=True
    )
    @option(words, "--room-key-files", "room-key-files", is_flag=True)
    @path_option(words, "--centre", "centre-card")
    @path_option(words, "--opener", "opener-card", multiple=True)
    @option(words, "--quorum", "quorum", type=click.IntRange(2, _MOST_OPENERS))
    @path_option(words, "--kit-passphrase-file", "kit-passphrase-file")
    @path_option(words, "--office", "office", required=True)
    @option(words, "--new-office", "new-office", is_flag=True)
    @path_option(words, "--supersedes", "supersedes")
    @path_option(words, "--passphrase-file", "passphrase-file")
    @path_option(words, "--out", "seal-out", required=True)
    @json_option(words)
    def seal(bank: Path, **given: OptionValue) -> None:
        with closing(open_bank(bank)) as opened:  # pictures are read from it until the end
            _seal(terminal, opened, given)


def _wish(terminal: Terminal, given: dict[str, Any]) -> SessionWish:
    from kaochang.flow.session_plan import SessionWish
    from kaochang.sealing import kdf

    return SessionWish(
        exams=given["exam"],
        rooms=given["room"],
        seats=dict(map(_seats_given, given["seats"])),
        seat_seed=given["draw_seats"],
        reserve=given["reserve"],
        title=given["title"] or "",
        kind=Kind(given["kind"]),
        level=Level(given["level"]),
        opens=wall_given(terminal, given["opens"], "--opens") if given["opens"] else None,
        closes=wall_given(terminal, given["closes"], "--closes") if given["closes"] else None,
        short_window=given["short_window"],
        keep_days=given["keep_days"],
        zone=terminal.zone,
        photos=given["photos"],
        supersedes=_superseded(given),
        room_key_files=given["room_key_files"],
        cost=terminal.kdf_cost or kdf.DEFAULT,
    )


def _superseded(given: dict[str, Any]) -> Context | None:
    """The sealing whose place the new one takes, if any; a new office has sealed none."""
    from kaochang.flow.seal_again import to_supersede

    if given["supersedes"] is None:
        return None
    if given["new_office"]:
        raise BadForm("--supersedes", "own-office")
    return to_supersede(given["supersedes"], given["office"]).context


def _seats_given(text: str) -> tuple[str, int]:
    """ROOM=N: how many seats a room has."""
    room, _, count = text.rpartition("=")
    if not room.strip() or not count.isascii() or not count.isdecimal() or not 0 < int(count) <= _MOST_SEATS:
        raise BadForm("--seats", "seats")
    return room.strip(), int(count)


def _seal(terminal: Terminal, bank: Bank, given: dict[str, Any]) -> None:
    from kaochang.flow import offices, rosters, seal, session_plan
    from kaochang.machine.safe_files import read_whole
    from kaochang.sealing import codes

    wish = _wish(terminal, given)
    order = session_plan.plan_session(bank, wish, rosters.rows_of(given["roster"]), terminal.clock, terminal.random)
    places = seal.places_below(given["out"], given["office"], order.session.id)
    places.check_free()
    offices.check_place(given["office"], new=given["new_office"])
    cards = _cards(wish, given)
    secrets = seal.new_secrets(order.session, order.tickets, terminal.random)
    if not given["json"]:
        _say_before(terminal, order, secrets, given["quorum"] or 0)
    sealers = _sealers(terminal, wish, cards, given)
    office = codes.fingerprint(text_to_bytes(sealers.office.site.office))
    if given["new_office"] and not given["json"]:
        terminal.say("cli.seal.new-office", folder=given["office"], fingerprint=office)
    site_file = read_whole(given["office"] / offices.SITE_FILE, offices.KEY_FILE_LIMIT)
    sheets = _sheets(terminal, order, secrets, sealers.centre.quorum)
    target = seal.SealTarget(places, site_file, sheets)
    with terminal.progress("cli.progress.seal") as progress:
        sealed = seal.seal(order, secrets, sealers, target, terminal.clock, terminal.random, progress)
    if given["json"]:
        _tell(terminal, secrets, sealed, {"office": office, "new_office": given["new_office"]})
    else:
        _say_after(terminal, order, secrets, sealed)


def _cards(wish: SessionWish, given: dict[str, Any]) -> CentreSide | None:
    """The centre's side as its cards say it, before any secret is asked for."""
    from kaochang.flow import centre_side

    if given["opener"] and given["kit_passphrase_file"] is not None:
        raise BadForm("--kit-passphrase-file", "without-openers")
    if wish.level is Level.CERTIFIED:
        return centre_side.of_cards(given["centre"], given["opener"], given["quorum"] or 0)
    if any(given[name] for name in ("centre", "opener", "quorum", "kit_passphrase_file")):
        raise Refusal(Outcome.POLICY, "seal.needs-certified")
    return None


def _sealers(terminal: Terminal, wish: SessionWish, cards: CentreSide | None, given: dict[str, Any]) -> Sealers:
    """Whose keys and passphrases seal. Quick has one passphrase for office and centre."""
    from kaochang.flow import centre_side, seal

    prompt = "cli.ask.passphrase" if cards is None else "cli.ask.office-passphrase"
    ask = terminal.new_secret if given["new_office"] else terminal.secret
    passphrase = ask(given["passphrase_file"], prompt)
    side = cards
    if cards is not None and not cards.quorum:
        own = terminal.new_secret(given["kit_passphrase_file"], "cli.ask.kit-passphrase")
        side = centre_side.under_passphrase(cards, own)
    with terminal.progress("cli.progress.office"):
        office = _office(terminal, wish, passphrase, given)
        if side is None:
            clock, random = terminal.clock, terminal.random
            side = centre_side.of_office(given["office"], passphrase, clock, random, wish.cost)
    return seal.Sealers(office, passphrase, side)


def _office(terminal: Terminal, wish: SessionWish, passphrase: str, given: dict[str, Any]) -> Office:
    from kaochang.flow import offices

    if given["new_office"]:
        return offices.make_office(given["office"], passphrase, terminal.clock, terminal.random, wish.cost)
    return offices.open_office(given["office"], passphrase)


def _sheets(terminal: Terminal, order: SealOrder, secrets: SessionSecrets, quorum: int) -> dict[str, bytes]:
    """What is printed for the envelopes."""
    from kaochang.reports.envelope import Envelope
    from kaochang.reports.sheets import envelope_files

    titles = {exam.id: exam.assessment.title for exam in order.exams}
    envelope = Envelope(order.session, order.tickets, titles, secrets, order.room_key_files, quorum)
    return envelope_files(envelope, terminal.words, terminal.font, terminal.zone)


def _say_before(terminal: Terminal, order: SealOrder, secrets: SessionSecrets, quorum: int) -> None:
    """What the level gives and does not give, and what its PINs cost: to be read before anything is sealed."""
    from kaochang.flow import seal, session_plan
    from kaochang.reports.checklists import seal_checklist

    minutes = session_plan.minutes_short(order)
    if minutes:
        terminal.say("cli.seal.short-window", minutes=minutes)
    if secrets.level is Level.QUICK:
        return
    checklist = seal_checklist(secrets.level, terminal.words, room_keys=order.room_key_files, quorum=quorum)
    for line in checklist.lines():
        terminal.line(line)
    count = len(secrets.pins)
    seconds = seal.seconds_for_pins(count, terminal.clock, terminal.random)
    terminal.say("cli.seal.pins", count=count, seconds=seconds)


def _tell(terminal: Terminal, secrets: SessionSecrets, sealed: SealedSession, office: dict[str, Any]) -> None:
    told: dict[str, Any] = office | {name: str(folder) for name, folder in sealed.folders.items()}
    if secrets.level is Level.QUICK:
        told["start_code"] = next(iter(secrets.start_codes.values()))
    else:
        told["start_codes"], told["room_codes"] = dict(secrets.start_codes), dict(secrets.room_codes)
        told["proctor_codes"], told["pins"] = dict(secrets.proctor_codes), dict(secrets.pins)
    terminal.tell({"session": sealed.context.session, **told})


def _say_after(terminal: Terminal, order: SealOrder, secrets: SessionSecrets, sealed: SealedSession) -> None:
    """The start code of a quick session is on its sheet and the screen; a certified one's codes are on paper only."""
    session, tickets = order.session, order.tickets
    people = sum(not ticket.is_reserve for ticket in tickets)
    terminal.say("cli.seal.done", title=session.title, rooms=len(session.rooms), tickets=people)
    if order.supersedes:
        terminal.say("cli.seal.version", number=sealing_of(session.id).version)
    for room in session.rooms:
        here = [ticket for ticket in tickets if ticket.room == room.id]
        reserve = tuple(ticket.number for ticket in here if ticket.is_reserve)
        terminal.say("cli.seal.room", id=room.id, name=room.name, tickets=len(here) - len(reserve))
        if reserve:
            terminal.say("cli.seal.reserve", tickets=reserve)
    terminal.say("cli.seal.window", opens=terminal.date(session.opens), closes=terminal.date(session.closes))
    if order.photos.sizes or order.unused_photos:
        terminal.say("cli.seal.photos", count=len(order.photos.sizes), tickets=people)
    if order.unused_photos:
        terminal.say("cli.seal.photos.unused", files=tuple(order.unused_photos))
    if secrets.level is Level.QUICK:
        terminal.say("cli.seal.code", code=next(iter(secrets.start_codes.values())))
    for name, folder in sealed.folders.items():
        terminal.say(f"cli.seal.{name}", folder=folder)
    terminal.say(f"cli.seal.{secrets.level.value}")
