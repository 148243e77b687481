"""Opening the centre's and the proctors' kits at a terminal: whoever's secrets a kit needs are asked for."""

from pathlib import Path
from typing import Any

from kaochang.cli.options import BadForm
from kaochang.cli.terminal import Terminal


def open_centre_kit(terminal: Terminal, given: dict[str, Any]) -> Any:  # noqa: ANN401 - CentreKit; the flow comes late
    """The kit of `--kit`: by the passphrase, or by the keys of those openers who are there (`--opener`)."""
    from kaochang.flow import merge

    if not given["opener"]:
        merge.check_opens_by_passphrase(given["kit"])
        passphrase = terminal.secret(given["passphrase_file"], "cli.ask.passphrase")
        with terminal.progress("cli.progress.open"):
            return merge.open_kit(given["kit"], passphrase)
    keys = _opener_keys(terminal, given["opener"], given["opener_passphrase_file"])
    return merge.open_kit_together(given["kit"], keys)


def _opener_keys(terminal: Terminal, files: tuple[Path, ...], passphrases: tuple[Path, ...]) -> list[Any]:
    """Every opener's key, under a passphrase of their own; files of passphrases stand in the order of the keys."""
    from kaochang.custody.key_files import KeyRole
    from kaochang.flow import keys

    if passphrases and len(passphrases) != len(files):
        raise BadForm("--opener-passphrase-file", "one-each")
    found = []
    for at, file in enumerate(files):
        typed = terminal.secret(passphrases[at] if passphrases else None, "cli.ask.opener", key=file.name)
        with terminal.progress("cli.progress.open"):
            found.append(keys.open_key(file, typed, KeyRole.OPENER))
    return found


def open_proctor_kit(terminal: Terminal, given: dict[str, Any]) -> Any:  # noqa: ANN401 - a ProctorKit
    """The kit of `--kit`: by the start code, or in certified sessions by the proctor's own."""
    from kaochang.flow import collect

    prompt = "cli.ask.proctor-code" if collect.needs_proctor_code(given["kit"]) else "cli.ask.code"
    code = terminal.secret(given["code_file"], prompt)
    with terminal.progress("cli.progress.open"):
        return collect.open_kit(given["kit"], code)
