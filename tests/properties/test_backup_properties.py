"""No name in a backup ever leads out of the folder it is restored to, and no bytes of one are taken for another's."""

import io
from pathlib import PurePosixPath, PureWindowsPath

from hypothesis import given, settings
from hypothesis import strategies as st
from kaochang.custody.backup_names import check_name, check_names
from kaochang.custody.backup_writing import Source, write_backup
from kaochang.custody.backups import Place, check_body, read_backup_header
from kaochang.domain.refusals import Outcome
from kaochang.sealing import kdf
from support.refusals import outcome_of
from support.seeded import seeded

few = settings(max_examples=300, deadline=None)  # a shared machine may stall for longer than any deadline

parts = st.text(st.sampled_from("aA.\u00e9 /\\:~\0-CONul1\u202e"), min_size=0, max_size=8) | st.text(max_size=8)
names = st.lists(parts, min_size=1, max_size=4).map("/".join)


def written() -> bytes:
    stream = io.BytesIO()
    params = kdf.new_params(seeded(4), kdf.MINIMUM)
    source = Source(Place.OFFICE, "office.kco", 300, lambda: [bytes(300)])
    write_backup(stream, [source], "a passphrase", params, 0, seeded(1))
    return stream.getvalue()


BACKUP = written()


@given(names)
@few
def test_a_name_that_is_taken_stays_below_its_folder_on_every_system(name):
    if outcome_of(lambda: check_name(name)) is not Outcome.OK:
        return
    for path in (PurePosixPath(name), PureWindowsPath(name)):
        assert not path.is_absolute()
        assert not path.anchor
        assert ".." not in path.parts
        assert path.as_posix() == name


@given(st.lists(names, max_size=4))
@few
def test_names_that_are_taken_together_never_meet(found):
    if outcome_of(lambda: check_names(found)) is Outcome.OK:
        folded = [tuple(name.casefold().split("/")) for name in found]
        assert len(set(folded)) == len(found)
        assert not any(one != other and other[: len(one)] == one for one in folded for other in folded)


@given(st.integers(0, len(BACKUP) - 1), st.binary(max_size=4), st.integers(0, 4))
@few
def test_changed_bytes_of_a_backup_are_refused_and_never_end_in_anything_else(place, inserted, removed):
    data = BACKUP[:place] + inserted + BACKUP[place + removed :]

    def whole():
        stream = io.BytesIO(data)
        check_body(stream, *read_backup_header(stream))

    hint = slice(len(BACKUP) - 96, len(BACKUP) - 64)  # whose signature it is: never trusted
    same = data[: hint.start] == BACKUP[: hint.start] and data[hint.stop :] == BACKUP[hint.stop :]
    assert (outcome_of(whole) is Outcome.OK) == (len(data) == len(BACKUP) and same)
