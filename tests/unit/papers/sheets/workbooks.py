"""Workbooks as Excel and WPS write them, made for one test each, and short views of what was read of them."""

import io
import struct
import zipfile
import zlib

import openpyxl
import xlsxwriter
from kaochang.papers.reading import ReadPaper, read_paper
from unit.papers.support import contract

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(*sheets, merged=(), **named):
    """An Excel file: rows of unnamed sheets, then of named ones; `merged` are ranges of the first."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for place, rows in enumerate(sheets, start=1):
        _fill(book.create_sheet(f"Sheet{place}"), rows)
    for name, rows in named.items():
        _fill(book.create_sheet(name), rows)
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(sheet, rows):
    for row in rows:
        sheet.append(row)


def written(write, name="单选题"):
    """An Excel file of one sheet that `write(book, sheet)` fills by XlsxWriter."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    write(book, book.add_worksheet(name))
    book.close()
    return buffer.getvalue()


def raw(sheet, **parts):
    """An Excel file from the XML inside <worksheet>; `parts` are further ones by name, / as __ and . as _dot_."""
    files = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1"'
        f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2"'
        f' Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheet}</worksheet>',
    }
    files |= {f"xl/{name.replace('__', '/').replace('_dot_', '.')}": data for name, data in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return buffer.getvalue()


def row(number, *texts):
    """The XML of a row of inline texts."""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' if text else "<c/>" for text in texts)
    return f'<row r="{number}">{cells}</row>'


def png(width=1):
    """A picture of so many pixels in a row."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" + b"\xff\0\0" * width)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def read(data, key=None) -> ReadPaper:
    """A file, read; text is UTF-8."""
    files = [each.encode() if isinstance(each, str) else each for each in (data, key)]
    return read_paper(files[0], "bank", files[1], "key.xlsx")


def told(data, key=None):
    """What `read --json` prints of it."""
    return contract(read(data, key))


def items(data, key=None):
    """Its items in the contract's shape."""
    return told(data, key)["items"]


def answers(data, key=None):
    """Its answers."""
    return [item["answer"] for item in items(data, key)]


def findings(data, key=None):
    """(kind, where, line) of each finding but points-missing, which short banks without points all have."""
    found = told(data, key)["diagnostics"]
    return [(each["kind"], each["where"], each["line"]) for each in found if each["kind"] != "points-missing"]


def messages(data, key=None):
    """The sentences of its findings but points-missing."""
    return [each["message"] for each in told(data, key)["diagnostics"] if each["kind"] != "points-missing"]


def options(item):
    """The texts of an item's options, by label."""
    return {option["label"]: option["text"] for option in item["options"]}
