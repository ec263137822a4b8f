"""The log messages about commands, and about what commands switch off, of both families."""

from typing import Final

from lessor.service.logs.message import DEBUG, INFO, WARN, Message

COMMAND_RECEIVED: Final = Message(
    "COMMAND_RECEIVED",
    "commands",
    INFO,
    0,
    "command '%1' was received",
    "Somebody asked the server to do this. What came of it is in the answer, and in other messages if it matters.",
)
COMMAND_PROCESS_ERROR1: Final = Message(
    "COMMAND_PROCESS_ERROR1",
    "commands",
    WARN,
    0,
    "a request is no command: %1",
    "What came over a control socket is JSON, but names no command. The sender was told.",
)
COMMAND_PROCESS_ERROR2: Final = Message(
    "COMMAND_PROCESS_ERROR2",
    "commands",
    WARN,
    0,
    "a command could not be carried out: %1",
    "The text says which command, and what happened: a defect of the server or of a hook, or a database that is away. "
    "The sender was told that it failed.",
)
DHCP4_PACKET_DROP_0008: Final = Message(
    "DHCP4_PACKET_DROP_0008",
    "bad-packets",
    DEBUG,
    15,
    "%1: dropped, the service is disabled",
    "A message came while nobody is answered: somebody disabled the service by the command dhcp-disable, or a partner "
    "or a database did.",
)
DHCP6_PACKET_DROP_DHCP_DISABLED: Final = Message(
    "DHCP6_PACKET_DROP_DHCP_DISABLED",
    "bad-packets",
    DEBUG,
    15,
    "%1: dropped, the service is disabled",
    "A message came while nobody is answered: somebody disabled the service by the command dhcp-disable, or a partner "
    "or a database did.",
)
