"""A guard that a platform cannot give, said aloud instead of left out."""

from kaochang.domain.guards import GuardReport, GuardState


class Unavailable:
    """Takes nothing and reports NOT_AVAILABLE, for the reason it is given."""

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self._reason = reason

    def engage(self) -> GuardReport:
        """Report; nothing is held."""
        return GuardReport(self.name, GuardState.NOT_AVAILABLE, self._reason)

    def release(self) -> None:
        """Nothing to give back."""
