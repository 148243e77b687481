"""A session that was sealed goes onto a further stick: from what the office keeps, without any secret.

What only paper may hold, the codes, lies on the first stick alone; what goes to the centre, and room keys, stay apart.
The newest correction that was made since lies beside the sealed exam, where exam-room PCs look for it.
"""

from __future__ import annotations

from pathlib import Path

from kaochang.custody.site import open_site
from kaochang.domain.ports import Progress, no_progress
from kaochang.flow import errata, offices, unlock
from kaochang.flow.office_seal import about_of, check_stick
from kaochang.flow.quick import QuickOffice, folder_name
from kaochang.flow.quick_collect import exam_of
from kaochang.flow.quick_stick import PRINT, PROCTORS, ROOMS, Laid
from kaochang.flow.sticks import Chosen
from kaochang.machine.safe_files import read_whole
from kaochang.reports import session_folder


def lay(office: QuickOffice, session: str, chosen: Chosen, progress: Progress = no_progress) -> Path:
    """Lays the session's folder on the stick that was `chosen`; where it is. `progress` is told files, of all.

    MISSING for a session that this office did not seal, EXISTS where the stick has one of this name and day, and
    whatever sealing says of a stick. Nothing is left on it where anything stops it.
    """
    site = open_site(read_whole(office.keys / offices.SITE_FILE, offices.KEY_FILE_LIMIT))
    sealed = unlock.open_exam(exam_of(office, session), site)
    head, kept, words = sealed.header.session, office.session(session), office.words
    final = chosen.path / folder_name(head.title, head.opens, office.zone, head.id)
    check_stick(final.name, chosen.path, chosen)
    about = about_of(kept)
    names = {name: words(f"quick.folder.{name}") for name in (ROOMS, PROCTORS, PRINT)}
    people = 0 if about is None else about.tickets
    unkept = session_folder.further_files(head, people, words, office.readers, office.zone)
    corrected = errata.last_remembered(office.keys / offices.SESSIONS_FOLDER, sealed.context.session)
    if corrected is not None:
        unkept[Path(names[ROOMS]) / corrected.name] = read_whole(corrected, errata.ERRATA_LIMIT)
    Laid(kept, names, unkept, office.clock.wall()).on_stick(final, chosen, progress)
    return final
