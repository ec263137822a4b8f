"""What an embedded lease store has to tell its owner, who logs it."""

from pathlib import Path


class Watcher:
    """Hears how the lease files fare; override what is of interest. Called in the thread that owns the store."""

    def loading(self, path: Path) -> None:
        """Leases of this file are about to be read."""

    def schema(self, path: Path, version: str, older: bool) -> None:
        """The file's header is not of our schema: an older one, known as `version`, or one newer than that."""

    def bad_row(self, path: Path, line: int, reason: str) -> None:
        """This line (counted from 1, the header) holds no lease and was skipped."""

    def trouble(self, text: str) -> None:
        """The lease file cannot be written: leases are refused until `recovered`."""

    def recovered(self) -> None:
        """The lease file could be written again, and everything that waited is in it."""
