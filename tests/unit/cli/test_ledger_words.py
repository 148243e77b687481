"""Whatever the ledger, a release or an erratum can say has its words in both languages."""

import ast
from pathlib import Path

import pytest
from conftest import RESOURCES
from kaochang.domain.errata import ErratumAction
from kaochang.flow import checkpoint_chain, ledger
from kaochang.flow.release import Fate
from kaochang.presenters.words import load_words


def fault_keys():
    """Every key that a Fault is made with."""
    for module in (checkpoint_chain, ledger):
        for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fault":
                yield node.args[1].value


PARAMS = {"number": 3, "name": "centre-003.kct", "why": "…", "type": "kcr", "room": "R01", "ticket": "T0001"}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_fault_fate_and_action_is_said(language):
    words = load_words(RESOURCES / "strings", language)
    keys = set(fault_keys())
    assert keys == {"checkpoint", "older", "fork", "gap", "link", "deleted", "edited", "stray"}
    said = [words(f"ledger.fault.{key}", **PARAMS) + words(f"ledger.fault.{key}.next") for key in keys]
    said += [words(f"release.fate.{fate.value}", receipt="AAAA-BBBB-CCCC") for fate in Fate]
    said += [words(f"erratum.{action.value}", item="单选题#1") for action in ErratumAction]
    assert len(set(said)) == len(keys) + len(Fate) + len(ErratumAction)
