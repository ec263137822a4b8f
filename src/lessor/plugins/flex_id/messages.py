"""Messages of the plug-in, as in the reference tables."""

from typing import Final

from lessor.hooks.api import DEBUG, WARN, Message

LOGGER: Final = "flex-id-hooks"

FLEX_ID_NO_IDENTIFIER_EXPRESSION: Final = Message(
    "FLEX_ID_NO_IDENTIFIER_EXPRESSION",
    LOGGER,
    DEBUG,
    40,
    "there is no identifier-expression",
    "Clients are not given identifiers: the parameter `identifier-expression` is missing or empty.",
)
FLEX_ID_EXPRESSION_EVALUATED: Final = Message(
    "FLEX_ID_EXPRESSION_EVALUATED",
    LOGGER,
    DEBUG,
    40,
    "the expression evaluates to %1 (%2 octets)",
    "The identifier of a client was read from its message; its octets are those of readable text.",
)
FLEX_ID_EXPRESSION_EVALUATED_NP: Final = Message(
    "FLEX_ID_EXPRESSION_EVALUATED_NP",
    LOGGER,
    DEBUG,
    40,
    "the expression evaluates to 0x%1 (%2 octets)",
    "The identifier of a client was read from its message; it is shown as hexadecimal digits.",
)
FLEX_ID_USED_AS_CLIENT_ID: Final = Message(
    "FLEX_ID_USED_AS_CLIENT_ID",
    LOGGER,
    DEBUG,
    40,
    "the identifier takes the place of the client identifier: %1",
    "With `replace-client-id` the server goes on as if the client had sent this client identifier.",
)
FLEX_ID_USED_AS_DUID: Final = Message(
    "FLEX_ID_USED_AS_DUID",
    LOGGER,
    DEBUG,
    40,
    "the identifier takes the place of the DUID: %1",
    "With `replace-client-id` the server goes on as if the client had sent this DUID.",
)
FLEX_ID_RESTORE_CLIENT_ID: Final = Message(
    "FLEX_ID_RESTORE_CLIENT_ID",
    LOGGER,
    DEBUG,
    40,
    "the answer has the client's own client identifier again: %1",
    "The client does not learn under which identifier it is known.",
)
FLEX_ID_RESTORE_DUID: Final = Message(
    "FLEX_ID_RESTORE_DUID",
    LOGGER,
    DEBUG,
    40,
    "the answer has the client's own DUID again: %1",
    "The client does not learn under which identifier it is known.",
)
FLEX_ID_IGNORE_IAID_ENABLED: Final = Message(
    "FLEX_ID_IGNORE_IAID_ENABLED",
    LOGGER,
    WARN,
    0,
    "IAIDs of clients are ignored, which RFC 8415 does not allow",
    "The parameter `ignore-iaid` is on. It helps where clients change their IAIDs, and harms those that mean them.",
)
FLEX_ID_IGNORE_IAID_APPLIED_ON_NA: Final = Message(
    "FLEX_ID_IGNORE_IAID_APPLIED_ON_NA",
    LOGGER,
    DEBUG,
    40,
    "the IAID %1 of the only IA_NA is taken for 0",
    "With `ignore-iaid` an IA_NA that is the only one of its message has IAID 0.",
)
FLEX_ID_IGNORE_IAID_APPLIED_ON_PD: Final = Message(
    "FLEX_ID_IGNORE_IAID_APPLIED_ON_PD",
    LOGGER,
    DEBUG,
    40,
    "the IAID %1 of the only IA_PD is taken for 0",
    "With `ignore-iaid` an IA_PD that is the only one of its message has IAID 0.",
)
FLEX_ID_IGNORE_IAID_NOT_APPLIED_ON_NA: Final = Message(
    "FLEX_ID_IGNORE_IAID_NOT_APPLIED_ON_NA",
    LOGGER,
    DEBUG,
    40,
    "there is more than one IA_NA: their IAIDs count",
    "Only their IAIDs tell several IA_NAs of one message apart, so `ignore-iaid` does not touch them.",
)
FLEX_ID_IGNORE_IAID_NOT_APPLIED_ON_PD: Final = Message(
    "FLEX_ID_IGNORE_IAID_NOT_APPLIED_ON_PD",
    LOGGER,
    DEBUG,
    40,
    "there is more than one IA_PD: their IAIDs count",
    "Only their IAIDs tell several IA_PDs of one message apart, so `ignore-iaid` does not touch them.",
)
