"""Any value of any of our types, for hypothesis: from the type's own fields."""

import enum
import types
import typing
from fractions import Fraction

import msgspec
from hypothesis import strategies as st
from kaochang.domain.values import Value

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_SIMPLE = {
    str: _TEXT,
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    type(None): st.none(),
    Fraction: st.fractions(-1000, 1000, max_denominator=1000),
}


def any_of(kind: typing.Any) -> st.SearchStrategy:
    """Values of a type: a Value, an enumeration, a scalar, or a tuple, dict or union of those."""
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _bounded(*arguments)
    if origin in (types.UnionType, typing.Union):
        return st.one_of([any_of(each) for each in arguments])
    if origin is tuple and arguments[-1] is Ellipsis:
        return st.lists(any_of(arguments[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(any_of(each) for each in arguments))
    if origin is dict:
        return st.dictionaries(any_of(arguments[0]), any_of(arguments[1]), max_size=2)
    if issubclass(kind, enum.Enum):
        return st.sampled_from(kind)
    return st.builds(
        kind, **{name: any_of(hint) for name, hint in typing.get_type_hints(kind, include_extras=True).items()}
    )


def _bounded(kind: typing.Any, *metas: msgspec.Meta) -> st.SearchStrategy:
    """Values of a type within what its annotation allows."""
    patterns = [meta.pattern for meta in metas if meta.pattern is not None]
    if patterns:
        return st.from_regex(patterns[0], fullmatch=True)
    least = max((meta.ge for meta in metas if meta.ge is not None), default=-(2**53))
    most = min((meta.le for meta in metas if meta.le is not None), default=2**53)
    if kind is int:
        return st.integers(least, most)
    shortest = max((meta.min_length for meta in metas if meta.min_length is not None), default=0)
    return any_of(kind).filter(lambda value: len(value) >= shortest) if shortest else any_of(kind)


def value_classes() -> list[type[Value]]:
    """Every Value class there is, once the modules that define them are imported."""

    def below(kind: type[Value]) -> list[type[Value]]:
        return [each for sub in kind.__subclasses__() for each in (sub, *below(sub))]

    return sorted(below(Value), key=lambda kind: (kind.__module__, kind.__name__))
