"""The log messages of the control agent."""

from typing import Final

from lessor.service.logs.message import DEBUG, ERROR, FATAL, INFO, WARN, Message

DCTL_STARTING: Final = Message(
    "DCTL_STARTING",
    "dctl",
    INFO,
    0,
    "%1 starting, pid: %2, version: %3 (%4)",
    "The process has begun: its configuration is read next.",
)
DCTL_ALREADY_RUNNING: Final = Message(
    "DCTL_ALREADY_RUNNING",
    "dctl",
    FATAL,
    0,
    "%1 already running? %2",
    "Another process runs with the same configuration file, or its pid file cannot be written.",
)
DCTL_CONFIG_COMPLETE: Final = Message(
    "DCTL_CONFIG_COMPLETE",
    "dctl",
    INFO,
    0,
    "server has completed configuration: %1",
    "A configuration was put to use.",
)
DCTL_CONFIG_FILE_LOAD_FAIL: Final = Message(
    "DCTL_CONFIG_FILE_LOAD_FAIL",
    "dctl",
    FATAL,
    0,
    "%1 reason: %2",
    "The configuration at the start cannot be used, and the process ends.",
)
DCTL_CFG_FILE_RELOAD_SIGNAL_RECVD: Final = Message(
    "DCTL_CFG_FILE_RELOAD_SIGNAL_RECVD",
    "dctl",
    INFO,
    0,
    "signal %1 received, reloading configuration from file: %2",
    "The configuration file is read again.",
)
DCTL_CFG_FILE_RELOAD_ERROR: Final = Message(
    "DCTL_CFG_FILE_RELOAD_ERROR",
    "dctl",
    ERROR,
    0,
    "configuration reload failed: %1, reverting to current configuration",
    "The file cannot be used. The agent goes on as before.",
)
DCTL_SHUTDOWN: Final = Message(
    "DCTL_SHUTDOWN",
    "dctl",
    INFO,
    0,
    "%1 has shut down, pid: %2, version: %3",
    "The process ends; nobody is answered any more.",
)
DCTL_SHUTDOWN_SIGNAL_RECVD: Final = Message(
    "DCTL_SHUTDOWN_SIGNAL_RECVD",
    "dctl",
    DEBUG,
    0,
    "signal %1 received, shutting down",
    "The process was told to end.",
)
CTRL_AGENT_CONFIG_FAIL: Final = Message(
    "CTRL_AGENT_CONFIG_FAIL",
    "ctrl-agent",
    ERROR,
    0,
    "configuration refused: %1",
    "One line for each mistake.",
)
CTRL_AGENT_CONFIG_SYNTAX_WARNING: Final = Message(
    "CTRL_AGENT_CONFIG_SYNTAX_WARNING",
    "ctrl-agent",
    WARN,
    0,
    "configuration: %1",
    "What works but is hardly meant, or has no effect yet.",
)
CTRL_AGENT_STARTED: Final = Message(
    "CTRL_AGENT_STARTED",
    "ctrl-agent",
    INFO,
    0,
    "Kea Control Agent version %1 started",
    "The agent takes commands.",
)
CTRL_AGENT_FAILED: Final = Message(
    "CTRL_AGENT_FAILED",
    "ctrl-agent",
    ERROR,
    0,
    "the agent has failed: %1",
    "Something went wrong that is nobody's fault but ours. The agent goes on.",
)
CTRL_AGENT_COMMAND_FORWARD_BEGIN: Final = Message(
    "CTRL_AGENT_COMMAND_FORWARD_BEGIN",
    "ctrl-agent",
    DEBUG,
    10,
    "passing command %1 on to service %2",
    "A request names a service.",
)
CTRL_AGENT_COMMAND_FORWARDED: Final = Message(
    "CTRL_AGENT_COMMAND_FORWARDED",
    "ctrl-agent",
    INFO,
    0,
    "command %1 was passed on to service %2, for %3",
    "The service has answered.",
)
CTRL_AGENT_COMMAND_FORWARD_FAILED: Final = Message(
    "CTRL_AGENT_COMMAND_FORWARD_FAILED",
    "ctrl-agent",
    DEBUG,
    10,
    "command %1 was not passed on: %2",
    "The service has not answered. Whoever sent the request is told so.",
)
CTRL_AGENT_COMMAND_RECEIVED: Final = Message(
    "CTRL_AGENT_COMMAND_RECEIVED",
    "ctrl-agent",
    INFO,
    0,
    "command %1 received from remote address %2",
    "A request is for the agent itself.",
)
