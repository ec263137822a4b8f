"""Options of answers, or of what clients send, set and removed by expressions."""

from collections.abc import Callable, Mapping

from lessor.engine.classify import EvaluationError
from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6
from lessor.hooks.api import (
    Callout,
    Hook,
    Json,
    Pkt4Receive,
    Pkt4Send,
    Pkt6Receive,
    Pkt6Send,
    Query4,
    Query6,
    Server,
)
from lessor.plugins.answers import request_of_response4, request_of_response6
from lessor.plugins.flex_option import messages
from lessor.plugins.flex_option.actions import Options
from lessor.plugins.flex_option.family import FAMILY4, FAMILY6, Request
from lessor.plugins.flex_option.settings import Entry, Reader
from lessor.wire.errors import WireError


def setup(server: Server, parameters: Mapping[str, Json]) -> Hook:
    """Return the callouts that the entries need. Raise ParameterError."""
    if server.family == 4:
        return _hook4(server, Reader(FAMILY4, 4, server.definitions).read(parameters))
    return _hook6(server, Reader(FAMILY6, 6, server.definitions).read(parameters))


def _hook4(server: Server, entries: list[Entry[Request4]]) -> Hook:
    before, after = _parted(entries)

    def receive(event: Pkt4Receive) -> None:
        _change(server, before, event.query, event.query.options, lambda entry: event.query.request)

    def send(event: Pkt4Send) -> None:
        def source(entry: Entry[Request4]) -> Request4:
            return request_of_response4(event.response) if entry.from_response else event.query.request

        _change(server, after, event.query, event.response.options, source)

    return Hook(_callouts(4, (receive if before else None), (send if after else None)), rehearses=True)


def _hook6(server: Server, entries: list[Entry[Request6]]) -> Hook:
    before, after = _parted(entries)

    def receive(event: Pkt6Receive) -> None:
        _change(server, before, event.query, event.query.options, lambda entry: event.query.request)

    def send(event: Pkt6Send) -> None:
        def source(entry: Entry[Request6]) -> Request6:
            return request_of_response6(event.response) if entry.from_response else event.query.request

        _change(server, after, event.query, event.response.options, source)

    return Hook(_callouts(6, (receive if before else None), (send if after else None)), rehearses=True)


def _parted(entries: list[Entry[Request]]) -> tuple[list[Entry[Request]], list[Entry[Request]]]:
    """Return what is done to queries, and what to responses."""
    return [one for one in entries if one.to_query], [one for one in entries if not one.to_query]


def _callouts(family: int, receive: Callout | None, send: Callout | None) -> dict[str, Callout]:
    points = {f"pkt{family}_receive": receive, f"pkt{family}_send": send}
    return {point: callout for point, callout in points.items() if callout is not None}


def _change(
    server: Server,
    entries: list[Entry[Request]],
    query: Query4 | Query6,
    options: Options,
    source: Callable[[Entry[Request]], Request],
) -> None:
    try:
        for entry in entries:
            entry.step.apply(options, source(entry), query.classes, server.log)
    except (EvaluationError, ValueError, WireError) as error:
        server.log.write(messages.FLEX_OPTION_PROCESS_ERROR, query.label, error)
