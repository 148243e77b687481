"""Every sign, bracket, mark and grid of the notation goes to MathML and to Word's formulas, and comes back the same."""

import pytest
from kaochang.domain.formula_signs import ACCENTS, FENCES, GRIDS, LIMITED, NAMED, SIGNS
from kaochang.domain.formulas import parse_formula
from kaochang.papers.markup.mathml import to_latex
from kaochang.papers.markup.omml import read_omml
from kaochang.papers.markup.to_mathml import to_mathml
from kaochang.papers.markup.to_omml import to_omml
from kaochang.papers.writing.read_again import seen

COMMANDS = [rf"\{name}" if len(name) > 1 or not name.isalpha() else name for name in NAMED]
FORMULAS = [
    *(rf"x {sign} y" for sign in [*COMMANDS, *SIGNS]),
    *(rf"\left{sign} x \right{sign}" for sign in FENCES),
    *(rf"\{name}{{{inner}}}" for name in ACCENTS for inner in ("x", "AB")),
    *(rf"\{name} x" for name in LIMITED),
    *(rf"\begin{{{name}}} a & b \\ c & d \end{{{name}}}" for name in GRIDS),
    r"\lfloor x \rfloor + \lceil y \rceil",
    r"12^2 + x_{12}",
]


def mathml(root, source):
    """By its elements alone: without the source that our own files have beside them."""
    math = to_mathml(root, source, is_apart=False)
    (note,) = math.iterfind("*/{*}annotation")
    note.getparent().remove(note)
    return to_latex(math)


@pytest.mark.parametrize("source", FORMULAS)
def test_a_formula_comes_back_as_it_was(source):
    root = parse_formula(source)
    if "~" in source or "." in source:  # white space and brackets that are not drawn have other ways to be written
        assert parse_formula(mathml(root, source)) is not None
        assert parse_formula(read_omml(to_omml(root)).latex) is not None
        return
    assert seen(parse_formula(mathml(root, source))) == seen(root)
    assert seen(parse_formula(read_omml(to_omml(root)).latex)) == seen(root)
