"""Scorers elsewhere on the terminal: packets out, the work on one at the scorer's PC, and scores back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli import kits
from kaochang.cli.centre import open_centre
from kaochang.cli.ledger import centre_seed
from kaochang.cli.options import (
    BadForm,
    Decorator,
    OptionValue,
    command,
    json_option,
    named,
    option,
    path,
    path_option,
    paths,
    together,
)
from kaochang.cli.terminal import Terminal
from kaochang.domain.ports import Words
from kaochang.machine.safe_files import check_free, write_new

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.custody.key_files import Key
    from kaochang.flow.packet_work import PacketWork
    from kaochang.flow.score_packets import Taken

PACKET_EXTENSION = ".kcw"


def is_packet(work: Path) -> bool:
    """Whether what is scored is a packet, and no centre's database."""
    return work.suffix.lower() == PACKET_EXTENSION


def key_options(words: Words) -> Decorator:
    """What opens a packet."""
    return together(
        path_option(words, "--key", "packet-key"), path_option(words, "--passphrase-file", "key-passphrase-file")
    )


def open_work(terminal: Terminal, packet: Path, given: dict[str, Any]) -> tuple[PacketWork, Key]:
    """The work on a packet, and the key that opened it."""
    from kaochang.custody.key_files import KeyRole
    from kaochang.flow import keys, packet_work

    if given["key"] is None:
        raise BadForm("--key", "packet-key")
    packet_work.check_packet(packet)
    passphrase = terminal.secret(given["passphrase_file"], "cli.ask.key-passphrase")
    with terminal.progress("cli.progress.open"):
        key = keys.open_key(given["key"], passphrase, KeyRole.SCORER)
        return packet_work.PacketWork(packet, packet_work.open_packet(packet, key), terminal.clock), key


@contextmanager
def packet_work(terminal: Terminal, packet: Path, given: dict[str, Any]) -> Iterator[tuple[PacketWork, Key]]:
    """The same, closed at the end."""
    work, key = open_work(terminal, packet, given)
    with closing(work):
        yield work, key


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verbs to the group about scoring."""
    _add_packet(group, terminal)
    _add_hand_back(group, terminal)
    _add_take(group, terminal)


def _add_packet(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "packet", of="score")
    @path("database")
    @option(words, "--scorer", "score-scorer", required=True)
    @path_option(words, "--card", "packet-card", required=True)
    @option(words, "--item", "packet-item", multiple=True)
    @path_option(words, "--kit", "receipts-kit")
    @kits.centre_kit_options(words)
    @path_option(words, "--passphrase-file", "passphrase-file")
    @path_option(words, "--centre", "centre-key")
    @path_option(words, "--centre-passphrase-file", "centre-passphrase-file")
    @path_option(words, "--checkpoint", "checkpoint-folder", multiple=True)
    @path_option(words, "--out", "packet-out", required=True)
    @json_option(words)
    def packet(database: Path, **given: OptionValue) -> None:
        _packet(terminal, database, given)


def _packet(terminal: Terminal, database: Path, given: dict[str, Any]) -> None:
    from kaochang.flow import mark, receipts, score_packets
    from kaochang.flow.ledger import Signing

    with closing(open_centre(database)) as centre:
        items = tuple(mark.find_item(centre, place).id for place in given["item"])
        wish = score_packets.PacketWish(named(given["scorer"], "--scorer"), given["card"], items, given["out"])
        signs = given["kit"] is not None and given["centre"] is None
        held = kits.read_centre_kit(terminal, given) if signs else None
        receipts.look_first(centre, given["out"], given["checkpoint"], held)
        kit = None if held is None else kits.open_centre_kit(terminal, held, given)
        signing = Signing(centre_seed(terminal, kit, given), given["checkpoint"])
        with terminal.progress("cli.progress.packet"):
            made = score_packets.make_packet(centre, wish, signing, terminal.clock, terminal.random)
    counts = {"number": made.number, "responses": made.responses, "items": made.items}
    if given["json"]:
        terminal.tell({"file": str(wish.out), "scorer": wish.scorer, **counts})
    else:
        terminal.say("cli.score.packed", file=wish.out, scorer=wish.scorer, **counts)


def _add_hand_back(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "hand-back", of="score")
    @path("packet")
    @key_options(words)
    @path_option(words, "--out", "hand-back-out", required=True)
    @json_option(words)
    def hand_back(packet: Path, **given: OptionValue) -> None:
        check_free(given["out"])
        with packet_work(terminal, packet, given) as (work, key):
            data, left = work.hand_back(key), len(work.queue())
        write_new(given["out"], data)
        if given["json"]:
            terminal.tell({"file": str(given["out"]), "left": left})
        else:
            terminal.say("cli.score.handed-back", file=given["out"], count=left)


def _add_take(group: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @command(group, words, "take", of="score")
    @path("database")
    @paths("files")
    @json_option(words)
    def take(database: Path, files: tuple[Path, ...], json: bool) -> int:
        from kaochang.domain.refusals import Refusal
        from kaochang.flow import score_packets

        code = 0
        with closing(open_centre(database)) as centre:
            for file in files:
                try:
                    taken = score_packets.take_scores(centre, file, terminal.clock, terminal.random)
                except Refusal as refusal:
                    if len(files) == 1:
                        raise
                    terminal.complain(refusal)  # and the others are taken all the same
                    code = code or int(refusal.outcome)
                    continue
                _tell_taken(terminal, file, taken, json)
                code = code or next((int(each.refusal.outcome) for each in taken.refused), 0)
        return code


def _tell_taken(terminal: Terminal, file: Path, taken: Taken, as_json: bool) -> None:
    if as_json:
        refused = [
            {"handle": each.handle, "outcome": each.refusal.outcome.name, "key": each.refusal.key}
            for each in taken.refused
        ]
        counts = {"new": taken.new, "known": taken.known, "refused": refused}
        terminal.tell({"file": str(file), "scorer": taken.scorer, **counts})
        return
    terminal.say("cli.score.taken", file=file, scorer=taken.scorer, new=taken.new, known=taken.known)
    for each in taken.refused:
        terminal.say("cli.score.not-taken", handle=each.handle)
        terminal.complain(each.refusal)
