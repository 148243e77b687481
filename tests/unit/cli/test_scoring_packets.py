"""A scorer elsewhere on the terminal: a packet out, the same verbs on it, scores back, and what does not count told."""

import pytest
from kaochang.domain.refusals import Outcome
from support.exam_day import ROSTER, ExamDay, kaochang, login, well
from support.small_paper import GOOD, PAPER

ITEM = "简答题#1"
SECRET = "评分口令 4471"


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """A session with the results of two candidates, planned for one scorer who has a key."""
    made = ExamDay(tmp_path_factory.mktemp("packets"))
    made.read(PAPER)
    exam = made.assemble("--pass-findings", "命题组长丁：标准答案由评委组在中心确定", "--pass-mark", "20")
    made.seal(exam, roster="\n".join(ROSTER.splitlines()[:3]))
    for number in (1, 2):
        assert made.sit("R01", made.script(login(number), GOOD), made.folder / f"pc{number}").code == 0
    made.collect("R01", made.folder / "stick", made.folder / "pc1", made.folder / "pc2")
    made.merge(made.folder / "centre.db", made.folder / "stick")
    well("mark", made.folder / "centre.db")
    (made.folder / "secret").write_text(SECRET, encoding="utf-8")
    given = ("--out", made.folder / "甲", "--passphrase-file", made.folder / "secret")
    well("keys", "make", "--role", "scorer", "--name", "甲", *given)
    well("score", "plan", made.folder / "centre.db", "--scorer", "甲", "--by", "组长")
    return made


def with_key(day):
    return "--key", next((day.folder / "甲").glob("*.kcy")), "--passphrase-file", day.folder / "secret"


def packet(day, name):
    card = next((day.folder / "甲").glob("*.kcd"))
    given = ["--scorer", "甲", "--card", card, "--kit", day.centre_kit, *day.at_centre]
    out = day.folder / name
    made = well(
        *("score", "packet", day.folder / "centre.db", *given, "--passphrase-file", day.passphrase_file),
        *("--out", out, "--json"),
    )
    return out, made.told()


def test_a_packet_goes_out_is_scored_and_comes_back(day):
    out, told = packet(day, "甲.kcw")
    assert (told["scorer"], told["number"], told["responses"], told["items"]) == ("甲", 1, 2, 1)
    handles = []
    for left in (2, 1):
        found = well("score", "next", out, *with_key(day), "--json").told()
        assert (found["left"], found["task"]["item"], found["task"]["response"]) == (left, ITEM, GOOD[ITEM])
        given = well("score", "give", out, found["task"]["handle"], *with_key(day), "--points", "3", "--json").told()
        assert (given["points"], given["third"]) == ("3", False)
        handles.append(found["task"]["handle"])
    (far,) = well("score", "progress", out, *with_key(day), "--json").lines()
    assert (far["item"], far["scored"], far["of"]) == (ITEM, 2, 2)
    back = day.folder / "甲.kcs"
    assert well("score", "hand-back", out, *with_key(day), "--out", back, "--json").told()["left"] == 0
    database = day.folder / "centre.db"
    first, again = (well("score", "take", database, back, "--json").told() for _ in range(2))
    assert (first["scorer"], first["new"], first["known"], first["refused"]) == ("甲", 2, 0, [])
    assert (again["new"], again["known"]) == (0, 2)
    assert well("score", "progress", database, "--json").told()["scored"] == 2
    for path, kind in ((out, "评分包"), (back, "评分文件")):
        assert kind in well("inspect", path).out
    assert "T0001" not in well("inspect", out).out
    assert well("ledger", database, "--json").told()["waiting"] == 1
    _check_what_cannot_count(day, database, back, out, handles)


def _check_what_cannot_count(day, database, back, packet, handles):
    """A file that is none keeps no other out; a mark that does not count is named."""
    bad = day.folder / "bad.kcs"
    bad.write_bytes(back.read_bytes()[:-1])
    both = kaochang("score", "take", database, bad, back, "--json")
    assert (both.code, both.told()["known"]) == (Outcome.FRAME, 2)
    for handle in handles:
        well("score", "give", packet, handle, *with_key(day), "--points", "2")
    later = day.folder / "later.kcs"
    well("score", "hand-back", packet, *with_key(day), "--out", later)
    well("score", "plan", database, "--scorer", "乙", "--by", "组长")
    late = kaochang("score", "take", database, later, language="en")
    assert (late.code, late.out.count("Not counted"), late.err.count("newer plan")) == (Outcome.CONFLICT, 2, 2)


def test_a_packet_needs_its_key_and_what_is_none_is_told_before_anybody_types(day):
    nothing = day.folder / "nothing.kcw"
    nothing.write_bytes(b"")
    assert kaochang("score", "next", nothing, *with_key(day)).code == Outcome.EMPTY
    assert kaochang("score", "next", nothing).code == Outcome.USAGE
    assert kaochang("score", "next", day.folder / "centre.db").code == Outcome.USAGE
