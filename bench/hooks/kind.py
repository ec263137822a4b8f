"""The trivial hook of the bench: look at each message, note what kind it is, and put odd ones in a class."""

from lessor.hooks.api import Hook


def setup(server, parameters):
    def look(event):
        if not event.query.message_type:
            event.query.classes.add("BOOTP")

    return Hook(callouts={"pkt4_receive": look})
