"""The log messages about sockets for commands, and about who comes to them."""

from typing import Final

from lessor.service.logs.message import DEBUG, ERROR, INFO, WARN, Message

COMMAND_ACCEPTOR_START: Final = Message(
    "COMMAND_ACCEPTOR_START",
    "commands",
    INFO,
    0,
    "taking commands on the UNIX socket %1",
    "The server listens on this socket from now on.",
)
COMMAND_SOCKET_ACCEPT_FAIL: Final = Message(
    "COMMAND_SOCKET_ACCEPT_FAIL",
    "commands",
    ERROR,
    0,
    "cannot let in who connects to port %1: %2",
    "Most often the process has as many open files as it may have. It tries again.",
)
COMMAND_SOCKET_CONNECTION_OPENED: Final = Message(
    "COMMAND_SOCKET_CONNECTION_OPENED",
    "commands",
    DEBUG,
    10,
    "somebody connected to %1",
    "A client is at the UNIX socket.",
)
COMMAND_SOCKET_CONNECTION_CLOSED: Final = Message(
    "COMMAND_SOCKET_CONNECTION_CLOSED",
    "commands",
    DEBUG,
    10,
    "the connection to %1 is over",
    "A client of the UNIX socket has its answer, or is gone.",
)
COMMAND_SOCKET_CONNECTION_TIMEOUT: Final = Message(
    "COMMAND_SOCKET_CONNECTION_TIMEOUT",
    "commands",
    INFO,
    0,
    "no request came in time on a connection to %1",
    "A client connected to the UNIX socket and did not send a whole request. It is told so and hung up on.",
)
COMMAND_UNIX_SOCKET_PERMISSIONS_SECURITY_WARNING: Final = Message(
    "COMMAND_UNIX_SOCKET_PERMISSIONS_SECURITY_WARNING",
    "commands",
    WARN,
    0,
    "the directory of a socket for commands is open to others: %1",
    "Whoever may write in a directory may put a socket of his own in place of the server's, and hear the commands "
    "meant for it. Kea 3 wants the mode 0750; a name without a directory lies in the directory meant for sockets.",
)
COMMAND_HTTP_SOCKET_SECURITY_WARNING: Final = Message(
    "COMMAND_HTTP_SOCKET_SECURITY_WARNING",
    "commands",
    WARN,
    0,
    "commands are taken from everybody who reaches %1",
    "The socket listens on an address that others reach, and asks neither for a password nor for a certificate. "
    "Configure `authentication`, or an https socket with `cert-required`, or listen on 127.0.0.1.",
)
HTTP_COMMAND_MGR_SERVICE_STARTED: Final = Message(
    "HTTP_COMMAND_MGR_SERVICE_STARTED",
    "commands",
    INFO,
    0,
    "taking commands by %1 on %2, port %3",
    "The server listens on this address and port from now on.",
)
HTTP_COMMAND_MGR_SERVICE_STOPPING: Final = Message(
    "HTTP_COMMAND_MGR_SERVICE_STOPPING",
    "commands",
    INFO,
    0,
    "no more commands are taken by %1 on %2",
    "The server stops, or is no longer configured to listen there.",
)
HTTP_CLIENT_REQUEST_RECEIVED: Final = Message(
    "HTTP_CLIENT_REQUEST_RECEIVED",
    "http",
    DEBUG,
    40,
    "a request comes from %1",
    "The head of an HTTP request has come.",
)
HTTP_BAD_CLIENT_REQUEST_RECEIVED: Final = Message(
    "HTTP_BAD_CLIENT_REQUEST_RECEIVED",
    "http",
    DEBUG,
    40,
    "what %1 sends is no request: %2",
    "Requests are POSTs of type application/json. The answer has the status 400.",
)
HTTP_CLIENT_REQUEST_AUTHORIZED: Final = Message(
    "HTTP_CLIENT_REQUEST_AUTHORIZED",
    "auth",
    INFO,
    0,
    "%1 sends a request",
    "A client has shown the password of this user.",
)
HTTP_CLIENT_REQUEST_NO_AUTH_HEADER: Final = Message(
    "HTTP_CLIENT_REQUEST_NO_AUTH_HEADER",
    "auth",
    INFO,
    0,
    "a request without a user and a password is refused",
    "The socket has `authentication`. The answer has the status 401.",
)
HTTP_CLIENT_REQUEST_NOT_AUTHORIZED: Final = Message(
    "HTTP_CLIENT_REQUEST_NOT_AUTHORIZED",
    "auth",
    INFO,
    0,
    "a request with a user and a password that are not known is refused",
    "The answer has the status 401. What was given is not told, for it may be a right password with a slip in it.",
)
HTTP_CONNECTION_HANDSHAKE_FAILED: Final = Message(
    "HTTP_CONNECTION_HANDSHAKE_FAILED",
    "http",
    INFO,
    0,
    "no TLS connection with %1: %2",
    "A client speaks no TLS, does not trust the server's certificate, or has none that the server trusts.",
)
