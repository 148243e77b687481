"""Every context string of the program, in one table, and the one way to bind fields to them.

A context goes into each stream, each envelope, each derived key and each hash, so that bytes made for one purpose
are refused everywhere else, whatever keys an attacker holds. A string is used in one place only and none is a prefix
of another; `docs/formats.md` section 6 lists them with their fields.
"""

import enum


class Context(enum.Enum):
    """What some sealed or hashed bytes are for."""

    EXAM_SITE_SLOT = b"kaochang/v1/exam/site-slot"
    EXAM_CODE_SLOT = b"kaochang/v1/exam/code-slot"
    EXAM_START_SLOT = b"kaochang/v1/exam/start-slot"
    EXAM_ROOM = b"kaochang/v1/exam/room"
    EXAM_PHOTO = b"kaochang/v1/exam/photo"
    EXAM_TICKET_SLOT = b"kaochang/v1/exam/ticket-slot"
    EXAM_TICKETS = b"kaochang/v1/exam/tickets"
    EXAM_INDEX = b"kaochang/v1/exam/index"
    EXAM_OBJECT = b"kaochang/v1/exam/object"
    CENTRE_KIT = b"kaochang/v1/centre-kit/body"
    CENTRE_KIT_SLOT = b"kaochang/v1/centre-kit/slot"
    CENTRE_KIT_SHARE = b"kaochang/v1/centre-kit/share"
    PROCTOR_KIT = b"kaochang/v1/proctor-kit/body"
    PROCTOR_KIT_SLOT = b"kaochang/v1/proctor-kit/slot"
    OFFICE_KEY_SLOT = b"kaochang/v1/office-key/slot"
    KEY_FILE_SLOT = b"kaochang/v1/key-file/slot"
    BACKUP_SLOT = b"kaochang/v1/backup/slot"
    BACKUP_INDEX = b"kaochang/v1/backup/index"
    BACKUP_OBJECT = b"kaochang/v1/backup/object"
    JOURNAL_KEY = b"kaochang/v1/journal/key"
    JOURNAL_ROW = b"kaochang/v1/journal/row"
    JOURNAL_LINK = b"kaochang/v1/journal/link"
    JOURNAL_RECOVERY = b"kaochang/v1/journal/recovery"
    RESULT_BODY = b"kaochang/v1/result/body"
    MANIFEST_NOTES = b"kaochang/v1/manifest/notes"
    ACT_RESPONSE = b"kaochang/v1/act/response"
    ACT_CARD = b"kaochang/v1/act/card"
    ACT_NOTES = b"kaochang/v1/act-log/notes"
    ERRATA = b"kaochang/v1/errata/body"
    LEDGER_KEY = b"kaochang/v1/ledger/key"
    LEDGER_ROW = b"kaochang/v1/ledger/row"
    SCORE_PACKET = b"kaochang/v1/score-packet/body"
    SCORES = b"kaochang/v1/scores/body"
    RECEIPT = b"kaochang/v1/receipt"


def bind(context: Context, *fields: bytes) -> bytes:
    """The context string, NUL, then each field behind its length (u16, big-endian).

    No two different calls give the same bytes: the string ends at the only NUL before the first length, and every
    field says where it ends. A field longer than 65,535 bytes is a bug (OverflowError): bind its hash instead.
    """
    return context.value + b"\0" + b"".join(len(field).to_bytes(2, "big") + field for field in fields)
