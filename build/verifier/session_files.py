"""[9] [20] to [24] What is made after the sealing: start slots, errata, checkpoints, receipt lists, scorers' files."""

from verifier.canonical import written
from verifier.exam_files import open_room_code, open_start
from verifier.frames import Document, payload
from verifier.judging import Reading, place_of
from verifier.page import need
from verifier.primitives import as_text, bind, is_included, open_envelope, open_stream, raw, receipt_of, tree, unpadded


def start_slots(at: Reading) -> None:
    header, known, plain = at.header, at.known, at.report.plain
    at.check_signed(header["exam_key"])
    need(not at.file.body, "PAYLOAD", "start slots have no body")
    at.check_context(header["context"])
    if known.exam is None:
        return
    at.check_exam_key()
    _check_slots(header, set(known.exam["rooms"]))
    at.report.checked.append("rooms")
    if known.code:
        plain["content key"] = open_start(header["start"], known.exam, known, "CODE")
    if known.room_code:
        need(known.room in header["rooms"], "CODE", "no new room code for this room")
        plain["room key"] = open_room_code(header["rooms"][known.room], known.exam, known)


def _check_slots(header: Document, rooms: set[str]) -> None:
    """[9] The form of the level: quick, one slot for all rooms; certified, at most one for each."""
    start, named = header["start"], [room for slot in header["start"] for room in slot["rooms"]]
    need(len(set(named)) == len(named) and set(named) | header["rooms"].keys() <= rooms, "HEADER", "rooms")
    if header["context"]["level"] == "quick":
        good = len(start) == 1 and set(named) == rooms and not start[0]["room_key"] and not header["rooms"]
    else:
        good = all(len(slot["rooms"]) == 1 for slot in start) and bool(start or header["rooms"])
    need(good and header["counter"] >= 1, "HEADER", "form of the level")


def errata(at: Reading) -> None:
    header, counter = at.header, at.header["counter"]
    at.check_context(header["context"])
    at.check_signed(header["exam_key"], at.known.exam_key)
    need(counter >= 1 and (counter == 1) == (not header["previous"]), "HEADER", "counter and file before")
    if not at.known.content_key:
        return
    purpose = bind("errata/body", *place_of(header["context"]), str(counter))
    plain = unpadded(open_stream(at.known.content_key, purpose, at.file.body))
    entries = payload("ErrataBody", plain)["entries"]
    meaningful = all(each["text"].strip() and (each["item"] or each["action"] == "notice") for each in entries)
    need(entries and meaningful, "PAYLOAD", "an erratum that says nothing")
    at.report.plain["errata"] = plain


def checkpoint(at: Reading) -> None:
    header = at.header
    at.check_context(header["context"])
    at.check_signed(header["centre_key"], at.known.centre_key)
    entries = payload("CheckpointBody", at.file.body)["entries"]
    before = header["size"] - len(entries)
    if header["counter"] == 1:
        alone = not header["previous"] and not header["proof"] and before == 0
        good = alone and raw(header["root"]) == tree(list(map(written, entries)))
    else:
        good = header["counter"] > 1 and header["previous"] and before > 0
    need(entries and good, "HEADER", "a checkpoint that cannot be")
    at.report.plain["entries"] = at.file.body


def receipt_list(at: Reading) -> None:
    at.check_context(at.header["context"])
    at.check_signed(at.header["centre_key"], at.known.centre_key)
    receipts = payload("ReceiptListBody", at.file.body)["receipts"]
    tickets = {each["ticket"] for each in receipts}
    need(len(tickets) == len(receipts) and all(_holds(each, at.header) for each in receipts), "PAYLOAD", "receipts")
    at.report.plain["receipts"] = at.file.body


def _holds(said: Document, header: Document) -> bool:
    """[21] Whether a receipt is its result's, and the result stands in the ledger at its place."""
    entry = {name: said[name] for name in ("kept", "room", "ticket")} | {"file": said["result"], "type": "kcr"}
    proof, root = list(map(raw, said["proof"])), raw(header["root"])
    is_there = is_included(written(entry), said["index"], header["size"], proof, root)
    return is_there and said["receipt"] == receipt_of(raw(said["result"]))


def score_packet(at: Reading) -> None:
    header, context, known = at.header, at.header["context"], at.known
    at.check_context(context)
    at.check_signed(header["centre_key"], known.centre_key)
    if not known.scorer:
        return
    need(raw(header["scorer_key"]) == known.scorer_key, "CERT", "for another scorer")
    purpose = bind("score-packet/body", *place_of(context), raw(header["packet"]), known.scorer_key)
    plain = unpadded(open_envelope(known.scorer, purpose, at.file.body))
    found = payload("PacketContent", plain, header["format"])
    items, handles = ([each[name] for each in found["tasks"]] for name in ("item", "handle"))
    named = [each["placed"]["id"] for each in found["items"]]
    once = len(set(named)) == len(named) and len(set(handles)) == len(handles)
    need(once and set(items) <= set(named), "PAYLOAD", "an item or a response twice, or of no item")
    at.report.plain["packet"] = plain
    at.report.told = {"back": raw(found["back"]), "packet": header["packet"]}


def scores(at: Reading) -> None:
    header, context, known = at.header, at.header["context"], at.known
    at.check_context(context)
    if known.packet:
        same = [header["packet_file"] == as_text(known.packet_file), header["packet"] == known.packet]
        need(any(same), "MISSING", "of no packet that is known")
        need(all(same), "CONTEXT", "of another packet")
    at.check_signed(header["scorer_key"], known.scorer_key if known.packet else b"")
    if not known.packet:
        return
    purpose = bind("scores/body", *place_of(context), known.packet_file)
    plain = unpadded(open_stream(known.back, purpose, at.file.body))
    found = payload("HandBack", plain)
    need(found["packet"] == header["packet_file"], "CONTEXT", "of another packet inside")
    turns = {(each["handle"], each["turn"]) for each in found["marks"]}
    need(len(turns) == len(found["marks"]), "PAYLOAD", "one turn of a response twice")
    at.report.plain["scores"] = plain
