"""How a download may go wrong: for good, or in passing."""


class Failed(Exception):
    """A download that cannot succeed now: the reason, and what to do about it."""

    def __init__(self, reason: str, mend: str = "") -> None:
        super().__init__(reason)
        self.reason, self.mend = reason, mend


class Passing(Exception):
    """A fault that may be gone at the next attempt; `after` is the wait in seconds that the publisher asked for."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.after = reason, after
