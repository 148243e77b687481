"""A paper as QTI 1.2, 2.1 and 3.0 files, written as the programs that export them write them."""

import io
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from papers_corpus.entries import Entry, Section, Sheet
from papers_corpus.exchanged import HEAD, WHEN, choices, items, points_of

# -- QTI 1.2


def qti12(sheet: Sheet, _: str) -> bytes:
    inner = "".join(_qti12_item(*each) for each in items(sheet))
    body = f'<assessment ident="a1" title="{escape(sheet.title)}"><section ident="root">{inner}</section></assessment>'
    space = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
    return f'{HEAD}<questestinterop xmlns="{space}">{body}</questestinterop>'.encode()


def _qti12_item(name: str, section: Section, entry: Entry) -> str:
    kind = {
        "single": "multiple_choice_question",
        "multiple": "multiple_answers_question",
        "truefalse": "true_false_question",
        "blank": "short_answer_question",
    }[entry.kind]
    meta = "".join(
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{value}</fieldentry></qtimetadatafield>"
        for label, value in (("question_type", kind), ("points_possible", points_of(section, entry)))
    )
    stem = f'<material><mattext texttype="text/html">{escape(f"<p>{escape(entry.stem)}</p>")}</mattext></material>'
    feedback = ""
    if entry.explanation:
        text = escape(f"<p>{escape(entry.explanation)}</p>")
        feedback = (
            '<itemfeedback ident="general_fb"><flow_mat><material>'
            f'<mattext texttype="text/html">{text}</mattext></material></flow_mat></itemfeedback>'
        )
    asked, right = _qti12_blank(entry) if entry.kind == "blank" else _qti12_choice(entry)
    return (
        f'<item ident="{name}" title="{section.title}"><itemmetadata><qtimetadata>{meta}</qtimetadata></itemmetadata>'
        f"<presentation>{stem}{asked}</presentation>"
        '<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'
        f'<respcondition continue="No"><conditionvar>{right}</conditionvar>'
        '<setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing>'
        f"{feedback}</item>"
    )


def _qti12_choice(entry: Entry) -> tuple[str, str]:
    many = entry.kind == "multiple"
    labels = "".join(
        f'<response_label ident="{name}"><material><mattext texttype="text/plain">{escape(text)}</mattext></material>'
        "</response_label>"
        for name, text, _ in choices(entry)
    )
    asked = (
        f'<response_lid ident="response1" rcardinality="{"Multiple" if many else "Single"}">'
        f"<render_choice>{labels}</render_choice></response_lid>"
    )
    tests = []
    for name, _, right in choices(entry):
        test = f'<varequal respident="response1">{name}</varequal>'
        if right or many:
            tests.append(test if right else f"<not>{test}</not>")
    return asked, f"<and>{''.join(tests)}</and>" if many else "".join(tests)


def _qti12_blank(entry: Entry) -> tuple[str, str]:
    asked = '<response_str ident="response1" rcardinality="Single"><render_fib/></response_str>'
    (texts,) = entry.answer if isinstance(entry.answer, tuple) else ((),)
    return asked, "".join(f'<varequal respident="response1">{escape(text)}</varequal>' for text in texts)


# -- QTI 2 and 3: the same items, the second in kebab case


def _kebab(xml: str) -> str:
    """Element and attribute names of version 3 from those of version 2; HTML keeps its own."""

    def name(match: re.Match[str]) -> str:
        words = re.sub(r"(?<!^)(?=[A-Z])", "-", match.group(2)).lower()
        return match.group(1) + (words if match.group(2) in ("p", "div", "span") else f"qti-{words}")

    def attribute(match: re.Match[str]) -> str:
        return " " + re.sub(r"(?=[A-Z])", "-", match.group(1)).lower() + "="

    tagged = re.sub(r"(</?)([A-Za-z]+)", name, xml)
    return re.sub(r" ([A-Za-z]+)=(?=\")", attribute, tagged)


def _qti2_item(name: str, section: Section, entry: Entry) -> str:
    make = {"blank": _qti2_blank, "ordering": _qti2_order, "matching": _qti2_match}.get(entry.kind, _qti2_choice)
    declared, body = make(entry)
    feedback = ""
    if entry.explanation:
        feedback = (
            f'<modalFeedback outcomeIdentifier="FEEDBACK" identifier="general" showHide="show">'
            f"<p>{escape(entry.explanation)}</p></modalFeedback>"
        )
    points = points_of(section, entry)
    template = "map_response" if entry.kind == "blank" else "match_correct"
    return (
        f'<assessmentItem identifier="{name}" title="{section.title}" adaptive="false" timeDependent="false">'
        f'{declared}<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" '
        f'normalMaximum="{points}"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>'
        f'<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float">'
        f"<defaultValue><value>{points}</value></defaultValue></outcomeDeclaration>"
        f"<itemBody>{body}</itemBody>"
        f'<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/{template}"/>'
        f"{feedback}</assessmentItem>"
    )


def _declared(cardinality: str, kind: str, values: list[str], name: str = "RESPONSE", mapping: str = "") -> str:
    inner = "".join(f"<value>{escape(value)}</value>" for value in values)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{kind}">'
        f"<correctResponse>{inner}</correctResponse>{mapping}</responseDeclaration>"
    )


def _simple(name: str, text: str, element: str = "simpleChoice", more: str = "") -> str:
    return f'<{element} identifier="{name}"{more}>{escape(text)}</{element}>'


def _qti2_choice(entry: Entry) -> tuple[str, str]:
    right = [name for name, _, is_right in choices(entry) if is_right]
    many = entry.kind == "multiple"
    inner = "".join(_simple(name, text) for name, text, _ in choices(entry))
    body = (
        f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="{0 if many else 1}">'
        f"<prompt>{escape(entry.stem)}</prompt>{inner}</choiceInteraction>"
    )
    return _declared("multiple" if many else "single", "identifier", right), body


def _qti2_blank(entry: Entry) -> tuple[str, str]:
    declared, body = "", escape(entry.stem)
    blanks = entry.answer if isinstance(entry.answer, tuple) else ()
    for place, texts in enumerate(blanks):
        name = f"RESPONSE{place}"
        keys = "".join(f'<mapEntry mapKey="{escape(text)}" mappedValue="1"/>' for text in texts)
        declared += _declared("single", "string", [texts[0]], name, f'<mapping defaultValue="0">{keys}</mapping>')
        body = body.replace("____", f'<textEntryInteraction responseIdentifier="{name}" expectedLength="8"/>', 1)
    return declared, f"<p>{body}</p>"


def _qti2_order(entry: Entry) -> tuple[str, str]:
    names = {label: f"c{place}" for place, label in enumerate(entry.labels)}
    inner = "".join(_simple(names[label], text) for label, text in zip(entry.labels, entry.options, strict=True))
    body = (
        '<orderInteraction responseIdentifier="RESPONSE" shuffle="false">'
        f"<prompt>{escape(entry.stem)}</prompt>{inner}</orderInteraction>"
    )
    return _declared("ordered", "identifier", [names[label] for label in str(entry.answer)]), body


def _qti2_match(entry: Entry) -> tuple[str, str]:
    pairs = re.findall(r"\((\d)\)-([A-H])", str(entry.answer))
    left = "".join(
        _simple(f"L{place}", text, "simpleAssociableChoice", ' matchMax="1"')
        for place, text in enumerate(entry.prompts, start=1)
    )
    right = "".join(
        _simple(f"R{label}", text, "simpleAssociableChoice", ' matchMax="1"')
        for label, text in zip(entry.labels, entry.options, strict=True)
    )
    body = (
        f'<matchInteraction responseIdentifier="RESPONSE" shuffle="false" maxAssociations="{len(pairs)}">'
        f"<prompt>{escape(entry.stem)}</prompt><simpleMatchSet>{left}</simpleMatchSet>"
        f"<simpleMatchSet>{right}</simpleMatchSet></matchInteraction>"
    )
    return _declared("multiple", "directedPair", [f"L{one} R{other}" for one, other in pairs]), body


def qti21(sheet: Sheet, _: str) -> bytes:
    space = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"'
    return _package(
        sheet, "imsqti_item_xmlv2p1", lambda xml: xml.replace("<assessmentItem", f"<assessmentItem {space}", 1)
    )


def qti3(sheet: Sheet, _: str) -> bytes:
    space = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'

    def written(xml: str) -> str:
        return _kebab(xml).replace("<qti-assessment-item", f"<qti-assessment-item {space}", 1)

    return _package(sheet, "imsqti_item_xmlv3p0", written)


def _package(sheet: Sheet, kind: str, written: Callable[[str], str]) -> bytes:
    """A package of items without a test: the manifest names them in their order."""
    files = {f"items/{name}.xml": HEAD + written(_qti2_item(name, *rest)) for name, *rest in items(sheet)}
    resources = "".join(
        f'<resource identifier="r{place}" type="{kind}" href="{name}"><file href="{name}"/></resource>'
        for place, name in enumerate(files)
    )
    manifest = (
        f'{HEAD}<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m1"><organizations/>'
        f"<resources>{resources}</resources></manifest>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in {"imsmanifest.xml": manifest, **files}.items():
            package.writestr(zipfile.ZipInfo(name, WHEN), text.encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
