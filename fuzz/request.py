"""Feed octets to what finds and reads requests: `python fuzz/request.py SECONDS [SEED]`.

However the octets are cut, the same request is found, or the same mistake; what is read can be sent back and is the
same again; anything else is a defect, and stops the run with the octets that caused it.
"""

import asyncio
from typing import Final

from damage import damaged, run

from lessor.control.answer import encode
from lessor.control.request import Framer, RequestError, decode

LONGEST: Final = 2000

SEEDS: Final = (
    b'{"command":"config-set","arguments":{"Dhcp4":{"subnet4":[{"id":1,"pools":[]}]}}}',
    b'# a\n{ /* b } */ "a\\"}": [1, -2.5e308, true, null, "\\u00e9\\ud83d\\ude00"], // c\n "d": {} } rest',
    b'[[[[[["x"]]]]]]',
    b'{"text":"\xc3\xa9 \\\\", "n": [[], {}]}',
)


def one(data: bytes) -> None:
    """Look for a request in `data`, whole and octet by octet, and read it."""
    found = framed([data])
    assert found == framed([data[i : i + 1] for i in range(len(data))])
    if isinstance(found, bytes):
        asyncio.run(there_and_back(found))


def framed(pieces: list[bytes]) -> bytes | str | None:
    """Return the request in these pieces, what is wrong with it, or None when it has no end."""
    framer = Framer()
    try:
        return bytes(framer.kept) if any(framer.feed(piece) for piece in pieces) else None
    except RequestError as error:
        return str(error)


async def there_and_back(request: bytes) -> None:
    """Read a request and write what it says."""
    try:
        value = await decode(request)
    except RequestError:
        return
    assert await decode(await encode(value)) == value


if __name__ == "__main__":
    run(one, lambda chance: damaged(chance, SEEDS, LONGEST))
