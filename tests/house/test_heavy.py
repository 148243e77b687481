"""What `dev.py heavy` runs besides the long suites: the fuzzer and the mutation check, each said aloud."""

import dev
import pytest
from steps import SetupError


@pytest.fixture
def ran(monkeypatch):
    """What would have been run, as (program, exit status that it is to have)."""
    told = {"statuses": {}, "programs": [], "installed": []}

    def python(*arguments, offscreen=True, cwd=None):
        program = "pytest" if "pytest" in arguments else arguments[0].rpartition("build/")[2]
        told["programs"].append(program)
        return told["statuses"].get(program, 0)

    monkeypatch.setattr(dev, "python", python)
    monkeypatch.setattr(dev.environment, "ensure", lambda layout: None)
    monkeypatch.setattr(dev.environment, "pip_install", lambda layout, *given: told["installed"].append(given))
    monkeypatch.setattr(dev.environment, "child_environment", lambda *given, **named: {})
    return told


def test_heavy_runs_the_suites_the_fuzzer_and_the_mutation_check(ran):
    assert dev.main(["heavy"]) == 0
    assert ran["programs"] == ["pytest", "fuzz/run.py", "mutations.py"]


def test_heavy_with_arguments_runs_only_the_suites_that_they_choose(ran):
    assert dev.main(["heavy", "-k", "flipped"]) == 0
    assert ran["programs"] == ["pytest"]


@pytest.mark.parametrize("program", ["pytest", "fuzz/run.py", "mutations.py"])
def test_whatever_finds_something_is_the_exit_status(ran, program):
    ran["statuses"][program] = 1
    assert dev.main(["heavy"]) == 1
    assert len(ran["programs"]) == 3


def test_a_system_without_the_fuzzer_says_so_and_goes_on(ran, monkeypatch, capsys, tmp_path):
    def fail(layout, *given):
        raise SetupError("nothing to be had")

    for path in ("build/fuzz/run.py", "build/mutations.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    monkeypatch.setattr(dev, "LAYOUT", dev.Layout(tmp_path))
    monkeypatch.setattr(dev.environment, "pip_install", fail)
    assert dev.main(["heavy"]) == 0
    assert "by chance instead" in capsys.readouterr().out
    assert ran["programs"] == ["pytest", "fuzz/run.py", "mutations.py"]
