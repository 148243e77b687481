"""[10] Kits: under a secret, or for several people of whom some must be there."""

from itertools import combinations

from nacl.bindings import crypto_scalarmult_base
from verifier.frames import Document, File, payload
from verifier.judging import Known, Report, check_context, key_of
from verifier.page import need
from verifier.primitives import as_text, bind, normal_code, open_envelope, open_stream, raw, unpadded


def centre_kit(file: File, known: Known, report: Report) -> None:
    found = _kit(file, known, report, known.passphrase, "centre-kit", "CentreKit")
    if found is None:
        return
    report.told = {
        "context": found["context"],
        "exam_key": raw(found["exam_key"]),
        "centre_key": raw(found["centre_key"]),
        "content_key": raw(found["content_key"]),
        "results_seed": raw(found["results_seed"]),
        "rooms": {room["id"]: [] for room in found["session"]["rooms"]},
        "ticket_keys": found["ticket_keys"],
        "proctor_keys": found["proctor_keys"],
    }
    for ticket in found["tickets"]:
        report.told["rooms"][ticket["room"]].append(ticket["number"])


def proctor_kit(file: File, known: Known, report: Report) -> None:
    code = normal_code(known.code) if known.code else ""
    _kit(file, known, report, code, "proctor-kit", "ProctorKit")


def _kit(file: File, known: Known, report: Report, secret: str, name: str, document: str) -> Document | None:
    """[10] What either kit holds, if what opens it is known."""
    header = file.header("KitHeader")
    file.check_signed_by(raw(header["exam_key"]))
    report.checked.append("signature by the key it names")
    _check_locks(header, name)
    check_context(header["context"], known, report)
    if known.exam_key:
        need(raw(header["exam_key"]) == known.exam_key, "CERT", "another exam key")
        report.checked.append("exam key")
    if not secret and not known.openers:
        return None
    context = header["context"]
    fields = (context["session"].encode(), raw(context["exam_file"]), header["room"].encode())
    if header["quorum"]:
        key = _opened_together(header, known.openers)
    else:
        need(secret, "POLICY", "opens by a secret")
        slot = bind(f"{name}/slot", *fields)
        key = open_stream(key_of(secret, header["kdf"], slot), slot, raw(header["wrapped"]), "CODE")
    plain = unpadded(open_stream(key, bind(f"{name}/body", *fields), file.body))
    found = payload(document, plain)
    said = {member: found["session"][member] for member in ("kind", "level")} | {"session": found["session"]["id"]}
    inside = said | {"exam_file": context["exam_file"]}
    need(found["context"] == context == inside, "CONTEXT", "another context inside")
    need(found.get("room", "") == header["room"], "CONTEXT", "another room inside")
    need(document != "CentreKit" or found["exam_key"] == header["exam_key"], "CERT", "another exam key inside")
    report.plain["kit"] = plain
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
    context, subset = header["context"], ",".join(map(str, group)).encode()
    fields = (context["session"].encode(), raw(context["exam_file"]), subset)
    for layer, place in enumerate(group):
        data = open_envelope(seeds[places[place]], bind("centre-kit/share", *fields, b"%d" % layer), data)
    return data
