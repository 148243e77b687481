"""What `dev.py verify` prints and how it ends."""

import json
import sys
from pathlib import Path

import pytest
from kaochang.domain.refusals import Outcome
from verifier import verify


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs the script; its exit status and what it printed."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["verify.py", *map(str, arguments)])
        status = verify.main()
        return status, capsys.readouterr().out

    return run


@pytest.fixture
def cut(tmp_path):
    """A file of which only the magic is left."""
    path = tmp_path / "cut.kcx"
    path.write_bytes(b"KCHG-S1\n")
    return path


def test_every_file_gets_its_outcome_and_the_exit_status_is_the_highest(run, tmp_path, cut):
    missing = tmp_path / "missing.kcx"
    status, printed = run(cut, missing, tmp_path)
    assert status == Outcome.NOT_A_FILE
    for path, outcome in ((cut, "FRAME (11)"), (missing, "MISSING (26)"), (tmp_path, "NOT_A_FILE (27)")):
        assert f"{path}: {outcome}" in printed


def test_a_trusted_file_that_is_bad_ends_it_at_once(run, cut):
    with pytest.raises(SystemExit, match="--site: FRAME"):
        run(cut, "--site", cut)


def test_secrets_and_keys_are_taken_from_files_and_open_a_certified_kit(run, tmp_path):
    golden = Path(__file__).resolve().parents[2] / "banks/golden/v1"
    folder, line = golden / "certified", json.loads((golden / "index.json").read_text("utf-8"))["certified/centre.kck"]
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(line["read_with"]["opener_passphrase"] + "\n", "utf-8")
    openers = [part for number in (1, 2) for part in ("--opener", folder / f"opener-{number}.kcy")]
    status, printed = run(folder / "centre.kck", *openers, "--opener-passphrase-file", passphrase)
    assert status == 0
    assert line["plain"]["kit"] in printed


def test_a_key_that_is_no_openers_opens_nothing_together(run, tmp_path):
    golden = Path(__file__).resolve().parents[2] / "banks/golden/v1/certified"
    with pytest.raises(SystemExit, match="--opener: CERT"):
        run(golden / "centre.kck", "--opener", golden / "centre.kcy")
