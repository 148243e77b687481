"""What people are told when a session is sealed: codes and PINs, each for one kind of person and one envelope.

They exist on paper and in people's heads only; no file holds any of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kaochang.domain.assessments import Level


@dataclass(frozen=True)
class SessionSecrets:
    """Every code of a session in its displayed form, by room id; PINs by ticket number.

    Quick: the same start code for every room, and nothing else. Certified: a start code, a room code and a proctor
    code for each room, and a PIN for each ticket.
    """

    level: Level
    start_codes: Mapping[str, str] = field(repr=False)
    room_codes: Mapping[str, str] = field(default_factory=dict, repr=False)
    proctor_codes: Mapping[str, str] = field(default_factory=dict, repr=False)
    pins: Mapping[str, str] = field(default_factory=dict, repr=False)
