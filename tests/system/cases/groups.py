"""All conversations, by the configuration they are held under. The order is the order of the recording."""

from dataclasses import dataclass
from typing import Final

from tests.system.cases import address, configs, content, identity, relay
from tests.system.conversation import Case
from tests.system.programs import Config


@dataclass(frozen=True, slots=True)
class Group:
    """Conversations held one after the other with one server."""

    name: str
    config: Config
    cases: tuple[Case, ...]


GROUPS: Final = (
    Group("address", configs.PLAIN, address.CASES),
    Group("identity", configs.PLAIN, identity.CASES),
    Group("relay", configs.PLAIN, relay.CASES),
    Group("content", configs.PLAIN, content.CASES),
    Group("authoritative", configs.AUTHORITATIVE, address.CASES),
    Group("by hardware", configs.BY_HARDWARE, identity.CASES),
    Group("udp", configs.UDP, relay.BY_UDP),
    Group("options", configs.OPTIONS, content.OPTIONS),
    Group("times", configs.TIMES, content.TIMES),
    Group("one address", configs.ONE_ADDRESS, content.ONE_ADDRESS),
    Group("shared network", configs.SHARED, relay.SHARED),
    Group("names", configs.NAMES, identity.NAMES),
    Group("server id", configs.SERVER_ID, content.SERVER_ID),
)
