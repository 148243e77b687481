"""The office's verb `erratum`: withdraw or correct an item of a sealed exam, or tell its candidates something."""

from pathlib import Path
from typing import Any

import click

from kaochang.cli.options import BadForm, OptionValue, command, json_option, option, path, path_option
from kaochang.cli.terminal import Terminal, text_of
from kaochang.domain.errata import ErratumAction
from kaochang.machine.safe_files import check_free


def add(group: click.Group, terminal: Terminal) -> None:
    """Adds the verb."""
    words = terminal.words

    @command(group, words, "erratum")
    @path("key")
    @path_option(words, "--exam", "erratum-exam", required=True)
    @path_option(words, "--site", "site")
    @option(words, "--item", "erratum-item", default="")
    @option(
        words, "--action", "erratum-action", type=click.Choice([each.value for each in ErratumAction]), required=True
    )
    @option(words, "--text", "erratum-text")
    @path_option(words, "--text-file", "erratum-text-file")
    @path_option(words, "--passphrase-file", "session-passphrase-file")
    @path_option(words, "--out", "erratum-out", required=True)
    @json_option(words)
    def erratum(**given: OptionValue) -> None:
        _erratum(terminal, given)


def _text(given: dict[str, Any]) -> str:
    if (given["text"] is None) == (given["text_file"] is None):
        raise BadForm("--text", "erratum-text")
    return given["text"] if given["text"] is not None else text_of(given["text_file"])


def _erratum(terminal: Terminal, given: dict[str, Any]) -> None:
    from kaochang.custody.key_files import KeyRole
    from kaochang.flow import errata, inspect, keys, pinning, unlock

    wish = errata.ErratumWish(given["item"], ErratumAction(given["action"]), _text(given))
    key_path: Path = given["key"]
    unlock.look_at(given["exam"])
    site_file = pinning.site_path(given["exam"], given["site"])
    sealed = unlock.open_exam(given["exam"], inspect.trust_from(site_file, None).site_file())
    keys.check_key_file(key_path)
    check_free(given["out"])
    passphrase = terminal.secret(given["passphrase_file"], "cli.ask.session-passphrase")
    with terminal.progress("cli.progress.open"):
        key = keys.open_key(key_path, passphrase, KeyRole.SESSION)
    made, data = errata.make(wish, key, sealed, key_path.parent, terminal.clock)
    errata.write(made, data, sealed, key_path.parent, given["out"])
    facts = {"file": str(given["out"]), "number": made.counter, "entries": len(made.entries)}
    if given["json"]:
        terminal.tell(facts)
    else:
        terminal.say("cli.erratum.done", **facts)
