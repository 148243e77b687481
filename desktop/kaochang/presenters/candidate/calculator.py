"""A pocket calculator, pure: a key pressed on one state gives the next. Nothing typed is ever run as code.

The arithmetic is decimal, with so many digits more than are shown that what is shown is right to its last one: 0.1 and
0.2 are 0.3, and a third taken three times is 1. A calculation is written in signs of the keys: + − × ÷ with their usual
precedence, % for a hundredth of what stands before it, √ before what it is taken of, and parentheses.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Context, Decimal, InvalidOperation, Overflow
from typing import TypeAlias

DIGITS = 15
"""Digits of a number that is typed, and of a result; so many of them may stand behind the point."""

MAX_PARTS = 60
"""Numbers and signs of one calculation."""

_LARGEST = Decimal(10) ** DIGITS
_SMALLEST = Decimal(10) ** -DIGITS
_BEYOND = Decimal(10) ** 30
"""From here on sums would lose digits that are shown: refused, also on the way to a smaller result."""

_NOTHING = Decimal(10) ** -40
"""A difference below this is 0: what is left of it are the digits that a division had to end at."""

_EXACT = Context(prec=80, Emax=10**6, Emin=-(10**6), traps=[InvalidOperation, Overflow])
_SHOWN = Context(prec=DIGITS)
_SIGNS = frozenset("+−×÷")


class Trouble(enum.Enum):
    """Why there is no result; the value names its words."""

    DIVIDED_BY_ZERO = "divided-by-zero"
    ROOT_OF_NEGATIVE = "root-of-negative"
    TOO_LARGE = "too-large"


class _NoResultError(Exception):
    def __init__(self, why: Trouble) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Number:
    """A number in a calculation. `amount` is None while it is typed: it is what is shown."""

    shown: str
    amount: Decimal | None = None

    @property
    def value(self) -> Decimal:
        """What is computed with."""
        return Decimal(self.shown) if self.amount is None else self.amount


Part: TypeAlias = Number | str


@dataclass(frozen=True)
class Calculator:
    """Where a calculation stands. `told` is the one whose result is shown now, "" while one is typed."""

    parts: tuple[Part, ...] = ()
    told: str = ""
    memory: Decimal = Decimal(0)
    trouble: Trouble | None = None

    @property
    def text(self) -> str:
        """The calculation as it is written, or its result; 0 for nothing."""
        return written(self.parts) or "0"

    @property
    def has_memory(self) -> bool:
        """Whether the memory holds anything but 0."""
        return self.memory != 0

    @property
    def memory_text(self) -> str:
        """The memory as a number."""
        return shown(self.memory)


def shown(value: Decimal) -> str:
    """A number as people read it: no exponent, no noughts behind its last digit, a real minus sign."""
    rounded = value.quantize(_SMALLEST, context=_EXACT) if abs(value) < 1 else _SHOWN.plus(value)
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")


def written(parts: tuple[Part, ...]) -> str:
    """A calculation in one line."""
    return "".join(_written(part, is_first=not at) for at, part in enumerate(parts))


def _written(part: Part, *, is_first: bool) -> str:
    if isinstance(part, str):
        return part
    return part.shown if is_first or not part.shown.startswith("−") else f"({part.shown})"


# -- the keys ---------------------------------------------------------------------------------------------------------


def press(before: Calculator, key: str) -> Calculator:
    """The state after a key; one that makes no sense where it is pressed changes nothing."""
    if before.trouble is not None:
        before = Calculator(memory=before.memory)
    after = (_figure if key in "0123456789." else _KEYS[key])(before, key)
    return before if len(after.parts) > MAX_PARTS else after


def _typed(before: Calculator, *parts: Part) -> Calculator:
    return replace(before, parts=parts, told="")


def _is_value(parts: tuple[Part, ...]) -> bool:
    return bool(parts) and (isinstance(parts[-1], Number) or parts[-1] in (")", "%"))


def _before_value(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Where a value may follow: behind a parenthesis or a percentage it is multiplied with that."""
    return (*parts, "×") if _is_value(parts) else parts


def _figure(before: Calculator, key: str) -> Calculator:
    parts = () if before.told else before.parts
    last = parts[-1] if parts else ""
    if not isinstance(last, Number):
        return _typed(before, *_before_value(parts), Number("0." if key == "." else key))
    if last.amount is not None:
        return _typed(before, *parts[:-1], Number("0." if key == "." else key))
    is_full = sum(map(str.isdigit, last.shown)) >= DIGITS
    if (key == "." and "." in last.shown) or (key != "." and is_full):
        return before
    return _typed(before, *parts[:-1], Number(key if last.shown == "0" and key != "." else last.shown + key))


def _sign(before: Calculator, key: str) -> Calculator:
    parts = before.parts
    if key == "−" and (not parts or parts[-1] in ("×", "÷", "(")):
        return _typed(before, *parts, key)
    while parts and parts[-1] in _SIGNS:
        parts = parts[:-1]
    return _typed(before, *parts, key) if _is_value(parts) else before


def _operand(parts: tuple[Part, ...]) -> int:
    """Where the value begins that a calculation ends with: a number or parenthesis with its roots."""
    at = len(parts) - 1
    while parts[at] == "%":
        at -= 1
    depth = 0
    while True:
        depth += (parts[at] == ")") - (parts[at] == "(")
        if not depth:
            break
        at -= 1
    while at and parts[at - 1] == "√":
        at -= 1
    return at


def _negate(before: Calculator, _: str) -> Calculator:
    parts = before.parts
    if not _is_value(parts):
        return before
    at = _operand(parts)
    if before.told:
        value = _EXACT.minus(_number(parts).value)
        return replace(before, parts=(Number(shown(value), value),))
    if _is_negated(parts, at):
        return _typed(before, *parts[: at - 1], *parts[at:])
    return _typed(before, *parts[:at], "−", *parts[at:])


def _is_negated(parts: tuple[Part, ...], at: int) -> bool:
    """Whether the minus sign before a value makes it negative, and takes nothing from anything."""
    return at > 0 and parts[at - 1] == "−" and (at == 1 or parts[at - 2] in _SIGNS | {"("})


def _number(parts: tuple[Part, ...]) -> Number:
    """The one number of a calculation that is done."""
    (number,) = (part for part in parts if isinstance(part, Number))
    return number


def _root(before: Calculator, key: str) -> Calculator:
    """Behind a value the root of that value, as on any pocket calculator; elsewhere of what will follow."""
    parts = before.parts
    at = _operand(parts) if _is_value(parts) else len(parts)
    if at < len(parts) and _is_negated(parts, at):
        return _typed(before, *parts[: at - 1], key, "(", *parts[at - 1 :], ")")
    return _typed(before, *parts[:at], key, *parts[at:])


def _percent(before: Calculator, key: str) -> Calculator:
    parts = before.parts
    if not _is_value(parts):
        return before
    at = _operand(parts)
    operand = ("(", *parts[at:], ")") if parts[at] == "√" else parts[at:]
    return _typed(before, *parts[:at], *operand, key)


def _open(before: Calculator, key: str) -> Calculator:
    return _typed(before, *(() if before.told else _before_value(before.parts)), key)


def _close(before: Calculator, key: str) -> Calculator:
    parts = before.parts
    is_open = parts.count("(") > parts.count(")")
    return _typed(before, *parts, key) if is_open and _is_value(parts) else before


def _back(before: Calculator, _: str) -> Calculator:
    *kept, last = before.parts or ("",)
    if before.told or not last:
        return _typed(before)
    if isinstance(last, Number) and last.amount is None and len(last.shown) > 1:
        kept.append(Number(last.shown[:-1]))
    return _typed(before, *kept)


def _clear(before: Calculator, _: str) -> Calculator:
    return _typed(before)


def _equals(before: Calculator, _: str) -> Calculator:
    parts = _completed(before.parts)
    if before.told or not parts:
        return before
    told = written(parts)
    try:
        value = evaluate(parts)
    except _NoResultError as error:
        return replace(before, parts=(), told=told, trouble=error.why)
    return replace(before, parts=(Number(shown(value), value),), told=told)


def _recall(before: Calculator, _: str) -> Calculator:
    number = Number(before.memory_text, before.memory)
    parts = () if before.told else before.parts
    if parts and isinstance(parts[-1], Number):
        return _typed(before, *parts[:-1], number)
    return _typed(before, *_before_value(parts), number)


def _remember(before: Calculator, key: str) -> Calculator:
    done = _equals(before, "=")
    if done.trouble is not None or not done.told:
        return done
    value = _number(done.parts).value
    total = _EXACT.add(done.memory, value if key == "M+" else -value)
    return replace(done, memory=total) if abs(total) < _LARGEST else replace(done, trouble=Trouble.TOO_LARGE)


def _forget(before: Calculator, _: str) -> Calculator:
    return replace(before, memory=Decimal(0))


_KEYS: dict[str, Callable[[Calculator, str], Calculator]] = {
    **dict.fromkeys(_SIGNS, _sign),
    "±": _negate,
    "√": _root,
    "%": _percent,
    "(": _open,
    ")": _close,
    "=": _equals,
    "⌫": _back,
    "C": _clear,
    "MC": _forget,
    "MR": _recall,
    "M+": _remember,
    "M−": _remember,
}

KEYS = frozenset("0123456789.") | _KEYS.keys()
"""Every key there is."""


# -- the arithmetic ---------------------------------------------------------------------------------------------------


def _completed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """A calculation without what it still waits for, and with every parenthesis closed."""
    while parts and not _is_value(parts):
        parts = parts[:-1]
    return parts + (")",) * (parts.count("(") - parts.count(")"))


def evaluate(parts: tuple[Part, ...]) -> Decimal:
    """The value of a whole calculation."""
    value, _ = _sum(parts, 0)
    if abs(_SHOWN.plus(value)) >= _LARGEST:
        raise _NoResultError(Trouble.TOO_LARGE)
    return value


_Read: TypeAlias = tuple[Decimal, int]
"""A value, and the place behind it."""


def _bounded(value: Decimal) -> Decimal:
    if abs(value) >= _BEYOND:
        raise _NoResultError(Trouble.TOO_LARGE)
    return value


def _sum(parts: tuple[Part, ...], at: int) -> _Read:
    value, at = _product(parts, at)
    while at < len(parts) and parts[at] in ("+", "−"):
        sign = parts[at]
        other, at = _product(parts, at + 1)
        value = _bounded((_EXACT.add if sign == "+" else _EXACT.subtract)(value, other))
        value = Decimal(0) if abs(value) < _NOTHING else value
    return value, at


def _product(parts: tuple[Part, ...], at: int) -> _Read:
    value, at = _signed(parts, at)
    while at < len(parts) and parts[at] in ("×", "÷"):
        sign = parts[at]
        other, at = _signed(parts, at + 1)
        if sign == "÷" and not other:
            raise _NoResultError(Trouble.DIVIDED_BY_ZERO)
        value = _bounded((_EXACT.multiply if sign == "×" else _EXACT.divide)(value, other))
    return value, at


def _signed(parts: tuple[Part, ...], at: int) -> _Read:
    if parts[at] == "−":
        value, at = _signed(parts, at + 1)
        return _EXACT.minus(value), at
    if parts[at] == "√":
        value, at = _signed(parts, at + 1)
        if value < 0:
            raise _NoResultError(Trouble.ROOT_OF_NEGATIVE)
        return _EXACT.sqrt(value), at
    return _hundredths(parts, at)


def _hundredths(parts: tuple[Part, ...], at: int) -> _Read:
    first = parts[at]
    if isinstance(first, Number):
        value, at = first.value, at + 1
    else:
        value, at = _sum(parts, at + 1)
        at += 1
    while at < len(parts) and parts[at] == "%":
        value, at = _EXACT.divide(value, Decimal(100)), at + 1
    return value, at
