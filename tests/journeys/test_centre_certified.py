"""A certified session at the centre's window: nothing opens before its sealed exam is there, and two of its openers."""

import pytest
from conftest import RESOURCES
from kaochang.domain.decisions import DecisionKind
from kaochang.presenters.centre.keys import CENTRE, opener_field
from kaochang.presenters.words import load_words
from support.at_centre import AtTheCentre
from support.exam_day import OPENERS


@pytest.fixture
def desk(tmp_path):
    return AtTheCentre(tmp_path / "data", load_words(RESOURCES / "strings", "zh_CN"))


def secret(day, name):
    return day.own_passphrase_file(name).read_text(encoding="utf-8")


def key(day, name):
    return next((day.people / name).glob("*.kcy"))


def to_openers(desk, day, database, names):
    """The kit, the exam, and these people."""
    desk.presenter.start()
    desk.page("start").new(day.centre_kit)
    keys = desk.page("keys")
    keys.choose_database(database)
    assert (desk.state.is_certified, "密封试卷" in desk.state.why) == (True, True)
    keys.choose_exam(day.exam)
    assert desk.state.fingerprint
    for name in names:
        keys.add_opener(key(day, name))
        keys.type(opener_field(str(key(day, name))), secret(day, name))
    return keys


def test_two_openers_open_it_and_the_centre_key_signs_what_two_people_decide(desk, sealed_certified, tmp_path):
    day = sealed_certified
    keys = to_openers(desk, day, tmp_path / "centre.db", OPENERS[:1])
    assert "2" in desk.state.why
    keys.add_opener(key(day, OPENERS[2]))
    keys.type(opener_field(str(key(day, OPENERS[2]))), secret(day, OPENERS[2]))
    keys.choose_centre_key(key(day, "阅卷中心"))
    keys.type(CENTRE, secret(day, "阅卷中心"))
    keys.open()
    assert (desk.here, desk.figure("due")) == ("collect", "4")
    desk.presenter.decide("T0001", DecisionKind.ABSENT)
    form = desk.page("decide")
    form.type("周主任", "", "没有来")
    form.decide()
    assert desk.desk.now.row("T0001").status == "absent"


def test_without_the_centre_key_nothing_is_decided_and_the_window_says_what_to_do(desk, sealed_certified, tmp_path):
    to_openers(desk, sealed_certified, tmp_path / "centre.db", OPENERS[:2]).open()
    desk.presenter.decide("T0001", DecisionKind.ABSENT)
    form = desk.page("decide")
    form.type("周主任", "", "没有来")
    form.decide()
    assert desk.state.refused.message == "签名需要中心密钥，这里没有。"
    assert desk.desk.now.decisions == ()
