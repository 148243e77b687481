"""What a screen reader says instead of what cannot be read letter by letter: formulas, code, blanks."""

import re

from kaochang.domain.authored import Apart, Block, Code, Formula, Gap, Paragraph, read_authored
from kaochang.domain.formula_signs import Sort
from kaochang.domain.formulas import Fenced, Grid, Marked, Node, Ratio, Root, Row, Scripts, Sign, Upright, is_primes
from kaochang.domain.ports import Words
from kaochang.presenters.candidate.exam_state import OptionFace

_BEFORE = 16
"""So many characters before a blank tell where it stands."""

_SPACE = re.compile(r"[\s_]+")


def spoken_text(text: str, words: Words, blanks: int = 0) -> str:
    """A whole text as it is said."""
    if not blanks and "\\" not in text and "```" not in text:
        return text
    return "\n".join(_block(block, words) for block in read_authored(text, blanks))


def spoken_option(option: OptionFace, words: Words) -> str:
    """What an option says, and that it has a picture; one that is a picture alone says just that."""
    said = spoken_text(option.text, words)
    if option.picture is None:
        return said
    return words("texts.option.text-picture", text=said) if said else words("texts.option.picture")


def spoken_blank(text: str, gap: Gap, words: Words, blanks: int) -> str:
    """A blank of so many by its number and the words before it, as the text itself is said."""
    name = words("candidate.blank", number=gap.number + 1)
    before = _said_before(text, gap, words, blanks)
    return words("texts.blank.spoken", blank=name, before=before) if before else name


def _said_before(text: str, gap: Gap, words: Words, blanks: int) -> str:
    """The last words of its line before the blank; a formula among them is whole."""
    line = next(block for block in read_authored(text, blanks) if isinstance(block, Paragraph) and gap in block.pieces)
    said = ""
    for piece in reversed(line.pieces[: line.pieces.index(gap)]):
        room = _BEFORE - len(said)
        if room <= 0:
            break
        if isinstance(piece, Formula):
            said = f" {spoken_formula(piece.root, words)} {said}"
        elif isinstance(piece, Gap):
            said = f" {said}"
        else:
            said = _SPACE.sub(" ", piece.text)[-room:] + said
    return " ".join(said.split())


def spoken_formula(root: Node, words: Words) -> str:
    """A formula in words; signs that screen readers know are left to them."""
    return " ".join(_say(root, words).split())


def _block(block: Block, words: Words) -> str:
    if isinstance(block, Apart):
        return spoken_formula(block.root, words)
    if isinstance(block, Code):
        return words("texts.code.spoken", code=block.text)
    return _paragraph(block, words)


def _paragraph(paragraph: Paragraph, words: Words) -> str:
    said = ""
    for piece in paragraph.pieces:
        if isinstance(piece, Gap):
            said += f" {words('candidate.blank', number=piece.number + 1)} "
        elif isinstance(piece, Formula):
            said += f" {spoken_formula(piece.root, words)} "
        else:
            said += piece.text
    return said


def _say(node: Node, words: Words) -> str:
    match node:
        case Sign(text) | Upright(text):
            return text
        case Row(parts):
            return " ".join(_say(part, words) for part in parts)
        case Ratio(over, under):
            return words("texts.formula.ratio", over=_say(over, words), under=_say(under, words))
        case Root(inner, index):
            if index is None:
                return words("texts.formula.root", inner=_say(inner, words))
            return words("texts.formula.root.index", inner=_say(inner, words), index=_say(index, words))
        case Scripts():
            return _say_scripts(node, words)
        case Fenced(left, inner, right):
            return f"{left} {_say(inner, words)} {right}"
        case Marked(inner, mark):
            return words(f"texts.formula.mark.{mark}", inner=_say(inner, words))
        case Grid():
            return _say_grid(node, words)
        case _:
            return ""


def _say_scripts(scripts: Scripts, words: Words) -> str:
    said = _say(scripts.base, words)
    base = scripts.base
    has_limits = (isinstance(base, Sign) and base.sort in (Sort.LARGE, Sort.INTEGRAL)) or (
        isinstance(base, Upright) and base.is_limited
    )
    kind = "limit" if has_limits else "script"
    if scripts.below is not None:
        said = words(f"texts.formula.{kind}.below", base=said, script=_say(scripts.below, words))
    above = scripts.above
    if isinstance(above, Row) and above.parts and is_primes(above.parts[0]):
        said += above.parts[0].text
        above = Row(above.parts[1:])
    if is_primes(above):
        said += above.text
    elif above is not None:
        said = words(f"texts.formula.{kind}.above", base=said, script=_say(above, words))
    return said


def _say_grid(grid: Grid, words: Words) -> str:
    lines = [
        words("texts.formula.grid.row", number=number, cells=", ".join(_say(cell, words) for cell in row))
        for number, row in enumerate(grid.rows, start=1)
    ]
    return words("texts.formula.grid", count=len(lines), rows=" ".join(lines))
