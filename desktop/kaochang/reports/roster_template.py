"""An empty roster as a workbook: the headers that are understood, what each is for, and cells that keep their zeros."""

import io

import xlsxwriter

from kaochang.domain.ports import Words

_FIELDS = ("name", "person", "room", "seat", "identity", "extra")
_NEEDED = frozenset({"name", "person"})


def write_roster_template(words: Words) -> bytes:
    """The bytes of an .xlsx file: one sheet to fill in, and one that says what stands where."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#E6F0F7", "border": 1, "border_color": "#C9D3DD"})
        text = book.add_format({"num_format": "@"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(words("office.roster.template.sheet"))
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet(words("office.roster.template.notes"))
        notes.set_column(0, 0, 16)
        notes.set_column(1, 1, 80)
        for at, field in enumerate(_FIELDS):
            name = words(f"office.roster.column.{field}")
            sheet.set_column(at, at, 22 if field == "identity" else 14, text)
            sheet.write_string(0, at, name, head)
            needed = words("office.roster.template.needed") if field in _NEEDED else ""
            notes.write_string(at, 0, name, wrapped)
            notes.write_string(at, 1, f"{words(f'office.roster.template.{field}')}{needed}", wrapped)
    return target.getvalue()
