"""[9] Sealed exams: what their header must hold, and whatever the secrets that are known open of them."""

import re
from collections.abc import Set

from verifier.draws import drawn
from verifier.frames import Document, certified, claimed, payload
from verifier.judging import Known, Reading, open_under
from verifier.page import Refused, need
from verifier.primitives import PIN, as_text, bind, normal_code, open_stream, raw, sha256, subkey, unpadded

VERSION = (0, 1, 0)
"""The version whose files this reads: a header may ask for no newer one."""

_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LATER = re.compile(r".+-v([2-9]|[1-9][0-9]{1,2})")


def exam(at: Reading) -> None:
    header, session, offices, report = at.header, at.header["session"], at.known.offices, at.report
    belongs = {"session": session["id"], "kind": session["kind"], "level": session["level"]}
    key, centre_key = claimed(header["exam_key"]), claimed(header["centre_key"])
    if offices:
        certified(header["exam_key"], offices, "exam", belongs)
        certified(header["centre_key"], offices, "centre", {"site": header["site"]})
        report.checked.append("certificates")
    at.check_signed(as_text(key), key if offices else b"")
    _check_form(header)
    report.told = {
        "exam": header,
        "context": {**belongs, "exam_file": as_text(sha256(at.file.head))},
        "exam_key": key,
        "centre_key": centre_key,
        "proctor_keys": {room: slot["proctor"] for room, slot in header["rooms"].items()},
    }
    if at.known.site_keys:
        _open(at)
    with report.going_on():
        need(sha256(at.file.body) == raw(header["body"]), "DECRYPT", "body")
        report.checked.append("body")


def _check_form(header: Document) -> None:
    """[9] What a signed header may still not say."""
    minimum, session, slots, start = (header[name] for name in ("minimum_client", "session", "rooms", "start"))
    need(re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}", minimum), "HEADER", "minimum client")
    need(tuple(map(int, minimum.split("."))) <= VERSION, "VERSION", "minimum client")
    rooms = [room["id"] for room in session["rooms"]]
    need(len(raw(header["nonce"])) == 16 and not header["section_codes"], "HEADER", "nonce or section codes")
    plain = all(map(_PLAIN_ID.fullmatch, (session["id"], *rooms)))
    need(plain and sorted(rooms) == sorted(slots), "HEADER", "ids, or rooms of session and slots")
    need(session["opens"] < session["closes"] <= header["keep_until"], "HEADER", "times")
    due = (int(later[1]), 32) if (later := _LATER.fullmatch(session["id"])) else (1, 0)
    need((header["version"], len(raw(header["supersedes"]))) == due, "HEADER", "version")
    started = sorted(sorted(each["rooms"]) for each in start)
    if session["level"] == "quick":
        good = started == [sorted(rooms)] and not start[0]["room_key"]
    else:
        good = started == sorted([room] for room in rooms)
    under_codes = {slot["kdf"] is not None for slot in slots.values()}
    need(good and under_codes <= {session["level"] == "certified"}, "HEADER", "form of the level")


def open_room_code(slot: Document, header: Document, known: Known) -> bytes:
    """[9] A room's key under its code."""
    purpose = bind("exam/code-slot", raw(header["nonce"]), known.room)
    return open_under(normal_code(known.room_code), slot["kdf"], purpose, raw(slot["wrapped"]))


def open_start(slots: list[Document], header: Document, known: Known, otherwise: str) -> bytes:
    """[9] The content key under a start code, and under a room key file where the room's slot says so."""
    mine = [each for each in slots if not known.room or known.room in each["rooms"]]
    need(mine, otherwise, "no slot for this room")
    slot, typed = mine[0], normal_code(known.code)
    need(known.room_key or not slot["room_key"], "POLICY", "needs a room key file")
    room_key = known.room_key if slot["room_key"] else b""
    return open_under(typed, slot["kdf"], bind("exam/start-slot", raw(header["nonce"])), raw(slot["wrapped"]), room_key)


def _open(at: Reading) -> None:
    """Rooms, and behind the start code everything else. Quick: all rooms; certified: the one that is named."""
    quick = at.header["session"]["level"] == "quick"
    opened: dict[str, Document] = {}
    for room in sorted(at.header["rooms"]) if quick else filter(None, [at.known.room]):
        with at.report.going_on():
            opened[room] = _room(at, room)
    if quick:
        keys = {ticket: key for found in opened.values() for ticket, key in found["ticket_keys"].items()}
        names = {room: [ticket["number"] for ticket in found["tickets"]] for room, found in opened.items()}
        at.report.told |= {"ticket_keys": keys, "rooms": names}
    if at.known.code:
        with at.report.going_on():
            _content(at, opened)


def _object(at: Reading, place: Document, purpose: str, key: bytes, *names: str) -> bytes:
    """[9] The plaintext of one object of the body."""
    start, length = place["offset"], place["length"]
    need(start >= 0 <= length and start + length <= len(at.file.body), "FRAME", f"place of {names}")
    sealed = at.file.body[start : start + length]
    need(sha256(sealed) == raw(place["sha256"]), "DECRYPT", f"hash of {names}")
    return unpadded(open_stream(key, bind(purpose, raw(at.header["nonce"]), *names), sealed))


def _room_key(at: Reading, room: str) -> bytes:
    slot = at.header["rooms"][room]
    if slot["kdf"] is not None:
        need(at.known.room_code, "POLICY", "needs a room code")
        return open_room_code(slot, at.header, at.known)
    purpose, wrapped = bind("exam/site-slot", raw(at.header["nonce"]), room), raw(slot["wrapped"])
    for key in at.known.site_keys:
        try:
            return open_stream(subkey(key, purpose), purpose, wrapped)
        except Refused:
            continue
    raise Refused("KEYRING", "another site")


def _room(at: Reading, room: str) -> Document:
    need(room in at.header["rooms"], "CONTEXT", "no such room")
    key = _room_key(at, room)
    plain = _object(at, at.header["rooms"][room]["object"], "exam/room", key, room)
    found = payload("RoomObject", plain, at.header["format"])
    numbers = [ticket["number"] for ticket in found["tickets"]]
    rooms = {found["room"], *(ticket["room"] for ticket in found["tickets"])}
    need(rooms == {room}, "PAYLOAD", "another room inside")
    need(all(map(_PLAIN_ID.fullmatch, numbers)), "PAYLOAD", "ids of tickets")
    need(sorted(found["ticket_keys"]) == sorted(numbers), "PAYLOAD", "ticket keys")
    fronts = {front["id"] for front in found["fronts"]}
    need({ticket["exam"] for ticket in found["tickets"]} <= fronts, "PAYLOAD", "an exam that is not told of")
    need(found["photos"].keys() <= set(numbers), "PAYLOAD", "a photo of another ticket")
    at.report.plain[f"room {room}"] = plain
    for ticket, place in sorted(found["photos"].items()):
        with at.report.going_on():
            at.report.plain[f"photo {ticket}"] = _object(at, place, "exam/photo", key, room, ticket)
    return found


def _content(at: Reading, opened: dict[str, Document]) -> None:
    """[9] What the start code opens: secrets of the rooms, index, items and media."""
    key, plain = open_start(at.header["start"], at.header, at.known, "CONTEXT"), at.report.plain
    for room, found in opened.items():
        with at.report.going_on():
            _secrets(at, room, key, found["ticket_keys"].keys())
    index = _object(at, at.header["index"], "exam/index", key, "index")
    places = payload("Index", index, at.header["format"])
    plain["index"] = index
    for exam in places["exams"]:
        with at.report.going_on():
            at.report.checked += [f"drawn {ticket}: {items}" for ticket, items in _drawn(exam, opened).items()]
    for name, place in sorted(places["items"].items()):
        with at.report.going_on():
            item = _object(at, place, "exam/object", key, name)
            payload("Item", item, at.header["format"])
            plain[f"item {name}"] = item
    for name, place in sorted(places["media"].items()):
        with at.report.going_on():
            plain[f"medium {name}"] = _object(at, place, "exam/object", key, name)


def _drawn(exam: Document, opened: dict[str, Document]) -> dict[str, str]:
    """[9] What each ticket of the rooms that are open gets of an exam that is drawn."""
    if not exam.get("draw"):
        return {}
    picks = [section["picks"] for section in exam["sections"]]
    tickets = [each["number"] for found in opened.values() for each in found["tickets"] if each["exam"] == exam["id"]]
    return {each: " ".join(sorted(set[str]().union(*drawn(exam["draw"], picks, each)))) for each in tickets}


def _secrets(at: Reading, room: str, key: bytes, tickets: Set[str]) -> None:
    plain = _object(at, at.header["rooms"][room]["tickets"], "exam/tickets", key, room)
    found = payload("RoomSecrets", plain, at.header["format"])
    mine, other = ("seeds", "pins") if at.header["session"]["level"] == "quick" else ("pins", "seeds")
    need(found[mine].keys() == tickets, "PAYLOAD", "tickets of the room")
    need(not found[other] and len(raw(found["act_key"])) == 32, "PAYLOAD", "secrets of the level")
    at.report.plain[f"secrets {room}"] = plain
    ticket = at.known.ticket
    if ticket in found["pins"]:
        need(at.known.pin, "POLICY", "needs a PIN")
        slot, purpose = found["pins"][ticket], bind("exam/ticket-slot", raw(at.header["nonce"]), room, ticket)
        seed = open_under(normal_code(at.known.pin, PIN), slot["kdf"], purpose, raw(slot["wrapped"]))
        at.report.plain[f"seed {ticket}"] = seed
