"""Feed broken rows and whole broken lease files, v4 and v6, to the loader: `python fuzz/leasefile.py SECONDS [SEED]`.

A row is a lease or a RowError; a file gives leases and counted bad rows, or a StoreError. Anything else is a defect,
and stops the run with the text that caused it. What was taken is written and read once more: it must not change again.
"""

import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Generic, TypeVar

from lessor.model.lease import Lease4
from lessor.model.lease6 import Lease6
from lessor.store.base import StoreError
from lessor.store.columns import FORMAT4
from lessor.store.columns import HEADER as HEADER4
from lessor.store.columns6 import FORMAT6
from lessor.store.columns6 import HEADER as HEADER6
from lessor.store.fields import ENCODING, ERRORS, RowError
from lessor.store.loading import load_leases, with_suffix
from lessor.store.rows import Format
from lessor.store.watcher import Watcher

AnyLease = TypeVar("AnyLease", Lease4, Lease6)

ROWS4: Final = (
    "192.0.2.1,02:00:00:00:00:01,01:02:00:00:00:00:01,3600,1800003600,1,0,1,host.example,0,,0",
    "192.0.2.2,A:b:0C,01AABB,4294967295,6094967295,4294967295,1,1,h&#x2cost&#xc3&#xa9,1,,7",
    '192.0.2.3,,ff:00,0,1800000000,1,0,0,,2,{ "a": [ "b&#x2cc"&#x2c 1.5&#x2c null ] },0',
    "192.0.2.4,,,3600,18446744073709551615,1,0,0,,1",
    "255.255.255.255,00,00:00,1,0,0,0,0,,3,{},0,red,sweet",
)

ROWS6: Final = (
    "2001:db8::1,00:01:00:01:1c:39:cf:88:02:00:00:00:00:01,3600,1800003600,1,1800,0,7,128,0,1,h.example,02:00:00:00:00:01,"
    "0,,1,2,0",
    "2001:DB8:0::2,0001AABB,4294967295,6094967295,1,4294967295,1,4294967295,128,1,1,h&#x2cost,A:b:0C,4,,65535,128,7",
    '2001:db8:1::,00:02:00:00,0,1800000000,1,0,2,0,56,0,0,,,2,{ "a": [ "b&#x2cc"&#x2c null ] },0,0,0',
    "::ffff:192.0.2.1,00,3600,18446744073709551615,1,0,0,1,128,0,0,,,1",
    "ffff::,ff:00:00:00,1,0,0,0,2,1,0,0,0,,,3,{},,,0,red,sweet",
)


@dataclass(frozen=True)
class Target(Generic[AnyLease]):
    """What is fuzzed for one family: a format, the headers of its schemas, and sound rows to start from."""

    format: Format[AnyLease]
    headers: tuple[str, ...]
    rows: tuple[str, ...]


def headers(newest: str, older: Sequence[str]) -> tuple[str, ...]:
    """Return the headers of a newer schema, ours, and those without these columns."""
    return (f"{newest},colour,taste", newest, *(newest.removesuffix(suffix) for suffix in older))


TARGET4: Final = Target(FORMAT4, headers(HEADER4, (",pool_id", ",state,user_context,pool_id")), ROWS4)
TARGET6: Final = Target(FORMAT6, headers(HEADER6, (",pool_id", ",hwtype,hwaddr_source,pool_id")), ROWS6)

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


def one_row(target: Target[AnyLease], header: str, row: str) -> bool:
    """Tell whether this is a row. Raise whatever is not RowError."""
    try:
        lease = target.format.reader(header).read(row)
    except RowError:
        return False
    again = target.format.reader(target.format.header).read(target.format.show(lease).removesuffix("\n"))
    again.hostname = lease.hostname  # lower-casing is not always done at the first go
    assert again == lease, (lease, again)
    return True


def one_file(target: Target[AnyLease], path: Path, text: str) -> None:
    """Load a file with this text. Raise whatever is not StoreError."""
    with_suffix(path, ".1").write_text(text, ENCODING, ERRORS, newline="\n")
    counter = Counter()
    try:
        held = load_leases(path, target.format, watcher=counter)
    except StoreError:
        return
    assert len(held) + counter.bad_rows <= text.count("\n") + 1


def one_input(target: Target[AnyLease], path: Path, dice: random.Random, whole_file: bool) -> bool:
    """Make an input and feed it; tell whether its row was one."""
    header = dice.choice(target.headers)
    text = broken(dice.choice(target.rows), dice)
    try:
        taken = one_row(target, header, text)
        if whole_file:
            lines = [header, *[broken(row, dice) for row in dice.choices(target.rows, k=20)]]
            text = broken("\n".join(lines), dice)
            one_file(target, path, text)
    except Exception:
        print(f"{header!r} {text!r}", file=sys.stderr)
        raise
    return taken


def main(seconds: float, seed: int) -> None:
    dice = random.Random(seed)
    end = time.monotonic() + seconds
    count = taken = 0
    print(f"seed {seed}")
    with TemporaryDirectory() as directory:
        path = Path(directory, "leases")
        while time.monotonic() < end:
            whole_file = count % WHOLE_FILE_EVERY == 0
            taken += one_input(TARGET4, path, dice, whole_file)
            taken += one_input(TARGET6, path, dice, whole_file)
            count += 1
    print(f"{2 * count} rows, {taken} of them leases")


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32))
