"""What a callout is called with: an event. Its fields are the arguments of the hook point; here is what all have.

The status begins as CONTINUE. A callout that returns an outcome sets it; one that returns None leaves it. The next
callout sees what the ones before it said, and may say something else: what the last one leaves counts.
"""

from collections.abc import Callable

from lessor.hooks.outcomes import CONTINUE, PARK, Outcome


class Tickets:
    """The tickets drawn for one event: `open` of them are out; `dropped` when one was given back with drop()."""

    __slots__ = ("dropped", "on_last", "open")

    def __init__(self) -> None:
        self.open = 0
        self.dropped = False
        self.on_last: Callable[[], None] | None = None

    def back(self) -> None:
        """Note that one came back; the last one calls `on_last`."""
        self.open -= 1
        if not self.open and self.on_last is not None:
            self.on_last()


class Ticket:
    """The right to hold a message back until `resume` or `drop` is called, once, from the loop's thread."""

    __slots__ = ("_tickets", "_used")

    def __init__(self, tickets: Tickets) -> None:
        self._tickets = tickets
        self._used = False
        tickets.open += 1

    def resume(self) -> None:
        """Let the message go on when all other tickets are back too."""
        if not self._used:
            self._used = True
            self._tickets.back()

    def drop(self) -> None:
        """Let the message be dropped when all other tickets are back too."""
        if not self._used:
            self._tickets.dropped = True
            self.resume()


class Event:
    """One occasion on which callouts are called. `status` is what the callouts so far have said."""

    __slots__ = ("status", "tickets")

    def __init__(self) -> None:
        self.status: Outcome = CONTINUE
        self.tickets: Tickets | None = None

    def park(self) -> Ticket:
        """Draw a ticket and set the status to PARK: the message waits until the ticket is given back.

        For plug-ins that are told by somebody else when to go on; who can await what it waits for writes an `async`
        callout instead. Only at hook points where messages may wait.
        """
        if self.tickets is None:
            self.tickets = Tickets()
        self.status = PARK
        return Ticket(self.tickets)
