"""What commands of Kea's hook libraries leave in the log, beside that they were received: one row for each command.

Rows say which message tells of a command that was carried out, of one that found nothing, of one that met another
change, and of one that failed, and what these are filled with: read from arguments and answer, which are any JSON.
"""

import json
import re
from collections.abc import Callable, Container, Iterable
from typing import Final, NamedTuple

from lessor.control.caller import Caller, Execute
from lessor.model.command import CONFLICT, EMPTY, SUCCESS, UNSUPPORTED
from lessor.model.json import Json
from lessor.service.logs import messages_leasecmds, messages_libraries
from lessor.service.logs.log import Loggers
from lessor.service.logs.message import Message

Map = dict[str, Json]
Values = Callable[[Map, Map], tuple[object, ...]]
"""From arguments and answer to what fills a message."""

LONGEST: Final = 2000
"""Characters of the arguments that are repeated to the log."""

DESCRIBED: Final = re.compile(r"(IPv[46]) subnet (\S+) \(id (\d+)\)")
NUMBER: Final = re.compile(r"\d+")


class Line(NamedTuple):
    """A message, and what fills it."""

    message: Message
    values: Values


class Words(NamedTuple):
    """The lines about one command. `begun` is written before it is carried out; None says nothing."""

    done: Line | None = None
    failed: Line | None = None
    empty: Line | None = None
    conflict: Line | None = None
    begun: Line | None = None


def _nothing(arguments: Map, answer: Map) -> tuple[object, ...]:
    return ()


def _text(arguments: Map, answer: Map) -> tuple[object, ...]:
    return (answer.get("text", ""),)


def _given(arguments: Map, answer: Map) -> tuple[object, ...]:
    return (_shown(arguments),)


def _given_and_text(arguments: Map, answer: Map) -> tuple[object, ...]:
    return _shown(arguments), answer.get("text", "")


def _name(arguments: Map, answer: Map) -> tuple[object, ...]:
    return (arguments.get("name", ""),)


def _class_name(arguments: Map, answer: Map) -> tuple[object, ...]:
    return (_first(arguments, "client-classes").get("name", ""),)


def _address(arguments: Map, answer: Map) -> tuple[object, ...]:
    # a lease may be named by its client
    return (arguments.get("ip-address") or _shown(arguments),)


def _number(arguments: Map, answer: Map) -> tuple[object, ...]:
    found = NUMBER.search(str(answer.get("text", "")))
    return (found.group() if found else 0,)


def _rows(arguments: Map, answer: Map) -> tuple[object, ...]:
    rows = _map(_map(answer.get("arguments")).get("result-set")).get("rows")
    return _shown(arguments), len(rows) if isinstance(rows, list) else 0


def _described(arguments: Map, answer: Map) -> tuple[object, ...]:
    found = DESCRIBED.search(str(answer.get("text", "")))
    kind, subnet = (found[1], found[2]) if found else ("", "")
    return kind, subnet, arguments.get("id", ""), arguments.get("name", "")


def _subnet(key: str) -> Values:
    """Return what reads prefix and id of the subnet in an answer."""

    def read(arguments: Map, answer: Map) -> tuple[object, ...]:
        subnet = _first(_map(answer.get("arguments")), key)
        return subnet.get("subnet", ""), subnet.get("id", "")

    return read


def _network(arguments: Map, answer: Map) -> tuple[object, ...]:
    return (_first(_map(answer.get("arguments")), "shared-networks").get("name", ""),)


def _count(key: str, kind: str) -> Values:
    """Return what counts the members of a list in an answer."""

    def read(arguments: Map, answer: Map) -> tuple[object, ...]:
        found = _map(answer.get("arguments")).get(key)
        return len(found) if isinstance(found, list) else 0, kind

    return read


def _always(value: str) -> Values:
    return lambda arguments, answer: (value,)


def _class(verb: str, values: Values) -> tuple[str, Words]:
    empty = EMPTY_CLASS.get(verb)
    done, failed = CLASSES[verb]
    return f"class-{verb}", Words(Line(done, values), Line(failed, _text), Line(empty, values) if empty else None)


CLASSES: Final = {
    "add": (messages_libraries.CLASS_CMDS_CLASS_ADD, messages_libraries.CLASS_CMDS_CLASS_ADD_FAILED),
    "update": (messages_libraries.CLASS_CMDS_CLASS_UPDATE, messages_libraries.CLASS_CMDS_CLASS_UPDATE_FAILED),
    "del": (messages_libraries.CLASS_CMDS_CLASS_DEL, messages_libraries.CLASS_CMDS_CLASS_DEL_FAILED),
    "get": (messages_libraries.CLASS_CMDS_CLASS_GET, messages_libraries.CLASS_CMDS_CLASS_GET_FAILED),
    "list": (messages_libraries.CLASS_CMDS_CLASS_LIST, messages_libraries.CLASS_CMDS_CLASS_LIST_FAILED),
}
EMPTY_CLASS: Final = {
    "update": messages_libraries.CLASS_CMDS_CLASS_UPDATE_EMPTY,
    "del": messages_libraries.CLASS_CMDS_CLASS_DEL_EMPTY,
    "get": messages_libraries.CLASS_CMDS_CLASS_GET_EMPTY,
    "list": messages_libraries.CLASS_CMDS_CLASS_LIST_EMPTY,
}

# Of each: begun, done, failed
HOSTS: Final = {
    "add": (
        messages_libraries.HOST_CMDS_RESERV_ADD,
        messages_libraries.HOST_CMDS_RESERV_ADD_SUCCESS,
        messages_libraries.HOST_CMDS_RESERV_ADD_FAILED,
    ),
    "del": (
        messages_libraries.HOST_CMDS_RESERV_DEL,
        messages_libraries.HOST_CMDS_RESERV_DEL_SUCCESS,
        messages_libraries.HOST_CMDS_RESERV_DEL_FAILED,
    ),
    "get": (
        messages_libraries.HOST_CMDS_RESERV_GET,
        messages_libraries.HOST_CMDS_RESERV_GET_SUCCESS,
        messages_libraries.HOST_CMDS_RESERV_GET_FAILED,
    ),
    "get-all": (
        messages_libraries.HOST_CMDS_RESERV_GET_ALL,
        messages_libraries.HOST_CMDS_RESERV_GET_ALL_SUCCESS,
        messages_libraries.HOST_CMDS_RESERV_GET_ALL_FAILED,
    ),
    "get-page": (
        messages_libraries.HOST_CMDS_RESERV_GET_PAGE,
        messages_libraries.HOST_CMDS_RESERV_GET_PAGE_SUCCESS,
        messages_libraries.HOST_CMDS_RESERV_GET_PAGE_FAILED,
    ),
    "get-by-address": (
        messages_libraries.HOST_CMDS_RESERV_GET_BY_ADDRESS,
        messages_libraries.HOST_CMDS_RESERV_GET_BY_ADDRESS_SUCCESS,
        messages_libraries.HOST_CMDS_RESERV_GET_BY_ADDRESS_FAILED,
    ),
    "get-by-hostname": (
        messages_libraries.HOST_CMDS_RESERV_GET_BY_HOSTNAME,
        messages_libraries.HOST_CMDS_RESERV_GET_BY_HOSTNAME_SUCCESS,
        messages_libraries.HOST_CMDS_RESERV_GET_BY_HOSTNAME_FAILED,
    ),
    "get-by-id": (
        messages_libraries.HOST_CMDS_RESERV_GET_BY_ID,
        messages_libraries.HOST_CMDS_RESERV_GET_BY_ID_SUCCESS,
        messages_libraries.HOST_CMDS_RESERV_GET_BY_ID_FAILED,
    ),
    "update": (
        messages_libraries.HOST_CMDS_RESERV_UPDATE,
        messages_libraries.HOST_CMDS_RESERV_UPDATE_SUCCESS,
        messages_libraries.HOST_CMDS_RESERV_UPDATE_FAILED,
    ),
}
FAILED_SUBNETS: Final = {
    "subnet4-add": messages_libraries.SUBNET_CMDS_SUBNET4_ADD_FAILED,
    "subnet4-update": messages_libraries.SUBNET_CMDS_SUBNET4_UPDATE_FAILED,
    "subnet4-delta-add": messages_libraries.SUBNET_CMDS_SUBNET4_DELTA_ADD_FAILED,
    "subnet4-delta-del": messages_libraries.SUBNET_CMDS_SUBNET4_DELTA_DEL_FAILED,
    "subnet4-del": messages_libraries.SUBNET_CMDS_SUBNET4_DEL_FAILED,
    "subnet4-get": messages_libraries.SUBNET_CMDS_SUBNET4_GET_FAILED,
    "subnet4-list": messages_libraries.SUBNET_CMDS_SUBNET4_LIST_FAILED,
    "network4-add": messages_libraries.SUBNET_CMDS_NETWORK4_ADD_FAILED,
    "network4-del": messages_libraries.SUBNET_CMDS_NETWORK4_DEL_FAILED,
    "network4-get": messages_libraries.SUBNET_CMDS_NETWORK4_GET_FAILED,
    "network4-list": messages_libraries.SUBNET_CMDS_NETWORK4_LIST_FAILED,
    "network4-subnet-add": messages_libraries.SUBNET_CMDS_NETWORK4_SUBNET_ADD_FAILED,
    "network4-subnet-del": messages_libraries.SUBNET_CMDS_NETWORK4_SUBNET_DEL_FAILED,
    "subnet6-add": messages_libraries.SUBNET_CMDS_SUBNET6_ADD_FAILED,
    "subnet6-update": messages_libraries.SUBNET_CMDS_SUBNET6_UPDATE_FAILED,
    "subnet6-delta-add": messages_libraries.SUBNET_CMDS_SUBNET6_DELTA_ADD_FAILED,
    "subnet6-delta-del": messages_libraries.SUBNET_CMDS_SUBNET6_DELTA_DEL_FAILED,
    "subnet6-del": messages_libraries.SUBNET_CMDS_SUBNET6_DEL_FAILED,
    "subnet6-get": messages_libraries.SUBNET_CMDS_SUBNET6_GET_FAILED,
    "subnet6-list": messages_libraries.SUBNET_CMDS_SUBNET6_LIST_FAILED,
    "network6-add": messages_libraries.SUBNET_CMDS_NETWORK6_ADD_FAILED,
    "network6-del": messages_libraries.SUBNET_CMDS_NETWORK6_DEL_FAILED,
    "network6-get": messages_libraries.SUBNET_CMDS_NETWORK6_GET_FAILED,
    "network6-list": messages_libraries.SUBNET_CMDS_NETWORK6_LIST_FAILED,
    "network6-subnet-add": messages_libraries.SUBNET_CMDS_NETWORK6_SUBNET_ADD_FAILED,
    "network6-subnet-del": messages_libraries.SUBNET_CMDS_NETWORK6_SUBNET_DEL_FAILED,
}


def _subnets(family: int) -> dict[str, Words]:
    """Return the words for subnets and shared networks of a family."""
    kind = f"IPv{family}"
    brief, whole = _subnet("subnets"), _subnet(f"subnet{family}")
    lines: dict[str, tuple[Line, Line | None]] = {
        f"subnet{family}-add": (Line(messages_libraries.SUBNET_CMDS_SUBNET_ADD, brief), None),
        f"subnet{family}-update": (Line(messages_libraries.SUBNET_CMDS_SUBNET_UPDATE, brief), None),
        f"subnet{family}-delta-add": (Line(messages_libraries.SUBNET_CMDS_SUBNET_UPDATE, brief), None),
        f"subnet{family}-delta-del": (Line(messages_libraries.SUBNET_CMDS_SUBNET_UPDATE, brief), None),
        f"subnet{family}-del": (Line(messages_libraries.SUBNET_CMDS_SUBNET_DEL, brief), None),
        f"subnet{family}-get": (
            Line(messages_libraries.SUBNET_CMDS_SUBNET_GET, whole),
            Line(messages_libraries.SUBNET_CMDS_SUBNET_GET_EMPTY, _text),
        ),
        f"subnet{family}-list": (
            Line(messages_libraries.SUBNET_CMDS_SUBNET_LIST, _count("subnets", kind)),
            Line(messages_libraries.SUBNET_CMDS_SUBNET_LIST_EMPTY, _always(kind)),
        ),
        f"network{family}-add": (Line(messages_libraries.SUBNET_CMDS_NETWORK_ADD, _network), None),
        f"network{family}-del": (Line(messages_libraries.SUBNET_CMDS_NETWORK_DEL, _network), None),
        f"network{family}-get": (
            Line(messages_libraries.SUBNET_CMDS_NETWORK_GET, _network),
            Line(messages_libraries.SUBNET_CMDS_NETWORK_GET_EMPTY, _text),
        ),
        f"network{family}-list": (
            Line(messages_libraries.SUBNET_CMDS_NETWORK_LIST, _count("shared-networks", kind)),
            Line(messages_libraries.SUBNET_CMDS_NETWORK_LIST_EMPTY, _always(kind)),
        ),
        f"network{family}-subnet-add": (Line(messages_libraries.SUBNET_CMDS_NETWORK_SUBNET_ADD, _described), None),
        f"network{family}-subnet-del": (Line(messages_libraries.SUBNET_CMDS_NETWORK_SUBNET_DEL, _described), None),
    }
    return {name: Words(done, Line(FAILED_SUBNETS[name], _text), empty) for name, (done, empty) in lines.items()}


def _changing(done: Message, failed: Message, conflict: Message | None = None, values: Values = _address) -> Words:
    met = Line(conflict, _given_and_text) if conflict is not None else None
    return Words(Line(done, values), Line(failed, _given_and_text), conflict=met)


WIPED4: Final = Line(messages_leasecmds.LEASE_CMDS_WIPE4, _given)
WIPED6: Final = Line(messages_leasecmds.LEASE_CMDS_WIPE6, _given)

LEASES: Final = {
    "lease4-add": _changing(
        messages_leasecmds.LEASE_CMDS_ADD4,
        messages_leasecmds.LEASE_CMDS_ADD4_FAILED,
        messages_leasecmds.LEASE_CMDS_ADD4_CONFLICT,
    ),
    "lease6-add": _changing(
        messages_leasecmds.LEASE_CMDS_ADD6,
        messages_leasecmds.LEASE_CMDS_ADD6_FAILED,
        messages_leasecmds.LEASE_CMDS_ADD6_CONFLICT,
    ),
    "lease4-update": _changing(
        messages_leasecmds.LEASE_CMDS_UPDATE4,
        messages_leasecmds.LEASE_CMDS_UPDATE4_FAILED,
        messages_leasecmds.LEASE_CMDS_UPDATE4_CONFLICT,
    ),
    "lease6-update": _changing(
        messages_leasecmds.LEASE_CMDS_UPDATE6,
        messages_leasecmds.LEASE_CMDS_UPDATE6_FAILED,
        messages_leasecmds.LEASE_CMDS_UPDATE6_CONFLICT,
    ),
    "lease4-del": _changing(messages_leasecmds.LEASE_CMDS_DEL4, messages_leasecmds.LEASE_CMDS_DEL4_FAILED),
    "lease6-del": _changing(messages_leasecmds.LEASE_CMDS_DEL6, messages_leasecmds.LEASE_CMDS_DEL6_FAILED),
    "lease4-get": Words(failed=Line(messages_leasecmds.LEASE_CMDS_GET4_FAILED, _given_and_text)),
    "lease6-get": Words(failed=Line(messages_leasecmds.LEASE_CMDS_GET6_FAILED, _given_and_text)),
    "lease4-wipe": Words(WIPED4, Line(messages_leasecmds.LEASE_CMDS_WIPE4_FAILED, _given_and_text), WIPED4),
    "lease6-wipe": Words(WIPED6, Line(messages_leasecmds.LEASE_CMDS_WIPE6_FAILED, _given_and_text), WIPED6),
    "lease6-bulk-apply": _changing(
        messages_leasecmds.LEASE_CMDS_BULK_APPLY6, messages_leasecmds.LEASE_CMDS_BULK_APPLY6_FAILED, values=_number
    ),
    "stat-lease4-get": Words(
        Line(messages_leasecmds.STAT_CMDS_LEASE4_GET, _rows),
        Line(messages_leasecmds.STAT_CMDS_LEASE4_GET_INVALID, _text),
        Line(messages_leasecmds.STAT_CMDS_LEASE4_GET_NO_SUBNETS, _given_and_text),
    ),
    "stat-lease6-get": Words(
        Line(messages_leasecmds.STAT_CMDS_LEASE6_GET, _rows),
        Line(messages_leasecmds.STAT_CMDS_LEASE6_GET_INVALID, _text),
        Line(messages_leasecmds.STAT_CMDS_LEASE6_GET_NO_SUBNETS, _given_and_text),
    ),
}

WORDS: Final[dict[str, Words]] = {
    **dict(
        (
            _class("add", _class_name),
            _class("update", _class_name),
            _class("del", _name),
            _class("get", _name),
            _class("list", _nothing),
        )
    ),
    **{
        f"reservation-{verb}": Words(
            Line(done, _given), Line(failed, _given_and_text), Line(done, _given), begun=Line(begun, _given)
        )
        for verb, (begun, done, failed) in HOSTS.items()
    },
    **_subnets(4),
    **_subnets(6),
    **LEASES,
}
"""The words for each command that has any."""

LIBRARIES: Final = {
    "libdhcp_class_cmds.so": (messages_libraries.CLASS_CMDS_INIT_OK, messages_libraries.CLASS_CMDS_DEINIT_OK),
    "libdhcp_host_cmds.so": (messages_libraries.HOST_CMDS_INIT_OK, messages_libraries.HOST_CMDS_DEINIT_OK),
    "libdhcp_lease_cmds.so": (messages_leasecmds.LEASE_CMDS_INIT_OK, messages_leasecmds.LEASE_CMDS_DEINIT_OK),
    "libdhcp_stat_cmds.so": (messages_leasecmds.STAT_CMDS_INIT_OK, messages_leasecmds.STAT_CMDS_DEINIT_OK),
    "libdhcp_subnet_cmds.so": (messages_libraries.SUBNET_CMDS_INIT_OK, messages_libraries.SUBNET_CMDS_DEINIT_OK),
}
"""What is told when a library is named by a configuration, and when it is named no more."""


class CommandWords:
    """Writes these lines for one server."""

    def __init__(self, loggers: Loggers) -> None:
        self._loggers = loggers
        self._libraries: frozenset[str] = frozenset()

    def settle(self, libraries: Iterable[str]) -> None:
        """Tell which libraries a configuration names now, and which no more."""
        named = LIBRARIES.keys() & frozenset(libraries)
        for library in sorted(named ^ self._libraries):
            known, unknown = LIBRARIES[library]
            self._loggers.write(known if library in named else unknown)
        self._libraries = frozenset(named)

    def heard(self, execute: Execute, known: Callable[[], Container[str]]) -> Execute:
        """Return what carries out commands as this does, and tells of those that are `known`."""

        async def execute_and_tell(request: Json, caller: Caller) -> Json:
            name = request.get("command") if isinstance(request, dict) else None
            words = WORDS.get(name) if isinstance(name, str) else None
            if words is None or not isinstance(request, dict) or name not in known():
                return await execute(request, caller)
            arguments = _map(request.get("arguments"))
            self._tell(words.begun, arguments, {})
            answer = await execute(request, caller)
            if isinstance(answer, dict):
                self._tell(_line(words, answer.get("result")), arguments, answer)
            return answer

        return execute_and_tell

    def _tell(self, line: Line | None, arguments: Map, answer: Map) -> None:
        if line is not None and self._loggers.get(line.message.logger).limit >= line.message.rank:
            self._loggers.write(line.message, *line.values(arguments, answer))


def _line(words: Words, result: Json) -> Line | None:
    if result == SUCCESS:
        return words.done
    if result == EMPTY:
        return words.empty
    if result == CONFLICT and words.conflict is not None:
        return words.conflict
    return None if result == UNSUPPORTED else words.failed


def _shown(arguments: Map) -> str:
    return json.dumps(arguments)[:LONGEST]


def _first(holder: Map, key: str) -> Map:
    found = holder.get(key)
    return _map(found[0]) if isinstance(found, list) and found else {}


def _map(value: Json) -> Map:
    return value if isinstance(value, dict) else {}
