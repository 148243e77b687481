"""What must stay secret is in no file, process or line of a whole day, in no dress; and the search for it finds it."""

import base64
import gzip
import io
import json
import os
import signal
import zipfile
import zlib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import pytest
from searching import Searcher, forms, search
from support import exam_day
from support.exam_day import ROSTER, CertifiedDay, ExamDay
from support.full_day import CORRECTION, NOTES, PHOTO, REASON, FullDay
from support.small_paper import GOOD, KEY, PAPER
from support.watched import Watch

ESSAY = GOOD["简答题#1"]
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="what others see of a process is read from /proc"
)


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def texts():
    """Item and option texts, correct responses, rubric and explanation, names, numbers, responses, notes, a photo."""
    options = [line.partition(".")[2].strip() for line in lines_of(PAPER) if line[:2] in {"A.", "B.", "C.", "D."}]
    stems = [line.partition(".")[2].strip() for line in lines_of(PAPER) if line[:1].isdigit()]
    prompts = [line.partition("）")[2] for line in lines_of(PAPER) if line.startswith("（") and line[2] == "）"]
    parts_of_stems = [part for stem in stems for part in stem.replace("____", "（").split("（") if len(part) > 2]
    scheme = ["客户确认事项已经办妥", "说出办妥确认", "说出记录可查", "凌晨来电会打扰客户休息", "致电目的"]
    shapes = ['"labels":["A","B","D"]', '["(1)","B"]', '"correct"', '"rubric"', '"G7001"', '"G7003"']
    people = [line.split(",")[0] for line in ROSTER.splitlines()[1:]]
    said = [ESSAY, CORRECTION, NOTES, REASON]
    return [*dict.fromkeys([*options, *parts_of_stems, *prompts, *scheme, *shapes, *people, *said]), PHOTO[:40]]


def spelled(code):
    """A code as it is printed, typed, or read by a program."""
    bare = code.replace("-", "")
    return dict.fromkeys((code, code.lower(), code.replace("-", " "), bare, bare.lower()))


def play(made, folder):
    """The day, from the paper to the release."""
    made.read(PAPER + KEY)
    photos = folder / "photos"
    photos.mkdir()
    (photos / "G7001.jpg").write_bytes(PHOTO)
    seal = made.seal_certified if isinstance(made, CertifiedDay) else made.seal
    seal(made.assemble("--pass-mark", "18"), "--photos", photos)
    full = FullDay(made, Watch(folder / "watched"))
    full.play()
    codes = [each for code in full.everything_told() for each in spelled(code)]
    return Played(full, codes, [key for key in full.keys().values() if key])


LEVELS = {"quick": ExamDay, "certified": CertifiedDay}
MOMENTS = ("running", "killed", "collected", "end")
ROOMS = ("pc1", "pc2", "pc3", "proctor", "stick")
"""The places of a room; the centre has items and names in clear, as its office has."""


@dataclass
class Played:
    """A day that was played, and what to look for in it."""

    full: FullDay
    codes: list
    keys: list

    @cached_property
    def all_secrets(self):
        """Rooms, proctors and sticks hold none of these in clear."""
        return Searcher([*texts(), *self.codes, *self.keys])

    @cached_property
    def all_but_texts(self):
        """The office and the centre have items and names in clear, as the threat model says, and the acts of proctors
        that were used; nothing that opens or signs."""
        used = {each for code in self.full.acts for each in spelled(code)}
        return Searcher([*(code for code in self.codes if code not in used), *self.keys])

    @property
    def seen(self):
        return self.full.watch.seen

    def folders(self, moment):
        return [self.seen / moment / name for name in ROOMS if (self.seen / moment / name).exists()]

    def of_processes(self):
        """What others could read of each process, and of each that one started."""
        kept = [path for path in self.full.watch.kept.iterdir() if path.name.endswith(("-seen", "-started"))]
        return [*kept, *(self.seen / "running" / f"proc-{name}" for name in ("cmdline", "environ"))]


def no_file_of_a_room_holds_any_at_any_moment(played):
    for moment in MOMENTS:
        assert played.all_secrets.in_folders(played.folders(moment)) == [], moment
    open_files = list((played.seen / "running").glob("proc-open-*"))
    assert open_files
    assert [find for path in open_files for find in played.all_secrets.in_bytes(path.read_bytes())] == []


def everything_was_there_to_be_searched(played):
    names = {moment: {path.name for path in (played.seen / moment).rglob("*")} for moment in MOMENTS}
    for moment in ("running", "killed"):
        assert {"attempt.db", "attempt.db-wal", "attempt.kcj", "session.kcb"} <= names[moment]
    kinds = {path.suffix for path in (played.seen / "collected").rglob("*")}
    assert {".kcb", ".kcx", ".kcn", ".kce", ".kcr", ".kcj", ".kcm", ".kca"} <= kinds
    assert {".kcl", ".kct", ".kcz", ".db"} <= {path.suffix for path in (played.seen / "end").rglob("*")}
    kept = list((played.seen / "end" / "pc1" / "data").rglob("T0001*"))
    assert bool(kept) != played.full.is_certified


def nothing_that_was_taken_away_held_any(played):
    """Temporary files, and those that were replaced. The copies that a backup makes are as clear as what they copy."""
    files = [path for path in played.full.watch.kept.iterdir() if path not in played.of_processes()]
    copies = [path for path in files if path.name.endswith((".db.backup", ".bank.backup"))]
    assert len([path for path in files if path.name.endswith(".part")]) > 10
    assert {path.stat().st_mode & 0o777 for path in copies} == {0o600}
    secrets = {path: played.all_but_texts if path in copies else played.all_secrets for path in files}
    assert [(path.name, find) for path in files for find in secrets[path].in_bytes(path.read_bytes())] == []


def no_argument_and_no_environment_held_any(played):
    """At the start, while it ran, and at its end; but for the reason that a proctor gives to `act`."""
    secrets = Searcher([*(each for each in texts() if each != REASON), *played.codes, *played.keys])
    files = played.of_processes()
    assert len(files) > 12
    assert [(path.name, find) for path in files for find in secrets.in_bytes(path.read_bytes())] == []


def nothing_was_printed_but_what_was_asked_for(played):
    """A proctor's program tells the act, and unlocking an erratum."""
    acts = {each for code in played.full.acts for each in spelled(code)}
    asked_for = {"act": acts, "unlock": {CORRECTION}}
    assert len(played.full.watch.outputs) > 12
    for number_and_verb, said in played.full.watch.outputs.items():
        verb = number_and_verb.partition("-")[2]
        found = {secret for secret, _ in played.all_secrets.in_bytes(said)}
        assert found <= asked_for.get(verb, set()), (verb, said)


def the_centre_holds_no_code_and_no_key_and_its_backup_no_text(played):
    centre = played.seen / "end" / "centre"
    assert played.all_but_texts.in_folders([centre, played.full.day.office]) == []
    assert played.all_secrets.in_bytes((centre / "all.kcz").read_bytes()) == []


def no_log_was_written(played):
    """A day without a bug has nothing to log."""
    assert list(played.full.watch.folder.rglob("kaochang.log*")) == []


def what_is_planted_is_found_at_each_place(played):
    places = [*((moment, f"{name}/left.bin") for moment in MOMENTS for name in ("pc1", "proctor", "stick"))]
    places += [("killed", "pc1/temp/left.tmp"), ("end", "centre/left.db"), ("running", "proc-open-left")]
    logs = [path.relative_to(played.seen) for path in (played.seen / "killed").rglob("attempt.*")]
    places += [(log.parts[0], "/".join(log.parts[1:])) for log in logs]
    assert len(logs) == 3
    for moment, name in places:
        path = played.seen / moment / name
        for secret in (played.codes[0], played.keys[0], texts()[0]):
            with planted(path, secret):
                finds = played.all_secrets.in_folders([played.seen / moment])
                assert {found for place, found, _ in finds if place == str(path)} == {secret}, path


@contextmanager
def planted(path, secret):
    """A secret at the end of a file for a with block."""
    there = path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_bytes() if there else b""
    data = secret if isinstance(secret, bytes) else secret.encode("utf-16-le")
    path.write_bytes(before + os.urandom(99) + data + os.urandom(99))
    yield
    if there:
        path.write_bytes(before)
    else:
        path.unlink()


CHECKS = (
    everything_was_there_to_be_searched,
    no_file_of_a_room_holds_any_at_any_moment,
    nothing_that_was_taken_away_held_any,
    no_argument_and_no_environment_held_any,
    nothing_was_printed_but_what_was_asked_for,
    the_centre_holds_no_code_and_no_key_and_its_backup_no_text,
    no_log_was_written,
    what_is_planted_is_found_at_each_place,
)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.attack(59, 60)
def test_a_whole_day_shows_its_secrets_nowhere(level, tmp_path, subtests):
    """One test a level, because the day is what costs."""
    played = play(LEVELS[level](tmp_path), tmp_path)
    for check in CHECKS:
        with subtests.test(check.__name__):
            check(played)


class KeptCandidate:
    """A candidate's program and the keeper that started it, and everything that both have shown."""

    def __init__(self, full):
        self.full, self.shown, self.said = full, [], b""
        steps = [{"respond": place, "with": written} for place, written in GOOD.items()]
        line = [*full.sit("pc1", "T0001", [*steps, {"wait": 60}], "stick"), "--kept"]
        self.keeper = full.watch.start("pc1", *line)

    @property
    def child(self):
        """The process id of the program."""
        (child,) = Path(f"/proc/{self.keeper.pid}/task/{self.keeper.pid}/children").read_text().split()
        return int(child)

    def until_responded(self, runs=1):
        """Reads on until all of this many runs of the program have given every response."""
        while self.said.count(b'"responded"') < len(GOOD) * runs or self.said.count(b"went_on_ms") < runs - 1:
            line = self.keeper.stdout.readline()
            assert line, self.keeper.communicate()
            self.said += line

    def look(self):
        """At both: arguments, environment, files that are open, and what a crash may write of their memory."""
        for pid in (self.keeper.pid, self.child):
            found = [Path(f"/proc/{pid}/cmdline").read_bytes()]
            with suppress(OSError):  # their own user may read no more of them: only root goes on
                found.append(Path(f"/proc/{pid}/environ").read_bytes())
                links = [each for each in Path(f"/proc/{pid}/fd").iterdir() if each.is_file()]
                found += [
                    os.readlink(each).encode() + each.read_bytes() for each in links if "/places/" in os.readlink(each)
                ]
            self.shown += found
            limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
            assert [line.split()[4:6] for line in limits if line.startswith("Max core")] == [["0", "0"]]

    def crash(self):
        """The program is killed, and its keeper is not."""
        os.kill(self.child, signal.SIGKILL)

    def end(self):
        """To the receipt."""
        self.full.sit("pc1", "T0001", [{"hand_in": True}])
        self.crash()
        out, err = self.keeper.communicate(timeout=60)
        assert (self.keeper.returncode, err) == (0, b"")
        self.said += out


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.attack(59)
def test_neither_a_keeper_nor_its_program_shows_a_secret_before_or_after_a_crash(level, tmp_path):
    day = LEVELS[level](tmp_path)
    day.read(PAPER + KEY)
    (day.seal_certified if isinstance(day, CertifiedDay) else day.seal)(day.assemble("--pass-mark", "18"))
    full = FullDay(day, Watch(tmp_path / "watched"))
    full.starts.append(full.start_code("R01"))
    candidate = KeptCandidate(full)
    candidate.until_responded()
    candidate.look()
    candidate.crash()
    candidate.until_responded(runs=2)
    candidate.look()
    candidate.end()
    keys = [key for key in full.keys().values() if key]
    secrets = Searcher([*texts(), *(each for code in full.everything_told() for each in spelled(code)), *keys])
    assert len(candidate.shown) >= 4
    assert [find for data in (*candidate.shown, candidate.said) for find in secrets.in_bytes(data)] == []
    places = full.watch.folder / "places"
    assert list(places.rglob("kaochang.log"))
    assert secrets.in_folders([places, full.watch.kept]) == []


@pytest.mark.parametrize("place", ["cmdline", "environ"])
def test_a_secret_in_arguments_or_environment_is_seen_there(tmp_path, monkeypatch, place):
    code = SAMPLES["a code"]
    watch = Watch(tmp_path)
    line = ["-c", "import time; print(flush=True); time.sleep(0.3)"]
    monkeypatch.setenv("PLANTED", code if place == "environ" else "")
    process = watch.start("pc", *([code] if place == "cmdline" else []), program=tuple(line))
    process.stdout.readline()
    watch.look("running", process)
    process.communicate(timeout=30)
    secrets = Searcher([code])
    assert secrets.in_bytes((watch.seen / "running" / f"proc-{place}").read_bytes())
    (at_the_end,) = watch.kept.glob("*-seen")
    assert secrets.in_bytes(at_the_end.read_bytes())


def test_a_file_that_was_there_for_a_moment_only_is_kept(tmp_path):
    watch = Watch(tmp_path)
    body = (
        "import os, subprocess, sys, tempfile\n"
        "with tempfile.TemporaryFile() as nameless: nameless.write('开考码甲'.encode())\n"
        "open('a', 'w').write('开考码乙'); os.remove('a')\n"
        "open('b', 'w').write('开考码丙'); open('c', 'w').close(); os.replace('c', 'b')\n"
        "subprocess.run([sys.executable, '-c', '', '开考码丁'])\n"
    )
    process = watch.start("pc", program=("-c", f"import os; os.chdir({str(tmp_path)!r})\n{body}"))
    assert process.communicate(timeout=30) == (b"", b"")
    finds = search([watch.kept], ["开考码甲", "开考码乙", "开考码丙", "开考码丁"])
    assert {secret for _, secret, _ in finds} == {"开考码甲", "开考码乙", "开考码丙", "开考码丁"}


@pytest.mark.heavy
@pytest.mark.parametrize("level", LEVELS)
def test_the_offices_own_processes_show_no_secret_either(tmp_path, monkeypatch, level):
    """The whole day again, the office's verbs as processes too, at the full cost of secrets."""
    watch = Watch(tmp_path / "office-watched")
    monkeypatch.setattr(exam_day, "kaochang", lambda *line, **_: watch.run("office", *line))
    played = play(LEVELS[level](tmp_path), tmp_path)
    secrets = Searcher([*played.codes, *played.keys])
    seen = [path for path in watch.kept.iterdir() if path.name.endswith(("-seen", "-started"))]
    assert len(seen) > 3
    assert [find for path in seen for find in secrets.in_bytes(path.read_bytes())] == []
    assert secrets.in_folders([watch.folder / "places", played.full.day.office]) == []
    telling = ("seal", "keys")
    others = {verb: said for verb, said in watch.outputs.items() if not verb.endswith(telling)}
    assert [(verb, find) for verb, said in others.items() for find in secrets.in_bytes(said)] == []


SAMPLES = {"a name": "测试甲壹", "a code": "7K3QM-X9ZT2-WV4P", "a key": bytes(range(3, 35))}
DRESSES = [(what, dress) for what, secret in SAMPLES.items() for dress in sorted(set(forms(secret).values()))]


@pytest.mark.parametrize(("what", "dress"), DRESSES)
@pytest.mark.attack(59, 60)
def test_the_scanner_finds_a_planted_secret_in_every_dress(tmp_path, what, dress):
    secret = SAMPLES[what]
    for number, (pattern, name) in enumerate(forms(secret).items()):
        if name == dress:
            (tmp_path / f"{number}.bin").write_bytes(os.urandom(300) + pattern + os.urandom(300))
    finds = search([tmp_path], [secret])
    assert {found for _, _, found in finds} >= {dress}
    assert len({path for path, _, _ in finds}) == len(list(tmp_path.iterdir()))


def test_the_dresses_are_those_that_programs_write(tmp_path):
    """Written by the libraries themselves, not by the scanner's own idea of them."""
    text, key = "测试甲壹", SAMPLES["a key"]
    gbk, utf8, utf16 = text.encode("gbk"), text.encode(), text.encode("utf-16")
    written = [
        *(utf8, gbk, utf16, text.encode("utf-32"), text.encode("utf-16-be"), text.encode("utf-32-be")),
        *(
            json.dumps(text).encode(),
            ascii(text).encode(),
            repr(utf8).encode(),
            text.encode("ascii", "xmlcharrefreplace"),
        ),
        *(base64.b64encode(gbk), base64.urlsafe_b64encode(b"x" + utf8), base64.b64encode(b"xy" + utf16)),
        *(utf16.hex().encode(), gbk.hex().upper().encode(), quoted(text), quoted(text, encoding="gbk").lower()),
    ]
    for number, data in enumerate(written):
        assert Searcher([text]).in_bytes(os.urandom(7) + data + b"\0"), number
    for number, data in enumerate((key, key.hex().encode(), base64.urlsafe_b64encode(key), repr(key).encode())):
        assert Searcher([key]).in_bytes(os.urandom(7) + data + b"\0"), number


def quoted(text, **settings):
    return quote(text, **settings).encode()


def zipped(data):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("before.txt", "nothing here " * 20)
        archive.writestr("word/document.xml", data)
    return packed.getvalue()


PACKED = {
    "zlib": zlib.compress,
    "zlib, fast": lambda data: zlib.compress(data, 1),
    "gzip": gzip.compress,
    "a zip's member": zipped,
    "zlib in base64": lambda data: base64.b64encode(zlib.compress(data)),
    "zlib in hex": lambda data: zlib.compress(data).hex().encode(),
    "a zip in zlib": lambda data: zlib.compress(zipped(data)),
}


@pytest.mark.parametrize("how", PACKED)
@pytest.mark.parametrize("secret", ["测试甲壹", SAMPLES["a key"]], ids=["text", "key"])
@pytest.mark.attack(59, 60)
def test_the_scanner_finds_what_is_packed(how, secret):
    data = secret if isinstance(secret, bytes) else secret.encode("utf-16-le")
    packed = PACKED[how](b"some lines before it\n" * 9 + data + b"\nand behind")
    for before in (b"", b"a", b"ab", b"abc", os.urandom(40)):
        finds = Searcher([secret]).in_bytes(before + packed + os.urandom(40))
        assert {found for found, _ in finds} == {secret}


@pytest.mark.parametrize("before", ["", "x", "xy", "xyz"])
@pytest.mark.parametrize("after", ["", "!", "!!"])
def test_the_scanner_finds_base64_wherever_its_groups_begin(tmp_path, before, after):
    hidden = base64.b64encode(f"{before}开考码在这里{after}".encode())
    (tmp_path / "note").write_bytes(hidden)
    assert search([tmp_path], ["开考码在这里"])


def test_the_scanner_finds_names_of_files_too(tmp_path):
    (tmp_path / "测试甲壹.txt").write_bytes(b"")
    assert [secret for _, secret, _ in search([tmp_path], ["测试甲壹"])] == ["测试甲壹"]


def test_nothing_is_found_in_noise():
    assert Searcher([*texts(), *SAMPLES.values()]).in_bytes(os.urandom(2**20)) == []


def test_the_papers_own_secrets_are_worth_searching_for(sealed_day, tmp_path):
    wanted = texts()
    assert len(wanted) > 40
    (tmp_path / "paper").write_text(PAPER + KEY, encoding="utf-8")
    (tmp_path / "bank").write_bytes(sealed_day.bank.read_bytes())
    finds = search([tmp_path], wanted)
    assert len({secret for _, secret, _ in finds}) > 35
