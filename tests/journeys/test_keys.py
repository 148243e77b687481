"""An office through the years: keys made and shown, rotated, lost, reissued, backed up and restored elsewhere."""

import base64
import contextlib
import hashlib
import json
import shutil
from copy import deepcopy

import pytest
from kaochang.domain.refusals import Outcome
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey
from support.exam_day import PASSPHRASE, CertifiedDay, ExamDay, kaochang, login, well
from support.small_paper import GOOD, KEY, PAPER, POOR

BACKUP_PASSPHRASE = "备份-月台-5120"


@pytest.fixture
def day(sealed_day, tmp_path):
    """The sealed day on folders of this journey's own."""
    shutil.copytree(sealed_day.folder, tmp_path / "day")
    return ExamDay(tmp_path / "day", sealed_day.session, sealed_day.start_code)


@pytest.fixture
def pc(tmp_path):
    return tmp_path / "pc"


def unlock(day, pc, *options, code_file=None):
    return kaochang(
        *("unlock", day.exam, "--room", "R01", "--data", pc),
        *("--code-file", code_file or day.code_file, "--json", *options),
    )


def rotate(day, *options):
    return well(
        "keys", "rotate", "--office", day.office, "--passphrase-file", day.passphrase_file, "--json", *options
    ).told()


def sealed_again(day, name, passphrase_file=None):
    """Another session of the same exam by the same office, sealed into a folder of its own."""
    again = ExamDay(day.folder)
    exam = well("assemble", day.bank, "--title", name, "--json").told()["exam"]
    listed = day.folder / "roster.csv"
    told = well(
        *("seal", day.bank, "--exam", exam, "--roster", listed, *day.of_office()),
        *("--passphrase-file", passphrase_file or day.passphrase_file, "--out", day.folder / name, "--json"),
    ).told()
    again.session, again.start_code = told["session"], told["start_code"]
    return again, day.folder / name / "rooms"


def shown(*arguments):
    return well("keys", "show", *arguments, "--json").lines()


def test_after_a_rotation_old_and_new_exams_open_and_no_pc_goes_back(day, pc):
    old_site = (day.sealed / "rooms" / "site.kcx").read_bytes()
    assert unlock(day, pc).code == 0
    told = rotate(day)
    new, rooms = sealed_again(day, "autumn")
    site = rooms / "site.kcx"
    opened = kaochang(
        *("unlock", rooms / "session.kcb", "--room", "R01", "--data", pc),
        *("--code-file", new.secret("autumn", new.start_code), "--json"),
    )
    assert (opened.code, told["version"]) == (0, 2)
    code_file = day.secret("code", day.start_code)
    assert unlock(day, pc, "--site", site, code_file=code_file).code == 0  # the old exam, by the new site file
    back = unlock(day, pc, code_file=code_file)  # the old exam with the site file that lies beside it
    assert back.code == Outcome.ROLLBACK
    assert "site.kcx" in back.err
    fresh = unlock(day, pc.with_name("fresh-pc"), code_file=code_file)  # a PC that never saw the newer one
    assert fresh.code == 0
    assert (day.sealed / "rooms" / "site.kcx").read_bytes() == old_site


def test_a_pc_accepts_no_stranger_and_no_office_whose_key_was_lost_but_by_hand(day, pc, tmp_path):
    assert unlock(day, pc).code == 0
    new_passphrase = day.secret("new", "全新的口令 8841")
    asked = kaochang("keys", "rotate", "--office", day.office, "--lost", "--passphrase-file", new_passphrase)
    assert (asked.code, "--yes" in asked.err) == (Outcome.POLICY, True)
    assert (
        kaochang(
            "keys", "rotate", "--office", day.office, "--lost", "--yes", "--passphrase-file", day.passphrase_file
        ).code
        == Outcome.POLICY
    )
    told = rotate(day, "--lost", "--yes", "--passphrase-file", new_passphrase)
    assert told["kept"].endswith("office-1.kco.lost")
    site = day.office / "site.kcx"
    assert unlock(day, pc, "--site", site).code == Outcome.KEYRING
    assert kaochang("keys", "trust", site, "--data", pc, "--json").code == Outcome.KEYRING
    pinned = well("keys", "trust", site, "--data", pc, "--anew", "--json").told()
    assert (pinned["before"], pinned["fingerprint"]) == (told["before"], told["after"])
    assert unlock(day, pc, "--site", site).code == Outcome.CERT  # what the lost key certified counts no more
    assert unlock(day, pc).code == Outcome.ROLLBACK


def test_every_key_of_the_table_is_shown_for_both_levels_in_both_languages(day, tmp_path):
    lines = shown(day.sealed, "--tickets")
    kinds = [line["key"] for line in lines]
    assert set(kinds) == {
        *("office", "site", "exam", "centre", "results", "content", "room"),
        *("proctor", "act", "ticket", "attempt", "scorer", "panel"),
    }
    assert [kinds.count(kind) for kind in ("room", "proctor", "act", "ticket")] == [2, 2, 2, 4]
    by_kind = {line["key"]: line for line in lines}
    assert by_kind["exam"]["certified"] == "office"
    assert by_kind["ticket"]["private"] == "start-code"
    prints = [line[half] for line in lines for half in ("signing", "sealing") if line[half]]
    assert len(set(prints)) == len(prints)
    office = {line["key"]: line for line in shown(day.office)}
    assert office["office"]["signing"] == by_kind["office"]["signing"]
    assert office["centre"]["signing"] == by_kind["centre"]["signing"]
    assert office["session"]["whose"].startswith(day.session)
    for language, words in (("zh_CN", ("考务密钥", "指纹", "口令之下")), ("en", ("Office key", "fingerprint"))):
        page = well("keys", "show", day.sealed, day.office, language=language).out
        assert all(word in page for word in words)


def test_a_certified_sessions_table_names_openers_codes_and_files(tmp_path):
    day = CertifiedDay(tmp_path)
    day.read(PAPER + KEY)
    day.seal_certified(day.assemble("--pass-mark", "18"))
    lines = shown(day.sealed)
    by_kind = {line["key"]: line for line in lines}
    openers = {line["whose"]: line["sealing"] for line in lines if line["key"] == "opener"}
    cards = {line["whose"]: line["sealing"] for line in shown(*day.people.glob("*/opener-*.kcd"))}
    assert openers == cards
    assert len(openers) == 3
    assert by_kind["results"]["private"] == "centre-kit-quorum"
    assert by_kind["room"]["private"] == "room-code"
    assert by_kind["content"]["private"] == "content-start-code-and-file"
    assert by_kind["ticket"]["private"] == "pin"
    assert by_kind["proctor"]["private"] == "proctor-kit-code"
    assert by_kind["centre"]["signing"] == shown(*day.people.glob("*/centre.kcd"))[0]["signing"]


def test_without_its_site_file_a_table_says_that_nobody_vouches_for_it(day, tmp_path):
    alone = shutil.copy(day.exam, tmp_path / "alone.kcb")
    lines = {line["key"]: line for line in shown(alone)}
    assert "office" not in lines
    assert lines["exam"]["certified"] == lines["centre"]["certified"] == "unchecked"


def test_an_exam_of_a_former_office_is_shown_with_the_office_that_certified_it(day):
    before = {line["key"]: line for line in shown(day.sealed)}
    told = rotate(day)
    shutil.copy(day.office / "site.kcx", day.sealed / "rooms" / "site.kcx")
    after = {line["key"]: line for line in shown(day.sealed)}
    assert after["office"]["signing"] == before["office"]["signing"] == told["before"]
    former = {line["key"]: line for line in shown(day.office)}["former-office"]
    assert former["signing"] == told["before"]


def test_a_folder_of_peoples_keys_is_shown_each_key_once(tmp_path):
    for name in ("王", "李"):
        well(
            "keys",
            "make",
            "--role",
            "opener",
            "--name",
            name,
            "--out",
            tmp_path / name,
            "--passphrase-file",
            ExamDay(tmp_path).passphrase_file,
        )
    next((tmp_path / "李").glob("*.kcy")).unlink()
    assert sorted((line["whose"], line["file"][-4:]) for line in shown(tmp_path)) == [("李", ".kcd"), ("王", ".kcy")]


def test_a_quick_centre_kit_shows_what_it_holds(day):
    by_kind = {line["key"]: line for line in shown(day.centre_kit)}
    assert by_kind.keys() == {"exam", "results"}
    assert by_kind["results"]["private"] == "centre-kit"
    assert by_kind["exam"]["signing"] == {line["key"]: line for line in shown(day.sealed)}["exam"]["signing"]


def test_tickets_that_cannot_be_listed_say_why(sealed_certified, day, tmp_path):
    noted = {line["note"] for line in shown(sealed_certified.sealed, "--tickets") if line["key"] == "ticket"}
    alone = shutil.copy(day.exam, tmp_path / "alone.kcb")
    assert noted == {"room-code"}
    assert {line["note"] for line in shown(alone, "--tickets") if line["key"] == "ticket"} == {"site"}
    assert {line["note"] for line in shown(day.sealed, "--tickets") if line["key"] == "ticket"} == {""}
    assert "考场码" in well("keys", "show", sealed_certified.sealed, "--tickets").out


def test_files_are_looked_at_before_secrets_and_a_missing_secret_is_named(day, tmp_path):
    card, key = ["--out", tmp_path / "c.kcd"], next((day.office / "sessions").glob("*.kcy"))
    assert kaochang("keys", "card", day.exam, *card).code == Outcome.FRAME
    assert kaochang("keys", "card", tmp_path / "no.kcy", *card).code == Outcome.MISSING
    assert kaochang("keys", "rotate", "--office", tmp_path / "no").code == Outcome.MISSING
    assert kaochang("keys", "passphrase", tmp_path / "no").code == Outcome.MISSING
    assert kaochang("keys", "reissue", key, "--exam", tmp_path / "no", "--out", tmp_path / "n").code == Outcome.MISSING
    for arguments in (["card", day.office / "centre.kcy", *card], ["rotate", "--office", day.office]):
        ran = kaochang("keys", *arguments)
        assert (ran.code, "--passphrase-file" in ran.err) == (Outcome.CODE, True)


def test_what_has_no_keys_to_show_is_refused(day, tmp_path):
    (tmp_path / "empty").mkdir()
    assert kaochang("keys", "show", tmp_path / "empty").code == Outcome.MISSING
    assert kaochang("keys", "show", day.proctor_kit("R01")).code == Outcome.FRAME


def test_a_lost_start_code_is_made_anew_and_results_stay_valid(day, pc, tmp_path):
    key = next((day.office / "sessions").glob("*.kcy"))
    told = well(
        *("keys", "reissue", key, "--exam", day.exam, "--proctors", day.sealed / "proctors"),
        *("--out", tmp_path / "new", "--passphrase-file", day.passphrase_file, "--json"),
    ).told()
    (code,) = set(told["start_codes"].values())
    assert code != day.start_code
    new_code = day.secret("new-code", code)
    assert unlock(day, pc, code_file=new_code).code == Outcome.CODE
    shutil.copy(tmp_path / "new" / "rooms" / "session.kcn", day.exam.with_name("session.kcn"))
    assert unlock(day, pc, code_file=new_code).code == 0
    assert (tmp_path / "new" / "envelope" / "new-codes.pdf").read_bytes().startswith(b"%PDF")
    page = well(
        *("keys", "reissue", key, "--exam", day.exam, "--proctors", day.sealed / "proctors"),
        *("--out", tmp_path / "again", "--passphrase-file", day.passphrase_file),
    ).out
    assert "R01" in page
    assert "R02" in page


def test_a_passphrase_changes_for_the_whole_office_and_sealing_goes_on(day):
    new = day.secret("new", "全新的口令 8841")
    changed = well(
        *("keys", "passphrase", day.office, "--passphrase-file", day.passphrase_file),
        *("--new-passphrase-file", new, "--json"),
    ).told()["changed"]
    assert len(changed) == 3
    back = ["keys", "passphrase", day.office, "--passphrase-file", new, "--new-passphrase-file", day.passphrase_file]
    assert "中心文件（centre.kck）仍在原来的口令之下" in well(*back).out
    well(*back[:3], "--passphrase-file", day.passphrase_file, "--new-passphrase-file", new)
    again = well(
        "keys", "passphrase", day.office, "--passphrase-file", day.passphrase_file, "--new-passphrase-file", new
    )
    assert "都已经在新口令之下" in again.out
    assert (
        kaochang(
            "keys",
            "card",
            day.office / "centre.kcy",
            "--out",
            day.folder / "c.kcd",
            "--passphrase-file",
            day.passphrase_file,
        ).code
        == Outcome.CODE
    )
    again, _ = sealed_again(day, "winter", new)
    assert again.session != day.session


def test_after_a_restore_elsewhere_sealing_merging_and_reporting_go_on(day, sticks, tmp_path):
    database = tmp_path / "centre.db"
    assert day.merge(database, sticks[0]).code in (0, 1)
    well("mark", database, "--json")
    secret = day.secret("backup", BACKUP_PASSPHRASE)
    told = well(
        *("backup", "--office", day.office, "--bank", day.bank, "--db", database),
        *("--out", tmp_path / "all.kcz", "--passphrase-file", secret, "--json"),
    ).told()
    elsewhere = tmp_path / "elsewhere"
    restored = well("restore", tmp_path / "all.kcz", "--out", elsewhere, "--passphrase-file", secret, "--json").told()
    assert (restored["files"], restored["size"]) == (told["files"], told["size"])

    shutil.rmtree(day.office)
    day.bank.unlink()
    database.unlink()
    shutil.move(elsewhere / "office", day.office)
    shutil.move(elsewhere / "bank" / day.bank.name, day.bank)
    restored_database = elsewhere / "centre" / "centre.db"

    merged = day.merge(restored_database, *sticks)
    assert merged.code == 0, merged
    assert (merged.told()["known"], merged.told()["refused"]) == (5, 0)
    well("mark", restored_database, "--json")
    well("ledger", restored_database, "--json")
    assert well("report", restored_database, "--out", tmp_path / "report", "--json").told()["files"]
    again, rooms = sealed_again(day, "spring")
    site = rooms / "site.kcx"
    assert site.read_bytes() == (day.sealed / "rooms" / "site.kcx").read_bytes()  # PCs know it already
    assert again.session != day.session


def test_a_damaged_backup_and_a_wrong_passphrase_are_told_apart_and_restore_nothing(day, tmp_path):
    secret = day.secret("backup", BACKUP_PASSPHRASE)
    well("backup", "--office", day.office, "--out", tmp_path / "b.kcz", "--passphrase-file", secret)
    wrong = kaochang("restore", tmp_path / "b.kcz", "--out", tmp_path / "new", "--passphrase-file", day.passphrase_file)
    data = bytearray((tmp_path / "b.kcz").read_bytes())
    data[2000] ^= 1
    (tmp_path / "damaged.kcz").write_bytes(data)
    damaged = kaochang("restore", tmp_path / "damaged.kcz", "--out", tmp_path / "new", "--passphrase-file", secret)
    assert (wrong.code, damaged.code) == (Outcome.CODE, Outcome.DECRYPT)
    assert not (tmp_path / "new").exists()
    assert kaochang("inspect", tmp_path / "b.kcz").code == 0
    assert kaochang("inspect", tmp_path / "damaged.kcz").code == Outcome.DECRYPT


def test_no_secret_of_an_office_stands_in_a_backup_or_on_a_screen(day, tmp_path):
    secret = day.secret("backup", BACKUP_PASSPHRASE)
    ran = well(
        "backup", "--office", day.office, "--bank", day.bank, "--out", tmp_path / "b.kcz", "--passphrase-file", secret
    )
    page = well("keys", "show", day.office).out + ran.out
    for word in (PASSPHRASE, BACKUP_PASSPHRASE):
        assert word not in page
        assert word.encode() not in (tmp_path / "b.kcz").read_bytes()


def test_a_result_is_sat_after_a_rotation_with_the_old_exam_and_merges(day, pc, tmp_path):
    rotate(day)
    shutil.copy(day.office / "site.kcx", day.sealed / "rooms" / "site.kcx")
    assert day.sit("R01", day.script(login(1), GOOD), pc).code == 0
    assert day.sit("R01", day.script(login(2), POOR), tmp_path / "pc2").code == 0
    assert day.collect("R01", tmp_path / "stick", pc, tmp_path / "pc2").code == 0
    merged = day.merge(tmp_path / "centre.db", tmp_path / "stick").told()
    assert merged["refused"] == 0
    assert list(merged["tickets"].values()).count("submitted") == 2


def signers(envelope, keys):
    """Which of these raw Ed25519 keys signed an envelope, as a library says that knows nothing of ours."""
    found = set()
    for key in keys:
        trusted = SSlibKey(hashlib.sha256(key).hexdigest(), "ed25519", "ed25519", {"public": key.hex()})
        with contextlib.suppress(VerificationError):  # this key did not sign: that is what is asked
            Envelope.from_dict(deepcopy(envelope)).verify([trusted], 1)  # the library changes what it is given
            found.add(key)
    return found


def header_of(envelope):
    payload = base64.b64decode(envelope["payload"])
    return json.loads(payload[4 : 4 + int.from_bytes(payload[:4], "big")])


def raw(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_signatures_are_exported_for_readers_that_know_nothing_of_ours(day, tmp_path):
    first = json.loads(well("inspect", "--dsse", day.office / "site.kcx").out)
    rotate(day)
    second = json.loads(well("inspect", "--dsse", day.office / "site.kcx").out)
    old, new = raw(header_of(first)["office"]), raw(header_of(second)["office"])
    assert signers(first, [old, new]) == {old}
    assert signers(second, [old, new]) == {old, new}
    kit = json.loads(well("inspect", "--dsse", day.centre_kit).out)
    exam = json.loads(well("inspect", "--dsse", day.exam).out)
    exam_key = raw(header_of(kit)["exam_key"])
    assert signers(kit, [exam_key]) == signers(exam, [exam_key]) == {exam_key}
    assert kaochang("inspect", "--dsse", tmp_path).code == Outcome.NOT_A_FILE
