"""A certified day on the terminal: everybody has secrets of their own, and each wrong or missing one is told apart."""

import json
import shutil

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.presenters.refusals import shown
from kaochang.presenters.words import load_words
from searching import search
from support.exam_day import OPENERS, CertifiedDay, kaochang, login, resources, well
from support.small_paper import GOOD, GOOD_POINTS, KEY, PAPER, POOR, POOR_POINTS

WORDS = load_words(resources() / "strings", "zh_CN")


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """The small paper, sealed at the certified level for two rooms; a photo of one candidate. Never written to."""
    made = CertifiedDay(tmp_path_factory.mktemp("certified"))
    made.read(PAPER + KEY)
    photos = made.folder / "photos"
    photos.mkdir()
    (photos / "G7001.jpg").write_bytes(b"\xff\xd8\xff a face")
    made.seal_certified(made.assemble("--pass-mark", "18"), "--photos", photos, "--keep-days", 30)
    return made


@pytest.fixture(scope="module")
def stick(day, tmp_path_factory):
    """What comes back: in room 1 both candidates handed in, in room 2 nobody came."""
    folder = tmp_path_factory.mktemp("certified-rooms")
    for number, responses in ((1, GOOD), (2, POOR)):
        script = day.script(login(number), responses)
        ran = day.sit_certified("R01", f"T000{number}", script, folder / f"pc{number}")
        assert ran.code == 0, ran
    stick = folder / "stick"
    ran = day.collect_certified("R01", stick, folder / "pc1", folder / "pc2")
    assert ran.code == 0, ran
    ran = day.collect_certified("R02", stick, stick, options=["--absent", "T0003", "--absent", "T0004"])
    assert ran.code == 0, ran
    return stick


def refused(ran, outcome, key, **params):
    """Expects a verb to end with this outcome, saying this sentence and the next step."""
    assert ran.code == int(outcome), ran
    told = {name: shown(name, value, WORDS) for name, value in params.items()}
    for each in (f"refusal.{key}", f"refusal.{key}.next"):
        assert WORDS(each, **told) in ran.err


def test_sealing_gives_everybody_their_own_part(day):
    assert {path.name for path in day.sealed.iterdir()} == {"rooms", "proctors", "centre", "envelope", "room-keys"}
    assert {path.name for path in (day.sealed / "room-keys").iterdir()} == {"R01.kroom", "R02.kroom"}
    printed = {path.name for path in (day.sealed / "envelope").iterdir()}
    assert printed == {"start-sheet.pdf", "slips-R01.pdf", "slips-R02.pdf"}
    assert (day.office / "sessions" / f"{day.session}.kcy").exists()
    assert [day.told[kind].keys() for kind in ("start_codes", "room_codes", "proctor_codes")] == [{"R01", "R02"}] * 3
    assert day.told["pins"].keys() == {"T0001", "T0002", "T0003", "T0004"}
    assert "start_code" not in day.told


def test_a_certified_day_goes_from_the_seal_to_the_report(day, stick, tmp_path):
    database = tmp_path / "centre.db"
    merged = day.merge_with(database, OPENERS[::2], stick)
    assert merged.code == 0, merged
    absent = dict.fromkeys(("T0003", "T0004"), "absent")
    assert merged.told()["tickets"] == {"T0001": "submitted", "T0002": "submitted", **absent}
    assert well("mark", database, "--json").told() == {"results": 2, "scored": 17, "waiting": 1}
    well("mark", database, "--score", "T0001", "简答题#1", "5.5", "--by", "阅卷员丙")
    files = well("report", database, "--out", tmp_path / "report", "--json").told()["files"]
    lines = (tmp_path / "report" / "report.csv").read_text(encoding="utf-8-sig").splitlines()
    by_person = {line.split(",")[1]: line for line in lines[1:]}
    assert len(files) == 3
    assert str(GOOD_POINTS + 5.5) in by_person["G7001"]
    assert str(POOR_POINTS) in by_person["G7002"]


def test_every_file_of_the_day_says_what_it_is_and_verifies(day, stick):
    ours = [*day.sealed.rglob("*.kc*"), *stick.rglob("*.kc*")]
    kinds = {line["type"] for line in well("inspect", *ours, "--json").lines()}
    assert kinds == {"exam", "site", "centre-kit", "proctor-kit", "result", "journal", "manifest"}
    rooms = day.sealed / "rooms"
    trust = ["--site", rooms / "site.kcx", "--exam", rooms / "session.kcb"]
    room = [path for path in ours if "R02" not in str(path)]
    codes = ["--room-code-file", day.code("room_codes", "R01")]
    assert {line["outcome"] for line in well("verify", *room, *trust, *codes, "--json").lines()} == {0}


@pytest.fixture
def script(day):
    return day.script(login(3), GOOD)


def sit(day, script, pc, **change):
    """Candidate 3 in room 2, with one secret left out (None) or another in its place."""
    secrets = {
        "--room-code-file": day.code("room_codes", "R02"),
        "--code-file": day.code("start_codes", "R02"),
        "--room-key": day.room_key("R02"),
        "--pin-file": day.code("pins", "T0003"),
        **{f"--{name.replace('_', '-')}": value for name, value in change.items()},
    }
    given = [part for name, value in secrets.items() if value is not None for part in (name, value)]
    return kaochang("sit", day.exam, "--room", "R02", "--data", pc, "--script", script, *given, "--json")


def test_each_wrong_or_missing_secret_is_told_apart_and_begins_nothing(day, script, tmp_path):
    pc, other = tmp_path / "pc", "R01"
    wrong_room = sit(day, script, pc, room_code_file=day.code("room_codes", other))
    refused(wrong_room, Outcome.CODE, "room-code.wrong")
    refused(sit(day, script, pc, room_key=None), Outcome.MISSING, "room-key.missing", room="R02")
    refused(sit(day, script, pc, room_key=day.room_key(other)), Outcome.CODE, "code.or-room-key")
    refused(sit(day, script, pc, code_file=day.code("start_codes", other)), Outcome.CODE, "code.or-room-key")
    refused(sit(day, script, pc, pin_file=day.code("pins", "T0004")), Outcome.CODE, "pin.wrong")
    mistyped = day.secret("mistyped", day.told["pins"]["T0003"][:-1])
    refused(sit(day, script, pc, pin_file=mistyped), Outcome.CODE, "pin.form")
    for left_out, secret in (("room_code_file", "考场码"), ("code_file", "开考码"), ("pin_file", WORDS("cli.ask.pin"))):
        option = f"--{left_out.replace('_', '-')}"
        refused(sit(day, script, pc, **{left_out: None}), Outcome.CODE, "secret.missing", secret=secret, option=option)
    assert [path.name for path in (pc / day.session).iterdir()] == ["tries.json"]
    assert sit(day, script, pc).code == 0


def test_an_attempt_that_was_cut_off_is_handed_in_with_the_pin_only(day, tmp_path):
    pc = tmp_path / "pc"
    script = day.script(login(3), GOOD, hand_in=False)
    assert sit(day, script, pc).code == 0
    journal = (pc / day.session / "T0003" / "attempt.kcj").read_bytes()
    hand_in = ["hand-in", day.exam, "--ticket", "T0003", "--room", "R02", "--data", pc, *day.room_secrets("R02")]
    refused(kaochang(*hand_in, "--pin-file", day.code("pins", "T0004"), "--json"), Outcome.CODE, "pin.wrong")
    assert (pc / day.session / "T0003" / "attempt.kcj").read_bytes() == journal
    done = well(*hand_in, "--pin-file", day.code("pins", "T0003"), "--json").told()
    assert (done["ticket"], done["reason"]) == ("T0003", "handed-in")


def test_a_pin_may_stand_in_the_script(day, tmp_path):
    written = json.loads(day.script(login(3), GOOD).read_text(encoding="utf-8"))
    script = tmp_path / "script.json"
    script.write_text(json.dumps({**written, "pin": day.told["pins"]["T0003"]}, ensure_ascii=False), encoding="utf-8")
    assert sit(day, script, tmp_path / "pc", pin_file=None).code == 0


def test_the_morning_rehearsal_needs_room_code_and_room_key_but_no_pin(day, tmp_path):
    unlock = ["unlock", day.exam, "--room", "R02", "--data", tmp_path / "pc", "--json"]
    assert well(*unlock, *day.room_secrets("R02")).told()["tickets"] == 2
    without = [part for part in day.room_secrets("R02") if part not in ("--room-key", day.room_key("R02"))]
    refused(kaochang(*unlock, *without), Outcome.MISSING, "room-key.missing", room="R02")
    nobody = ["--room-code-file", tmp_path / "nowhere"]
    refused(kaochang(*unlock, *nobody), Outcome.MISSING, "room-key.missing", room="R02")


def test_a_proctor_collects_with_the_proctor_code_and_no_other(day, tmp_path):
    for kind in ("start_codes", "room_codes"):
        ran = day.collect_certified("R01", tmp_path / "stick", tmp_path, code=day.code(kind, "R01"))
        refused(ran, Outcome.CODE, "proctor-code.wrong")
    assert list((tmp_path / "stick").iterdir()) == []


def test_one_opener_alone_opens_no_results(day, stick, tmp_path):
    database = tmp_path / "centre.db"
    alone = day.merge_with(database, OPENERS[:1], stick)
    names = {"quorum": 2, "present": 1, "members": tuple(OPENERS)}
    refused(alone, Outcome.POLICY, "kit.too-few", **names)
    twice = day.merge_with(database, [OPENERS[1], OPENERS[1]], stick)
    refused(twice, Outcome.POLICY, "kit.too-few", **names)
    nobody = kaochang(
        "merge",
        stick,
        "--kit",
        day.centre_kit,
        *day.at_centre,
        "--db",
        database,
        "--passphrase-file",
        day.passphrase_file,
        "--json",
    )
    refused(nobody, Outcome.POLICY, "kit.openers-needed", quorum=2, members=tuple(OPENERS))
    assert not database.exists()


def test_a_lost_start_code_is_made_anew_and_results_sat_before_stay_valid(day, stick, tmp_path):
    rooms = shutil.copytree(day.sealed / "rooms", tmp_path / "rooms")
    key = day.office / "sessions" / f"{day.session}.kcy"
    well(
        "keys",
        "reissue",
        key,
        "--exam",
        rooms / "session.kcb",
        "--room",
        "R02",
        "--out",
        tmp_path / "again",
        "--passphrase-file",
        day.passphrase_file,
        "--json",
    )
    shutil.copy(tmp_path / "again" / "rooms" / "session.kcn", rooms)
    old = well(
        "unlock", rooms / "session.kcb", "--room", "R02", "--data", tmp_path / "pc", *day.room_secrets("R02"), "--json"
    ).told()
    assert old["session"] == day.session
    assert day.merge_with(tmp_path / "centre.db", OPENERS[:2], stick).code == 0


def test_no_code_pin_name_or_response_lies_readable_in_the_rooms(day, stick):
    kinds = ("start_codes", "room_codes", "proctor_codes", "pins")
    codes = [code for kind in kinds for code in day.told[kind].values()]
    texts = [*codes, *(code.replace("-", "") for code in codes), *login(1).values(), *login(2).values()]
    assert search([stick.parent], [*texts, GOOD["简答题#1"], "客户身份"]) == []


def test_no_code_and_no_pin_stands_in_any_file_that_is_handed_out(day):
    codes = [
        code for kind in ("start_codes", "room_codes", "proctor_codes", "pins") for code in day.told[kind].values()
    ]
    spellings = [each.encode() for code in codes for each in (code, code.replace("-", ""))]
    handed_out = [
        path for name in ("rooms", "proctors", "centre", "room-keys") for path in (day.sealed / name).iterdir()
    ]
    for path in [*handed_out, *day.office.rglob("*.kc*")]:
        data = path.read_bytes()
        assert not [each for each in spellings if each in data], path
