"""The mutation check itself: its list is whole and fits the source, and it tells what is noticed from what is not."""

import ast
from collections import defaultdict

import mutations
import pytest
from mutants.step import PACKAGE, ROOT, StaleError, Step

READING = (
    *("arrivals", "merge", "collect", "unlock", "attempt_files", "hand_in", "sit", "take_act", "pc_acts", "act"),
    *("way_in", "pc_tries", "our_files", "centre_kit", "move", "moved_logs"),
    *("inspect", "inspect_custody", "inspect_exam", "inspect_keys", "trust", "pinning", "errata", "receipts"),
    *("release", "ledger", "checkpoint_chain", "reconcile", "reissue", "sticks", "disk_check"),
    *("keys", "offices", "backup"),
    *("quick", "quick_seal", "quick_stick", "quick_collect", "quick_scores", "office_seal", "office_sessions"),
)
MODULES = [
    *(
        path.relative_to(PACKAGE).as_posix()
        for layer in ("sealing", "custody")
        for path in (PACKAGE / layer).glob("*.py")
    ),
    *(f"flow/{name}.py" for name in READING),
    *("machine/safe_files.py", "machine/mounts.py", "machine/disk_memory.py", "machine/folders.py", "domain/values.py"),
    "machine/new_folders.py",
    *(
        "machine/file_streams.py",
        "papers/archive.py",
        "papers/safe_xml.py",
        "papers/detect.py",
        "papers/office/package.py",
    ),
    *("papers/roster.py", "papers/roster_text.py", "papers/sheets/excel.py", "flow/export.py"),
    *("papers/finishing/remade.py", "papers/finishing/parted.py", "flow/mended.py", "flow/mend_steps.py"),
]
"""Where files are read and judged: whatever refuses something there is a verification step."""

TWICE = {"flow/act.py read_logs.read": "the log's own reader refuses another room's log in the same words"}
"""Functions where a check is made again by what they call, so that nobody could notice if it were gone."""

REFUSING = ("Refusal", "Violation", "_damaged", "refused")
CHECKING = ("check", "verify", "ensure")


def test_every_step_stands_where_its_entry_says_and_leaves_a_module_that_compiles():
    assert mutations.unfit(mutations.STEPS) == []


def test_every_step_is_listed_once_with_tests_that_exist():
    said = [(step.module, step.function, step.old, step.new) for step in mutations.STEPS]
    assert len(set(said)) == len(said)
    files = {name.partition("::")[0] for step in mutations.STEPS for name in step.tests}
    assert [name for name in sorted(files) if not (ROOT / name).is_file()] == []


def called(node):
    """The bare name of what a call or a raised exception calls; "" for what calls nothing."""
    function = node.func if isinstance(node, ast.Call) else node
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def sites(node, function="", guard=None):
    """(function, first line, last line) of every statement that refuses, with the condition it hangs on, or checks.

    What turns another error into a refusal is no step of its own: the call that raised it is.
    """
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ExceptHandler):
            continue
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield from sites(child, f"{function}.{child.name}".lstrip("."))
            continue
        if isinstance(child, ast.Raise) and child.exc is not None and called(child.exc) in REFUSING:
            yield function, (guard or child).lineno, child.end_lineno, guard is not None
        if isinstance(child, ast.Expr) and called(child.value).lstrip("_").startswith(CHECKING):
            yield function, child.lineno, child.end_lineno, True
        yield from sites(child, function, child if isinstance(child, ast.If | ast.While) else guard)


@pytest.mark.attack(66)
def test_every_statement_that_refuses_or_checks_has_a_step():
    """A new check needs an entry in build/mutants/, or nobody knows whether a test would miss it."""
    steps = defaultdict(list)
    for step in mutations.STEPS:
        source = (PACKAGE / step.module).read_text(encoding="utf-8")
        start, end = step.place(source)
        lines = source.count("\n", 0, start) + 1, source.count("\n", 0, end) + 1
        steps[step.module].append((step.function, *lines))
    forgotten = []
    for module in MODULES:
        tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
        for function, first, last, hangs in sites(tree):
            fits = ((start <= last and end >= first) if hangs else of == function for of, start, end in steps[module])
            if not any(fits) and f"{module} {function}" not in TWICE:
                forgotten.append(f"{module}:{first} {function}")
    assert forgotten == []


def step_of(module, function):
    """The first step of a function."""
    return next(step for step in mutations.STEPS if (step.module, step.function) == (module, function))


HANDFUL = [
    ("sealing/frame.py", "_is_by"),
    ("sealing/canonical.py", "decode"),
    ("sealing/streams.py", "unpad"),
    ("custody/certificates.py", "check"),
    ("custody/manifests.py", "read_manifest"),
]


@pytest.mark.attack(66)
@pytest.mark.parametrize(("module", "function"), HANDFUL)
def test_a_check_that_is_gone_makes_a_test_fail(module, function):
    """A handful of them here; all of them in `dev.py heavy`."""
    verdict = mutations.judge(step_of(module, function))
    assert verdict.is_noticed, verdict


def test_tests_that_pass_without_the_check_are_told_as_a_survivor(capsys):
    step = step_of("sealing/streams.py", "unpad")
    unfitting = Step(step.module, step.function, step.old, step.new, ("tests/unit/sealing/test_chains.py",))
    verdict = mutations.judge(unfitting)
    assert not verdict.is_noticed
    assert mutations.report([verdict]) == 1
    assert "SURVIVED sealing/streams.py" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("function", "old"), [("peek", "no such text"), ("peek", "size"), ("no_such_function", "size == 0")]
)
def test_a_stale_step_is_told_and_never_passed_over(function, old):
    stale = Step("sealing/frame.py", function, old, "False", ())
    source = (PACKAGE / stale.module).read_text(encoding="utf-8")
    with pytest.raises(StaleError):
        stale.without(source)
    assert len(mutations.unfit([stale])) == 1


def test_without_a_step_nothing_is_changed():
    assert mutations.run_tests(["tests/unit/sealing/test_chains.py"])[0] == mutations.PASSED
