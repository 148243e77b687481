"""The two ways QTI spells the same things: 2.2 in camelCase, 3.0 in names with hyphens."""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from kaochang.papers.markup.to_html import HtmlWriter, add

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
LOM: Final = "http://ltsc.ieee.org/xsd/LOM"


def within(namespace: str, name: str, *children: etree._Element | str, **attributes: str) -> etree._Element:
    """An element of a namespace that needs no prefix."""
    made = etree.XML(f'<{name} xmlns="{namespace}"/>')
    for key, value in attributes.items():
        made.set(key, value)
    for child in children:
        add(made, child)
    return made


@dataclass(frozen=True)
class Vocabulary:
    """One version of QTI: how it spells names, and what its packages say of themselves."""

    namespace: str
    manifest_namespace: str
    schema: str
    schema_version: str
    kinds: str
    """Types of resources: `imsqti_item_xmlv2p2` and the like, with a place for what it is."""
    templates: str
    """Address of a response template, with a place for its name."""
    is_kebab: bool
    """3.0: element names begin with qti-, humps become hyphens, stimuli are files of their own."""

    @property
    def html(self) -> HtmlWriter:
        """The HTML of its texts."""
        return HtmlWriter(self.namespace, with_mathml=True)

    def element(self, name: str, *children: etree._Element | str, **attributes: str) -> etree._Element:
        """An element by its name in 2.2."""
        tag = f"qti-{self.spelled(name)}" if self.is_kebab else name
        named = {self.spelled(key.rstrip("_")): value for key, value in attributes.items()}
        return within(self.namespace, tag, *children, **named)

    def spelled(self, name: str) -> str:
        """A name as this version spells it."""
        return _HUMP.sub("-", name).lower() if self.is_kebab else name

    def block(self, element: etree._Element, content: etree._Element) -> etree._Element:
        """A rubric or feedback with its content, which 3.0 puts into a body of its own."""
        element.append(self.element("contentBody", content) if self.is_kebab else content)
        return element


QTI22: Final = Vocabulary(
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p2",
    manifest_namespace="http://www.imsglobal.org/xsd/imscp_v1p1",
    schema="QTIv2.2 Package",
    schema_version="1.0.0",
    kinds="imsqti_{}_xmlv2p2",
    templates="http://www.imsglobal.org/question/qti_v2p2/rptemplates/{}",
    is_kebab=False,
)
QTI30: Final = Vocabulary(
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    manifest_namespace="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    schema="QTI Package",
    schema_version="3.0.0",
    kinds="imsqti_{}_xmlv3p0",
    templates="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{}.xml",
    is_kebab=True,
)
