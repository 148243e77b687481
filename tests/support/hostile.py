"""Names and texts that strangers may put into a file to deceive a screen, a shell, a spreadsheet or a file system."""

import unicodedata

NAMES = {
    "upwards": "../../escaped.kcr",
    "upwards on Windows": "..\\..\\escaped.kcr",
    "a drive": "C:\\escaped.kcr",
    "a share": "\\\\host\\share\\escaped.kcr",
    "rooted": "/escaped.kcr",
    "a device": "CON",
    "a stream": "a:b.kcr",
    "a nul": "a\0b.kcr",
    "very long": "x" * 4_000,
    "turned round": "\u202excel.kcr",
    "a line": "a\nb\r.kcr",
    "an escape": "\x1b[2J\x1b]0;title\x07.kcr",
    "a dash": "-rf.kcr",
    "empty": "",
    "a format": "{problem} %s %n ${HOME} $(id)",
    "markup": "<b>&lt;<script>alert(1)</script>",
    "a formula": "=CMD|'/c calc'!A0",
}
"""What may stand where a file's name is told."""

TEXTS = {
    "formula": "=CMD|'/c calc'!A0",
    "another formula": '@SUM(1+9)*cmd|" /C calc"!A0',
    "markup": "<b>粗</b><script>alert(1)</script>&amp;",
    "sql": "'; DROP TABLE results; --",
    "format": "{0} {name} %s %n $(id) `id` ${HOME}",
    "escape": "\x1b[2J\x1b]0;title\x07\x1b[31m红",
    "bidi": "\u202egnp.exe\u2066\u2069",
    "lines": "a\nb\r\nc\u2028d\x00e",
    "path": "../../../etc/passwd\\..\\..",
    "plane": "𠮷\U0010ffff\ufeff",
}
"""What a candidate may type into an answer."""

PEOPLE = ("=HYPERLINK(1)", "<b>甲</b>", "{name} %s", "'; DROP TABLE x; --")
"""Names that a roster may hold."""

_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def steering(shown: str) -> set[str]:
    """The characters of an output that could move a cursor, turn text round or begin a line of their own."""
    return {character for character in shown if unicodedata.category(character) in _STEERING and character != "\n"}
