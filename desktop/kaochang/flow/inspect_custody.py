"""What the centre's and the office's later files say of themselves: checkpoints, receipt lists, errata."""

from pathlib import Path

from kaochang.custody import checkpoints, errata, receipt_lists, score_packets
from kaochang.custody.envelope import check_context
from kaochang.domain.refusals import Outcome, Refusal
from kaochang.flow.trust import FILE_LIMIT, Facts, Trust, context_facts, fingerprint_of
from kaochang.machine.safe_files import read_whole
from kaochang.sealing import frame


def checkpoint_facts(path: Path, trust: Trust | None) -> Facts:
    """Facts of a checkpoint; whether it follows the one before is the ledger's to say, which has both."""
    data = read_whole(path, FILE_LIMIT)
    if trust is not None:
        check_context(checkpoints.claimed_context(data), trust.context())
    header = checkpoints.read_checkpoint(data, None if trust is None else trust.centre_key()).header
    return (
        *context_facts(header.context),
        ("counter", header.counter),
        ("made", header.made),
        ("entries", header.size),
        ("root", header.root),
        ("signed-by", fingerprint_of(header.centre_key)),
    )


def receipt_list_facts(path: Path, trust: Trust | None) -> Facts:
    """Facts of a receipt list, every proof of which has been checked."""
    data = read_whole(path, FILE_LIMIT)
    if trust is not None:
        check_context(receipt_lists.claimed_context(data), trust.context())
    listed = receipt_lists.read_receipt_list(data, None if trust is None else trust.centre_key())
    header = listed.header
    return (
        *context_facts(header.context),
        ("counter", header.counter),
        ("made", header.made),
        ("tickets", len(listed.receipts)),
        ("root", header.root),
        ("signed-by", fingerprint_of(header.centre_key)),
    )


def errata_facts(path: Path, trust: Trust | None) -> Facts:
    """Facts of errata; what they correct only the start code tells."""
    data = read_whole(path, FILE_LIMIT)
    if trust is not None:
        check_context(errata.claimed_context(data), trust.context())
    header = errata.read_errata(frame.unpack(data), None if trust is None else trust.exam_key())
    return (
        *context_facts(header.context),
        ("counter", header.counter),
        ("made", header.made),
        ("signed-by", fingerprint_of(header.exam_key)),
    )


def packet_facts(path: Path, trust: Trust | None) -> Facts:
    """Facts of a packet for a scorer; what is in it only the scorer's key tells."""
    data = read_whole(path, FILE_LIMIT)
    if trust is not None:
        check_context(score_packets.claimed_packet(data).context, trust.context())
    header = score_packets.read_packet(data, None if trust is None else trust.centre_key())
    return (
        *context_facts(header.context),
        ("packet", header.packet),
        ("made", header.made),
        ("scorer-key", fingerprint_of(header.scorer_key)),
        ("signed-by", fingerprint_of(header.centre_key)),
    )


def scores_facts(path: Path, trust: Trust | None) -> Facts:
    """Facts of scores that come back; KEYRING where trust is asked for: whose key it is only the centre knows."""
    data = read_whole(path, FILE_LIMIT)
    header = score_packets.read_scores(data, None)
    if trust is not None:
        check_context(header.context, trust.context())
        raise Refusal(Outcome.KEYRING, "verify.scores")
    return (
        *context_facts(header.context),
        ("packet", header.packet),
        ("made", header.made),
        ("signed-by", fingerprint_of(header.scorer_key)),
    )
