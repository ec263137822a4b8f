"""Events that servers of both families have: they are about the server, not about a message."""

from lessor.hooks.event import Event
from lessor.model.json import Json


class SrvConfigured(Event):
    """A configuration is about to be put to use, and all plug-ins are loaded. `config` is a copy of all of it.

    Who says DROP refuses it and sets `error` to the reason; the configuration so far stays in force.
    """

    __slots__ = ("config", "error")

    def __init__(self, config: dict[str, Json]) -> None:
        super().__init__()
        self.config: dict[str, Json] = config
        self.error: str = ""


class CommandProcessed(Event):
    """A command was carried out. `response` may be set to another answer, `arguments` are those it was given."""

    __slots__ = ("arguments", "name", "response")

    def __init__(self, name: str, arguments: Json, response: dict[str, Json]) -> None:
        super().__init__()
        self.name = name
        self.arguments: Json = arguments
        self.response: dict[str, Json] = response
