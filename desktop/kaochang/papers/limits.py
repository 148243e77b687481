"""Every limit of reading papers: hostile files end here, in one line that names the limit."""

from typing import Final

MIB: Final = 1024 * 1024

# -- files

MAX_FILE: Final = 256 * MIB
"""Bytes of a paper file, pictures included."""
MAX_TEXT_BYTES: Final = 32 * MIB
"""Bytes of a text file, which is read at once."""
MAX_LINES: Final = 400_000
MAX_LINE_CHARACTERS: Final = 20_000

# -- zip files (Word, Excel, packages)

MAX_ENTRIES: Final = 2000
MAX_DIRECTORY: Final = 1 * MIB
"""Bytes of the list of parts."""
MAX_UNPACKED: Final = 400 * MIB
"""Bytes of all parts that are unpacked, pictures included; they are never held together."""
MAX_RATIO: Final = 200
"""How many times larger than packed a part may be."""
RATIO_FREE: Final = 1 * MIB
"""Up to so many bytes any part may unpack: short texts pack very well."""
MAX_PART: Final = 64 * MIB
"""Bytes of one part that is held in memory: a document's XML, or one picture."""
MAX_PICTURE: Final = 16 * MIB
"""Bytes of a picture that a person puts to an item: every exam-room PC has to show it."""
MAX_MARKS: Final = 4_000_000
"""Tags and attributes of one XML part: each costs some hundred bytes as a tree."""

# -- documents

MAX_DEPTH: Final = 60
"""Tables in tables, content controls in content controls."""
MAX_XML_DEPTH: Final = 100
"""Elements in elements of a file that is XML as a whole."""
MAX_MARKUP_DEPTH: Final = 60
"""Elements in elements of a text; what stands deeper is left out."""
MAX_FORMULA_DEPTH: Final = 24
"""Fractions in roots in fractions; what stands deeper is kept as words."""
MAX_SECTION_DEPTH: Final = 20
"""Sections in sections."""
MAX_EMBEDDED: Final = 20
"""Texts that one item takes from other files of its package."""
MAX_EMBEDDED_DEPTH: Final = 20
"""How deep in an item such a text may stand."""
MAX_EMBEDDED_BYTES: Final = 16 * MIB
"""Bytes of such texts in a package: one file may be named by every item."""
MAX_KEY_RANGE: Final = 200
"""Numbers that one entry of a key (1-5 ABCDE) goes over; a wider one is none."""
MAX_COLUMNS: Final = 200
"""Columns of a table."""
MAX_SECTIONS: Final = 500
MAX_ITEMS: Final = 20_000

# -- sheets

MAX_SHEETS: Final = 200
MAX_ROWS: Final = 100_000
"""Rows of a sheet that hold anything; a roster's candidates too."""
MAX_SHEET_COLUMNS: Final = 256
"""Columns of a sheet that hold anything."""
MAX_CELLS: Final = 1_000_000
"""Cells of a workbook, empty ones with a format of their own too."""
