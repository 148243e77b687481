"""The centre's ledger on the terminal: whether the database is still what was signed, and what the rooms may delete."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli import kits
from kaochang.cli.options import OptionValue, command, existing, json_option, path, path_option
from kaochang.cli.terminal import Terminal

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.custody.kits import CentreKit
    from kaochang.flow.checkpoint_chain import Fault
    from kaochang.flow.ledger import Audit


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verbs of the ledger."""
    _add_ledger(group, terminal)
    _add_receipts(group, terminal)


def centre_seed(terminal: Terminal, kit: CentreKit | None, given: dict[str, Any]) -> bytes:
    """What the centre signs with: its own key file where one is given, else what a quick session's kit holds."""
    from kaochang.custody.key_files import KeyRole
    from kaochang.flow import keys, ledger

    key = None
    if given["centre"] is not None:
        passphrase = terminal.secret(given["centre_passphrase_file"], "cli.ask.centre-key")
        with terminal.progress("cli.progress.open"):
            key = keys.open_key(given["centre"], passphrase, KeyRole.CENTRE)
    return ledger.signing_seed(kit, key)


def say_faults(terminal: Terminal, faults: Sequence[Fault]) -> None:
    """What contradicts the ledger, a line each, with what to do."""
    from kaochang.flow.ledger import DECISION

    for fault in faults:
        entry = fault.entry
        what = {}
        if entry is not None:
            of_type = terminal.words("ledger.type.decision") if entry.type == DECISION else entry.type
            what = {"type": of_type, "room": entry.room, "ticket": entry.ticket}
        why = terminal.words(f"outcome.{fault.outcome.name}")
        params = {"number": fault.number, "name": fault.name, "why": why, **what}
        said = terminal.words(f"ledger.fault.{fault.key}", **params)
        terminal.line(f"  {said}{terminal.words('cli.between')}{terminal.words(f'ledger.fault.{fault.key}.next')}")


def _add_ledger(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "ledger")
    @path("database")
    @path_option(words, "--checkpoint", "ledger-checkpoint", multiple=True)
    @json_option(words)
    def ledger(database: Path, checkpoint: tuple[Path, ...], json: bool) -> int:
        from kaochang.flow import ledger as flow
        from kaochang.store.centre import Centre

        centre = Centre(existing(database))
        try:
            with terminal.progress("cli.progress.ledger"):
                standing = flow.audit(centre, checkpoint)
        finally:
            centre.close()
        _tell_audit(terminal, standing, json)
        return int(standing.outcome)


def _tell_audit(terminal: Terminal, standing: Audit, as_json: bool) -> None:
    from kaochang.domain.values import text_to_bytes
    from kaochang.sealing.codes import fingerprint

    facts = {
        "entries": len(standing.entries),
        "checkpoints": standing.count,
        "waiting": standing.waiting,
        "root": standing.root,
        "fingerprint": fingerprint(text_to_bytes(standing.centre_key)),
    }
    elsewhere = {"compared": standing.compared, "passed_over": standing.passed_over}
    if as_json:
        faults = [_plain(fault) for fault in standing.faults]
        terminal.tell({**facts, **elsewhere, "nothing_at": list(standing.nothing_at), "faults": faults})
        return
    terminal.say("cli.ledger.done", **facts)
    if standing.waiting:
        terminal.say("cli.ledger.waiting", waiting=standing.waiting)
    for key, count in elsewhere.items():
        if count:
            terminal.say(f"cli.ledger.{key.replace('_', '-')}", count=count)
    for place in standing.nothing_at:
        terminal.say("cli.ledger.nothing-at", place=place)
    if standing.faults:
        terminal.say("cli.ledger.faults", count=len(standing.faults))
        say_faults(terminal, standing.faults)
    elif not standing.nothing_at:
        terminal.say("cli.ledger.whole")


def _plain(fault: Fault) -> dict[str, Any]:
    entry = fault.entry
    return {
        "outcome": int(fault.outcome),
        "key": fault.key,
        "number": fault.number,
        "name": fault.name,
        "type": "" if entry is None else entry.type,
        "room": "" if entry is None else entry.room,
        "ticket": "" if entry is None else entry.ticket,
    }


def _add_receipts(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "receipts")
    @path("database")
    @path_option(words, "--kit", "receipts-kit")
    @kits.centre_kit_options(words)
    @path_option(words, "--passphrase-file", "passphrase-file")
    @path_option(words, "--centre", "centre-key")
    @path_option(words, "--centre-passphrase-file", "centre-passphrase-file")
    @path_option(words, "--checkpoint", "checkpoint-folder", multiple=True)
    @path_option(words, "--out", "receipts-out", required=True)
    @json_option(words)
    def receipts(database: Path, **given: OptionValue) -> None:
        _receipts(terminal, database, given)


def _receipts(terminal: Terminal, database: Path, given: dict[str, Any]) -> None:
    from kaochang.flow import receipts
    from kaochang.flow.ledger import Signing
    from kaochang.machine.safe_files import write_new
    from kaochang.store.centre import Centre

    centre = Centre(existing(database))
    try:
        signs = given["kit"] is not None and given["centre"] is None
        held = kits.read_centre_kit(terminal, given) if signs else None
        receipts.look_first(centre, given["out"], given["checkpoint"], held)
        kit = None if held is None else kits.open_centre_kit(terminal, held, given)
        seed = centre_seed(terminal, kit, given)
        with terminal.progress("cli.progress.receipts"):
            made = receipts.make_list(centre, Signing(seed, given["checkpoint"]), terminal.clock)
    finally:
        centre.close()
    write_new(given["out"], made.data)
    facts = {"file": str(given["out"]), "number": made.number, "receipts": made.count}
    if given["json"]:
        terminal.tell(facts)
    else:
        terminal.say("cli.receipts.done", **facts)
