"""The terminal's edge: secrets in, one line out for every refusal, a trace for a bug, a window only when asked for."""

import io
import json
import re
import sys

import click
import pytest
from kaochang import __version__
from kaochang.cli import verbs
from kaochang.cli.terminal import run
from kaochang.domain.refusals import BUG_EXIT, Outcome, Refusal
from kaochang.machine.places import resources
from support.exam_day import kaochang, no_window, terminal
from support.refusals import refuses


def group_that(raises):
    @click.group()
    def group():
        pass

    @group.command()
    def go():
        raise raises

    return group


def ends(error, capsys):
    code = run(terminal(language="en"), group_that(error), ["go"])
    return code, capsys.readouterr()


def test_a_refusal_ends_with_its_code_and_one_line_whatever_its_place_holds(capsys):
    code, said = ends(Refusal(Outcome.MISSING, "io.missing", "two\nlines\t.kcb"), capsys)
    assert (code, said.out, said.err.count("\n")) == (26, "", 1)
    assert said.err.startswith("two\\nlines\\t.kcb: ")


def test_a_bug_ends_with_a_code_of_its_own_and_a_trace_for_developers(capsys, caplog, tmp_path):
    code = run(terminal(language="en", log_folder=tmp_path), group_that(ZeroDivisionError("a bug")), ["go"])
    said = capsys.readouterr()
    assert (code, said.out) == (BUG_EXIT, "")
    assert "ZeroDivisionError" in said.err
    assert "test_terminal.py" in said.err
    assert "a bug" not in said.err
    (log,) = tmp_path.iterdir()
    assert "ZeroDivisionError" in log.read_text("utf-8")
    assert "a bug" not in log.read_text("utf-8")


def test_being_stopped_says_so_on_the_error_stream(capsys):
    code, said = ends(KeyboardInterrupt(), capsys)
    assert (code, said.out, said.err.strip()) == (130, "", "Stopped.")


def test_a_reader_that_went_away_is_nobodys_fault(capsys):
    assert ends(BrokenPipeError(), capsys)[0] == 0


@pytest.mark.parametrize(
    ("written", "secret"),
    [
        (b"a secret", "a secret"),
        (b"a secret\r\nand a note", "a secret"),
        (b"\xef\xbb\xbf" + "口令".encode(), "口令"),
        (b" spaces count \n", " spaces count "),
    ],
)
def test_a_secret_is_the_first_line_of_its_file_as_any_editor_saves_it(tmp_path, written, secret):
    (tmp_path / "secret").write_bytes(written)
    assert terminal().secret(tmp_path / "secret", "cli.ask.code") == secret


def test_a_secret_is_typed_unseen_where_somebody_sits_at_a_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    asked = []
    monkeypatch.setattr(click, "prompt", lambda text, hide_input, **_: asked.append((text, hide_input)) or "typed")
    assert (terminal().secret(None, "cli.ask.code"), asked) == ("typed", [("开考码：", True)])


@pytest.mark.parametrize(("typed", "refused"), [(["one", "one"], False), (["one", "two"], True)])
def test_what_something_is_put_under_is_typed_twice_the_same(monkeypatch, typed, refused):
    answers = iter(typed)
    monkeypatch.setattr(sys, "stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(answers))
    if refused:
        with refuses(Outcome.CODE, "passphrase.differs"):
            terminal().new_secret(None, "cli.ask.new-passphrase")
    else:
        assert terminal().new_secret(None, "cli.ask.new-passphrase") == "one"


def test_a_new_passphrase_from_a_file_is_read_once(tmp_path):
    (tmp_path / "new").write_text("a new one\n", encoding="utf-8")
    assert terminal().new_secret(tmp_path / "new", "cli.ask.new-passphrase") == "a new one"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["teleport"], "teleport"),
        ([], "A verb is missing"),
        (["inspect"], "FILE"),
        (["inspect", "--loudly"], "--loudly"),
        (["mark", "x", "--score", "T1"], "--score TICKET PLACE POINTS"),
        (["unlock", "x", "--room"], "--room TEXT"),
        (["inspect", "x", "--json=1"], "--json"),
        (["simulate", "--rooms", "many", "--out", "x"], "--rooms cannot be used: it is a whole number, 1 to 999"),
        (["simulate", "--seed", "many", "--out", "x"], "--seed cannot be used: it is a whole number."),
        (["simulate"], "--out"),
        (["assemble", "x", "--latest-entry", "-1"], "0 or more"),
        (["seal", "x", "--level", "gold"], "one of quick, certified"),
        (["mark", "x", "y", "z"], "y z"),
        (["keys"], "A verb is missing"),
        (["keys", "teleport"], "teleport"),
        (["keys", "make", "--role", "boss"], "one of centre, opener, scorer"),
    ],
)
def test_wrong_usage_names_what_is_wrong_in_one_line_of_the_readers_language(arguments, words):
    ran = kaochang(*arguments, language="en")
    assert (ran.code, ran.out, ran.err.count("\n")) == (64, "", 1)
    assert words.casefold() in ran.err.casefold()
    chinese = kaochang(*arguments)
    assert (chinese.code, chinese.out, chinese.err.count("\n")) == (64, "", 1)
    assert re.findall(r"[a-z]{2,} [a-z]{2,}", chinese.err.replace("y z", "")) == []
    assert re.search(r"[\u4e00-\u9fff]", chinese.err)


def test_no_bar_is_drawn_where_nobody_looks(capsys, monkeypatch):
    monkeypatch.setattr("kaochang.cli.bar._PATIENCE_S", -1.0)
    with terminal().progress("cli.progress.seal") as progress:
        progress(1, 3)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with terminal().progress("cli.progress.seal") as progress:
        progress(1, 3)
        progress(3, 3)
    assert "封卷" in capsys.readouterr().err


def test_a_paced_bar_says_how_fast_it_goes_and_how_long_still(capsys, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("kaochang.cli.bar.time.monotonic", lambda: now[0])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with terminal(language="en").progress("cli.progress.merge", paced=True) as progress:
        now[0] += 30
        progress(0, 10_000)  # what was needed before the first file says nothing of the files
        now[0] += 2
        progress(4_000, 10_000)
    assert "2000/s, about 0:03 left" in capsys.readouterr().err


def test_the_window_is_opened_with_what_was_given(tmp_path):
    opened = []
    sticks = ["--stick", tmp_path / "a", "--stick", tmp_path / "b"]
    given = ["--room", "R01", "--seat", "7", "--data", tmp_path, "--windowed", *sticks]
    ran = kaochang(
        "sit", tmp_path / "session.kcb", *given, language="en", launch=lambda setting: opened.append(setting) or 5
    )
    (setting,) = opened
    assert ran.code == 5
    assert (setting.exam, setting.site) == (tmp_path / "session.kcb", None)
    assert (setting.room, setting.seat, setting.data, setting.windowed) == ("R01", "7", tmp_path, True)
    assert (setting.sticks, setting.language) == ((tmp_path / "a", tmp_path / "b"), "en")


def test_the_program_itself_speaks_utf8_and_tells_its_version(capsys, monkeypatch):
    monkeypatch.delenv("KAOCHANG_LANG", raising=False)
    assert verbs.main(["--version"], resources(), no_window) == 0
    assert __version__ in capsys.readouterr().out
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    assert verbs.main(["mark", "--help"], resources(), no_window) == 0
    stream.flush()
    assert "评分" in stream.buffer.getvalue().decode("utf-8")


def test_json_lines_hold_names_that_are_no_text_as_escapes(tmp_path, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    monkeypatch.setattr(sys, "stdout", stream)
    terminal().tell({"file": "\udcff.kcr"})
    stream.flush()
    assert json.loads(stream.buffer.getvalue()) == {"file": "\udcff.kcr"}
