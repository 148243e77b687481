"""Pieces of Word's XML as Word and WPS write them."""

from unit.papers.support import NAMES, run

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
PNG = b"\x89PNG\r\n\x1a\n-not-decoded-here"
ONE = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def level(place: int, form: str, text: str, more: str = "") -> str:
    """One level of a list."""
    shown = f'<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/>{shown}</w:lvl>'


def numbering(*levels: str, nums: str = ONE, more: str = "") -> str:
    """The numbering part: list 1 with these levels."""
    return (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{more}{nums}'
        "</w:numbering>"
    )


def styles(*inner: str) -> str:
    """The styles part."""
    return f"<w:styles {NAMES}>{''.join(inner)}</w:styles>"


def style(name: str, paragraph: str = "", looks: str = "", base: str = "") -> str:
    """A style with paragraph and run properties."""
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:styleId="{name}"><w:name w:val="{name}"/>{based}<w:pPr>{paragraph}</w:pPr>'
        f"<w:rPr>{looks}</w:rPr></w:style>"
    )


def field(instruction: str, result: str | None = None) -> str:
    """A field of several runs."""
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def relations(*pairs: tuple[str, str], outside: bool = False) -> str:
    """The relationships of the main part."""
    mode = ' TargetMode="External"' if outside else ""
    inner = "".join(f'<Relationship Id="{name}" Type="t" Target="{target}"{mode}/>' for name, target in pairs)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def picture(name: str) -> str:
    """A run with a picture."""
    return f'<w:r><w:drawing><a:blip r:embed="{name}"/></w:drawing></w:r>'


def pictures(*names: str, data: bytes = PNG, ending: str = "png") -> dict[str, str | bytes]:
    """Parts with a picture of its own bytes for each name."""
    parts: dict[str, str | bytes] = {f"media__{name}_dot_{ending}": data + name.encode() for name in names}
    parts["_rels__document_dot_xml_dot_rels"] = relations(*((name, f"media/{name}.{ending}") for name in names))
    return parts
