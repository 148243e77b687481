"""A session on a further stick: what rooms need is on it, to the byte; codes, the centre's kit and keys are not."""

import pytest
from kaochang.domain.errata import ErratumAction
from kaochang.domain.refusals import Outcome
from kaochang.flow import further_stick, office_after, office_sessions, sticks
from kaochang.flow.errata import ErratumWish
from kaochang.flow.office_after import AfterOrder
from kaochang.flow.office_sessions import SessionOrder
from kaochang.flow.session_plan import SessionWish
from kaochang.papers.roster import roster_of_text
from support.office_pages import PASSPHRASE
from support.office_sessions import AtSessions
from support.refusals import refuses

ROWS = roster_of_text("姓名\t工号\n测试甲\tG1\n测试乙\tG2\n").rows

pytestmark = pytest.mark.usefixtures("cheap_guesses")


@pytest.fixture
def at(tmp_path, words):
    return AtSessions(tmp_path / "data", words)


@pytest.fixture
def sealed(at):
    wish = SessionWish([at.exam()], rooms=["上海 301"], zone=at.office().zone, cost=at.office().cost)
    order = SessionOrder(wish, ROWS, sticks.choose(at.stick), PASSPHRASE)
    return office_sessions.seal_session(at.office(), order)


@pytest.fixture
def further(tmp_path):
    folder = tmp_path / "further"
    folder.mkdir()
    return folder


def lay(at, sealed, drive):
    return further_stick.lay(at.office(), sealed.session.id, sticks.choose(drive))


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_rooms_proctors_and_open_pages_are_the_same_and_no_code_is_written_again(at, sealed, further, words):
    made, first = files_of(lay(at, sealed, further)), files_of(sealed.folder)
    readme = next(path for path in made if path.suffix == ".txt" and len(path.parts) == 1)
    missing = {path for path in first if path not in made}
    assert [path.stem for path in missing] == [words("quick.file.start-code")]
    assert all(made[path] == first[path] for path in made if path != readme)
    told = made[readme].decode("utf-8-sig")
    assert words("further.readme.codes") in told
    assert sealed.code not in told
    assert "2 名考生" in told
    assert not [path for path in made if path.suffix == ".kck" and "centre" in path.name]


def test_a_correction_that_was_made_since_lies_beside_the_sealed_exam(at, sealed, further, tmp_path):
    for text in ("第一次更正", "第二次更正"):
        order = AfterOrder(sealed.session.id, tmp_path, PASSPHRASE)
        office_after.correct(at.office(), order, ErratumWish("", ErratumAction.NOTICE, text))
    made = lay(at, sealed, further)
    (exam,) = made.rglob("*.kcb")
    assert [path.name for path in exam.parent.glob("*.kce")] == [f"{sealed.session.id}-002.kce"]


def test_a_stick_that_has_the_session_is_refused_and_left_as_it_is(at, sealed):
    before = files_of(at.stick)
    with refuses(Outcome.EXISTS, "quick.same-folder"):
        lay(at, sealed, at.stick)
    assert files_of(at.stick) == before


def test_a_session_of_another_office_is_refused(at, sealed, further):
    with refuses(Outcome.MISSING, "quick.no-session"):
        further_stick.lay(at.office(), "0" * 16, sticks.choose(further))
    assert not files_of(further)
