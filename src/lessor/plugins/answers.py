"""Answers of the server as expressions read messages."""

from lessor.engine.request4 import Request4
from lessor.engine.request6 import Request6
from lessor.hooks.api import Response4, Response6
from lessor.model.datagram import Received4
from lessor.model.datagram6 import Received6


def request_of_response4(response: Response4) -> Request4:
    """Return an answer as expressions read messages."""
    reply = response.reply
    return Request4(response.packet, Received4(b"", reply.interface, reply.destination, reply.local, reply.port, False))


def request_of_response6(response: Response6) -> Request6:
    """Return an answer as expressions read messages."""
    reply = response.reply
    return Request6(
        response.packet, Received6(b"", reply.interface, reply.destination, reply.local, reply.port, False), ()
    )
