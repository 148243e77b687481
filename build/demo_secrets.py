"""What must not be readable in an exam room, and the search for it in everything a room PC or a stick holds."""

import json
import re
from collections.abc import Iterator

from demo_day import PASSPHRASE, Day, Sealed
from kaochang.domain.assessments import PlacedItem
from kaochang.domain.mark_schemes import MarkScheme
from kaochang.domain.responses import Accepted
from kaochang.domain.values import text_to_bytes, to_plain
from kaochang.flow import centre_kit
from searching import search

_SHORTEST, _LONGEST = 4, 12
"""Characters: a shorter text stands in a file by chance, a longer one might be there in part."""


def _parts(text: str) -> Iterator[str]:
    """The beginning of every sentence."""
    for part in re.split(r"[\n。；：，？！_（）]+", text):
        if len(part.strip()) >= _SHORTEST:
            yield part.strip()[:_LONGEST]


def _of_item(placed: PlacedItem) -> Iterator[str]:
    item = placed.item
    cells = [cell for table in item.tables for row in table.rows for cell in row]
    choices = [option.text for option in (*item.options, *item.prompts)]
    for text in (item.stem, item.material, *choices, *cells):
        yield from _parts(text)


def _of_scheme(scheme: MarkScheme) -> Iterator[str]:
    """Reference text, rubric and explanation; the key in the shape in which our files write it."""
    criteria = [criterion.name for criterion in scheme.rubric.criteria]
    for text in (scheme.reference, scheme.explanation, scheme.rubric.text, *criteria):
        yield from _parts(text)
    if isinstance(scheme.correct, Accepted):
        yield from (text for texts in scheme.correct.blanks for text in texts if len(text) >= _SHORTEST)
    if scheme.correct is not None:
        yield json.dumps(to_plain(scheme.correct), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def secrets_of(day: Day, sealed: Sealed) -> list[str]:
    """Names, both codes, what was answered, and every item with its key, rubric, reference and explanation."""
    code = sealed.code
    texts = [
        code,
        code.replace("-", ""),
        code.lower(),
        code.replace("-", "").lower(),
        PASSPHRASE,
        *_parts(day.word("essay")),
        '"correct"',
        '"rubric"',
    ]
    texts += [ticket.name for ticket in sealed.tickets]
    for exam in sealed.exams:
        for placed in exam.assessment.items():
            texts += [*_of_item(placed), *_of_scheme(sealed.schemes[placed.id])]
    return list(dict.fromkeys(texts))


def keys_of(sealed: Sealed) -> list[bytes]:
    """The raw keys that open content and results, sign for the centre, and grant acts."""
    kit = centre_kit.read_kit(sealed.kit).open(PASSPHRASE)
    return [
        text_to_bytes(each) for each in (kit.content_key, kit.results_seed, kit.centre_seed, *kit.act_keys.values())
    ]


def check_secrets(day: Day, sealed: Sealed) -> None:
    """Searches every room PC, the stick and the sealed exam; and the bank, where the same search must find them."""
    day.step("secrets")
    secrets = secrets_of(day, sealed)
    folders = [*(day.out / name for name in ("pcs", "proctor", "stick")), sealed.rooms]
    found = search(folders, [*secrets, *keys_of(sealed)])
    day.promise(not found, f"in clear: {found[:5]}")
    in_bank = {secret for _, secret, _ in search([day.out / "office"], secrets)}
    files = sum(path.is_file() for folder in folders for path in folder.rglob("*"))
    day.say("secrets.done", files=files, texts=len(secrets), found=len(found), bank=len(in_bank))
    day.promise(len(in_bank) > len(secrets) * 3 // 4, "the search finds the same texts in the bank")
