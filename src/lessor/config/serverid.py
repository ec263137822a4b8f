"""`server-id`: how the server's DUID is made. What is not said the server chooses itself."""

import re
from typing import Final

from lessor.config.section import Section
from lessor.model.network6 import ServerId
from lessor.wire.identity import MAX_DUID

HOW_TO_IDENTIFY: Final = "write pairs of hexadecimal digits like 0a0b0c"

_PAIRS: Final = re.compile(r"(?:[0-9a-fA-F]{2})*")

_SET_BY_TYPE: Final = {
    "LLT": ("identifier", "htype", "time"),
    "EN": ("identifier", "enterprise-id"),
    "LL": ("identifier", "htype"),
}
"""What goes into a DUID of each type (RFC 8415 section 11)."""

_HEAD: Final = {"LLT": 8, "EN": 6, "LL": 4}
"""Octets before the identifier."""


def read_server_id(section: Section) -> ServerId:
    """Return `server-id`."""
    usual = ServerId()
    kind = section.text("type", usual.type)
    known = _SET_BY_TYPE.get(kind, ())
    for key in ("htype", "time", "enterprise-id"):
        if kind in _SET_BY_TYPE and key not in known and section.number(key, 0):
            section.warn(section.members[key], key, f"a DUID of type {kind} has none", "remove it")
    return ServerId(
        type=kind,
        identifier=_identifier(section, MAX_DUID - _HEAD.get(kind, 0)),
        time=section.number("time", usual.time),
        htype=section.number("htype", usual.htype),
        enterprise_id=section.number("enterprise-id", usual.enterprise_id),
        persist=section.flag("persist", usual.persist),
    )


def _identifier(section: Section, longest: int) -> bytes:
    text = section.text("identifier").strip()
    if not _PAIRS.fullmatch(text):
        wrong = f"identifier specified in the DUID configuration '{text}' is not a valid string of hexadecimal digits"
        section.wrong(section.members["identifier"], "identifier", wrong, HOW_TO_IDENTIFY)
        return b""
    if len(text) > 2 * longest:
        wrong = f"has {len(text) // 2} octets, {longest} are the most"
        section.wrong(section.members["identifier"], "identifier", wrong, "give a shorter one")
        return b""
    return bytes.fromhex(text)
