"""[9] Sealed exams: what their header must hold, and whatever the secrets that are known open of them."""

import re

from verifier.frames import Document, File, certified, claimed, payload
from verifier.judging import Known, Report, key_of
from verifier.page import Refused, need
from verifier.primitives import PIN, as_text, bind, normal_code, open_stream, raw, sha256, subkey, unpadded

VERSION = (0, 1, 0)
"""The version whose files this reads: a header may ask for no newer one."""

_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def exam(file: File, known: Known, report: Report) -> None:
    header = file.header("ExamHeader")
    session, issuers = header["session"], known.offices
    belongs = {"session": session["id"], "kind": session["kind"], "level": session["level"]}
    if issuers:
        key = certified(header["exam_key"], issuers, "exam", belongs)
        centre_key = certified(header["centre_key"], issuers, "centre", {"site": header["site"]})
        report.checked.append("certificates")
    else:
        key, centre_key = claimed(header["exam_key"]), claimed(header["centre_key"])
    file.check_signed_by(key)
    report.checked.append("signature" if issuers else "signature by the key it names")
    _check_form(header)
    report.told = {
        "exam": header,
        "context": {**belongs, "exam_file": as_text(sha256(file.head))},
        "exam_key": key,
        "centre_key": centre_key,
        "proctor_keys": {room: slot["proctor"] for room, slot in header["rooms"].items()},
    }
    if known.site_keys:
        _Opening(file, header, known, report).all()
    with report.going_on():
        need(sha256(file.body) == raw(header["body"]), "DECRYPT", "body")
        report.checked.append("body")


def _check_form(header: Document) -> None:
    """[9] What a signed header may still not say."""
    minimum = header["minimum_client"]
    need(re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}", minimum), "HEADER", "minimum client")
    need(tuple(map(int, minimum.split("."))) <= VERSION, "VERSION", "minimum client")
    session, slots, start = header["session"], header["rooms"], header["start"]
    rooms = [room["id"] for room in session["rooms"]]
    need(len(raw(header["nonce"])) == 16, "HEADER", "nonce")
    need(all(map(_PLAIN_ID.fullmatch, (session["id"], *rooms))), "HEADER", "ids")
    need(sorted(rooms) == sorted(slots), "HEADER", "rooms of session and slots")
    need(session["opens"] < session["closes"] <= header["keep_until"], "HEADER", "times")
    need(not header["section_codes"], "HEADER", "section codes")
    started = [sorted(each["rooms"]) for each in start]
    if session["level"] == "quick":
        good = started == [sorted(rooms)] and not start[0]["room_key"]
    else:
        good = sorted(started) == sorted([room] for room in rooms)
    under_codes = [slot["kdf"] is not None for slot in slots.values()]
    need(good and set(under_codes) <= {session["level"] == "certified"}, "HEADER", "form of the level")


def open_room_code(slot: Document, header: Document, room: str, code: str) -> bytes:
    """[9] A room's key under its code; `code` is in its normal form."""
    purpose = bind("exam/code-slot", raw(header["nonce"]), room.encode())
    return open_stream(key_of(code, slot["kdf"], purpose), purpose, raw(slot["wrapped"]), "CODE")


def open_start(slot: Document, header: Document, known: Known) -> bytes:
    """[9] The content key under a start code, and under a room key file where the slot says so."""
    purpose, typed = bind("exam/start-slot", raw(header["nonce"])), normal_code(known.code)
    if slot["room_key"]:
        need(known.room_key, "POLICY", "needs a room key file")
    kek = key_of(typed, slot["kdf"], purpose)
    if slot["room_key"]:
        need(len(known.room_key) == 32, "CODE", "length of the room key file")
        kek = subkey(kek, purpose, known.room_key)
    return open_stream(kek, purpose, raw(slot["wrapped"]), "CODE")


class _Opening:
    """One exam with everything that opens of it, in the order of a room PC."""

    def __init__(self, file: File, header: Document, known: Known, report: Report) -> None:
        self.file, self.header, self.known, self.report = file, header, known, report
        self.nonce = raw(header["nonce"])
        self.opened: dict[str, Document] = {}

    def all(self) -> None:
        """Rooms, and behind the start code everything else. Quick: all rooms; certified: the one that is named."""
        quick = self.header["session"]["level"] == "quick"
        for room in sorted(self.header["rooms"]) if quick else filter(None, [self.known.room]):
            with self.report.going_on():
                self._room(room)
        if quick:
            rooms = self.opened.items()
            keys = {ticket: key for _, found in rooms for ticket, key in found["ticket_keys"].items()}
            names = {room: [ticket["number"] for ticket in found["tickets"]] for room, found in rooms}
            self.report.told |= {"ticket_keys": keys, "rooms": names}
        if self.known.code:
            with self.report.going_on():
                self._content()

    def _object(self, place: Document, purpose: str, key: bytes, *names: str) -> bytes:
        """[9] The plaintext of one object of the body."""
        start, length = place["offset"], place["length"]
        need(start >= 0 <= length and start + length <= len(self.file.body), "FRAME", f"place of {names}")
        sealed = self.file.body[start : start + length]
        need(sha256(sealed) == raw(place["sha256"]), "DECRYPT", f"hash of {names}")
        return unpadded(open_stream(key, bind(purpose, self.nonce, *(name.encode() for name in names)), sealed))

    def _room_key(self, room: str) -> bytes:
        slot = self.header["rooms"][room]
        if slot["kdf"] is not None:
            need(self.known.room_code, "POLICY", "needs a room code")
            return open_room_code(slot, self.header, room, normal_code(self.known.room_code))
        purpose, wrapped = bind("exam/site-slot", self.nonce, room.encode()), raw(slot["wrapped"])
        for key in self.known.site_keys:
            try:
                return open_stream(subkey(key, purpose), purpose, wrapped)
            except Refused:
                continue
        raise Refused("KEYRING", "another site")

    def _room(self, room: str) -> None:
        need(room in self.header["rooms"], "CONTEXT", "no such room")
        key = self._room_key(room)
        plain = self._object(self.header["rooms"][room]["object"], "exam/room", key, room)
        found = payload("RoomObject", plain)
        numbers = [ticket["number"] for ticket in found["tickets"]]
        rooms = {found["room"], *(ticket["room"] for ticket in found["tickets"])}
        need(rooms == {room}, "PAYLOAD", "another room inside")
        need(all(map(_PLAIN_ID.fullmatch, numbers)), "PAYLOAD", "ids of tickets")
        need(sorted(found["ticket_keys"]) == sorted(numbers), "PAYLOAD", "ticket keys")
        fronts = {front["id"] for front in found["fronts"]}
        need({ticket["exam"] for ticket in found["tickets"]} <= fronts, "PAYLOAD", "an exam that is not told of")
        need(found["photos"].keys() <= set(numbers), "PAYLOAD", "a photo of another ticket")
        self.opened[room] = found
        self.report.plain[f"room {room}"] = plain
        for ticket, place in sorted(found["photos"].items()):
            with self.report.going_on():
                self.report.plain[f"photo {ticket}"] = self._object(place, "exam/photo", key, room, ticket)

    def _content(self) -> None:
        """[9] What the start code opens: secrets of the rooms, index, items and media."""
        slots = [each for each in self.header["start"] if not self.known.room or self.known.room in each["rooms"]]
        need(slots, "CONTEXT", "no such room")
        key = open_start(slots[0], self.header, self.known)
        for room in self.opened:
            with self.report.going_on():
                self._secrets(room, key)
        index = self._object(self.header["index"], "exam/index", key, "index")
        found = payload("Index", index)
        self.report.plain["index"] = index
        for name, place in sorted(found["items"].items()):
            with self.report.going_on():
                plain = self._object(place, "exam/object", key, name)
                payload("Item", plain)
                self.report.plain[f"item {name}"] = plain
        for name, place in sorted(found["media"].items()):
            with self.report.going_on():
                self.report.plain[f"medium {name}"] = self._object(place, "exam/object", key, name)

    def _secrets(self, room: str, key: bytes) -> None:
        plain = self._object(self.header["rooms"][room]["tickets"], "exam/tickets", key, room)
        found = payload("RoomSecrets", plain)
        mine, other = ("seeds", "pins") if self.header["session"]["level"] == "quick" else ("pins", "seeds")
        need(found[mine].keys() == self.opened[room]["ticket_keys"].keys(), "PAYLOAD", "tickets of the room")
        need(not found[other] and len(raw(found["act_key"])) == 32, "PAYLOAD", "secrets of the level")
        self.report.plain[f"secrets {room}"] = plain
        ticket = self.known.ticket
        if ticket in found["pins"]:
            need(self.known.pin, "POLICY", "needs a PIN")
            slot = found["pins"][ticket]
            purpose = bind("exam/ticket-slot", self.nonce, room.encode(), ticket.encode())
            kek = key_of(normal_code(self.known.pin, PIN), slot["kdf"], purpose)
            self.report.plain[f"seed {ticket}"] = open_stream(kek, purpose, raw(slot["wrapped"]), "CODE")
