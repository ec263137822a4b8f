"""Take lab.svg, a picture of what `make run` shows, from a real run: `make picture`, as root."""

import io
import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from lessor.cli.lab import show
from lessor.cli.leaseview import LiveTable
from lessor.service.labs.demo import Files
from lessor.service.labs.follow import Event
from lessor.service.labs.lab import Lab

PICTURE = Path(__file__).with_suffix(".svg")
WIDTH = 132
CLIENTS = 4
SECONDS = 29
"""Until some leases were renewed and others are about to be."""

FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
"""Fonts to be fetched from elsewhere: whoever looks at the picture has one of their own."""


class Photographer(LiveTable):
    """The live table, seen once: at the end."""

    def __enter__(self) -> "Photographer":
        self.until = time.time() + SECONDS
        return self

    def __exit__(self, *_: object) -> None:
        self.console.print(self.table(time.time()))

    def show(self, events: Sequence[Event], now: float) -> None:
        self.remember(events, now)
        if now > self.until:
            raise KeyboardInterrupt


def photographer(console: Console, names: Mapping[bytes, str]) -> Photographer:
    return Photographer(console, names)


def main() -> None:
    console = Console(record=True, width=WIDTH, force_terminal=True, file=io.StringIO())
    console.print("[bold]#[/] make run")
    with tempfile.TemporaryDirectory(prefix="lessor-lab-") as directory, Lab("lessor-lab") as network:
        try:
            show(network, Files(Path(directory)), CLIENTS, console, photographer)
        except KeyboardInterrupt:
            PICTURE.write_text(FONTS.sub("", console.export_svg(title="lessor lab")))


if __name__ == "__main__":
    main()
