"""The verb `seal`: says before what a level gives and costs, then what goes to whom; refuses half an order."""

import pytest
from kaochang.domain.refusals import Outcome
from kaochang.machine.places import resources
from kaochang.presenters.words import load_words
from support.exam_day import OPENERS, ROSTER, CertifiedDay, kaochang, well
from support.small_paper import KEY, PAPER

WORDS = load_words(resources() / "strings", "zh_CN")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A bank with an exam, a roster, and the keys of a centre and three openers."""
    day = CertifiedDay(tmp_path_factory.mktemp("office"))
    day.read(PAPER + KEY)
    day.exam_id = day.assemble()
    (day.folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    day.cards = {name: day.make_key("opener", name)[1] for name in OPENERS}
    day.cards["centre"] = day.make_key("centre", "阅卷中心")[1]
    return day


def seal(day, out, *options):
    """Seals without --json, as a person at a terminal does."""
    return kaochang(
        *("seal", day.bank, "--exam", day.exam_id, "--roster", day.folder / "roster.csv", *day.of_office()),
        *("--passphrase-file", day.passphrase_file, "--out", out, *options),
    )


def refused(ran, key, **params):
    assert ran.code == int(Outcome.POLICY), ran
    assert WORDS(f"refusal.{key}", **params) in ran.err


def test_a_quick_session_tells_its_start_code_and_what_quick_does_not_give(office, tmp_path):
    ran = seal(office, tmp_path / "out")
    assert ran.code == 0, ran
    lines = ran.out.splitlines()
    assert WORDS("cli.seal.quick") == lines[-1]
    assert any(line.startswith(WORDS("cli.seal.code", code="").partition("。")[0].strip()) for line in lines)
    assert not (tmp_path / "out" / "room-keys").exists()


def test_a_certified_session_says_before_what_it_gives_and_costs_and_no_code_at_all(office, tmp_path):
    out, photos = tmp_path / "out", tmp_path / "photos"
    photos.mkdir()
    for name in ("G7001.jpg", "nobody.jpg"):
        (photos / name).write_bytes(b"\xff\xd8\xff")
    people = [part for name in OPENERS for part in ("--opener", office.cards[name])]
    ran = seal(
        office,
        out,
        "--level",
        "certified",
        "--centre",
        office.cards["centre"],
        *people,
        "--quorum",
        2,
        "--room-key-files",
        "--photos",
        photos,
    )
    assert ran.code == 0, ran
    said = ran.out
    for key in ("pins", "start-codes", "room-codes", "proctor-codes", "room-keys"):
        assert WORDS(f"seal-checklist.certified.{key}") in said
    assert WORDS("seal-checklist.certified.quorum", quorum=2) in said
    assert said.index(WORDS("seal-checklist.gives")) < said.index(WORDS("cli.seal.rooms", folder=out / "rooms"))
    assert WORDS("cli.seal.photos", count=1, tickets=4) in said
    assert WORDS("cli.seal.photos.unused", files="nobody.jpg") in said
    assert WORDS("cli.seal.room-keys", folder=out / "room-keys") in said
    assert said.splitlines()[-1] == WORDS("cli.seal.certified")
    assert not any(len(word) in (11, 16) and word.count("-") in (1, 2) and word.isupper() for word in said.split())


def test_a_new_office_is_made_only_where_it_is_asked_for_and_its_fingerprint_is_told(office, tmp_path):
    order = ["--exam", office.exam_id, "--roster", office.folder / "roster.csv", "--out", tmp_path / "out"]
    order += ["--office", tmp_path / "ofice", "--passphrase-file", office.passphrase_file]
    mistyped = kaochang("seal", office.bank, *order)
    assert (mistyped.code, "--new-office" in mistyped.err) == (int(Outcome.MISSING), True)
    assert list(tmp_path.iterdir()) == []
    said = well("seal", office.bank, *order, "--new-office").out
    fingerprint = well("keys", "show", tmp_path / "ofice", "--json").lines()[0]["signing"]
    assert WORDS("cli.seal.new-office", folder=tmp_path / "ofice", fingerprint=fingerprint) in said
    again = well("seal", office.bank, *order[:-6], "--out", tmp_path / "again", *order[-4:], "--json").told()
    assert (again["office"], again["new_office"]) == (fingerprint, False)


def test_files_are_looked_at_before_any_secret_is_asked_for(office, tmp_path):
    """No passphrase is given and none can be typed: whatever is refused was found before."""
    assert seal(office, tmp_path / "first").code == 0
    order = ["seal", office.bank, "--exam", office.exam_id, "--roster", office.folder / "roster.csv"]
    order += ["--office", office.office, "--out", tmp_path / "out"]
    certified = [*order, "--level", "certified"]
    (tmp_path / "taken" / "rooms").mkdir(parents=True)
    (tmp_path / "taken" / "rooms" / "session.kcb").write_bytes(b"of another session")
    for given, outcome in (
        ([*order, "--office", tmp_path / "no"], Outcome.MISSING),
        ([*order, "--out", tmp_path / "taken"], Outcome.EXISTS),
        ([*certified, "--centre", tmp_path / "no.kcd"], Outcome.MISSING),
        ([*certified, "--centre", office.cards[OPENERS[0]]], Outcome.CERT),
        ([*certified, "--centre", office.cards["centre"], "--opener", office.bank, "--quorum", 2], Outcome.FRAME),
        ([*certified, "--centre", office.cards["centre"]], Outcome.CODE),
        (order, Outcome.CODE),
    ):
        ran = kaochang(*given)
        assert ran.code == int(outcome), ran
    assert not (tmp_path / "out").exists()


def test_an_exam_is_not_picked_among_several_of_one_title(office, tmp_path):
    office.assemble("--title", "同名", "--duration", 60)
    newest = office.assemble("--title", "同名", "--pass-mark", 20)
    order = ["--roster", office.folder / "roster.csv", *office.of_office(), "--out", tmp_path / "out"]
    order += ["--passphrase-file", office.passphrase_file]
    ran = kaochang("seal", office.bank, "--exam", "同名", *order)
    assert ran.code == int(Outcome.CONFLICT)
    assert f"{newest} (90 / 20 / " in ran.err
    assert "(60 / - / " in ran.err
    well("seal", office.bank, "--exam", newest, *order)


def test_a_window_that_is_too_short_is_named_before_it_is_sealed(office, tmp_path):
    window = ["--opens", "2126-11-21 09:00", "--closes", "2126-11-21 10:00"]
    refused(seal(office, tmp_path / "out", *window), "seal.window-short", window=60, longest=90)
    said = seal(office, tmp_path / "out", *window, "--short-window").out
    assert said.splitlines()[0] == WORDS("cli.seal.short-window", minutes=30)


def test_what_belongs_to_the_certified_level_is_not_ignored_in_a_quick_one(office, tmp_path):
    for option in (["--centre", office.cards["centre"]], ["--opener", office.cards["centre"]], ["--quorum", 2]):
        refused(seal(office, tmp_path / "out", *option), "seal.needs-certified")
    refused(seal(office, tmp_path / "out", "--room-key-files"), "seal.needs-certified")
    assert not (tmp_path / "out").exists()


def test_a_certified_session_without_its_people_is_refused(office, tmp_path):
    certified, one = ["--level", "certified"], office.cards[OPENERS[0]]
    refused(seal(office, tmp_path / "out", *certified, "--opener", one, "--quorum", 2), "seal.centre-card")
    with_centre = [*certified, "--centre", office.cards["centre"]]
    for people in (
        ["--opener", one],
        ["--opener", one, "--quorum", 2],
        ["--opener", one, "--opener", one, "--quorum", 2],
    ):
        refused(seal(office, tmp_path / "out", *with_centre, *people), "kit.quorum-wrong")
    kit = office.secret("kit-passphrase", "short")
    refused(seal(office, tmp_path / "out", *with_centre, "--kit-passphrase-file", kit), "passphrase.short", least=8)
    assert not (tmp_path / "out").exists()


def test_passphrases_of_openers_stand_beside_their_keys_or_are_all_asked_for(office, tmp_path):
    files = sorted(office.people.glob("*/opener-*.kcy"))
    ran = kaochang(
        "merge",
        tmp_path,
        "--kit",
        tmp_path / "no.kck",
        "--db",
        tmp_path / "db",
        "--opener",
        files[0],
        "--opener",
        files[1],
        "--opener-passphrase-file",
        office.passphrase_file,
    )
    assert ran.code == int(Outcome.USAGE)
    assert WORDS("cli.form.one-each") in ran.err


def test_the_exam_is_kept_as_many_days_as_the_office_says(office, tmp_path):
    sealed = seal(office, tmp_path / "out", "--keep-days", 7)
    assert sealed.code == 0, sealed
    told = well("inspect", tmp_path / "out" / "rooms" / "session.kcb", "--json").told()
    assert int(told["keep-until"]) - int(told["closes"]) == 7 * 24 * 3_600_000


def test_seats_are_counted_for_a_draw_alone_and_have_to_be_enough(office, tmp_path):
    refused(seal(office, tmp_path / "out", "--seats", "一号教室=2"), "seating.no-draw")
    few = ("--seats", "一号教室=1", "--draw-seats", "7 3 9")
    refused(seal(office, tmp_path / "out", *few), "seating.room-full", people=2, room="一号教室", seats=1)
    assert not (tmp_path / "out").exists()


def test_reserve_tickets_are_told_by_room_and_nobody_counts_as_one(office, tmp_path):
    ran = seal(office, tmp_path / "out", "--reserve", "2")
    assert ran.code == 0, ran
    assert ran.out.count("备用号：") == 2
    assert "B01" in ran.out
    assert WORDS("cli.seal.room", id="R01", name="一号教室", tickets=2) in ran.out
