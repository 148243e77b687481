"""Brackets that grow, as lines between (0, -1) and (1, 1); what is curved is curved as Bézier's curves are."""

from typing import Final, TypeAlias

_Shape: TypeAlias = tuple[tuple[tuple[float, float], ...], bool]


def _mirrored(shapes: tuple[_Shape, ...]) -> tuple[_Shape, ...]:
    return tuple((tuple((1 - x, y) for x, y in shape), is_curved) for shape, is_curved in shapes)


_ROUND: Final[tuple[_Shape, ...]] = ((((1, -1), (-0.1, -0.45), (-0.1, 0.45), (1, 1)), True),)
_SQUARE: Final[tuple[_Shape, ...]] = ((((1, -1), (0.2, -1), (0.2, 1), (1, 1)), False),)
_FLOOR: Final[tuple[_Shape, ...]] = ((((0.2, -1), (0.2, 1), (1, 1)), False),)
_CEILING: Final[tuple[_Shape, ...]] = ((((1, -1), (0.2, -1), (0.2, 1)), False),)
_ANGLE: Final[tuple[_Shape, ...]] = ((((0.9, -1), (0.1, 0), (0.9, 1)), False),)
_ARM: Final = ((1.0, -1.0), (0.3, -1.0), (0.55, -0.75), (0.5, -0.4), (0.5, -0.15), (0.35, 0.0))
_BRACE: Final[tuple[_Shape, ...]] = (
    (
        (*_ARM, (0, 0), *((x, -y) for x, y in reversed(_ARM))),
        True,
    ),
)
SHAPES: Final[dict[str, tuple[_Shape, ...]]] = {
    "(": _ROUND,
    ")": _mirrored(_ROUND),
    "[": _SQUARE,
    "]": _mirrored(_SQUARE),
    "{": _BRACE,
    "}": _mirrored(_BRACE),
    "⌊": _FLOOR,
    "⌋": _mirrored(_FLOOR),
    "⌈": _CEILING,
    "⌉": _mirrored(_CEILING),
    "⟨": _ANGLE,
    "⟩": _mirrored(_ANGLE),
    "|": ((((0.5, -1), (0.5, 1)), False),),
    "‖": ((((0.25, -1), (0.25, 1)), False), (((0.75, -1), (0.75, 1)), False)),
}
