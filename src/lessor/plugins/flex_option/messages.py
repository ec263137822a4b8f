"""Messages of the plug-in, as in the reference tables."""

from typing import Final

from lessor.hooks.api import DEBUG, ERROR, Message

LOGGER: Final = "flex-option-hooks"

FLEX_OPTION_PROCESS_ERROR: Final = Message(
    "FLEX_OPTION_PROCESS_ERROR",
    LOGGER,
    ERROR,
    0,
    "%1: options are left as they are: %2",
    "An expression does not suit the message, or what it yields does not fit the option. What comes after it in "
    "the configuration is not done either; the answer is sent.",
)
FLEX_OPTION_PROCESS_ADD: Final = Message(
    "FLEX_OPTION_PROCESS_ADD",
    LOGGER,
    DEBUG,
    40,
    "option %1 is added: %2",
    "The option was missing, and the expression has a value.",
)
FLEX_OPTION_PROCESS_SUPERSEDE: Final = Message(
    "FLEX_OPTION_PROCESS_SUPERSEDE",
    LOGGER,
    DEBUG,
    40,
    "option %1 is set: %2",
    "The expression has a value; the option has it now, whatever it had before.",
)
FLEX_OPTION_PROCESS_REMOVE: Final = Message(
    "FLEX_OPTION_PROCESS_REMOVE",
    LOGGER,
    DEBUG,
    40,
    "option %1 is removed",
    "The option was there, and the condition holds.",
)
FLEX_OPTION_PROCESS_SUB_ADD: Final = Message(
    "FLEX_OPTION_PROCESS_SUB_ADD",
    LOGGER,
    DEBUG,
    40,
    "sub-option %1 of option %2 is added: %3",
    "The sub-option was missing, and the expression has a value.",
)
FLEX_OPTION_PROCESS_SUB_SUPERSEDE: Final = Message(
    "FLEX_OPTION_PROCESS_SUB_SUPERSEDE",
    LOGGER,
    DEBUG,
    40,
    "sub-option %1 of option %2 is set: %3",
    "The expression has a value; the sub-option has it now, whatever it had before.",
)
FLEX_OPTION_PROCESS_SUB_REMOVE: Final = Message(
    "FLEX_OPTION_PROCESS_SUB_REMOVE",
    LOGGER,
    DEBUG,
    40,
    "sub-option %1 of option %2 is removed",
    "The sub-option was there, and the condition holds.",
)
FLEX_OPTION_PROCESS_VENDOR_ID_MISMATCH: Final = Message(
    "FLEX_OPTION_PROCESS_VENDOR_ID_MISMATCH",
    LOGGER,
    DEBUG,
    40,
    "option %1 is of vendor %2, not of %3",
    "The option holds sub-options of another enterprise, so it is left alone.",
)
