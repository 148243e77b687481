"""[11] [12] [13] [19] Journal logs, results, room manifests and act logs: what comes back on a stick."""

from collections.abc import Iterator

from verifier.canonical import written
from verifier.frames import Document, certified, claimed, payload
from verifier.judging import Reading, place_of
from verifier.page import Refused, need
from verifier.primitives import as_text, bind, open_envelope, open_stream, raw, sha256, tree, unpadded

ROW_LIMIT = 4 * 1024 * 1024


def bindings_of(identity: Document) -> dict[str, str]:
    """[8] What a ticket key certifies an attempt key for."""
    bindings = {name: identity[name] for name in ("room", "ticket", "exam", "attempt")}
    bindings |= {name: identity["context"][name] for name in ("session", "exam_file", "kind")}
    return bindings | {"number": str(identity["number"])}


def _check_attempt(at: Reading) -> None:
    """[8] The key that signed, which the key of the ticket certified: own signature, context, certificate, place."""
    identity, certificate, known = at.header["identity"], at.header["certificate"], at.known
    at.check_signed(as_text(claimed(certificate)))
    at.check_context(identity["context"])
    if known.ticket_keys is not None:
        need(identity["ticket"] in known.ticket_keys, "CONTEXT", "no such ticket")
        certified(certificate, [raw(known.ticket_keys[identity["ticket"]])], "attempt", bindings_of(identity))
        at.report.checked.append("certificate")
    if known.rooms is not None:
        need(identity["number"] == 1, "POLICY", "a second attempt")
        need(identity["ticket"] in known.rooms.get(identity["room"], []), "CONTEXT", "no ticket of this room")


def result(at: Reading) -> None:
    _check_attempt(at)
    if not at.known.results_seed:
        return
    plain = unpadded(open_envelope(at.known.results_seed, bind("result/body", sha256(at.file.head)), at.file.body))
    found = payload("ResultBody", plain, at.header["format"])
    found["moves"] = sum(outage["cause"] == "moved" for outage in found["outages"])
    said = {name: at.header.get(name, 0) for name in ("identity", "head", "rows", "moves")}
    said["attempt_key"] = as_text(claimed(at.header["certificate"]))
    need(all(found[name] == said[name] for name in said), "CONTEXT", "header, signer and content differ")
    at.report.plain["result"] = plain


def belongs(identity: Document) -> tuple[str | bytes, ...]:
    """[11] The fields that an attempt's journal belongs to."""
    return (*place_of(identity["context"]), identity["ticket"], identity["attempt"])


def _records(data: bytes) -> Iterator[bytes]:
    """[11] The whole records; what a power cut leaves behind them is none."""
    at = 0
    while at + 4 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if not 0 < length <= ROW_LIMIT or at + 4 + length > len(data):
            return
        yield data[at + 4 : at + 4 + length]
        at += 4 + length


def journal(at: Reading) -> None:
    _check_attempt(at)
    if not at.known.results_seed:
        return
    identity, plain = at.header["identity"], at.report.plain
    recovery = bind("journal/recovery", *belongs(identity))
    key = open_envelope(at.known.results_seed, recovery, raw(at.header["recovery"]))
    head = sha256(bind("journal/link", "first", *belongs(identity)))
    plain["rows"], number = b"", 0
    for number, sealed in enumerate(_records(at.file.rest), start=1):
        row = open_stream(key, bind("journal/row", identity["attempt"], number.to_bytes(8, "big"), head), sealed)
        payload("Opened" if number == 1 else "Entry", row, at.header["format"], 2)
        plain["rows"] += row
        head = sha256(bind("journal/link", head, sha256(sealed)))
    at.report.checked.append(f"chain of {number} rows, ending with {as_text(head)}")


def _signed_list(at: Reading, document: str) -> Document:
    """[8] [13] [19] What a room's proctor signed: context, room, signature, entries as the header sums them up."""
    header, keys = at.header, at.known.proctor_keys
    at.check_context(header["context"])
    if keys is not None:
        need(header["room"] in keys, "CONTEXT", "no such room")
        need(at.file.is_signed_by(raw(keys[header["room"]])), "SIGNATURE", "not by the room's proctor")
        at.report.checked.append("signature")
    body = payload(document, at.file.body, header["format"])
    need(tree(list(map(written, body["entries"]))) == raw(header["root"]), "HEADER", "root")
    return body


def _notes(at: Reading, purpose: str, body: Document) -> bytes:
    fields = (*place_of(at.header["context"]), at.header["room"], str(at.header["counter"]))
    return open_envelope(at.known.results_seed, bind(purpose, *fields), raw(body["notes"]))


def manifest(at: Reading) -> None:
    body = _signed_list(at, "ManifestBody")
    tickets = [entry["ticket"] for entry in body["entries"]]
    need(len(set(tickets)) == len(tickets), "HEADER", "a ticket twice")
    if at.known.rooms is not None:
        need(set(tickets) == set(at.known.rooms[at.header["room"]]), "HEADER", "tickets of the room")
        at.report.checked.append("tickets")
    if at.known.results_seed:
        plain = _notes(at, "manifest/notes", body)
        try:
            plain.decode()
        except UnicodeDecodeError as error:
            raise Refused("PAYLOAD", "notes") from error
        at.report.plain["notes"] = plain


def act_log(at: Reading) -> None:
    body = _signed_list(at, "ActLogBody")
    numbers = [entry["number"] for entry in body["entries"]]
    need(numbers == list(range(1, len(numbers) + 1)), "HEADER", "numbers of the entries")
    need(all(map(_is_filled, body["entries"])), "HEADER", "an entry that is not filled as its reach says")
    if at.known.rooms is not None:
        tickets = {"", *at.known.rooms[at.header["room"]]}
        need({entry["ticket"] for entry in body["entries"]} <= tickets, "CONTEXT", "no such ticket")
        at.report.checked.append("tickets")
    if at.known.results_seed:
        plain = _notes(at, "act-log/notes", body)
        need(set(payload("ActLogNotes", plain)["notes"]) <= set(map(str, numbers)), "PAYLOAD", "a note on no entry")
        at.report.plain["notes"] = plain


def _is_filled(entry: Document) -> bool:
    own = entry["reach"] == "ticket"
    filled = (bool(entry["ticket"]), bool(entry["challenge"]), entry["serial"] == 0) == (own, own, own)
    return filled and (entry["minutes"] == 0 or entry["kind"] in ("resume", "extra-time", "resume-moved"))
