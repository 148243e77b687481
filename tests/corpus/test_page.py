"""The verifier reads canonical JSON and the page's tables strictly, and stands on nothing of the program."""

import ast
import io
import sys
import tokenize
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.sealing import canonical as product
from verifier import canonical, page, verify
from verifier.page import Refused

FOLDER = Path(verify.__file__).parent
ALLOWED = {"nacl", "verifier"} | sys.stdlib_module_names
AES = {"cryptography.hazmat.primitives.ciphers.aead": {"AESGCM"}, "cryptography.exceptions": {"InvalidTag"}}

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**54), 2**54) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


def read(data, **how):
    return canonical.read(data, **{"outcome": "HEADER", "depth": 8, "nfc": True, "limit": 65_536, **how})


def imports(path):
    """(module, name) for everything a module imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((each.name, "") for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module, each.name) for each in node.names)


def modules_of_the_reader():
    """verify.py, and what it stands on."""
    found, waiting = set(), ["verify"]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for module, imported in imports(FOLDER / f"{name}.py"):
            if module == "verifier":
                waiting.append(imported)
            elif module.startswith("verifier."):
                waiting.append(module.partition(".")[2])
    return sorted(found)


@pytest.mark.parametrize("name", modules_of_the_reader())
def test_the_reader_stands_on_nothing_of_ours_and_of_cryptography_on_aes_gcm_alone(name):
    for module, imported in imports(FOLDER / f"{name}.py"):
        assert imported in AES.get(module, ()) or module.partition(".")[0] in ALLOWED, (module, imported)


def code_lines(path):
    """Lines of code: neither blank nor a comment or docstring."""
    source = path.read_text("utf-8")
    lone = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Expr)]
    texts = [node for node in lone if isinstance(node.value, ast.Constant)]
    told = {line for text in texts for line in range(text.lineno, text.end_lineno + 1)}
    bare = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    tokens = [token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type not in bare]
    return len({line for token in tokens for line in range(token.start[0], token.end[0] + 1)} - told)


def test_the_reader_stays_short_enough_to_be_read_in_an_evening():
    """What makes golden files, corpus and faults is no part of it."""
    assert sum(code_lines(FOLDER / f"{name}.py") for name in modules_of_the_reader()) <= 1110


@given(VALUES)
def test_what_both_write_is_the_same_and_reads_back(value):
    try:
        theirs = product.encode(value, depth=4, nfc=False)
    except (Refusal, ValueError):
        with pytest.raises(ValueError):
            canonical.written(value, 4)
        return
    assert canonical.written(value, 4) == theirs
    assert read(theirs, depth=4, nfc=False) == value


@given(st.binary(max_size=40) | st.text('{}[]",:\\u0019ae-. ', max_size=20).map(str.encode))
def test_both_refuse_the_same_bytes(data):
    def outcome_of(reading):
        try:
            return reading(data)
        except (Refused, Refusal) as refused:
            return Outcome[str(refused.outcome)] if isinstance(refused, Refused) else refused.outcome

    assert outcome_of(read) == outcome_of(lambda given: product.decode(given))


@pytest.mark.parametrize("mark", [b",", b"[", b"{"])
def test_both_refuse_one_comma_or_bracket_more_than_any_document_has(mark):
    limit = 4_000_000
    for reading, refusal in ((canonical.read, Refused), (product.decode, Refusal)):
        how = {"depth": 8, "nfc": False, "limit": limit + 3}
        outcome = "PAYLOAD" if reading is canonical.read else Outcome.PAYLOAD
        assert reading(b'"' + mark * limit + b'"', outcome=outcome, **how) == mark.decode() * limit
        with pytest.raises(refusal) as caught:
            reading(b'"' + mark * (limit + 1) + b'"', outcome=outcome, **how)
        assert caught.value.outcome == outcome


SHAPES = [
    ("text", "x", 1),
    ("id", "R-1_a", "R/1"),
    ("id", "x" * 64, "x" * 65),
    ("id of 16", "x" * 16, "x" * 15),
    ("text of 1 to 3", "密封好", ""),
    ("text of 1 to 3", "x", 2),
    ("int", -5, True),
    ("int 0 to 5", 5, 6),
    ("int 0 to 5", 0, -1),
    ("ms", 253_370_764_799_999, 253_370_764_800_000),
    ("bool", False, 0),
    ("fraction", "5/2", "10/4"),
    ("fraction", "-3", "-3/1"),
    ("fraction", "0", "1/0"),
    ('"live" or "rehearsal"', "live", "practice"),
    ("int or null", None, ""),
    ("[text, …]", [], [1]),
    ("[[text, fraction], …]", [["i1", "2"]], [["i1", "2", "3"]]),
    ('["person" or "name", …]', ["name", "person"], ["ticket"]),
    ("{text: {text: int}}", {"a": {"b": 1}}, {"a": {"b": "1"}}),
    ("Room", {"id": "R1", "name": "一号"}, {"id": "R1"}),
    ("Room or null", None, {"id": "R1", "name": "一号", "more": 1}),
    ("{text: Choice or Judgement}", {"a": {"type": "judgement", "value": True}}, {"a": {"type": "choice", "value": 1}}),
]


@pytest.mark.parametrize(("shape", "good", "bad"), SHAPES, ids=[shape for shape, *_ in SHAPES])
def test_a_shape_of_the_page_takes_what_it_says_and_nothing_else(shape, good, bad):
    assert page.is_shaped(shape, good)
    assert not page.is_shaped(shape, bad)


def test_outcomes_and_exit_codes_are_those_of_the_product():
    assert {name: code for name, code in page.exit_codes().items() if name in Outcome.__members__} == {
        outcome.name: outcome.value for outcome in Outcome
    }
