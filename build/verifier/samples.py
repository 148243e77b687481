"""Golden files with every secret beside them, and what it takes to write each of them again with one thing changed."""

import copy
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from verifier import writing
from verifier.canonical import written
from verifier.frames import Document, File, take_apart
from verifier.primitives import as_text, raw, sha256
from verifier.verify import known_from, read

Plain = dict[str, bytes]
Made = bytes | tuple[bytes, Plain]
"""What a fault makes: a file, or a file and what of it may still come out."""


@dataclass(frozen=True)
class Sample:
    """One golden file. `chance` is the fault's own, so that no fault depends on the ones before it."""

    name: str
    data: bytes
    letter: str
    seed: bytes
    read_with: dict[str, Any]
    plain: Plain
    keys: "Keys"
    chance: writing.Chance = field(repr=False)

    @cached_property
    def parts(self) -> File:
        """The file taken apart."""
        return take_apart(self.data)

    @property
    def body(self) -> bytes:
        """The body as it is."""
        return self.parts.body

    @property
    def head(self) -> Document:
        """The header, to be changed at will."""
        found: Document = json.loads(self.parts.head)
        return found

    def with_head(self, **change: object) -> Document:
        """The header with members changed or added."""
        return self.head | change

    def document(self, label: str) -> Document:
        """A plaintext as the document it is."""
        found: Document = json.loads(self.plain[label])
        return found

    def signed(
        self,
        head: Document | bytes | None = None,
        body: bytes | None = None,
        seeds: Sequence[bytes] | None = None,
        letter: str = "",
    ) -> bytes:
        """The file with another header or body, signed again (by its own key unless `seeds` says otherwise)."""
        spelled = self.parts.head if head is None else head if isinstance(head, bytes) else written(head)
        body = self.body if body is None else body
        rest = self.parts.rest
        return writing.signed(letter or self.letter, spelled, body, (self.seed,) if seeds is None else seeds) + rest

    def framed(self, signatures: Sequence[tuple[bytes, bytes]]) -> bytes:
        """The file under other signatures."""
        return writing.framed(self.letter, self.parts.head, self.body, signatures) + self.parts.rest

    def replaced(self, old: bytes, new: bytes) -> bytes:
        """The file with the one place of its header that reads `old` saying `new`, signed again."""
        if self.parts.head.count(old) != 1:
            raise ValueError(f"{self.name}: {old!r} does not stand in the header once")
        return self.signed(self.parts.head.replace(old, new))


class Keys:
    """Every secret of the golden files of one level, by the names of secrets.json; and the files themselves."""

    def __init__(self, secrets: Document, folder: Path) -> None:
        self.typed = {name: text for name, text in secrets.items() if isinstance(text, str)}
        self.told: Document = secrets["told"]
        self._seeds: dict[str, str] = secrets["seeds"]
        self._folder = folder

    def __getitem__(self, name: str) -> bytes:
        return raw(self._seeds[name])

    def public(self, name: str) -> bytes:
        """The Ed25519 key of a seed."""
        return writing.public_of(self[name])

    def golden(self, name: str) -> bytes:
        """Another golden file of the level."""
        return (self._folder / name).read_bytes()


SIGNED_BY = dict.fromkeys("BKPNE", "exam") | dict.fromkeys("TLYD", "centre") | dict.fromkeys("JR", "attempt T1")
SIGNED_BY |= dict.fromkeys("MA", "proctor R01") | dict.fromkeys("SO", "office") | {"W": "centre", "G": "scorer"}
OF_OTHERS = {"site-2.kcx": "office-2", "office-2.kco": "office-2", "session.kcy": "session file"}
OF_OTHERS |= {"scorer.kcy": "scorer", "scorer.kcd": "scorer"}


def _seed(name: str, letter: str, keys: Keys) -> bytes:
    """What a golden file is signed by. A backup's key is gone: a changed one gets another."""
    if letter == "Z":
        return writing.chance_of(name)(32)
    name = name.partition("/")[2]
    return keys[OF_OTHERS.get(name, SIGNED_BY[letter])]


def _without_filling(data: bytes, plain: Plain, seed: bytes) -> bytes:
    """A sealed exam without the random bytes behind its last object, which no reader looks at, so that it is small."""
    parts = take_apart(data)
    head = json.loads(parts.head)
    places = [head["index"], *(slot[name] for slot in head["rooms"].values() for name in ("object", "tickets"))]
    for label, document in plain.items():
        if label.startswith("room ") or label == "index":
            found = json.loads(document)
            places += [place for name in ("photos", "items", "media") for place in found.get(name, {}).values()]
    body = parts.body[: max(place["offset"] + place["length"] for place in places)]
    return writing.signed("B", written(head | {"body": as_text(sha256(body))}), body, [seed])


class Golden:
    """A folder of golden files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index: dict[str, Any] = json.loads((folder / "index.json").read_text("utf-8"))
        secrets = json.loads((folder / "secrets.json").read_text("utf-8"))
        self._keys = {level: Keys(found, folder / level) for level, found in secrets.items()}
        self._opened: dict[str, tuple[bytes, str, Plain]] = {}

    def sample(self, name: str, chance: writing.Chance) -> Sample:
        """One file, opened, for one fault."""
        keys = self._keys[name.partition("/")[0]]
        if name not in self._opened:
            self._opened[name] = self._open(name, keys)
        data, letter, plain = self._opened[name]
        read_with, seed = self.index[name]["read_with"], _seed(name, letter, keys)
        return Sample(name, data, letter, seed, read_with, dict(plain), keys, chance)

    def _open(self, name: str, keys: Keys) -> tuple[bytes, str, Plain]:
        data = (self.folder / name).read_bytes()
        report = read(data, known_from(self.folder, self.index[name]["read_with"]))
        if report.refused is not None:
            raise report.refused
        letter = take_apart(data).letter
        if letter == "B":
            data = _without_filling(data, report.plain, keys["exam"])
        return data, letter, report.plain


@dataclass(frozen=True)
class Fault:
    """One file of the corpus. Without `make` saying so, all of an OK file comes out and nothing of any other.

    `read_with` changes what the file is read with; "" takes something away.
    """

    base: str
    words: str
    outcome: str
    make: Callable[[Sample], Made]
    read_with: dict[str, Any] = field(default_factory=dict)


def changed(document: Document, *path: str | int, to: object) -> Document:
    """A copy of a document with the member at a path changed."""
    copied = copy.deepcopy(document)
    place: Any = copied
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return copied


def head_at(*path: str | int, to: object) -> Callable[[Sample], bytes]:
    """A fault: the member at a path of the header says something else."""
    return lambda sample: sample.signed(changed(sample.head, *path, to=to))


def without(document: Document, name: str) -> Document:
    """A document without a member."""
    return {each: value for each, value in document.items() if each != name}


def flipped(data: bytes, place: int) -> bytes:
    """Bytes with one bit changed."""
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def text(data: bytes) -> str:
    """Bytes as a document has them."""
    return as_text(data)
