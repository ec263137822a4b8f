"""Feed broken rows and whole broken lease files to the loader: `python fuzz/leasefile.py SECONDS [SEED]`.

A row is a lease or a RowError; a file gives leases and counted bad rows, or a StoreError. Anything else is a defect,
and stops the run with the text that caused it. What was taken is written and read once more: it must not change again.
"""

import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from lessor.store.base import StoreError
from lessor.store.columns import FORMAT4, HEADER, RowReader, show
from lessor.store.fields import ENCODING, ERRORS, RowError
from lessor.store.loading import load_leases, with_suffix
from lessor.store.watcher import Watcher

HEADERS: Final = (
    HEADER,
    HEADER.removesuffix(",pool_id"),
    HEADER.removesuffix(",state,user_context,pool_id"),
    f"{HEADER},colour,taste",
)

ROWS: Final = (
    "192.0.2.1,02:00:00:00:00:01,01:02:00:00:00:00:01,3600,1800003600,1,0,1,host.example,0,,0",
    "192.0.2.2,A:b:0C,01AABB,4294967295,6094967295,4294967295,1,1,h&#x2cost&#xc3&#xa9,1,,7",
    '192.0.2.3,,ff:00,0,1800000000,1,0,0,,2,{ "a": [ "b&#x2cc"&#x2c 1.5&#x2c null ] },0',
    "192.0.2.4,,,3600,18446744073709551615,1,0,0,,1",
    "255.255.255.255,00,00:00,1,0,0,0,0,,3,{},0,red,sweet",
)

PIECES: Final = (
    b",",
    b":",
    b"&#x",
    b"&#x2c",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"0",
    b"-1",
    b"9" * 30,
    b"{",
    b'"',
    b"[" * 3000,
)

WHOLE_FILE_EVERY: Final = 200


class Counter(Watcher):
    """Counts bad rows."""

    def __init__(self) -> None:
        self.bad_rows = 0

    def bad_row(self, path: Path, line: int, reason: str) -> None:
        assert line > 1
        assert reason.isprintable()
        self.bad_rows += 1


def broken(text: str, dice: random.Random) -> str:
    """Return the text with a few octets changed, removed, doubled, or replaced by a piece that means something."""
    octets = bytearray(text.encode(ENCODING, ERRORS))
    for _ in range(dice.randrange(4)):
        start = dice.randrange(len(octets) + 1)
        end = min(start + dice.choice((0, 1, 1, 2, 8)), len(octets))
        octets[start:end] = dice.choice((dice.choice(PIECES), dice.randbytes(1), bytes(octets[start:end] * 2), b""))
    return octets.decode(ENCODING, ERRORS)


def one_row(header: str, row: str) -> bool:
    """Tell whether this is a row. Raise whatever is not RowError."""
    try:
        lease = RowReader(header).read(row)
    except RowError:
        return False
    again = RowReader(HEADER).read(show(lease).removesuffix("\n"))
    again.hostname = lease.hostname  # lower-casing is not always done at the first go
    assert again == lease, (lease, again)
    return True


def one_file(path: Path, text: str) -> None:
    """Load a file with this text. Raise whatever is not StoreError."""
    with_suffix(path, ".1").write_text(text, ENCODING, ERRORS, newline="\n")
    counter = Counter()
    try:
        held = load_leases(path, FORMAT4, watcher=counter)
    except StoreError:
        return
    assert len(held) + counter.bad_rows <= text.count("\n") + 1


def main(seconds: float, seed: int) -> None:
    dice = random.Random(seed)
    end = time.monotonic() + seconds
    count = taken = 0
    with TemporaryDirectory() as directory:
        while time.monotonic() < end:
            header = dice.choice(HEADERS)
            text = broken(dice.choice(ROWS), dice)
            try:
                taken += one_row(header, text)
                if count % WHOLE_FILE_EVERY == 0:
                    text = broken("\n".join([header, *(broken(row, dice) for row in dice.choices(ROWS, k=20))]), dice)
                    one_file(Path(directory, "leases"), text)
            except Exception:
                print(f"seed {seed}, input {count}: {header!r} {text!r}", file=sys.stderr)
                raise
            count += 1
    print(f"{count} rows, {taken} of them leases; seed {seed}")


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32))
