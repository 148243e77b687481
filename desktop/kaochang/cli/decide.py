"""Decisions on the terminal: what waits for people, what they decided, and closing the session."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli import kits
from kaochang.cli.ledger import centre_seed
from kaochang.cli.options import (
    BadForm,
    Decorator,
    OptionValue,
    command,
    existing,
    json_option,
    named,
    option,
    path,
    path_option,
    together,
)
from kaochang.cli.terminal import Terminal, plain_problems
from kaochang.domain.decisions import RECORDED, Decision, DecisionKind, undone_by
from kaochang.domain.decisions import closing as closed_by
from kaochang.domain.decisions import standing as standing_of
from kaochang.domain.ports import Words
from kaochang.domain.refusals import FINDINGS_EXIT
from kaochang.domain.responses import is_empty
from kaochang.domain.rosters import TicketStatus
from kaochang.domain.values import to_plain
from kaochang.reports.decided import decision_text

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.flow.decisions import Wish
    from kaochang.flow.reconcile import Reconciliation
    from kaochang.store.centre import Centre

_KINDS = tuple(kind.value for kind in DecisionKind if kind not in (DecisionKind.CLOSE, DecisionKind.REOPEN))
_SHOWN = 12
"""Symbols of a SHA-256 that are shown: enough to name a file by."""


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verbs of decisions."""
    _add_decide(group, terminal)
    _add_close(group, terminal)


def _signing_options(words: Words) -> Decorator:
    """Who decides and why, and what signs it."""
    return together(
        option(words, "--by", "by"),
        option(words, "--second", "decide-second", default=""),
        option(words, "--reason", "decide-reason", default=""),
        path_option(words, "--kit", "decide-kit"),
        kits.centre_kit_options(words),
        path_option(words, "--passphrase-file", "passphrase-file"),
        path_option(words, "--opener", "opener-key", multiple=True),
        path_option(words, "--opener-passphrase-file", "opener-passphrase-file", multiple=True),
        path_option(words, "--centre", "centre-key"),
        path_option(words, "--centre-passphrase-file", "centre-passphrase-file"),
        path_option(words, "--checkpoint", "checkpoint-folder", multiple=True),
        json_option(words),
    )


def _add_decide(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "decide")
    @path("database")
    @click.argument("kind", type=click.Choice(_KINDS), required=False)
    @click.argument("about", default="")
    @option(words, "--file", "decide-file", default="")
    @path_option(words, "--log", "decide-log")
    @option(words, "--status", "decide-status", nargs=2, type=str, multiple=True)
    @option(words, "--person", "decide-person", default="")
    @option(words, "--name", "decide-name", default="")
    @_signing_options(words)
    def decide(database: Path, kind: str | None, about: str, **given: OptionValue) -> int:
        with closing(_opened(database)) as centre:
            if kind is None:
                return _list(terminal, centre, as_json=given["json"])
            return _decide(terminal, centre, lambda: _wish(DecisionKind(kind), about, given), given)


def _add_close(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "close")
    @path("database")
    @option(words, "--reopen", "close-reopen", is_flag=True)
    @_signing_options(words)
    def close(database: Path, reopen: bool, **given: OptionValue) -> int:
        kind = DecisionKind.REOPEN if reopen else DecisionKind.CLOSE
        with closing(_opened(database)) as centre:
            return _decide(terminal, centre, lambda: _wish(kind, "", given), given)


def _opened(database: Path) -> Centre:
    from kaochang.store.centre import Centre

    return Centre(existing(database))


def _wish(kind: DecisionKind, about: str, given: dict[str, Any]) -> Wish:
    from kaochang.flow.decisions import Wish
    from kaochang.flow.merge_checks import FILE_LIMIT
    from kaochang.machine.safe_files import read_whole

    by, reason = named(given["by"]), given["reason"].strip()
    if not reason:
        raise BadForm("--reason", "decision-reason")
    alone = (DecisionKind.CLOSE, DecisionKind.REOPEN, DecisionKind.EXPLAINED)
    if not about and kind not in alone:
        raise BadForm("ABOUT", "decided")
    if kind is not DecisionKind.ACCEPTED and (given.get("person") or given.get("name")):
        raise BadForm("--person", "with-accepted")
    log = given.get("log")
    if (kind is DecisionKind.RECOVERED) != (log is not None) or (log is not None and given["kit"] is None):
        raise BadForm("--log", "with-recovered")
    return Wish(
        kind=kind,
        about=about,
        by=by,
        reason=reason,
        second=given["second"].strip(),
        file=given.get("file", ""),
        log=b"" if log is None else read_whole(log, FILE_LIMIT),
        person=given.get("person", "").strip(),
        name=given.get("name", "").strip(),
        statuses={ticket: _status(said) for ticket, said in given.get("status", ())},
    )


def _status(said: str) -> TicketStatus:
    if said not in RECORDED:
        raise BadForm("--status", "ticket-status")
    return TicketStatus(said)


def _decide(terminal: Terminal, centre: Centre, wished: Callable[[], Wish], given: dict[str, Any]) -> int:
    """Whatever can be refused is, before anybody's secret is asked for."""
    from kaochang.flow import decisions, recover
    from kaochang.flow.ledger import Signing
    from kaochang.flow.reconcile import reconcile

    wish = wished()
    decision = decisions.plan(centre, wish, terminal.clock)
    held = None
    if given["kit"] is not None and (given["centre"] is None or wish.log):
        held = kits.read_centre_kit(terminal, given)
        centre.check_session(held.header.context.exam_file)
    kit = None if held is None else kits.open_centre_kit(terminal, held, given)
    body = recover.recovered(wish.log, kit) if kit is not None and wish.log else None
    seed = centre_seed(terminal, kit, given)
    with terminal.progress("cli.progress.decide"):
        signed = decisions.enter(centre, decision, Signing(seed, given["checkpoint"]), terminal.clock, body)
        waits = reconcile(centre).waits
    if given["json"]:
        told = {"number": decision.number, "kind": decision.kind.value, "checkpoint": signed.count}
        terminal.tell({**told, "waits": len(waits)})
    else:
        kind = terminal.words(f"decision.{decision.kind}")
        terminal.say("cli.decide.made", number=decision.number, kind=kind, checkpoint=signed.count)
        terminal.say("cli.decide.left", count=len(waits))
    return 0


def _list(terminal: Terminal, centre: Centre, *, as_json: bool) -> int:
    """What waits, with place and next step, and every decision so far."""
    from kaochang.flow.reconcile import reconcile

    now = reconcile(centre)
    closed = closed_by(standing_of(now.decisions))
    if as_json:
        plain = [to_plain(each) for each in now.decisions]
        undone = {number: each.number for number, each in undone_by(now.decisions).items()}
        told = {"waits": plain_problems(now.waits), "decisions": plain, "undone": undone}
        terminal.tell({**told, "closed": closed is not None})
        return FINDINGS_EXIT if now.waits else 0
    if closed is not None:
        terminal.say("cli.decide.closed", by=closed.by)
    elif now.waits:
        terminal.say("cli.decide.waiting", count=len(now.waits))
    else:
        terminal.say("cli.decide.nothing")
    terminal.problems(now.waits)
    if now.waits:
        terminal.say("cli.decide.how")
    _say_results(terminal, centre, now)
    _say_decisions(terminal, now.decisions)
    return FINDINGS_EXIT if now.waits else 0


def _say_results(terminal: Terminal, centre: Centre, now: Reconciliation) -> None:
    """The results between which somebody has to choose."""
    from kaochang.flow.decisions import choices

    for record, body in choices(centre, now):
        answered = sum(1 for response in body.responses.values() if not is_empty(response))
        sha256 = record.sha256[:_SHOWN]
        terminal.say("cli.decide.result", ticket=record.ticket, name=record.name, sha256=sha256, answered=answered)


def _say_decisions(terminal: Terminal, decisions: tuple[Decision, ...]) -> None:
    if decisions:
        terminal.say("cli.decide.decisions")
    undone = undone_by(decisions)
    for each in decisions:
        terminal.say("cli.decide.line", text=decision_text(each, undone.get(each.number), terminal.words))
