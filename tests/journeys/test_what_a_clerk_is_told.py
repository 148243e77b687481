"""What the terminal tells a person who reads it: whose it is, what is still open, and how to write it."""

import pytest
from kaochang.flow import release
from kaochang.flow.simulate import StepClock
from kaochang.machine.clock import SystemClock
from kaochang.sealing import codes
from support.exam_day import ROSTER, ExamDay, kaochang, login, well
from support.put_in import put_in
from support.small_paper import GOOD, KEY, PAPER


@pytest.fixture
def marked(sealed_day, sticks, tmp_path):
    """The database of a day that waits for people alone."""
    assert sealed_day.merge(tmp_path / "centre.db", *sticks).code == 0
    well("mark", tmp_path / "centre.db")
    return tmp_path / "centre.db"


def test_a_score_that_replaces_another_persons_says_whose(marked):
    score = ["mark", marked, "--score", "T0001", "简答题#1"]
    first = well(*score, "6", "--by", "阅卷员己")
    second = well(*score, "2", "--by", "阅卷员庚")
    assert "阅卷员己" not in first.out
    assert "阅卷员己 先前给的 6 分已由 2 分取代" in second.out


def test_a_scorer_is_shown_the_reference_and_the_rubric(tmp_path):
    day = ExamDay(tmp_path)
    day.read(PAPER + "参考答案：客户复述无误；约定已经记录。\n评分标准：每个标志3分。\n")
    day.seal(day.assemble("--pass-findings", "丁：待定"), roster="\n".join(ROSTER.splitlines()[:2]))
    assert day.sit("R01", day.script(login(1), {"简答题#1": "复述"}), tmp_path / "pc").code == 0
    day.collect("R01", tmp_path / "stick", tmp_path / "pc")
    day.merge(tmp_path / "centre.db", tmp_path / "stick")
    well("mark", tmp_path / "centre.db")
    told = well("mark", tmp_path / "centre.db", "--waiting").out
    assert "客户复述无误；约定已经记录。" in told
    assert "每个标志3分" in told


def test_merging_names_who_has_no_result_and_what_to_do(sealed_day, sticks, tmp_path):
    for path in sticks[1].rglob("T0003-*.kcr"):
        path.unlink()
    secret = ("--passphrase-file", sealed_day.passphrase_file)
    ran = kaochang("merge", *sticks, "--kit", sealed_day.centre_kit, "--db", tmp_path / "c.db", *secret)
    (line,) = [line for line in ran.out.splitlines() if "T0003 测试乙壹" in line]
    assert "文件缺失" in line
    assert "T0004" not in ran.out


def test_an_absence_said_of_somebody_who_handed_in_is_told(sealed_day, collected, tmp_path):
    secrets = ("--code-file", sealed_day.code_file, "--data", tmp_path / "proctor-pc")
    order = ("--kit", sealed_day.proctor_kit("R02"), "--to", put_in(tmp_path / "stick"), "--absent", "T0003")
    ran = well("collect", collected / "pc3", collected / "pc1", *order, *secrets)
    assert "准考证 T0003 已经交卷" in ran.out
    assert "属于其他考场或其他场次" in ran.out


def test_a_stick_without_a_copy_is_named_with_the_reason_and_the_result_is_safe(sealed_day, tmp_path, words):
    (tmp_path / "no-stick").write_bytes(b"a file")
    script = sealed_day.script(login(4), GOOD)
    given = ["--room", "R02", "--data", tmp_path / "pc", "--code-file", sealed_day.code_file]
    sticks = ["--stick", tmp_path / "no-stick", "--stick", put_in(tmp_path / "good")]
    ran = kaochang("sit", sealed_day.exam, "--script", script, *given, *sticks)
    late = kaochang("hand-in", sealed_day.exam, "--ticket", "T0004", *given, "--stick", tmp_path / "no-stick")
    for each in (ran, late):
        assert (each.code, each.out.count("已交卷：准考证 T0004")) == (1, 1), each
        first, second = each.err.splitlines()
        assert str(tmp_path / "no-stick") in first
        assert words("refusal.io.not-a-folder") in first
        assert second == words("cli.hand-in.safe", ticket="T0004")
    assert well("hand-in", sealed_day.exam, "--ticket", "T0004", *given, "--stick", put_in(tmp_path / "late")).err == ""


def test_a_proctor_is_told_who_is_missing_and_what_to_do_until_all_is_collected(sealed_day, collected, tmp_path, words):
    who = {"ticket": "T0004", "name": "测试乙贰"}
    secrets = ("--code-file", sealed_day.code_file, "--data", tmp_path / "proctor-pc")
    order = ("--kit", sealed_day.proctor_kit("R02"), "--to", put_in(tmp_path / "stick"), *secrets)
    (tmp_path / "empty").mkdir()
    first = well("collect", collected / "pc3", tmp_path / "empty", *order)
    assert words("cli.collect.missing.not-started", **who) in first.out
    assert words("cli.collect.barren", source=tmp_path / "empty") in first.out
    assert first.out.splitlines()[-1] == words("cli.collect.not-all", count=1, of=2)
    left = sealed_day.sit("R02", sealed_day.script(login(4), GOOD, hand_in=False), tmp_path / "pc4")
    assert left.code == 0
    second = well("collect", tmp_path / "pc4", *order)
    assert words("cli.collect.missing.present", **who) in second.out
    data = ("--data", tmp_path / "pc4", "--code-file", sealed_day.code_file)
    well("hand-in", sealed_day.exam, "--room", "R02", "--ticket", "T0004", *data)
    third = well("collect", tmp_path / "pc4", *order)
    assert third.out.splitlines()[-1] == words("cli.collect.all", of=2)
    for sheet in ("start-sheet.step.4", "code-sheet.start.step.collect"):  # what proctors are told to wait for
        assert "全部收齐" in words(sheet)
    assert words("cli.collect.all", of=2).startswith("全部收齐")
    told = well("collect", tmp_path / "pc4", *order, "--json").told()
    assert (told["missing"], told["barren"], told["problems"]) == ({}, [], [])


def test_a_collection_of_the_wrong_place_signs_nothing_and_says_where_it_looked(sealed_day, collected, tmp_path, words):
    secrets = ("--code-file", sealed_day.code_file, "--data", tmp_path / "proctor-pc")
    ran = kaochang(
        "collect",
        collected / "pc3",
        "--kit",
        sealed_day.proctor_kit("R01"),
        "--to",
        put_in(tmp_path / "stick"),
        *secrets,
    )
    said = words("refusal.collect.nothing", sources=collected / "pc3", elsewhere=2)
    assert (ran.code, said in ran.err) == (26, True), ran
    assert list(tmp_path.rglob("*.kcm")) == []


def test_files_are_looked_at_before_a_proctor_types_a_code(sealed_day, collected, tmp_path, words):
    order = ("--kit", sealed_day.proctor_kit("R01"), "--to", put_in(tmp_path / "stick"))
    ran = kaochang("collect", tmp_path / "unplugged", *order)
    assert (ran.code, str(tmp_path / "unplugged") in ran.err) == (26, True)
    ran = kaochang("collect", collected / "pc1", *order)
    said = words("refusal.secret.missing", secret=words("cli.ask.code"))
    assert (ran.code, said in ran.err, "--code-file" in ran.err) == (18, True, True)


def test_an_absence_said_of_somebody_who_began_and_an_attempt_without_a_response_are_told(sealed_day, tmp_path, words):
    begun = sealed_day.sit("R02", sealed_day.script(login(4), {}, hand_in=False), tmp_path / "pc")
    assert begun.code == 0, begun
    secret = ("--code-file", sealed_day.code_file)
    order = (
        "--kit",
        sealed_day.proctor_kit("R02"),
        "--to",
        put_in(tmp_path / "stick"),
        "--data",
        tmp_path / "proctor-pc",
    )
    ran = well("collect", tmp_path / "pc", *order, *secret, "--absent", "T0004", "--absent", "T0003")
    assert words("cli.collect.begun", ticket="T0004") in ran.out.splitlines()
    assert words("cli.collect.begun", ticket="T0003") not in ran.out
    left = ["hand-in", sealed_day.exam, "--room", "R02", "--ticket", "T0004", "--data", tmp_path / "pc", *secret]
    ran = kaochang(*left)
    assert (ran.code, words("refusal.hand-in.nothing-answered", ticket="T0004") in ran.err) == (24, True), ran


def test_a_first_act_of_a_pc_says_that_it_counts_from_one_and_where_another_pcs_log_goes(sealed_day, tmp_path, words):
    given = ["--code-file", sealed_day.code_file, "--by", "甲", "--reason", "停电", "--room-wide", "--kind", "pause"]
    grant = ["act", sealed_day.proctor_kit("R01"), *given, "--json"]
    first = well(*grant, "--data", tmp_path / "a", "--stick", put_in(tmp_path / "stick"))
    other = well(*grant, "--data", tmp_path / "b", "--stick", put_in(tmp_path / "stick"))
    assert (first.err.strip(), other.err) == (words("cli.act.first", room="R01"), "")
    assert first.told()["code"] != other.told()["code"]


def test_merging_says_which_database_is_new_and_which_source_holds_nothing(sealed_day, sticks, tmp_path, words):
    (tmp_path / "empty").mkdir()
    given = ["--kit", sealed_day.centre_kit, "--db", tmp_path / "c.db", "--passphrase-file", sealed_day.passphrase_file]
    first = well("merge", *sticks, tmp_path / "empty", *given)
    new = words("cli.merge.new-database", database=tmp_path / "c.db")
    barren = words("cli.merge.barren", source=tmp_path / "empty")
    assert (new in first.out.splitlines(), barren in first.out.splitlines()) == (True, True)
    again = well("merge", *sticks, *given)
    assert (new in again.out, "empty" in again.out) == (False, False)


def test_a_centre_pc_pins_the_site_file_once_a_kit_has_opened_by_it(sealed_day, sticks, tmp_path):
    wrong = tmp_path / "wrong"
    wrong.write_text("另一句口令-0000", "utf-8")
    given = ["merge", *sticks, "--kit", sealed_day.centre_kit, "--exam", sealed_day.exam, "--db", tmp_path / "c.db"]
    said = []
    for file in (wrong, wrong, sealed_day.passphrase_file, sealed_day.passphrase_file):
        ran = kaochang(*given, "--passphrase-file", file, "--data", tmp_path / "centre-pc")
        said.append((ran.code, "指纹" in ran.out, len(list(tmp_path.rglob("site*/*.kcx")))))
    assert said == [(18, True, 0), (18, True, 0), (0, True, 1), (0, False, 1)]


def test_the_key_of_nobody_among_the_openers_is_named_with_its_file(sealed_certified, tmp_path, words):
    day, secret = sealed_certified, tmp_path / "secret"
    (tmp_path / "stick").mkdir()
    secret.write_text("自己的口令 4409", "utf-8")
    well("keys", "make", "--role", "opener", "--name", "外人", "--out", tmp_path / "x", "--passphrase-file", secret)
    (stranger,) = (tmp_path / "x").glob("*.kcy")
    good = next((day.people / "开启人甲").glob("*.kcy"))
    given = ["merge", tmp_path / "stick", "--kit", day.centre_kit, "--exam", day.exam, "--db", tmp_path / "c.db"]
    ran = kaochang(*given, "--opener", good, "--opener", stranger, "--data", tmp_path / "pc")
    assert (ran.code, ran.err.startswith(str(stranger)), words("refusal.kit.stranger") in ran.err) == (18, True, True)


def test_a_release_of_a_folder_without_an_attempt_names_it(sealed_day, tmp_path, words):
    away = kaochang("release", sealed_day.exam, "--expired", "--data", tmp_path / "x", clock=StepClock(4 * 10**12))
    assert (away.code, str(tmp_path / "x") in away.err) == (26, True)
    assert words("refusal.release.nothing") in away.err


def test_a_release_that_could_delete_nothing_does_not_offer_to(sealed_day, tmp_path, words, monkeypatch):
    staying = release.Held(tmp_path, "T0001", release.Fate.NO_RESULT)
    monkeypatch.setattr(release, "expired", lambda *given: [staying])
    ran = kaochang("release", sealed_day.exam, "--expired", "--data", tmp_path / "x")
    assert (ran.code, ran.out.splitlines()[-1]) == (1, words("cli.release.none", staying=1))


@pytest.mark.attack(55)
def test_wrong_start_codes_wait_at_every_verb_of_the_pc_and_a_right_one_ends_it(sealed_day, tmp_path, words):
    wrong = tmp_path / "wrong"
    wrong.write_text(codes.encode(12345, codes.START_CODE), "utf-8")
    given = [sealed_day.exam, "--room", "R01", "--data", tmp_path / "pc"]
    script = sealed_day.script(login(1), GOOD)
    clock = StepClock(SystemClock().wall())
    assert kaochang("unlock", *given, "--code-file", wrong, clock=clock).code == 18
    for _ in range(2):
        assert kaochang("sit", *given, "--script", script, "--code-file", wrong, clock=clock).code == 18
    for verb in (["unlock"], ["sit", "--script", script]):
        soon = kaochang(*verb, *given, "--code-file", sealed_day.code_file, clock=clock)
        assert (soon.code, words("refusal.code.wait", seconds=5) in soon.err) == (24, True), soon
    clock.go_on(5_000)
    assert kaochang("unlock", *given, "--code-file", sealed_day.code_file, clock=clock).code == 0
    assert kaochang("unlock", *given, "--code-file", wrong, clock=clock).code == 18
    assert kaochang("unlock", *given, "--code-file", sealed_day.code_file, clock=clock).code == 0


def test_a_key_that_a_passphrase_did_not_open_is_told_as_that(sealed_day, tmp_path, words):
    wrong = tmp_path / "wrong"
    wrong.write_text("另一句口令-0000", "utf-8")
    ran = kaochang("keys", "passphrase", sealed_day.office, "--passphrase-file", wrong, "--new-passphrase-file", wrong)
    assert (ran.code, words("refusal.passphrase.wrong") in ran.err) == (18, True)


def test_inspecting_says_whole_and_what_is_none_of_ours_is_not_called_damaged(sealed_day, tmp_path):
    assert "完好" in well("inspect", sealed_day.exam).out
    for name, data in (
        ("a.pdf", b"%PDF-1.7\n"),
        ("a.csv", b"a,b\n"),
        ("a.db", b"SQLite format 3\0"),
        ("a.json", b"{}"),
    ):
        (tmp_path / name).write_bytes(data)
        ran = kaochang("inspect", tmp_path / name)
        assert (ran.code, "不是本系统的密封文件" in ran.err) == (11, True)


def test_the_site_file_beside_the_exam_is_where_verifying_starts(sealed_day):
    assert "签名正确" in well("verify", sealed_day.centre_kit, "--exam", sealed_day.exam).out


def test_sealing_tells_the_id_of_every_room_and_a_room_can_be_named_either_way(tmp_path):
    day = ExamDay(tmp_path)
    day.read(PAPER + KEY)
    exam = day.assemble()
    day.seal(exam)
    roster = tmp_path / "roster.csv"
    order = ("--exam", exam, "--roster", roster, "--office", day.office, "--passphrase-file", day.passphrase_file)
    said = well("seal", day.bank, *order, "--out", tmp_path / "again").out
    assert "R01  一号教室（2 人）" in said
    told = well("unlock", day.exam, "--room", "二号教室", "--code-file", day.code_file, "--json").told()
    assert told["room"] == "R02"
    over = kaochang("seal", day.bank, *order, "--out", tmp_path / "x", "--opens", "2020-01-01 09:00")
    assert (over.code, "2020 年 1 月 1 日" in over.err, "。请" in over.err) == (24, True, True)


@pytest.mark.parametrize(
    ("verb", "options", "form"),
    [
        ("seal", ("--opens", "2026-11-21"), "如 2026-11-21 09:30"),
        ("assemble", ("--pass-findings", "没有理由"), "写作“姓名：理由”"),
        ("assemble", ("--pass-mark", "六十"), "写分数"),
        ("assemble", ("--points", "单选"), "写作“题型=分值”"),
        ("set-key", ("--item", "单选题#1", "--key", "E", "--by", " "), "写姓名"),
    ],
)
def test_a_value_that_cannot_be_used_is_answered_with_how_to_write_it(sealed_day, verb, options, form, tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    sealing = ("--exam", "x", "--roster", tmp_path / "roster.csv", "--office", tmp_path, "--out", tmp_path)
    ran = kaochang(verb, sealed_day.bank, *(sealing if verb == "seal" else ()), *options)
    assert (ran.code, form in ran.err) == (64, True), ran.err


def test_a_key_that_does_not_fit_is_refused_with_the_place_and_its_labels(sealed_day):
    ran = kaochang("set-key", sealed_day.bank, "--item", "单选题#1", "--key", "E", "--by", "丁")
    assert (ran.code, "单选题#1" in ran.err, "A、B、C、D" in ran.err) == (20, True, True)
