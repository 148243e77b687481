"""Opening the centre's and the proctors' kits at a terminal: whoever's secrets a kit needs are asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaochang.cli.options import BadForm, Decorator, path_option, together
from kaochang.cli.terminal import Terminal
from kaochang.domain.ports import Words
from kaochang.machine.places import data_folder

if TYPE_CHECKING:  # the flows come late: a verb starts without what it does not need
    from kaochang.custody.kits import CentreKit, ProctorKit
    from kaochang.flow.centre_kit import KitFile
    from kaochang.flow.pinning import Pinned


def centre_kit_options(words: Words) -> Decorator:
    """What a centre kit is held against, before anybody's secret is asked for."""

    return together(
        path_option(words, "--exam", "kit-exam"),
        path_option(words, "--site", "site"),
        path_option(words, "--data", "trust-data"),
    )


def read_centre_kit(terminal: Terminal, given: dict[str, Any]) -> KitFile:
    """The kit of `--kit`, not opened yet, held against the sealed exam of `--exam`."""
    from kaochang.flow import centre_kit

    passphrases = given.get("opener_passphrase_file")
    if passphrases and len(passphrases) != len(given["opener"]):
        raise BadForm("--opener-passphrase-file", "one-each")
    if given["exam"] is None:
        if given["site"] is not None:
            raise BadForm("--site", "with-exam")
        return centre_kit.read_kit(given["kit"])
    looked = _looked_at(terminal, given)
    return replace(centre_kit.read_kit(given["kit"], centre_kit.trust_in(given["exam"], looked)), pinned=looked)


def _looked_at(terminal: Terminal, given: dict[str, Any]) -> Pinned:
    """The office's site file; one that this PC has not pinned is told, to be compared, until a kit has opened by it."""
    from kaochang.flow import pinning
    from kaochang.sealing.codes import fingerprint

    site = pinning.site_path(given["exam"], given["site"])
    looked = pinning.look(site, given["data"] or data_folder())
    if looked.before is None and not given["json"]:
        office, *_ = looked.site.offices()
        terminal.say("cli.kit.first-site", site=site, fingerprint=fingerprint(office))
    return looked


def open_centre_kit(terminal: Terminal, kit: KitFile, given: dict[str, Any]) -> CentreKit:
    """The kit, opened; now that it has, the site file that it was held against is pinned."""
    from kaochang.flow import pinning

    opened = _opened(terminal, kit, given)
    if kit.pinned is not None:
        pinning.keep(kit.pinned, given["data"] or data_folder())
    return opened


def _opened(terminal: Terminal, kit: KitFile, given: dict[str, Any]) -> CentreKit:
    """The kit, opened by the passphrase, or by the keys of those openers who are there (`--opener`)."""
    if not given.get("opener"):
        kit.check_opens_by_passphrase()
        passphrase = terminal.secret(given["passphrase_file"], "cli.ask.passphrase")
        with terminal.progress("cli.progress.open"):
            return kit.open(passphrase)
    kit.check_opens_together(given["opener"])
    return kit.open_together(_opener_keys(terminal, given["opener"], given["opener_passphrase_file"]))


def _opener_keys(terminal: Terminal, files: tuple[Path, ...], passphrases: tuple[Path, ...]) -> list[Any]:
    """Every opener's key, under a passphrase of their own; files of passphrases stand in the order of the keys."""
    from kaochang.custody.key_files import KeyRole
    from kaochang.flow import keys

    found = []
    for at, file in enumerate(files):
        typed = terminal.secret(passphrases[at] if passphrases else None, "cli.ask.opener", name=file.name)
        with terminal.progress("cli.progress.open"):
            found.append(keys.open_key(file, typed, KeyRole.OPENER))
    return found


def open_proctor_kit(terminal: Terminal, given: dict[str, Any]) -> ProctorKit:
    """The kit of `--kit`: by the start code, or in certified sessions by the proctor's own."""
    from kaochang.flow import collect

    prompt = "cli.ask.proctor-code" if collect.needs_proctor_code(given["kit"]) else "cli.ask.code"
    code = terminal.secret(given["code_file"], prompt)
    with terminal.progress("cli.progress.open"):
        return collect.open_kit(given["kit"], code)
