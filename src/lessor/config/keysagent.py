"""Every key of the section `Control-agent`: of the front that passes commands on to the servers they are for."""

from typing import Final

from lessor.config.groups import REMARKS
from lessor.config.keys import BOOLEAN, INTEGER, MAP, MAPS, STRING, UINT16, Key, Scope
from lessor.config.scopes import (
    AUTHENTICATION_CLIENT,
    HOOKS_LIBRARY,
    HTTP_HEADER,
    LOGGER,
    LOGGER_OUTPUT,
    LOGGING,
    authentication,
    top_level,
)

SECTION: Final = "Control-agent"

REALM: Final = "kea-control-agent"

AGENT: Final = Scope(
    SECTION,
    "The control agent.",
    {
        "http-host": Key(STRING, "address to listen on", default="127.0.0.1", effect=True),
        "http-port": Key(INTEGER, "port to listen on", default=8000, maximum=UINT16, effect=True),
        "control-sockets": Key(MAP, "the servers that commands are for", scope="servers", effect=True),
        "authentication": Key(MAP, "who may command", scope="authentication", since="2.0", effect=True),
        "trust-anchor": Key(STRING, "authorities to trust, for HTTPS", default="", since="2.0", effect=True),
        "cert-file": Key(STRING, "our certificate, for HTTPS", default="", since="2.0", effect=True),
        "key-file": Key(STRING, "our private key, for HTTPS", default="", since="2.0", effect=True),
        "cert-required": Key(BOOLEAN, "clients need a certificate, for HTTPS", default=True, since="2.0", effect=True),
        "http-headers": Key(MAPS, "headers added to answers", scope="http-headers", since="3.0", effect=True),
        "hooks-libraries": Key(MAPS, "plug-ins", scope="hooks-libraries"),
        "loggers": Key(MAPS, "what is logged where", scope="loggers", effect=True),
        **REMARKS,
    },
)

SERVERS: Final = Scope(
    "servers",
    "The servers by the names that requests call them.",
    {
        "dhcp4": Key(MAP, "the DHCPv4 server", scope="server", effect=True),
        "dhcp6": Key(MAP, "the DHCPv6 server", scope="server", effect=True),
        "d2": Key(MAP, "the dynamic DNS server", scope="server", effect=True),
    },
)

SERVER: Final = Scope(
    "server",
    "Where a server takes commands.",
    {
        "socket-type": Key(STRING, "kind of socket", default="unix", values=("unix",), effect=True),
        "socket-name": Key(STRING, "its path", required=True, effect=True),
        **REMARKS,
    },
)

SCOPES_AGENT: Final = {
    "toplevel": top_level(SECTION),
    SECTION: AGENT,
    "servers": SERVERS,
    "server": SERVER,
    "authentication": authentication(REALM),
    "clients": AUTHENTICATION_CLIENT,
    "http-headers": HTTP_HEADER,
    "hooks-libraries": HOOKS_LIBRARY,
    "loggers": LOGGER,
    "output-options": LOGGER_OUTPUT,
    "Logging": LOGGING,
}
"""All scopes by name."""
