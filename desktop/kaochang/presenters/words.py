"""The catalogue: every sentence that a person reads, by key, in one language.

`resources/strings/parts/*.LANGUAGE.json` together are the catalogue of a language; each part belongs to one part of
the program. A key that stands in two parts, or that nobody wrote, is a bug and is raised as one.
"""

import json
from pathlib import Path
from string import Formatter

from kaochang.domain.ports import Words

DEFAULT_LANGUAGE = "zh_CN"
LANGUAGES = (DEFAULT_LANGUAGE, "en")


class CatalogueError(Exception):
    """A key is missing, or written twice: a bug of the catalogue, never the reader's fault."""


class _Filler(Formatter):
    """Fills places as `str.format` does; `{count:file|files}` is a count with its word: 1 file, 2 files."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, several = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return f"{value} {one if str(value) == '1' else several}"


_FILLER = _Filler()


class Catalogue:
    """Sentences by key; calling it fills a sentence's places, also with counts (`{count:file|files}`)."""

    def __init__(self, language: str, sentences: dict[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    def __call__(self, key: str, **params: object) -> str:
        """The sentence of this key with its parameters filled in."""
        if key not in self._sentences:
            raise CatalogueError(f"{self.language}: no sentence for {key}")
        sentence = self._sentences[key]
        if "|" in sentence:
            return _FILLER.format(sentence, **params)
        return sentence.format(**params)  # the same many times faster: a screen speaks dozens of them at every key

    def keys(self) -> frozenset[str]:
        """Every key that has a sentence."""
        return frozenset(self._sentences)

    def template(self, key: str) -> str:
        """The sentence as written, with its places for parameters."""
        return self._sentences[key]


def load_catalogue(folder: Path, language: str) -> Catalogue:
    """The catalogue of a language (`zh_CN`, `en`) from the folder `resources/strings`."""
    sentences: dict[str, str] = {}
    for part in sorted((folder / "parts").glob(f"*.{language}.json")):
        for key, sentence in json.loads(part.read_text(encoding="utf-8")).items():
            if key in sentences:
                raise CatalogueError(f"{part.name}: {key} is written twice")
            sentences[key] = sentence
    if not sentences:
        raise CatalogueError(f"{language}: the catalogue is empty")
    return Catalogue(language, sentences)


def load_words(folder: Path, language: str) -> Words:
    """The same as `load_catalogue`, for callers that only speak."""
    return load_catalogue(folder, language)
