"""[9] [20] [21] [22] What is made after the sealing: start slots, errata, checkpoints, receipt lists."""

from verifier.canonical import written
from verifier.exam_files import open_room_code, open_start
from verifier.frames import Document, File, payload
from verifier.judging import Known, Report, check_context, check_named_key
from verifier.page import need
from verifier.primitives import bind, is_included, normal_code, open_stream, raw, receipt_of, tree, unpadded


def start_slots(file: File, known: Known, report: Report) -> None:
    header = file.header("StartSlotsHeader")
    file.check_signed_by(raw(header["exam_key"]))
    report.checked.append("signature by the key it names")
    need(not file.body, "PAYLOAD", "start slots have no body")
    check_context(header["context"], known, report)
    if known.exam is None:
        return
    need(raw(header["exam_key"]) == known.exam_key, "CERT", "another exam key")
    _check_slots(header, set(known.exam["rooms"]))
    report.checked += ["exam key", "rooms"]
    room = known.room
    if known.code:
        slots = [slot for slot in header["start"] if not room or room in slot["rooms"]]
        need(slots, "CODE", "no new start code for this room")
        report.plain["content key"] = open_start(slots[0], known.exam, known)
    if known.room_code:
        need(room in header["rooms"], "CODE", "no new room code for this room")
        code = normal_code(known.room_code)
        report.plain["room key"] = open_room_code(header["rooms"][room], known.exam, room, code)


def _check_slots(header: Document, rooms: set[str]) -> None:
    """[9] The form of the level: quick, one slot for all rooms; certified, at most one for each."""
    start, named = header["start"], [room for slot in header["start"] for room in slot["rooms"]]
    need(len(set(named)) == len(named) and set(named) | header["rooms"].keys() <= rooms, "HEADER", "rooms")
    if header["context"]["level"] == "quick":
        good = len(start) == 1 and set(named) == rooms and not start[0]["room_key"] and not header["rooms"]
    else:
        good = all(len(slot["rooms"]) == 1 for slot in start) and bool(start or header["rooms"])
    need(good and header["counter"] >= 1, "HEADER", "form of the level")


def errata(file: File, known: Known, report: Report) -> None:
    header = file.header("ErrataHeader")
    context = header["context"]
    check_context(context, known, report)
    check_named_key(file, raw(header["exam_key"]), known.exam_key, report)
    counter = header["counter"]
    need(counter >= 1 and (counter == 1) == (not header["previous"]), "HEADER", "counter and file before")
    if not known.content_key:
        return
    fields = (context["session"].encode(), raw(context["exam_file"]), b"%d" % counter)
    plain = unpadded(open_stream(known.content_key, bind("errata/body", *fields), file.body))
    entries = payload("ErrataBody", plain)["entries"]
    meaningful = all(each["text"].strip() and (each["item"] or each["action"] == "notice") for each in entries)
    need(entries and meaningful, "PAYLOAD", "an erratum that says nothing")
    report.plain["errata"] = plain


def checkpoint(file: File, known: Known, report: Report) -> None:
    header = file.header("CheckpointHeader")
    check_context(header["context"], known, report)
    check_named_key(file, raw(header["centre_key"]), known.centre_key, report)
    entries = payload("CheckpointBody", file.body)["entries"]
    before = header["size"] - len(entries)
    if header["counter"] == 1:
        alone = not header["previous"] and not header["proof"] and before == 0
        root = tree([written(entry) for entry in entries])
        need(entries and alone and raw(header["root"]) == root, "HEADER", "a first checkpoint")
    else:
        need(header["counter"] > 1 and header["previous"] and entries and before > 0, "HEADER", "a later checkpoint")
    report.plain["entries"] = file.body


def receipt_list(file: File, known: Known, report: Report) -> None:
    header = file.header("ReceiptListHeader")
    check_context(header["context"], known, report)
    check_named_key(file, raw(header["centre_key"]), known.centre_key, report)
    receipts = payload("ReceiptListBody", file.body)["receipts"]
    tickets = {each["ticket"] for each in receipts}
    need(len(tickets) == len(receipts) and all(_holds(each, header) for each in receipts), "PAYLOAD", "receipts")
    report.plain["receipts"] = file.body


def _holds(said: Document, header: Document) -> bool:
    """[21] Whether a receipt is its result's, and the result stands in the ledger at its place."""
    entry = {name: said[name] for name in ("kept", "room", "ticket")} | {"file": said["result"], "type": "kcr"}
    proof, root = list(map(raw, said["proof"])), raw(header["root"])
    is_there = is_included(written(entry), said["index"], header["size"], proof, root)
    return is_there and said["receipt"] == receipt_of(raw(said["result"]))
