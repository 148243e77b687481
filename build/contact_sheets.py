"""Pages on which many pictures can be looked at side by side: one per group, and an index of them."""

from collections.abc import Iterable
from html import escape
from itertools import groupby
from pathlib import Path

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>
body {{ margin: 24px; font: 14px/1.5 sans-serif; background: #ddd; color: #222; }}
main {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(440px, 1fr)); gap: 18px; }}
figure {{ margin: 0; }}
img {{ width: 100%; display: block; outline: 1px solid #999; }}
figcaption {{ padding: 4px 0; }}
</style>
<h1>{title}</h1>
<main>
{body}
</main>
</html>
"""


def group_of(picture: Path) -> str:
    """The tens that a picture's number is in, or its first word, and how it is shown: "8x dark 2x", "line light"."""
    name, _, _, theme, *scale = picture.stem.split(".")
    first = name.partition("-")[0]
    return " ".join((first if first.isalpha() else f"{first[:-1]}x", theme, *scale))


def write_contact_sheets(folder: Path, pictures: Iterable[Path]) -> Path:
    """A page for each group beside the pictures; the index of all pages."""
    links = []
    for group, members in groupby(sorted(pictures, key=lambda each: (group_of(each), each.name)), key=group_of):
        page = folder / f"sheet-{group.replace(' ', '-')}.html"
        page.write_text(_PAGE.format(title=escape(group), body="\n".join(map(_figure, members))), encoding="utf-8")
        links.append(f'<p><a href="{page.name}">{escape(group)}</a></p>')
    index = folder / "index.html"
    index.write_text(_PAGE.format(title="Pictures", body="\n".join(links)), encoding="utf-8")
    return index


def _figure(picture: Path) -> str:
    source = escape(picture.name, quote=True)
    name = escape(picture.stem)
    return f'<figure><a href="{source}"><img src="{source}" alt=""></a><figcaption>{name}</figcaption></figure>'
