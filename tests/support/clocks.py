"""A clock that goes only when it is told to, and can be set wrong, put to sleep or rebooted."""


class ManualClock:
    """Implements the Clock port. Times in ms."""

    def __init__(self, wall: int = 1_760_000_000_000) -> None:
        self._wall = wall
        self._elapsed = 60_000
        self._awake = 60_000
        self._boots = 1

    def go_on(self, ms: int) -> None:
        """Lets time pass on all clocks."""
        self._awake += ms
        self.sleep(ms)

    def sleep(self, ms: int) -> None:
        """The machine is in suspend for so long."""
        self._wall += ms
        self._elapsed += ms

    def go_on_elapsed(self, ms: int) -> None:
        """The clock that no user sets is ahead: another PC has been up for longer."""
        self._elapsed += ms

    def set_wall(self, wall: int) -> None:
        """Somebody sets the date and time."""
        self._wall = wall

    def reboot(self, ms: int = 30_000) -> None:
        """The machine is off for `ms`, and its elapsed clock begins anew."""
        self._wall += ms
        self._elapsed = self._awake = 0
        self._boots += 1

    def wall(self) -> int:
        return self._wall

    def elapsed(self) -> int:
        return self._elapsed

    def awake(self) -> int:
        return self._awake

    def boot(self) -> str:
        return f"boot-{self._boots}"
