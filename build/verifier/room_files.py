"""[11] [12] [13] Journal logs, results and room manifests: what comes back on a stick."""

from collections.abc import Iterator

from verifier.canonical import written
from verifier.frames import Document, File, certified, claimed, payload
from verifier.judging import Known, Report, check_context
from verifier.page import Refused, need
from verifier.primitives import as_text, bind, open_envelope, open_stream, raw, sha256, tree, unpadded

ROW_LIMIT = 4 * 1024 * 1024


def _attempt_key(file: File, header: Document, known: Known, report: Report) -> bytes:
    """[8] The key that signed, which the key of the ticket certified: own signature, context, certificate."""
    identity, certificate = header["identity"], header["certificate"]
    key = claimed(certificate)
    file.check_signed_by(key)
    report.checked.append("signature by the key it names")
    context = identity["context"]
    check_context(context, known, report)
    if known.ticket_keys is not None:
        need(identity["ticket"] in known.ticket_keys, "CONTEXT", "no such ticket")
        bindings = {name: identity[name] for name in ("room", "ticket", "exam", "attempt")}
        bindings |= {name: context[name] for name in ("session", "exam_file", "kind")}
        bindings["number"] = str(identity["number"])
        certified(certificate, [raw(known.ticket_keys[identity["ticket"]])], "attempt", bindings)
        report.checked.append("certificate")
    if known.rooms is not None:
        need(identity["number"] == 1, "POLICY", "a second attempt")
        need(identity["ticket"] in known.rooms.get(identity["room"], []), "CONTEXT", "no ticket of this room")
    return key


def result(file: File, known: Known, report: Report) -> None:
    header = file.header("ResultHeader")
    key = _attempt_key(file, header, known, report)
    if not known.results_seed:
        return
    plain = unpadded(open_envelope(known.results_seed, bind("result/body", sha256(file.head)), file.body))
    found = payload("ResultBody", plain)
    same = all(found[name] == header[name] for name in ("identity", "head", "rows"))
    need(same and found["attempt_key"] == as_text(key), "CONTEXT", "header, signer and content differ")
    report.plain["result"] = plain


def _records(data: bytes) -> Iterator[bytes]:
    """[11] The whole records; what a power cut leaves behind them is none."""
    at = 0
    while at + 4 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if not 0 < length <= ROW_LIMIT or at + 4 + length > len(data):
            return
        yield data[at + 4 : at + 4 + length]
        at += 4 + length


def journal(file: File, known: Known, report: Report) -> None:
    header = file.header("LogHeader")
    _attempt_key(file, header, known, report)
    if not known.results_seed:
        return
    identity = header["identity"]
    context, attempt = identity["context"], identity["attempt"].encode()
    belongs = (context["session"].encode(), raw(context["exam_file"]), identity["ticket"].encode(), attempt)
    key = open_envelope(known.results_seed, bind("journal/recovery", *belongs), raw(header["recovery"]))
    head = sha256(bind("journal/link", b"first", *belongs))
    report.plain["rows"], number = b"", 0
    for number, sealed in enumerate(_records(file.rest), start=1):
        plain = open_stream(key, bind("journal/row", attempt, number.to_bytes(8, "big"), head), sealed)
        payload("Opened" if number == 1 else "Entry", plain)
        report.plain["rows"] += plain
        head = sha256(bind("journal/link", head, sha256(sealed)))
    report.checked.append(f"chain of {number} rows, ending with {as_text(head)}")


def manifest(file: File, known: Known, report: Report) -> None:
    header = file.header("ManifestHeader")
    _check_proctor(file, header, known, report)
    body = payload("ManifestBody", file.body)
    tickets = [entry["ticket"] for entry in body["entries"]]
    need(len(set(tickets)) == len(tickets), "HEADER", "a ticket twice")
    need(tree([written(entry) for entry in body["entries"]]) == raw(header["root"]), "HEADER", "root")
    if known.rooms is not None:
        need(set(tickets) == set(known.rooms[header["room"]]), "HEADER", "tickets of the room")
        report.checked.append("tickets")
    if known.results_seed:
        plain = _open_notes("manifest/notes", header, body, known)
        try:
            plain.decode()
        except UnicodeDecodeError as error:
            raise Refused("PAYLOAD", "notes") from error
        report.plain["notes"] = plain


def _check_proctor(file: File, header: Document, known: Known, report: Report) -> None:
    """[8] Context, room, signature by the room's proctor."""
    check_context(header["context"], known, report)
    if known.proctor_keys is not None:
        need(header["room"] in known.proctor_keys, "CONTEXT", "no such room")
        file.check_signed_by(raw(known.proctor_keys[header["room"]]))
        report.checked.append("signature")


def _open_notes(purpose: str, header: Document, body: Document, known: Known) -> bytes:
    context = header["context"]
    fields = (
        context["session"].encode(),
        raw(context["exam_file"]),
        header["room"].encode(),
        b"%d" % header["counter"],
    )
    return open_envelope(known.results_seed, bind(purpose, *fields), raw(body["notes"]))


def act_log(file: File, known: Known, report: Report) -> None:
    header = file.header("ActLogHeader")
    _check_proctor(file, header, known, report)
    body = payload("ActLogBody", file.body)
    entries = body["entries"]
    numbers = [entry["number"] for entry in entries]
    need(numbers == list(range(1, len(entries) + 1)), "HEADER", "numbers of the entries")
    need(all(map(_is_filled, entries)), "HEADER", "an entry that is not filled as its reach says")
    need(tree([written(entry) for entry in entries]) == raw(header["root"]), "HEADER", "root")
    if known.rooms is not None:
        need({each["ticket"] for each in entries} <= {"", *known.rooms[header["room"]]}, "CONTEXT", "no such ticket")
        report.checked.append("tickets")
    if known.results_seed:
        plain = _open_notes("act-log/notes", header, body, known)
        notes = payload("ActLogNotes", plain)["notes"]
        need(notes.keys() <= set(map(str, numbers)), "PAYLOAD", "a note on no entry")
        report.plain["notes"] = plain


def _is_filled(entry: Document) -> bool:
    own = entry["reach"] == "ticket"
    return (bool(entry["ticket"]), bool(entry["challenge"]), entry["serial"] == 0) == (own, own, own)
