"""What expressions of both families ask of a message, as an interface; facts4.py and facts6.py answer.

Each function is called once for a place in an expression, at configuration, and returns what reads it from a request.
An option that is not there is None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic

from lessor.engine.classify import Request
from lessor.engine.expression.optiontext import Layout
from lessor.engine.expression.parser import Dialect
from lessor.engine.expression.syntax import Place

Read = Callable[[Request], bytes]
Find = Callable[[Request], bytes | None]
Test = Callable[[Request], bool]


@dataclass(frozen=True, slots=True)
class Facts(Generic[Request]):
    """A family's answers."""

    dialect: Dialect
    layout: Layout
    fields: Mapping[tuple[str, str], Read[Request]]
    """Fields of the message by the word before the point and the one behind it."""
    option: Callable[[Place, int], Find[Request]]
    """(place, code) -> the first such option."""
    octets: Callable[[Place, int], Read[Request]]
    """The same with b"" for None: the commonest question deserves the shortest way."""
    relay_field: Callable[[int, str], Read[Request]]
    """(level, name) -> an address of a relay, b"" if there is no such relay."""
    enterprise: Callable[[int, bool], Find[Request]]
    """(enterprise, of vendor class) -> the number of the enterprise whose options or class there are."""
    datum: Callable[[int, int], Read[Request]]
    """(enterprise, index) -> a datum of its vendor class."""
