"""No sentence is missing, none is left over, and no view holds words of its own."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import RESOURCES
from kaochang.presenters.words import load_catalogue

PACKAGE = Path(__file__).resolve().parents[2] / "desktop" / "kaochang"
KEY = re.compile(r"[a-z][a-z0-9-]*(\.[a-zA-Z0-9_-]+)+")
WORDY = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]{2,} [A-Za-z]{2,}")


@cache
def _trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def _docstrings(tree: ast.Module) -> set[int]:
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


@cache
def _literals() -> frozenset[str]:
    """Every string in the code, docstrings aside."""
    found = set()
    for tree in _trees().values():
        ignored = _docstrings(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in ignored:
                found.add(node.value)
    return frozenset(found)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Keys that are put together at run time: f"type.{kind}" stands for every key of that shape."""
    found = []
    for tree in _trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                if (
                    parts
                    and parts[0]
                    and re.fullmatch(r"[a-z][a-z-]*(\.[a-z-]+)*\.", parts[0])
                    and parts[0] != "refusal."
                    and parts != ["candidate.", None]  # it would stand for whatever a candidate reads
                ):
                    shape = "".join("[a-zA-Z0-9._-]+" if part is None else re.escape(part) for part in parts)
                    found.append(re.compile(shape))
    return tuple(found)


def _is_used(key: str) -> bool:
    if key.startswith("refusal."):
        bare = key.removeprefix("refusal.").removesuffix(".next")
        name, _, what = bare.partition(".")
        return bare in _literals() or (what in ("form", "group") and name in _literals())  # a code speaks of itself
    if key in _literals() or any(pattern.fullmatch(key) for pattern in _patterns()):
        return True
    if key.endswith(".next"):
        return _is_used(key.removesuffix(".next"))  # a next step goes with its sentence
    # A guard and its states are spoken of by their names.
    return key.startswith("guard.") and key.removeprefix("guard.").removeprefix("state.") in _literals()


@cache
def _refusal_keys() -> dict[str, str]:
    """Keys written directly into a refusal, with the file that raises it."""
    found = {}
    for path, tree in _trees().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("Refusal", "Violation")
            ):
                place = 0 if node.func.id == "Violation" else 1
                if len(node.args) > place and isinstance(node.args[place], ast.Constant):
                    found[node.args[place].value] = path.name
    return found


def _places(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)", sentence))


def _refusals() -> Iterator[tuple[str, set[str], str]]:
    """(key, parameters, place) of every refusal that is written with its key and all its parameters."""
    for path, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Refusal", "Violation"):
                place = 0 if getattr(node.func, "id", "") == "Violation" else 1
                key = node.args[place] if len(node.args) > place else None
                given = {each.arg for each in node.keywords}
                if isinstance(key, ast.Constant) and None not in given:
                    yield key.value, {each for each in given if each}, f"{path.name}:{node.lineno}"


def _spoken_keys() -> dict[str, str]:
    """Keys given directly to `words(...)`, with their file."""
    found = {}
    for path, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in ("words", "_words") and isinstance(node.args[0].value, str):
                    found[node.args[0].value] = path.name
    return found


def test_every_sentence_that_is_spoken_is_written(words):
    known = words.keys()
    missing = {key: file for key, file in _spoken_keys().items() if key not in known}
    assert not missing


def test_every_refusal_has_its_sentence_and_its_next_step(words):
    keys = words.keys()
    missing = {
        key: file
        for key, file in _refusal_keys().items()
        if f"refusal.{key}" not in keys or f"refusal.{key}.next" not in keys
    }
    assert not missing


def test_every_refusal_gives_what_its_sentences_name(words):
    lacking = {
        place: (key, missing)
        for key, given, place in _refusals()
        if (
            missing := {
                place
                for sentence in {f"refusal.{key}", f"refusal.{key}.next"} & words.keys()
                for place in _places(words.template(sentence))
            }
            - given
            - {"where"}
        )
    }
    assert not lacking


def test_whatever_looks_like_a_key_of_the_terminal_is_one(words):
    """A key that is chosen before it is spoken, as what a secret is asked for with, is no less spoken."""
    written = {each for each in _literals() if re.fullmatch(r"cli(\.[a-z0-9-]+)+", each)}
    assert sorted(written - words.keys()) == []


def test_no_sentence_is_left_over(words):
    assert [key for key in sorted(words.keys()) if not _is_used(key)] == []


def test_both_languages_have_the_same_keys_and_the_same_places():
    chinese, english = (load_catalogue(RESOURCES / "strings", language) for language in ("zh_CN", "en"))
    assert chinese.keys() ^ english.keys() == set()
    for key in sorted(chinese.keys()):
        places = [set(re.findall(r"{(\w+)", catalogue.template(key))) for catalogue in (chinese, english)]
        assert places[0] == places[1], key


@pytest.mark.parametrize("folder", ["views", "presenters", "lockdown"])
def test_no_words_stand_in_the_code(folder):
    found = []
    for path, tree in _trees().items():
        if folder not in path.relative_to(PACKAGE).parts:
            continue
        ignored = _docstrings(tree)
        for node in ast.walk(tree):
            is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in ignored
            if is_text and WORDY.search(node.value) and not _is_technical(node.value, tree, node):
                found.append((path.name, node.value))
    assert found == []


def _is_technical(text: str, tree: ast.Module, node: ast.Constant) -> bool:
    """Style rules, the font's name, and what is raised or logged for developers are no words for people."""
    if "{" in text or ";" in text or text.startswith("Noto Sans "):
        return True
    for parent in ast.walk(tree):
        if isinstance(parent, ast.Raise) and any(child is node for child in ast.walk(parent)):
            return True
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
            is_log = parent.func.attr in ("error", "warning", "exception", "info", "debug")
            if is_log and any(child is node for child in parent.args):
                return True
    return False
