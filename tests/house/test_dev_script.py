import ast
import os
import subprocess
import sys

import dev
import pytest
from steps import SetupError

OWN = ("dev", "environment", "steps", "system_libraries")


@pytest.fixture
def folders():
    """The folder of each of the `calls`; None is the caller's own."""
    return []


@pytest.fixture
def calls(monkeypatch, folders):
    """What the environment's Python would have been started with; set-up and the programs themselves stay out."""
    seen = []

    def python(*arguments, offscreen=True, cwd=dev.LAYOUT.root):
        seen.append((list(arguments), offscreen))
        folders.append(cwd)
        return 0

    monkeypatch.setattr(dev, "python", python)
    monkeypatch.setattr(dev.environment, "ensure", lambda layout: None)
    return seen


def test_help_names_every_verb_and_what_may_follow_it(capsys):
    assert dev.main(["--help"]) == 0
    text = capsys.readouterr().out
    for name, verb in dev.VERBS.items():
        assert f"  {name} {verb.usage}".rstrip() in text
        assert verb.promise in text


def test_no_verb_at_all_shows_the_help(capsys):
    assert dev.main([]) == 0
    assert "usage:" in capsys.readouterr().out


def test_a_verb_explains_itself_without_any_set_up(capsys, monkeypatch):
    monkeypatch.setattr(dev.environment, "ensure", lambda layout: pytest.fail("set-up ran"))
    assert dev.main(["demo", "--help"]) == 0
    said = capsys.readouterr().out
    assert "--out DIR" in said
    assert "--lang en" in said


def test_an_unknown_verb_is_refused_in_one_line_that_names_the_verbs(capsys):
    assert dev.main(["tset"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "'tset'" in line
    assert all(name in line for name in dev.VERBS)


def test_a_set_up_that_cannot_go_on_is_one_line(capsys, monkeypatch):
    def fail(layout):
        raise SetupError("no index reachable")

    monkeypatch.setattr(dev.environment, "ensure", fail)
    assert dev.main(["check"]) == 2
    assert capsys.readouterr().err == "dev.py: no index reachable\n"


def test_the_test_verb_runs_every_check_and_then_pytest_with_what_it_was_given(calls):
    assert dev.main(["test", "-k", "clock"]) == 0
    commands = [arguments for arguments, _ in calls]
    assert commands[:-1] == [list(command) for command in dev.CHECKS.values()]
    assert commands[-1][:2] == ["-m", "pytest"]
    assert commands[-1][-2:] == ["-k", "clock"]
    assert "not heavy" in commands[-1]
    assert all(offscreen for _, offscreen in calls)


def test_a_failed_check_fails_the_test_verb_though_pytest_passes(monkeypatch, calls, capsys):
    monkeypatch.setattr(dev, "python", lambda *arguments, offscreen=True: 1 if "mypy" in arguments else 0)
    assert dev.main(["test"]) == 1
    assert capsys.readouterr().out.splitlines()[-1].startswith("checks failed: mypy")


def test_a_failed_pytest_keeps_its_own_exit_status(monkeypatch, calls):
    monkeypatch.setattr(dev, "python", lambda *arguments, offscreen=True: 5 if "pytest" in arguments else 0)
    assert dev.main(["test"]) == 5


@pytest.mark.parametrize("dashes", [["--"], []])
def test_run_hands_everything_after_the_dashes_to_kaochang_on_the_screen_there_is(calls, dashes):
    assert dev.main(["run", *dashes, "read", "--json", "a.docx"]) == 0
    assert calls == [(["-P", "-m", "kaochang", "read", "--json", "a.docx"], False)]


def test_run_keeps_dashes_that_are_meant_for_kaochang(calls):
    dev.main(["run", "--", "read", "--", "-odd-name"])
    assert calls[0][0][-3:] == ["read", "--", "-odd-name"]


def test_paths_given_by_the_caller_are_read_in_the_callers_folder_and_checks_run_in_the_projects(calls, folders):
    dev.main(["run", "--", "read", "a.docx"])
    assert folders == [None]
    dev.main(["check"])
    assert set(folders[1:]) == {dev.LAYOUT.root}


def test_the_demo_writes_to_out_unless_told_otherwise(calls, monkeypatch, tmp_path):
    (tmp_path / "build").mkdir()
    (tmp_path / "build/demo.py").touch()
    monkeypatch.setattr(dev, "LAYOUT", dev.Layout(tmp_path))
    dev.main(["demo", "--out", "elsewhere"])
    [(arguments, offscreen)] = calls
    assert arguments == [str(tmp_path / "build/demo.py"), "--out", str(tmp_path / "out/demo"), "--out", "elsewhere"]
    assert offscreen


def test_a_demo_to_look_at_needs_a_screen(calls, monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert dev.main(["demo", "--show"]) == 2
    assert "--show needs a screen" in capsys.readouterr().err
    assert calls == []


def test_a_script_that_is_not_there_is_said_in_one_line(calls, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(dev, "LAYOUT", dev.Layout(tmp_path))
    assert dev.main(["shots"]) == 2
    assert capsys.readouterr().err == "dev.py: build/shots.py is not there\n"


def test_bench_names_the_benchmarks_there_are(calls, monkeypatch, capsys, tmp_path):
    (tmp_path / "build/bench").mkdir(parents=True)
    (tmp_path / "build/bench/journal.py").touch()
    monkeypatch.setattr(dev, "LAYOUT", dev.Layout(tmp_path))
    assert dev.main(["bench", "jurnal"]) == 2
    assert "journal" in capsys.readouterr().err
    assert dev.main(["bench", "--help"]) == 0
    assert "NAME: journal" in capsys.readouterr().out
    assert dev.main(["bench", "journal", "--quick"]) == 0
    assert calls == [([str(tmp_path / "build/bench/journal.py"), "--quick"], True)]


def test_verify_hands_its_arguments_on(calls, folders):
    assert dev.main(["verify", "a.kcr", "--site", "site.kcx"]) == 0
    reader = str(dev.LAYOUT.root / "build/verifier/verify.py")
    assert (calls, folders) == ([([reader, "a.kcr", "--site", "site.kcx"], True)], [None])


def test_the_script_writes_nothing_beside_itself(root):
    before = sorted((root / "build").rglob("*"))
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run([sys.executable, "build/dev.py", "--help"], cwd=root, env=env, capture_output=True, check=True)
    assert sorted((root / "build").rglob("*")) == before


@pytest.mark.parametrize("name", OWN)
def test_the_script_uses_the_standard_library_alone(root, name):
    tree = ast.parse((root / f"build/{name}.py").read_text(encoding="utf-8"))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module.partition(".")[0])
    assert imported <= sys.stdlib_module_names | set(OWN)


def test_an_older_python_can_read_the_script_as_far_as_the_line_that_says_what_it_needs(root):
    source = (root / "build/dev.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 8))
    assert source.index("needs Python 3.11") < source.index("import environment")


def test_continuous_integration_runs_the_same_command_as_a_developer(root):
    run = root / ".ci/run"
    assert run.read_text(encoding="utf-8").splitlines()[-1] == 'exec python3 build/dev.py test "$@"'
    assert os.name == "nt" or os.access(run, os.X_OK)


def test_what_set_up_and_runs_leave_behind_is_ignored_and_build_is_not(root):
    patterns = (root / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/.dev/", "/out/"} <= set(patterns)
    assert not [pattern for pattern in patterns if "build" in pattern]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_both_readmes_list_every_verb_as_it_is_called(root, name):
    text = (root / name).read_text(encoding="utf-8")
    for verb, about in dev.VERBS.items():
        assert f"| `{verb} {about.usage}".rstrip() + "` |" in text
