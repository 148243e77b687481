"""What kinds of things happen in a room: counted in the manifest, where anybody on the way may read them.

So a kind is one of a list and no free text: what exactly happened, and to whom, belongs into the sealed notes.
"""

import enum


class IncidentKind(enum.StrEnum):
    """A kind of incident; the value is its name in manifests, `incident.KIND` its word in the catalogue."""

    POWER_CUT = "power-cut"
    DEVICE = "device"
    LATE = "late"
    ILLNESS = "illness"
    MISCONDUCT = "misconduct"
    DISTURBANCE = "disturbance"
    EVACUATION = "evacuation"
    OTHER = "other"
