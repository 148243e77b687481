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
        *("seal", day.bank, "--exam", day.exam_id, "--roster", day.folder / "roster.csv", "--office", day.office),
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
    ran = seal(office, out, "--level", "certified", "--centre", office.cards["centre"], *people, "--quorum", 2,
               "--room-key-files", "--photos", photos)  # fmt: skip
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
    ran = kaochang("merge", tmp_path, "--kit", tmp_path / "no.kck", "--db", tmp_path / "db", "--opener", files[0],
                   "--opener", files[1], "--opener-passphrase-file", office.passphrase_file)  # fmt: skip
    assert ran.code == int(Outcome.USAGE)
    assert WORDS("cli.form.one-each") in ran.err


def test_the_exam_is_kept_as_many_days_as_the_office_says(office, tmp_path):
    sealed = seal(office, tmp_path / "out", "--keep-days", 7)
    assert sealed.code == 0, sealed
    told = well("inspect", tmp_path / "out" / "rooms" / "session.kcb", "--json").told()
    assert int(told["keep-until"]) - int(told["closes"]) == 7 * 24 * 3_600_000
