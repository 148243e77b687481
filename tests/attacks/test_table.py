"""docs/attacks.md against the tests: every attack stands there once, with exactly the tests that carry its number."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
PAGE = (TESTS.parent / "docs/attacks.md").read_text(encoding="utf-8")
NUMBERS = range(1, 74)
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


@cache
def marked():
    """Number → the tests that carry it, as `path::name` below tests/."""
    found = defaultdict(set)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                for number in numbers_of(node):
                    found[number].add(f"{path.relative_to(TESTS).as_posix()}::{node.name}")
    return dict(found)


def numbers_of(function):
    """The numbers of a function's marks."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.attack":
            yield from (ast.literal_eval(argument) for argument in decorator.args)


@cache
def rows():
    """(number, what is tried, what must hold, the tests named or why it waits) of every row."""
    return [(int(number), tried, holds, tests) for number, tried, holds, tests in ROW.findall(PAGE)]


def named(cell):
    """The tests that a row names, each as `path::name`: a path stands before the names it holds."""
    found = set()
    for part in cell.split("<br>"):
        path, *names = re.findall(r"`([^`]+)`", part) or [""]
        found |= {f"{path}::{name}" for name in names}
    return found


def test_every_attack_stands_in_the_table_once_and_in_order():
    assert [number for number, *_ in rows()] == list(NUMBERS)
    assert len([line for line in PAGE.splitlines() if re.match(r"\| \d", line)]) == len(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_row_names_the_tests_that_carry_its_number_or_says_what_it_waits_for(number):
    ((_, tried, holds, tests),) = [row for row in rows() if row[0] == number]
    assert tried.strip()
    assert holds.strip()
    waits = re.search(r"waits for ([^`<]+)", tests)
    assert named(tests) == marked().get(number, set())
    assert named(tests) or waits


def test_no_test_carries_a_number_that_is_no_attack():
    assert set(marked()) <= set(NUMBERS)
