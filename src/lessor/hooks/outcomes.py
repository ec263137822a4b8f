"""What a callout may say about the message, or the step, that it was called for."""

from typing import Final, TypeAlias

Outcome: TypeAlias = int

CONTINUE: Final = 0
"""Go on as usual."""
SKIP: Final = 1
"""Leave out the step that the hook point stands before."""
DROP: Final = 2
"""Drop the message; where there is none, refuse the step."""
PARK: Final = 3
"""Let the message wait: it goes on when every ticket that was drawn for it is given back (Event.park)."""

OUTCOME_NAMES: Final = {CONTINUE: "CONTINUE", SKIP: "SKIP", DROP: "DROP", PARK: "PARK"}
