"""[14] [17] What the office and single people keep: site files, office keys, key files, key cards."""

from nacl.bindings import crypto_scalarmult_base
from nacl.signing import SigningKey
from verifier.frames import File, payload
from verifier.judging import Reading, open_under
from verifier.page import need
from verifier.primitives import as_text, bind, check_key, raw, sha256, unpadded


def site(at: Reading) -> None:
    file, offices = at.file, _offices(at)
    need(len(file.body) == 32 * len(offices), "PAYLOAD", "length of the site keys")
    if at.known.site is not None:
        _check_successor(at, at.known.site)
        at.report.checked.append("successor of the site file that is known")
    keys = tuple(file.body[place : place + 32] for place in range(0, len(file.body), 32))
    at.report.plain["site keys"] = file.body
    at.report.told = {"site": file, "offices": offices, "site_keys": keys}


def _offices(at: Reading) -> tuple[bytes, ...]:
    """[14] The present office's public key, which signed, and those of former ones; a history that can be."""
    header, office = at.header, raw(at.header["office"])
    at.check_signed(header["office"], office)
    is_first = header["version"] == 1
    possible = is_first == (not header["previous"]) and len(header["former"]) <= min(header["version"] - 1, 15)
    need(possible, "HEADER", "history of the office")
    former = tuple(map(raw, header["former"]))
    for each in former:
        check_key(each)
    return office, *former


def _check_successor(at: Reading, pinned: File) -> None:
    """[14] Pinning."""
    before = pinned.header("SiteHeader")
    need(at.header["site"] == before["site"], "KEYRING", "another site")
    ahead = at.header["version"] - before["version"]
    need(ahead >= 0, "ROLLBACK", "an older version")
    if ahead == 0:
        need(at.file == pinned, "KEYRING", "another file of the same version")
        return
    need(at.file.is_signed_by(raw(before["office"])), "KEYRING", "not signed by the known office")
    successor = raw(at.header["previous"]) == sha256(pinned.head)
    need(ahead > 1 or successor, "KEYRING", "not the successor of the known file")


def office_key(at: Reading) -> None:
    header, offices = at.header, _offices(at)
    need(at.known.offices[:1] in ((), offices[:1]), "KEYRING", "another office")
    if not at.known.passphrase:
        return
    slot = bind("office-key/slot", header["site"])
    plain = unpadded(open_under(at.known.passphrase, header["kdf"], slot, at.file.body))
    found = payload("OfficeSeeds", plain)
    need(found["office"] and len(found["former"]) == len(header["former"]), "PAYLOAD", "number of offices")
    for public, seeds in zip([header["office"], *header["former"]], [found, *found["former"]], strict=True):
        need(not seeds["office"] or _signing_key(seeds["office"]) == public, "PAYLOAD", "not the other half")
        need(len(raw(seeds["key"])) == 32, "PAYLOAD", "length of a site key")
    at.report.plain["office seeds"] = plain


def _signing_key(seed: str) -> str:
    """The public Ed25519 key of a seed, as text; PAYLOAD for what is no seed."""
    need(len(raw(seed)) == 32, "PAYLOAD", "length of a private key")
    return as_text(bytes(SigningKey(raw(seed)).verify_key))


def key_file(at: Reading) -> None:
    header = at.header
    at.check_signed(header["signing"])
    if not at.known.passphrase:
        return
    slot = bind("key-file/slot", header["id"])
    plain = unpadded(open_under(at.known.passphrase, header["kdf"], slot, at.file.body))
    found = payload("KeySeeds", plain)
    seeds = found["seeds"]
    need((found["id"], found["role"]) == (header["id"], header["role"]), "PAYLOAD", "another key inside")
    need("signing" in seeds and all(seeds.values()), "PAYLOAD", "a private key is missing")
    sealing = raw(seeds.get("sealing", ""))
    need(len(sealing) in (0, 32), "PAYLOAD", "length of a private key")
    public = as_text(crypto_scalarmult_base(sealing)) if sealing else ""
    halves = _signing_key(seeds["signing"]), public
    need(halves == (header["signing"], header["sealing"]), "PAYLOAD", "not the other half")
    at.report.plain["seeds"] = plain
    at.report.told = {"role": header["role"], "sealing": sealing, "signing": raw(header["signing"])}


def key_card(at: Reading) -> None:
    at.check_signed(at.header["signing"])
    need(not at.file.body, "PAYLOAD", "a card has no body")
