"""The signs that formulas are written with, by the names they have in LaTeX."""

import enum
from typing import Final


class Sort(enum.Enum):
    """How a sign is set: which way its letters stand, and how much room is left around it."""

    LETTER = "letter"
    PLAIN = "plain"
    OPERATOR = "operator"
    RELATION = "relation"
    COMMA = "comma"
    OPEN = "open"
    CLOSE = "close"
    LARGE = "large"
    INTEGRAL = "integral"


def _same(sort: Sort, signs: str) -> dict[str, tuple[str, Sort]]:
    return {sign: (sign, sort) for sign in signs}


def _named(sort: Sort, pairs: str) -> dict[str, tuple[str, Sort]]:
    words = pairs.split()
    return {name: (sign, sort) for name, sign in zip(words[::2], words[1::2], strict=True)}


SIGNS: Final = (
    _same(Sort.OPERATOR, "+*±×÷·−∪∩")
    | _same(Sort.RELATION, "=<>≤≥≠≈≡∈∉⊂⊆→⇒⇔∝:：∥⊥")
    | _same(Sort.COMMA, ",;，；、")
    | _same(Sort.OPEN, "([（")
    | _same(Sort.CLOSE, ")]）")
    | _same(Sort.PLAIN, "!/|.?%°′″∞∂∇∅∀∃…。△∠√")
    | _same(Sort.LARGE, "∑∏")
    | _same(Sort.INTEGRAL, "∫∮")
    | {"-": ("\u2212", Sort.OPERATOR), "~": (" ", Sort.PLAIN)}
)
"""Signs that stand for themselves."""

NAMED: Final = (
    _named(
        Sort.LETTER,
        "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ "
        "mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω ell ℓ",
    )
    | _named(
        Sort.PLAIN,
        "Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω infty ∞ partial ∂ nabla ∇ "
        "emptyset ∅ varnothing ∅ forall ∀ exists ∃ neg ¬ lnot ¬ angle ∠ triangle △ prime ′ ldots … dots … cdots ⋯ "
        "degree ° hbar ℏ therefore ∴ because ∵ vert | % % & & # # $ $ _ _",
    )
    | _named(
        Sort.OPERATOR,
        "pm ± mp ∓ times × div ÷ cdot · ast * circ ∘ cup ∪ cap ∩ setminus \\ land ∧ wedge ∧ lor ∨ vee ∨ oplus ⊕ "
        "otimes ⊗",
    )
    | _named(
        Sort.RELATION,
        "eq = ne ≠ neq ≠ lt < gt > le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥ geqslant ≥ ll ≪ gg ≫ approx ≈ equiv ≡ sim ∼ "
        "cong ≅ propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ to → rightarrow → leftarrow ← "
        "leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ iff ⇔ mapsto ↦ perp ⊥ parallel ∥ "
        "colon : mid |",
    )
    | _named(Sort.OPEN, "{ { lfloor ⌊ lceil ⌈ langle ⟨ lbrace { lbrack [")
    | _named(Sort.CLOSE, "} } rfloor ⌋ rceil ⌉ rangle ⟩ rbrace } rbrack ]")
    | _named(Sort.LARGE, "sum ∑ prod ∏")
    | _named(Sort.INTEGRAL, "int ∫ oint ∮")
)
"""Signs by name, without the backslash."""

_FUNCTIONS: Final = "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp dim ker arg deg"
LIMITED: Final = {
    **dict.fromkeys(_FUNCTIONS.split(), False),
    **dict.fromkeys(("lim", "max", "min", "sup", "inf", "gcd", "det", "Pr"), True),
}
"""Names of functions; True where limits stand under them."""

SPACES: Final = {",": 0.17, ":": 0.22, ";": 0.28, " ": 0.3, "quad": 1.0, "qquad": 2.0}
"""White space, in parts of the size."""

ACCENTS: Final = {
    "overline": "line",
    "bar": "line",
    "underline": "under",
    "hat": "hat",
    "widehat": "hat",
    "vec": "arrow",
    "overrightarrow": "arrow",
    "dot": "dot",
    "ddot": "dots",
    "tilde": "wave",
}
"""Marks over (or under) something."""

FENCES: Final = {sign: sign for sign in "()[]|"} | {
    ".": "",
    "<": "⟨",
    ">": "⟩",
    "\\{": "{",
    "\\}": "}",
    "\\lbrace": "{",
    "\\rbrace": "}",
    "\\lbrack": "[",
    "\\rbrack": "]",
    "\\|": "‖",
    "\\vert": "|",
    "\\Vert": "‖",
    "\\langle": "⟨",
    "\\rangle": "⟩",
    "\\lfloor": "⌊",
    "\\rfloor": "⌋",
    "\\lceil": "⌈",
    "\\rceil": "⌉",
}
r"""What may stand after `\left` and `\right`."""

GRIDS: Final = {
    "matrix": ("", "", "c"),
    "pmatrix": ("(", ")", "c"),
    "bmatrix": ("[", "]", "c"),
    "Bmatrix": ("{", "}", "c"),
    "vmatrix": ("|", "|", "c"),
    "Vmatrix": ("‖", "‖", "c"),
    "cases": ("{", "", "l"),
    "aligned": ("", "", "rl"),
}
"""Environments: the brackets around them, and to which side their columns keep, in turn."""

BLACKBOARD: Final = {"N": "ℕ", "Z": "ℤ", "Q": "ℚ", "R": "ℝ", "C": "ℂ"}
"""The letters of sets of numbers."""
