"""Tables of colours: complete, used, documented, and nowhere else a colour."""

import json
import re
from pathlib import Path

import pytest
from conftest import RESOURCES
from kaochang.views import theme
from kaochang.views.theme import THEMES, FontMissingError, install_font, load_theme
from PySide6.QtGui import QFontMetricsF, QRawFont

FOLDER = RESOURCES / "theme"
VIEWS = Path(theme.__file__).parent
SHEET = (FOLDER / "window.qss").read_text(encoding="utf-8").split("*/", 1)[1]
LIGHT = load_theme(FOLDER)
A_COLOUR = re.compile(
    r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b|\brgba?\(|\bhsla?\(|GlobalColor\.(?!transparent)\w+"
)
RARE = "陈𬭎宇㛃䶮𠅤䲟𬱖㙍"


def _code(folder: Path = VIEWS) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py")))


def _used() -> set[str]:
    return set(re.findall(r"@(\w+)", SHEET)) | {name for name in LIGHT.colours if f'"{name}"' in _code()}


def test_no_colour_is_written_in_the_sheet_or_in_a_view():
    assert A_COLOUR.findall(SHEET) == []
    found = {path.name: A_COLOUR.findall(path.read_text(encoding="utf-8")) for path in VIEWS.rglob("*.py")}
    assert {name: colours for name, colours in found.items() if colours} == {}


@pytest.mark.parametrize("name", THEMES)
def test_every_table_gives_every_token_a_colour_in_the_one_order(name):
    table = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert list(table) == list(LIGHT.colours)
    assert all(re.fullmatch(r"#[0-9A-F]{6}|#[0-9A-F]{8}", colour) for colour in table.values())


def test_there_is_no_other_table():
    assert {path.stem for path in FOLDER.glob("*.json")} == set(THEMES)


def test_every_token_is_documented_and_used():
    documented = {
        token
        for line in (FOLDER / "tokens.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
        for token in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert documented == set(LIGHT.colours)
    assert _used() == set(LIGHT.colours)


@pytest.mark.parametrize("name", THEMES)
def test_every_token_of_the_style_sheet_has_a_colour(name):
    assert re.findall(r"@\w+", load_theme(FOLDER, name).sheet.split("*/", 1)[1]) == []


def test_the_sheet_knows_no_kind_of_part_that_is_never_made():
    code = _code(VIEWS.parent)
    told = {value for value in re.findall(r'\[[\w-]+="([\w-]+)"\]', SHEET) if value not in ("true", "false")}
    assert {value for value in told if f'"{value}"' not in code} == set()


def test_a_colour_that_was_asked_for_before_the_theme_changed_knows_what_it_is_now():
    changing = load_theme(FOLDER)
    kept = changing.colour("ink")
    changing.use("dark")
    assert kept.name().upper() == LIGHT.colours["ink"]
    assert theme.current(kept).name().upper() == changing.colours["ink"] != LIGHT.colours["ink"]


@pytest.mark.parametrize("symbol", RARE)
def test_a_rare_character_of_a_name_is_in_the_font_and_not_a_box(symbol):
    raw = QRawFont.fromFont(theme.font(40))
    assert raw.familyName() == theme.FAMILY
    [glyph] = raw.glyphIndexesForString(symbol)
    assert glyph != 0, "the font has no such character"
    assert not raw.pathForGlyph(glyph).isEmpty()
    assert QFontMetricsF(theme.font(40)).horizontalAdvance(symbol) == pytest.approx(40, abs=1)


def test_a_folder_without_the_font_is_said_at_once(tmp_path, qtlog):
    with qtlog.disabled(), pytest.raises(FontMissingError):
        install_font(tmp_path)
