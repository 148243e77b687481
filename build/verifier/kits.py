"""[10] Kits: under a secret, or for several people of whom some must be there."""

from itertools import combinations

from nacl.bindings import crypto_scalarmult_base
from verifier.frames import Document, payload
from verifier.judging import Reading, open_under, place_of
from verifier.page import need
from verifier.primitives import as_text, bind, normal_code, open_envelope, open_stream, raw, unpadded


def centre_kit(at: Reading) -> None:
    found = _kit(at, at.known.passphrase, "centre-kit", "CentreKit")
    if found is None:
        return
    keys = {name: raw(found[name]) for name in ("exam_key", "centre_key", "content_key", "results_seed")}
    same = {name: found[name] for name in ("context", "ticket_keys", "proctor_keys")}
    places = [(ticket["room"], ticket["number"]) for ticket in found["tickets"]]
    rooms = [room["id"] for room in found["session"]["rooms"]]
    tickets = {room: [number for where, number in places if where == room] for room in rooms}
    at.report.told = keys | same | {"rooms": tickets}


def proctor_kit(at: Reading) -> None:
    _kit(at, normal_code(at.known.code) if at.known.code else "", "proctor-kit", "ProctorKit")


def _kit(at: Reading, secret: str, name: str, document: str) -> Document | None:
    """[10] What either kit holds, if what opens it is known."""
    header, context = at.header, at.header["context"]
    at.check_signed(header["exam_key"])
    _check_locks(header, name)
    at.check_context(context)
    at.check_exam_key()
    if not secret and not at.known.openers:
        return None
    fields = (*place_of(context), header["room"])
    if header["quorum"]:
        key = _opened_together(header, at.known.openers)
    else:
        need(secret, "POLICY", "opens by a secret")
        key = open_under(secret, header["kdf"], bind(f"{name}/slot", *fields), raw(header["wrapped"]))
    plain = unpadded(open_stream(key, bind(f"{name}/body", *fields), at.file.body))
    found = payload(document, plain, header["format"])
    session = {"session": found["session"]["id"]} | {each: found["session"][each] for each in ("kind", "level")}
    need(found["context"] == context == context | session, "CONTEXT", "another context inside")
    need(found.get("room", "") == header["room"], "CONTEXT", "another room inside")
    need(found.get("exam_key", header["exam_key"]) == header["exam_key"], "CERT", "another exam key inside")
    at.report.plain["kit"] = plain
    return found


def _check_locks(header: Document, name: str) -> None:
    """[10] Refuse (HEADER) a kit that says of its own locks what cannot be."""
    is_centre, members = name == "centre-kit", header["members"]
    need((not header["room"]) == is_centre, "HEADER", "room of the kit")
    if not header["quorum"]:
        good = header["kdf"] is not None and header["wrapped"] and not members and not header["shares"]
        need(good, "HEADER", "locks of a kit under a secret")
        return
    good = header["kdf"] is None and not header["wrapped"] and is_centre and header["context"]["level"] == "certified"
    need(good, "HEADER", "a quorum where there is none")
    need(2 <= header["quorum"] <= len(members) <= 8, "HEADER", "number of members")
    keys = {member["key"] for member in members}
    need(len(keys) == len(members) and all(len(raw(key)) == 32 for key in keys), "HEADER", "keys of the members")
    groups = [list(group) for group in combinations(range(len(members)), header["quorum"])]
    need([share["members"] for share in header["shares"]] == groups, "HEADER", "groups of the shares")


def _opened_together(header: Document, openers: tuple[bytes, ...]) -> bytes:
    """[10] The kit's key, by the share of the first of those who are there."""
    places = [member["key"] for member in header["members"]]
    seeds = {as_text(crypto_scalarmult_base(seed)): seed for seed in openers}
    need(seeds.keys() <= set(places), "CODE", "a key of nobody in the list")
    need(len(seeds) >= header["quorum"], "POLICY", "too few of the members")
    group = sorted(places.index(public) for public in seeds)[: header["quorum"]]
    data = raw(next(share["wrapped"] for share in header["shares"] if share["members"] == group))
    fields = (*place_of(header["context"]), ",".join(map(str, group)))
    for layer, place in enumerate(group):
        data = open_envelope(seeds[places[place]], bind("centre-kit/share", *fields, str(layer)), data)
    return data
