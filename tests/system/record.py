"""Hold all conversations with a server and write down what it does.

    python -m tests.system.record [PROGRAM [DIRECTORY]]

Needs root. Without arguments: Debian's Kea, into tests/system/recorded. Writes `<group>.json`, which tests compare
with, and `README.md`, the same for readers.
"""

import json
import re
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.system.cases.groups import GROUPS, Group
from tests.system.conversation import Case, Client, Exchange
from tests.system.network import network
from tests.system.programs import KEA, WITHOUT_AFFINITY, Server
from tests.system.readable import HEAD, page
from tests.system.wire import Wire, build

RECORDED = Path(__file__).parent / "recorded"

LOG_LINE = re.compile(r" (FATAL|ERROR|WARN|INFO|DEBUG) +\[[^]]*\] (\w+) .*tid=0x([0-9a-f]+)")
TOLD_ELSEWHERE = re.compile(
    r"DHCP4_(BUFFER|PACKET_RECEIVED|PACKET_SEND|PACKET_PACK|QUERY_|RESPONSE_|SUBNET_|CLASS_|DDNS|CLIENT_|LEASE_QUERY|SHUT)"
    r"|DHCP4_(DISCOVER|REQUEST|RELEASE|DECLINE|INFORM|FLEX)\b|DHCP4_(PACKET_QUEUE|DEFERRED)|EVAL|HOSTS|DHCPSRV"
)
"""Ids of debug lines that show what the replies show as well."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said in one case, and what was logged about it."""

    name: str
    about: str
    exchanges: list[Exchange]
    ids: dict[int, list[str]]
    failure: str = ""
    """Why it could not be held to its end: empty for a server that keeps serving."""

    def plain(self) -> dict[str, object]:
        return {"about": self.about, "exchanges": [self.plain_exchange(exchange) for exchange in self.exchanges]}

    def plain_exchange(self, exchange: Exchange) -> dict[str, object]:
        return {
            "sent": exchange.sent,
            "replies": exchange.replies,
            "lease file": exchange.rows,
            "log": self.ids.get(exchange.xid, []),
        }


def file_name(group: Group) -> str:
    return group.name.replace(" ", "-") + ".json"


def recorded(group: Group) -> dict[str, dict[str, object]]:
    """Return what was recorded of Kea: conversation name -> its description and exchanges."""
    data: dict[str, dict[str, object]] = json.loads((RECORDED / file_name(group)).read_text())
    return data


def log_ids(log: str) -> dict[int, list[str]]:
    """Return `SEVERITY ID` of the lines logged about each transaction."""
    found: dict[int, list[str]] = defaultdict(list)
    for severity, name, xid in LOG_LINE.findall(log):
        line = f"{severity} {name}"
        if not (severity == "DEBUG" and TOLD_ELSEWHERE.match(name)) and line not in found[int(xid, 16)]:
            found[int(xid, 16)].append(line)
    return found


def hold(group: Group, program: Path) -> list[Conversation]:
    """Hold a group's conversations with a server program and return what happened."""
    with network() as net, tempfile.TemporaryDirectory() as directory:
        build(net)
        server = Server(program, net.namespace("server"), Path(directory))
        server.configure({**WITHOUT_AFFINITY, **group.config})
        server.start()
        wire = Wire(net)
        held: list[tuple[Case, Client, str]] = []
        try:
            wire.take_guard_lease()
            for number, case in enumerate(group.cases):
                client = Client(wire, server, bytes((2, 0xAA, 0, 0, 0, number)))
                failure = try_case(case, client)
                held.append((case, client, failure))
                if failure:
                    server.end()
                    server.start()
                    wire.take_guard_lease()
            server.stop()
        finally:
            wire.close()
            server.end()
        ids = log_ids(server.log())
    return [
        Conversation(case.__name__, case.__doc__ or "", client.exchanges, ids, failure)
        for case, client, failure in held
    ]


def try_case(case: Case, client: Client) -> str:
    """Hold one conversation; return why it broke off, or an empty text."""
    try:
        case(client)
    except AssertionError as error:
        return f"{error}\n{client.server.log()[-4000:]}"
    return ""


def main() -> None:
    program = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else KEA
    directory = Path(sys.argv[2]) if len(sys.argv) > 2 else RECORDED
    directory.mkdir(exist_ok=True)
    pages = [HEAD]
    for group in GROUPS:
        held = hold(group, program)
        for broken in (conversation for conversation in held if conversation.failure):
            print(f"{group.name}: {broken.name}: {broken.failure}", file=sys.stderr)
        data = {conversation.name: conversation.plain() for conversation in held}
        (directory / file_name(group)).write_text(json.dumps(data, indent=1) + "\n")
        pages.append(page(group.name, [(one.name, one.about, with_ids(one)) for one in held]))
        print(f"{group.name}: {len(held)} conversations")
    (directory / "README.md").write_text("".join(pages))


def with_ids(conversation: Conversation) -> list[tuple[Exchange, list[str]]]:
    return [(exchange, conversation.ids.get(exchange.xid, [])) for exchange in conversation.exchanges]


if __name__ == "__main__":
    main()
