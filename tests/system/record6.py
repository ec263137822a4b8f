"""Hold all DHCPv6 conversations with a server and write down what it does.

    python -m tests.system.record6 [PROGRAM [DIRECTORY]]

Needs root. Without arguments: Debian's Kea, into tests/system/recorded6. Writes `<group>.json`, which tests compare
with, and `README.md`, the same for readers.
"""

import json
import re
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.system.cases6.groups import GROUPS, Group
from tests.system.conversation6 import Case, Client
from tests.system.network import network
from tests.system.programs import WITHOUT_AFFINITY
from tests.system.programs6 import KEA6, Server6
from tests.system.readable6 import HEAD, page
from tests.system.record import LOG_LINE, Conversation, with_ids
from tests.system.wire6 import Wire, build

RECORDED6 = Path(__file__).parent / "recorded6"

TOLD_ELSEWHERE = re.compile(
    r"DHCP6_(BUFFER|PACKET_RECEIVED|PACKET_SEND|PACKET_PACK|QUERY_|RESPONSE_|SUBNET_|CLASS_|DDNS|LEASE_DATA|SHUT)"
    r"|DHCP6_(PACKET_QUEUE|DEFERRED|PROCESS_IA|ADD_|FLEX)|EVAL|HOSTS|DHCPSRV|DHCP6_PACKET_PROCESS"
)
"""Ids of debug lines that show what the replies show as well."""


def file_name(group: Group) -> str:
    return group.name.replace(" ", "-") + ".json"


def recorded(group: Group) -> dict[str, dict[str, object]]:
    """Return what was recorded of Kea: conversation name -> its description and exchanges."""
    data: dict[str, dict[str, object]] = json.loads((RECORDED6 / file_name(group)).read_text())
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
        server = Server6(program, net.namespace("server"), Path(directory))
        server.configure({**WITHOUT_AFFINITY, **group.config})
        server.start()
        wire = Wire(net)
        held: list[tuple[Case, Client, str]] = []
        try:
            wire.take_guard_lease()
            for number, case in enumerate(group.cases):
                client = Client(wire, server, number)
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
    program = Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else KEA6
    directory = Path(sys.argv[2]) if len(sys.argv) > 2 else RECORDED6
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


if __name__ == "__main__":
    main()
