from lessor.model.json import Json
from lessor.service.api.commands import COMMANDS, SNAPSHOT


class Server:
    def record(self) -> dict[str, Json]:
        return {"program": "kea-dhcp4"}


def test_the_snapshot() -> None:
    (command,) = COMMANDS
    assert command.name == SNAPSHOT
    assert command.handle(Server(), {}) == {"result": 0, "arguments": {"program": "kea-dhcp4"}}
