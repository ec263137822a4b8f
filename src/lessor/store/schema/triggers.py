"""What follows from a change of configuration tables: entries of the audit, order of classes, what else goes.

One table for both dialects and both families. Statements name the family `{n}`; `CALL` of a routine and `NOTE` of a
value for the rest of the connection are written differently in each dialect (see the end). A trigger is called after
its table, the moment (After, Before) and the event, as Kea calls it: a later upgrade then finds what it is to replace.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

FAMILIES: Final = ("4", "6")

EVENTS: Final = {"INS": "INSERT", "UPD": "UPDATE", "DEL": "DELETE"}
MOMENTS: Final = {"A": "AFTER", "B": "BEFORE"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """What happens `when` a row of a table (less its `dhcp4_`) changes: AINS is after it came, BDEL before it goes."""

    table: str
    when: str
    body: tuple[str, ...]
    families: tuple[str, ...] = FAMILIES
    subject: str = ""
    """What the trigger is called after, when that is not its table."""

    def name(self, family: str) -> str:
        """Return what the trigger is called for this family."""
        return f"dhcp{family}_{self.subject or self.table}_{self.when}"

    def statements(self, family: str) -> list[str]:
        """Return its body for this family."""
        return [statement.replace("{n}", family) for statement in self.body]


def _entry(table: str, row: str, what: str) -> str:
    return f"CALL createAuditEntryDHCP{{n}}('dhcp{{n}}_{table}', {row}, '{what}')"


def _audited(table: str, key: str = "id") -> tuple[Trigger, ...]:
    """Return the triggers of a table of which each change is noted."""
    return (*_made(table, key), Trigger(table, "ADEL", (_entry(table, f"OLD.{key}", "delete"),)))


def _made(table: str, key: str) -> tuple[Trigger, ...]:
    return (
        Trigger(table, "AINS", (_entry(table, f"NEW.{key}", "create"),)),
        Trigger(table, "AUPD", (_entry(table, f"NEW.{key}", "update"),)),
    )


def _option(what: str, row: str, time: str, family: str) -> str:
    pools = f"{row}.pool_id, {row}.pd_pool_id" if family == "6" else f"{row}.pool_id"
    return (
        f"CALL createOptionAuditDHCP{{n}}('{what}', {row}.scope_id, {row}.option_id, {row}.dhcp{{n}}_subnet_id, "
        f"{row}.host_id, {row}.shared_network_name, {pools}, {time})"
    )


def _options(family: str) -> tuple[Trigger, ...]:
    only = (family,)
    return (
        Trigger("options", "AINS", (_option("create", "NEW", "NEW.modification_ts", family),), only),
        Trigger("options", "AUPD", (_option("update", "NEW", "NEW.modification_ts", family),), only),
        Trigger("options", "ADEL", (_option("delete", "OLD", "NOW()", family),), only),
    )


def _subnet_goes(family: str, *pools: str) -> Trigger:
    with_it = [f"DELETE FROM dhcp{{n}}_{pool} WHERE subnet_id = OLD.subnet_id" for pool in pools]
    options = "DELETE FROM dhcp{n}_options WHERE dhcp{n}_subnet_id = OLD.subnet_id"
    return Trigger("subnet", "BDEL", (_entry("subnet", "OLD.subnet_id", "delete"), *with_it, options), (family,))


_NETWORK_GOES: Final = Trigger(
    "shared_network",
    "BDEL",
    (
        _entry("shared_network", "OLD.id", "delete"),
        "UPDATE dhcp{n}_subnet SET shared_network_name = NULL WHERE shared_network_name = OLD.name",
        "DELETE FROM dhcp{n}_options WHERE shared_network_name = OLD.name",
    ),
)

_CLIENT_CLASSES: Final = (
    Trigger(
        "client_class",
        "AINS",
        (
            "CALL setClientClass{n}Order(NEW.id, NEW.follow_class_name, NULL)",
            _entry("client_class", "NEW.id", "create"),
        ),
    ),
    Trigger(
        "client_class",
        "AUPD",
        (
            "NOTE depend_on_known_directly = OLD.depend_on_known_directly",
            "NOTE client_class_id = NEW.id",
            "CALL setClientClass{n}Order(NEW.id, NEW.follow_class_name, OLD.follow_class_name)",
            _entry("client_class", "NEW.id", "update"),
        ),
    ),
    Trigger("client_class", "ADEL", (_entry("client_class", "OLD.id", "delete"),)),
    Trigger(
        "client_class_dependency",
        "BINS",
        ("CALL checkDHCPv{n}ClientClassDependency(NEW.class_id, NEW.dependency_id)",),
        subject="client_class_check_dependency",
    ),
    Trigger(
        "client_class_dependency",
        "AINS",
        ("CALL updateDHCPv{n}ClientClassKnownDependency(NEW.class_id, NEW.dependency_id)",),
    ),
)

TRIGGERS: Final = (
    *_audited("server"),
    *_audited("global_parameter"),
    *_audited("option_def"),
    *_options("4"),
    *_options("6"),
    Trigger("pool", "BDEL", ("DELETE FROM dhcp{n}_options WHERE scope_id = 5 AND pool_id = OLD.id",)),
    Trigger("pd_pool", "BDEL", ("DELETE FROM dhcp{n}_options WHERE scope_id = 6 AND pd_pool_id = OLD.id",), ("6",)),
    *_made("subnet", "subnet_id"),
    _subnet_goes("4", "pool"),
    _subnet_goes("6", "pool", "pd_pool"),
    *_made("shared_network", "id"),
    _NETWORK_GOES,
    *_CLIENT_CLASSES,
)


def postgresql_triggers() -> Iterator[str]:
    """Yield the statements that make the triggers, and replace older ones, in PostgreSQL."""
    for trigger, family in _each():
        name, table = trigger.name(family), f"dhcp{family}_{trigger.table}"
        lines = "\n".join(f"    {_postgresql(statement)};" for statement in trigger.statements(family))
        # what a trigger before the event returns is the row to go on with
        result = "NULL" if trigger.when[0] == "A" else "OLD" if trigger.when == "BDEL" else "NEW"
        yield (
            f"CREATE OR REPLACE FUNCTION func_{name}() RETURNS trigger AS $$\n"
            f"BEGIN\n{lines}\n    RETURN {result};\nEND;\n$$ LANGUAGE plpgsql"
        )
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield f"CREATE TRIGGER {name} {_event(trigger)} ON {table} FOR EACH ROW EXECUTE PROCEDURE func_{name}()"


def mysql_triggers() -> Iterator[str]:
    """Yield the statements that make the triggers, and replace older ones, in MySQL."""
    for trigger, family in _each():
        name, table = trigger.name(family), f"dhcp{family}_{trigger.table}"
        lines = "\n".join(f"    {_mysql(statement)};" for statement in trigger.statements(family))
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} {_event(trigger)} ON {table} FOR EACH ROW BEGIN\n{lines}\nEND"


def _each() -> Iterator[tuple[Trigger, str]]:
    return ((trigger, family) for trigger in TRIGGERS for family in trigger.families)


def _event(trigger: Trigger) -> str:
    return f"{MOMENTS[trigger.when[0]]} {EVENTS[trigger.when[1:]]}"


def _postgresql(statement: str) -> str:
    word, _, rest = statement.partition(" ")
    if word == "NOTE":
        name, _, value = rest.partition(" = ")
        return f"PERFORM set_session_value('kea.{name}', {value})"
    return f"PERFORM {rest}" if word == "CALL" else statement


def _mysql(statement: str) -> str:
    word, _, rest = statement.partition(" ")
    return f"SET @{rest}" if word == "NOTE" else statement
