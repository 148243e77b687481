"""Keys on the terminal: made, carded, shown, put under another passphrase, rotated, and pinned on a PC."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaochang.cli.options import (
    Decorator,
    OptionValue,
    command,
    json_option,
    option,
    path,
    path_option,
    paths,
    verbs_group,
)
from kaochang.cli.terminal import Terminal
from kaochang.machine.places import data_folder
from kaochang.machine.safe_files import check_free

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.custody.site import Site
    from kaochang.flow.key_table import KeyLine
    from kaochang.flow.keys import MadeKey, Rotation
    from kaochang.flow.reissue import Reissue
    from kaochang.sealing.kdf import KdfParams

_ROLES = ("centre", "opener", "scorer")
_CODES = ("start", "room", "proctor")


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the group of verbs about keys."""
    words = terminal.words
    keys = verbs_group(group, words, "keys")
    _add_make(keys, terminal)
    _add_card(keys, terminal)
    _add_show(keys, terminal)
    _add_passphrase(keys, terminal)
    _add_rotate(keys, terminal)
    _add_trust(keys, terminal)
    _add_reissue(keys, terminal)


def _verb(keys: click.Group, terminal: Terminal, name: str) -> Decorator:
    """A verb of the group, whose help is `cli.keys.NAME`."""
    return command(keys, terminal.words, name, of="keys")


def _cost(terminal: Terminal) -> KdfParams:
    from kaochang.sealing import kdf

    return terminal.kdf_cost or kdf.DEFAULT


def _add_make(keys: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @_verb(keys, terminal, "make")
    @option(words, "--role", "key-role", type=click.Choice(_ROLES), required=True)
    @option(words, "--name", "key-name", required=True)
    @path_option(words, "--out", "key-out", required=True)
    @path_option(words, "--passphrase-file", "new-passphrase-file")
    @json_option(words)
    def make(**given: OptionValue) -> None:
        from kaochang.custody.key_files import KeyRole
        from kaochang.flow import keys as flow

        passphrase = terminal.new_secret(given["passphrase_file"], "cli.ask.new-passphrase")
        with terminal.progress("cli.progress.keys"):
            made = flow.make(
                KeyRole(given["role"]),
                given["name"],
                given["out"],
                passphrase,
                terminal.clock,
                terminal.random,
                _cost(terminal),
            )
        _tell_made(terminal, made, given["json"])


def _tell_made(terminal: Terminal, made: MadeKey, as_json: bool) -> None:
    from kaochang.sealing.codes import fingerprint

    facts = {"fingerprint": fingerprint(made.key.signing), "file": str(made.file), "card": str(made.card)}
    if as_json:
        terminal.tell({"role": made.key.role.value, "name": made.key.name, **facts})
        return
    terminal.say("cli.keys.made", name=made.key.name, file=made.file)
    terminal.say("cli.keys.made.card", card=made.card)
    terminal.say("cli.keys.show.signing", fingerprint=facts["fingerprint"])
    terminal.say("cli.keys.made.next")


def _add_card(keys: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @_verb(keys, terminal, "card")
    @path("key")
    @path_option(words, "--out", "card-out", required=True)
    @path_option(words, "--passphrase-file", "key-passphrase-file")
    @json_option(words)
    def card(**given: OptionValue) -> None:
        from kaochang.flow import keys as flow
        from kaochang.sealing.codes import fingerprint

        flow.check_key_file(given["key"])
        check_free(given["out"])
        passphrase = terminal.secret(given["passphrase_file"], "cli.ask.key-passphrase")
        with terminal.progress("cli.progress.keys"):
            key = flow.write_card(given["key"], passphrase, given["out"])
        facts = {"name": key.name, "card": str(given["out"]), "fingerprint": fingerprint(key.signing)}
        if given["json"]:
            terminal.tell(facts)
        else:
            terminal.say("cli.keys.carded", **facts)


def _add_show(keys: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @_verb(keys, terminal, "show")
    @paths("files")
    @option(words, "--tickets", "key-tickets", is_flag=True)
    @json_option(words)
    def show(files: tuple[Path, ...], tickets: bool, json: bool) -> None:
        from kaochang.flow.key_table import key_lines

        for file in files:
            for line in key_lines(file, tickets=tickets):
                if json:
                    terminal.tell(_plain(line))
                else:
                    _say_line(terminal, line)


def _plain(line: KeyLine) -> dict[str, Any]:
    return {
        "key": line.key,
        "whose": line.whose,
        "count": line.count,
        "made": line.made,
        "private": line.private,
        "public": line.public,
        "certified": line.certified,
        "signing": line.signing,
        "sealing": line.sealing,
        "file": "" if line.file is None else str(line.file),
        "note": line.note,
    }


def _say_line(terminal: Terminal, line: KeyLine) -> None:
    """One key of the table: its name and owner, and under it who made, holds and certified it."""
    words = terminal.words
    count = words("cli.keys.show.count", count=line.count) if line.count > 1 else ""
    terminal.line(f"{words(f'keys.key.{line.key}')}  {line.whose}{count}".rstrip())
    if line.signing:
        terminal.say("cli.keys.show.signing", fingerprint=line.signing)
    if line.sealing:
        terminal.say("cli.keys.show.sealing", fingerprint=line.sealing)
    terminal.say("cli.keys.show.made", text=words(f"keys.made.{line.made}"))
    terminal.say("cli.keys.show.private", text=words(f"keys.private.{line.private}"))
    if line.public:
        terminal.say("cli.keys.show.public", text=words(f"keys.public.{line.public}"))
    terminal.say("cli.keys.show.certified", text=words(f"keys.certified.{line.certified}"))
    if line.file is not None:
        terminal.say("cli.keys.show.file", file=line.file)
    if line.note:
        terminal.say("cli.keys.show.note", text=words(f"keys.note.{line.note}"))


def _add_passphrase(keys: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @_verb(keys, terminal, "passphrase")
    @paths("files")
    @path_option(words, "--passphrase-file", "old-passphrase-file")
    @path_option(words, "--new-passphrase-file", "new-passphrase-file")
    @json_option(words)
    def passphrase(files: tuple[Path, ...], **given: OptionValue) -> None:
        from kaochang.flow import keys as flow
        from kaochang.flow.offices import OFFICE_FILE

        flow.key_files_below(files)
        old = terminal.secret(given["passphrase_file"], "cli.ask.key-passphrase")
        new = terminal.new_secret(given["new_passphrase_file"], "cli.ask.new-passphrase", "--new-passphrase-file")
        with terminal.progress("cli.progress.keys") as progress:
            changed = flow.change_passphrase(files, old, new, terminal.random, _cost(terminal), progress)
        if given["json"]:
            terminal.tell({"changed": [str(file) for file in changed]})
        else:
            for file in changed:
                terminal.say("cli.keys.passphrase.changed", file=file)
            terminal.say("cli.keys.passphrase.done" if changed else "cli.keys.passphrase.already", count=len(changed))
            if any(file.name == OFFICE_FILE for file in changed):
                terminal.say("cli.keys.passphrase.kits")


def _add_rotate(keys: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @_verb(keys, terminal, "rotate")
    @path_option(words, "--office", "key-office", required=True)
    @option(words, "--lost", "lost", is_flag=True)
    @option(words, "--yes", "lost-yes", is_flag=True)
    @path_option(words, "--passphrase-file", "rotate-passphrase-file")
    @json_option(words)
    def rotate(**given: OptionValue) -> None:
        from kaochang.flow import keys as flow
        from kaochang.flow import offices

        if given["lost"]:
            flow.check_lost(given["office"], sure=given["yes"])
            passphrase = terminal.new_secret(given["passphrase_file"], "cli.ask.new-passphrase")
        else:
            offices.check_office(given["office"])
            passphrase = terminal.secret(given["passphrase_file"], "cli.ask.key-passphrase")
        turn = flow.replace_lost if given["lost"] else flow.rotate
        with terminal.progress("cli.progress.keys"):
            rotation = turn(given["office"], passphrase, terminal.clock, terminal.random, _cost(terminal))
        _tell_rotation(terminal, rotation, given)


def _tell_rotation(terminal: Terminal, rotation: Rotation, given: dict[str, Any]) -> None:
    before, after = (_office_print(site) for site in (rotation.before, rotation.after))
    facts = {"site": rotation.after.id, "version": rotation.after.version, "before": before, "after": after}
    kept = "" if rotation.kept is None else str(rotation.kept)
    if given["json"]:
        terminal.tell({**facts, "kept": kept})
        return
    terminal.say("cli.keys.rotated", **facts)
    if kept:
        terminal.say("cli.keys.rotated.kept", file=kept)
    terminal.say("cli.keys.rotated.lost" if given["lost"] else "cli.keys.rotated.next", office=given["office"])


def _office_print(site: Site) -> str:
    from kaochang.domain.values import text_to_bytes
    from kaochang.sealing.codes import fingerprint

    return fingerprint(text_to_bytes(site.office))


def _add_trust(keys: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @_verb(keys, terminal, "trust")
    @path("site")
    @path_option(words, "--data", "data")
    @option(words, "--anew", "anew", is_flag=True)
    @json_option(words)
    def trust(**given: OptionValue) -> None:
        from kaochang.flow import pinning

        pin = pinning.pin_anew if given["anew"] else pinning.pin
        pinned = pin(given["site"], given["data"] or data_folder())
        before = "" if pinned.before is None else _office_print(pinned.before)
        facts = {"site": pinned.site.id, "version": pinned.site.version, "fingerprint": _office_print(pinned.site)}
        if given["json"]:
            terminal.tell({**facts, "before": before})
            return
        terminal.say("cli.keys.trusted", **facts)
        if before and before != facts["fingerprint"]:
            terminal.say("cli.keys.trusted.before", fingerprint=before)


def _add_reissue(keys: click.Group, terminal: Terminal) -> None:
    words = terminal.words

    @_verb(keys, terminal, "reissue")
    @path("key")
    @path_option(words, "--exam", "reissue-exam", required=True)
    @option(words, "--code", "reissue-code", type=click.Choice(_CODES), multiple=True, default=("start",))
    @option(words, "--room", "reissue-room", multiple=True)
    @path_option(words, "--proctors", "reissue-proctors")
    @path_option(words, "--out", "reissue-out", required=True)
    @path_option(words, "--passphrase-file", "key-passphrase-file")
    @json_option(words)
    def reissue(**given: OptionValue) -> None:
        from kaochang.custody.key_files import KeyRole
        from kaochang.flow import keys as flow
        from kaochang.flow import reissue as renewal

        what = frozenset(map(renewal.Renewed, given["code"]))
        order = renewal.ReissueOrder(
            given["exam"], given["key"].parent, given["out"], what, given["room"], given["proctors"]
        )
        flow.check_key_file(given["key"])
        renewal.check_order(order)
        passphrase = terminal.secret(given["passphrase_file"], "cli.ask.key-passphrase")
        with terminal.progress("cli.progress.keys"):
            key = flow.open_key(given["key"], passphrase, KeyRole.SESSION)
            printed = renewal.code_sheets(terminal.words, terminal.font, terminal.zone, terminal.clock.wall())
            made = renewal.reissue(order, key, terminal.clock, terminal.random, _cost(terminal), printed)
        _tell_reissue(terminal, made, given["json"])


def _tell_reissue(terminal: Terminal, made: Reissue, as_json: bool) -> None:
    """The new codes are on the screen and on the sheet beside the new files, and nowhere else."""
    kinds = {"start": made.secrets.start_codes, "room": made.secrets.room_codes, "proctor": made.secrets.proctor_codes}
    files = [str(file) for file in made.files]
    if as_json:
        terminal.tell({"files": files, **{f"{kind}_codes": dict(found) for kind, found in kinds.items()}})
        return
    for kind, found in kinds.items():
        for room, code in found.items():
            terminal.say(f"cli.keys.reissued.{kind}", room=room, code=code)
    for file in files:
        terminal.say("cli.keys.reissued.file", file=file)
    terminal.say("cli.keys.reissued.next")
