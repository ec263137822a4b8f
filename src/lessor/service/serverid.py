"""The DUID by which clients know a DHCPv6 server (RFC 8415 section 11): made once, kept in a file.

The file is Kea's: colon-separated hexadecimal digits. What the configuration says holds; what it leaves open is taken
from the DUID in the file if that is of the same type, and made anew only if not: so the DUID changes when it is told to
and never by itself.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from lessor.model.interface import Interface
from lessor.model.network6 import ServerId
from lessor.store.rowfile import sync_directory
from lessor.wire.identity import (
    DUID_EN,
    DUID_EPOCH,
    DUID_LL,
    DUID_LLT,
    pack_duid_en,
    pack_duid_ll,
    pack_duid_llt,
    parse_duid,
)

ETHERNET: Final = 1
HWADDR_LENGTH: Final = 6

ISC: Final = 2495
"""Kea's enterprise number, taken when none is configured."""

RANDOM_LENGTH: Final = 6
"""Octets of an enterprise's identifier that we make up, as many as Kea."""

FILE_MODE: Final = 0o644


class ServerIdError(Exception):
    """The server has no DUID: there is nothing to make one of, or the file cannot be written. The text says which."""


def make_server_id(
    config: ServerId,
    kept: bytes,
    links: Callable[[], Sequence[Interface]],
    now: int,
    random: Callable[[int], bytes] = os.urandom,
) -> bytes:
    """Return the DUID; `kept` is the one of earlier runs or empty, `now` is unix seconds. Raise ServerIdError."""
    if config.type == "EN":
        return _enterprise(config, kept if _type(kept) == DUID_EN else b"", random)
    if config.type == "LL":
        return pack_duid_ll(*_link_layer(config, kept[2:4], kept[4:], links, _type(kept) == DUID_LL))
    same = _type(kept) == DUID_LLT
    made = config.time or (int.from_bytes(kept[4:8], "big") if same else 0) or now - DUID_EPOCH
    hardware_type, hwaddr = _link_layer(config, kept[2:4], kept[8:], links, same)
    return pack_duid_llt(hardware_type, made + DUID_EPOCH, hwaddr)


def _type(duid: bytes) -> int:
    return int.from_bytes(duid[:2], "big")


def _enterprise(config: ServerId, kept: bytes, random: Callable[[int], bytes]) -> bytes:
    enterprise = config.enterprise_id or int.from_bytes(kept[2:6], "big") or ISC
    return pack_duid_en(enterprise, config.identifier or kept[6:] or random(RANDOM_LENGTH))


def _link_layer(
    config: ServerId, kept_type: bytes, kept_hwaddr: bytes, links: Callable[[], Sequence[Interface]], same: bool
) -> tuple[int, bytes]:
    """Return hardware type and address; a configured type counts with a configured address only, as in Kea."""
    old_type = int.from_bytes(kept_type, "big") if same else 0
    if config.identifier:
        return config.htype or old_type or ETHERNET, config.identifier
    if same and kept_hwaddr:
        return old_type, kept_hwaddr
    return ETHERNET, _hwaddr(links())


def _hwaddr(links: Sequence[Interface]) -> bytes:
    for link in links:
        if link.up and not link.loopback and len(link.hwaddr) == HWADDR_LENGTH and any(link.hwaddr):
            return link.hwaddr
    raise ServerIdError("no interface has a hardware address to make a server-id of: configure its identifier")


def read_server_id(file: Path) -> bytes:
    """Return the DUID in the file, empty when there is none. Raise ServerIdError when it cannot be read."""
    try:
        return parse_duid(file.read_text("ascii").strip())
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise ServerIdError(f"cannot read {file}: {error.strerror}") from error
    except ValueError:
        # Kea's own way: what is no DUID is replaced
        return b""


def write_server_id(file: Path, duid: bytes) -> None:
    """Put the DUID into the file, durably and as a whole. Raise ServerIdError."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
        try:
            os.write(descriptor, duid.hex(":").encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        draft.rename(file)
        sync_directory(file.parent)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ServerIdError(f"cannot write {file}: {error.strerror}") from error
