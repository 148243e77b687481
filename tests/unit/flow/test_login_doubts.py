"""Who logs in is told by what is typed, however it is spelled; what seems wrong is told without naming anybody."""

from types import SimpleNamespace

import pytest
from kaochang.domain.assessments import LoginField
from kaochang.domain.refusals import Refusal, Word
from kaochang.domain.rosters import Ticket
from kaochang.flow.login_doubts import alike, unknown

PERSON, NAME, TICKET, IDENTITY = LoginField.PERSON, LoginField.NAME, LoginField.TICKET, LoginField.IDENTITY
TICKETS = (
    Ticket("2026050101", "钱七", "G7001", "exam", "room"),
    Ticket("2026050102", "阿卜杜·热西提", "G7002", "exam", "room"),
)


def refused(typed: dict[LoginField, str], tickets: tuple[Ticket, ...] = TICKETS) -> Refusal:
    return unknown(SimpleNamespace(tickets=tickets, login_fields=lambda: tuple(typed)), typed)


@pytest.mark.parametrize("dot", ["·", "•", "・", "．", "‧", "∙", "⋅", "･", ".", " · ", ""])
def test_every_dot_in_a_name_and_none_are_alike(dot):
    assert alike(NAME, f"阿卜杜{dot}热西提", TICKETS[1])


def test_dots_matter_in_numbers():
    assert not alike(PERSON, "G70.02", TICKETS[1])


@pytest.mark.parametrize(
    ("asked", "typed", "meant"),
    [
        (PERSON, "2026050177", TICKET),
        (PERSON, "２０２６ ０５０１７７", TICKET),
        (TICKET, "g9999", PERSON),
        (PERSON, "钱七", NAME),
        (PERSON, "110101199003070X1X", None),
        (PERSON, "11010119900307001X", IDENTITY),
        (PERSON, "G7999", None),
        (PERSON, "77", None),
        (IDENTITY, "11010119900307001X", None),
    ],
)
def test_a_number_of_another_field_is_told_by_its_shape(asked, typed, meant):
    no = refused({asked: typed})
    told = (no.key, no.params.get("asked"), no.params.get("meant"))
    if meant is None:
        assert told == ("login.unknown", None, None)
    else:
        assert told == ("login.looks-like", Word(f"candidate.login.{asked}"), Word(f"candidate.login.{meant}"))


def test_what_is_said_of_a_number_on_the_roster_is_said_of_any_other():
    on_it, not_on_it = refused({PERSON: "2026050101", NAME: "钱七"}), refused({PERSON: "2099999999", NAME: "钱七"})
    assert (on_it.key, on_it.params) == (not_on_it.key, not_on_it.params)


def test_numbers_of_one_shape_are_not_told_apart():
    tickets = (Ticket("7001", "钱七", "8001", "exam", "room"),)
    assert refused({PERSON: "7001"}, tickets).key == "login.unknown"


@pytest.mark.parametrize(
    ("name", "key", "letter"),
    [
        ("qianqi", "login.name-in-chinese", None),
        ("錢七", "login.unusual", "錢"),
        ("钱八", "login.unknown", None),
        ("㛃七", "login.unknown", None),
        ("阿卜杜·玉素甫", "login.unknown", None),
    ],
)
def test_what_seems_wrong_with_a_name_is_said(name, key, letter):
    no = refused({PERSON: "G7001", NAME: name})
    assert (no.key, no.params.get("letter")) == (key, letter)


def test_a_name_in_letters_is_no_fault_where_the_roster_has_one():
    tickets = (*TICKETS, Ticket("2026050103", "Anna Li", "G7003", "exam", "room"))
    assert refused({NAME: "qianqi"}, tickets).key == "login.unknown"
