"""All conversations, by the configuration they are held under. The order is the order of the recording."""

from dataclasses import dataclass
from typing import Final

from tests.system.cases6 import address, configs, content, identity, prefixes, relay
from tests.system.conversation6 import Case
from tests.system.programs import Config


@dataclass(frozen=True, slots=True)
class Group:
    """Conversations held one after the other with one server."""

    name: str
    config: Config
    cases: tuple[Case, ...]


GROUPS: Final = (
    Group("address", configs.PLAIN, address.CASES),
    Group("prefix", configs.PLAIN, prefixes.PLAIN),
    Group("identity", configs.PLAIN, identity.CASES),
    Group("relay", configs.PLAIN, relay.CASES),
    Group("content", configs.PLAIN, content.CASES),
    Group("rapid", configs.RAPID, address.RAPID),
    Group("link only", configs.LINK_ONLY, content.TO_THE_SERVER),
    Group("unicast", configs.UNICAST, content.TO_THE_SERVER),
    Group("exhausted", configs.EXHAUSTED, prefixes.EXHAUSTED),
    Group("prefix pools", configs.PREFIXES, prefixes.SEVERAL),
    Group("options", configs.OPTIONS, content.OPTIONS),
    Group("times", configs.TIMES, content.TIMES),
    Group("shared network", configs.SHARED, relay.SHARED),
    Group("names", configs.NAMES, identity.NAMES),
    Group("hardware", configs.HARDWARE, identity.HARDWARE),
    Group("from address", configs.FROM_ADDRESS, identity.HARDWARE),
    Group("from remote id", configs.FROM_REMOTE_ID, identity.HARDWARE),
    Group("relay options", configs.SUPPLIED, relay.SUPPLIED),
)
