"""[14] [17] What the office and single people keep: site files, office keys, key files, key cards."""

from nacl.bindings import crypto_scalarmult_base
from nacl.signing import SigningKey
from verifier.frames import Document, File, payload
from verifier.judging import Known, Report, key_of
from verifier.page import need
from verifier.primitives import as_text, bind, check_key, open_stream, raw, sha256, unpadded


def site(file: File, known: Known, report: Report) -> None:
    header = file.header("SiteHeader")
    offices = _offices(file, header, report)
    keys = tuple(file.body[at : at + 32] for at in range(0, len(file.body), 32))
    need(len(file.body) == 32 * len(offices), "PAYLOAD", "length of the site keys")
    if known.site is not None:
        _check_successor(file, header, known.site)
        report.checked.append("successor of the site file that is known")
    report.plain["site keys"] = file.body
    report.told = {"site": file, "offices": offices, "site_keys": keys}


def _offices(file: File, header: Document, report: Report) -> tuple[bytes, ...]:
    """[14] The present office's public key, which signed, and those of former ones; a history that can be."""
    office = raw(header["office"])
    file.check_signed_by(office)
    report.checked.append("signature")
    is_first = header["version"] == 1
    possible = is_first == (not header["previous"]) and len(header["former"]) <= min(header["version"] - 1, 15)
    need(possible, "HEADER", "history of the office")
    former = tuple(map(raw, header["former"]))
    for each in former:
        check_key(each)
    return office, *former


def _check_successor(file: File, header: Document, pinned: File) -> None:
    """[14] Pinning."""
    before = pinned.header("SiteHeader")
    need(header["site"] == before["site"], "KEYRING", "another site")
    ahead = header["version"] - before["version"]
    need(ahead >= 0, "ROLLBACK", "an older version")
    if ahead == 0:
        need(file == pinned, "KEYRING", "another file of the same version")
        return
    need(file.is_signed_by(raw(before["office"])), "KEYRING", "not signed by the known office")
    need(ahead > 1 or raw(header["previous"]) == sha256(pinned.head), "KEYRING", "not the successor of the known file")


def office_key(file: File, known: Known, report: Report) -> None:
    header = file.header("OfficeHeader")
    offices = _offices(file, header, report)
    need(not known.offices or known.offices[0] == offices[0], "KEYRING", "another office")
    if not known.passphrase:
        return
    slot = bind("office-key/slot", header["site"].encode())
    plain = unpadded(open_stream(key_of(known.passphrase, header["kdf"], slot), slot, file.body, "CODE"))
    found = payload("OfficeSeeds", plain)
    need(len(found["former"]) == len(header["former"]), "PAYLOAD", "number of former offices")
    halves = [(found["office"], header["office"])]
    halves += [
        (each["office"], office)
        for each, office in zip(found["former"], header["former"], strict=True)
        if each["office"]
    ]
    need(all(public == _signing_key(seed) for seed, public in halves), "PAYLOAD", "not the other half")
    need(all(len(raw(each["key"])) == 32 for each in (found, *found["former"])), "PAYLOAD", "length of a site key")
    report.plain["office seeds"] = plain


def _signing_key(seed: str) -> str:
    """The public Ed25519 key of a seed, as text; PAYLOAD for what is no seed."""
    need(len(raw(seed)) == 32, "PAYLOAD", "length of a private key")
    return as_text(bytes(SigningKey(raw(seed)).verify_key))


def key_file(file: File, known: Known, report: Report) -> None:
    header = file.header("KeyHeader")
    file.check_signed_by(raw(header["signing"]))
    report.checked.append("signature by the key it names")
    if not known.passphrase:
        return
    slot = bind("key-file/slot", header["id"].encode())
    plain = unpadded(open_stream(key_of(known.passphrase, header["kdf"], slot), slot, file.body, "CODE"))
    found = payload("KeySeeds", plain)
    seeds = found["seeds"]
    need((found["id"], found["role"]) == (header["id"], header["role"]), "PAYLOAD", "another key inside")
    need("signing" in seeds and all(seeds.values()), "PAYLOAD", "a private key is missing")
    need(_signing_key(seeds["signing"]) == header["signing"], "PAYLOAD", "not the other half")
    sealing = raw(seeds.get("sealing", ""))
    need(len(sealing) in (0, 32), "PAYLOAD", "length of a private key")
    public = as_text(crypto_scalarmult_base(sealing)) if sealing else ""
    need(public == header["sealing"], "PAYLOAD", "not the other half")
    report.plain["seeds"] = plain
    report.told = {"role": header["role"], "sealing": sealing}


def key_card(file: File, known: Known, report: Report) -> None:
    header = file.header("KeyCardHeader")
    file.check_signed_by(raw(header["signing"]))
    report.checked.append("signature by the key it names")
    need(not file.body, "PAYLOAD", "a card has no body")
