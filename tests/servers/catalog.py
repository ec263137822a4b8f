"""What a database says about itself, in one form for both dialects: to be compared with what another one says."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lessor.store.schema.session import Session


@dataclass
class Definition:
    """One table: columns in their order, and what is said about them."""

    columns: list[tuple[str, str, bool, str]] = field(default_factory=list)
    """Name, type, whether it may be NULL, default and extras."""
    primary_key: str = ""
    indexes: set[tuple[str, bool, str]] = field(default_factory=set)
    """Name, unique, columns and condition."""
    foreign_keys: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class Catalog:
    tables: dict[str, Definition]
    triggers: set[tuple[str, str, str]]
    """Table, name, moment and event."""
    routines: set[tuple[str, str]]
    """Name and arguments."""


def catalog_of(session: Session) -> Catalog:
    """Everything but the rows."""
    return _postgresql(session) if session.dialect == "postgresql" else _mysql(session)


def rows_of(session: Session, table: str, without: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
    """All rows of a table in order, `without` columns that hold times."""
    schema = "'public'" if session.dialect == "postgresql" else "DATABASE()"
    query = f"SELECT column_name FROM information_schema.columns WHERE table_schema = {schema} AND table_name = %s"
    names = [str(name) for (name,) in session.rows(f"{query} ORDER BY ordinal_position", table)]
    columns = [name for name in names if name not in without]
    return sorted(session.rows(f"SELECT {', '.join(columns)} FROM {table}"), key=repr)


def _postgresql(session: Session) -> Catalog:
    tables: dict[str, Definition] = defaultdict(Definition)
    for table, column, kind, null, default in session.rows(
        "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,"
        " coalesce(pg_get_expr(d.adbin, d.adrelid), '') FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid"
        " LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped"
        " ORDER BY c.relname, a.attnum"
    ):
        tables[str(table)].columns.append((str(column), str(kind), bool(null), str(default)))
    for table, name, unique, text in session.rows(
        "SELECT c.relname, i.relname, x.indisunique, pg_get_indexdef(i.oid) FROM pg_index AS x"
        " JOIN pg_class AS c ON c.oid = x.indrelid JOIN pg_class AS i ON i.oid = x.indexrelid"
        " WHERE c.relnamespace = 'public'::regnamespace"
    ):
        tables[str(table)].indexes.add((str(name), bool(unique), str(text).split(" USING btree ")[1]))
    for table, name, kind, text in session.rows(
        "SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
    ):
        if kind == "p":
            tables[str(table)].primary_key = str(text)
        else:
            tables[str(table)].foreign_keys.add((str(name), str(text)))
    triggers = session.rows(
        "SELECT event_object_table, trigger_name, action_timing || ' ' || event_manipulation"
        " FROM information_schema.triggers WHERE trigger_schema = 'public'"
    )
    routines = session.rows(
        "SELECT proname, pg_get_function_identity_arguments(oid) || ' -> ' || pg_get_function_result(oid)"
        " FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    )
    return Catalog(
        dict(tables),
        {(str(table), str(name), str(when)) for table, name, when in triggers},
        {(str(name), str(arguments)) for name, arguments in routines},
    )


def _mysql(session: Session) -> Catalog:
    tables: dict[str, Definition] = defaultdict(Definition)
    for table, column, kind, null, default, extra in session.rows(
        "SELECT table_name, column_name, column_type, is_nullable, column_default, extra"
        " FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position"
    ):
        said = " ".join(str(word) for word in (default, extra) if word not in {None, "NULL", ""})
        tables[str(table)].columns.append((str(column), _without_width(str(kind)), null == "YES", said))
    for table, name, unique, text in session.rows(
        "SELECT table_name, index_name, NOT non_unique, GROUP_CONCAT(column_name ORDER BY seq_in_index)"
        " FROM information_schema.statistics WHERE table_schema = DATABASE() GROUP BY 1, 2, 3"
    ):
        if name == "PRIMARY":
            tables[str(table)].primary_key = str(text)
        else:
            tables[str(table)].indexes.add((str(name), bool(unique), str(text)))
    for table, name, columns, other, others, update, delete in session.rows(
        "SELECT k.table_name, k.constraint_name, GROUP_CONCAT(k.column_name ORDER BY k.ordinal_position),"
        " k.referenced_table_name, GROUP_CONCAT(k.referenced_column_name ORDER BY k.ordinal_position),"
        " r.update_rule, r.delete_rule FROM information_schema.key_column_usage AS k"
        " JOIN information_schema.referential_constraints AS r ON r.constraint_schema = k.constraint_schema"
        " AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name"
        " WHERE k.table_schema = DATABASE() GROUP BY 1, 2, 4, 6, 7"
    ):
        rule = f"({columns}) REFERENCES {other}({others}) ON UPDATE {update} ON DELETE {delete}"
        tables[str(table)].foreign_keys.add((str(name), rule))
    triggers = session.rows(
        "SELECT event_object_table, trigger_name, CONCAT(action_timing, ' ', event_manipulation)"
        " FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
    )
    # a function's result is its parameter 0, which has no name
    routines = session.rows(
        "SELECT r.routine_name, GROUP_CONCAT(CONCAT(IFNULL(p.parameter_name, '->'), ' ', p.data_type)"
        " ORDER BY p.ordinal_position SEPARATOR ', ') FROM information_schema.routines AS r"
        " LEFT JOIN information_schema.parameters AS p ON p.specific_schema = r.routine_schema"
        " AND p.specific_name = r.specific_name WHERE r.routine_schema = DATABASE() GROUP BY 1"
    )
    return Catalog(
        dict(tables),
        {(str(table), str(name), str(when)) for table, name, when in triggers},
        {(str(name), str(arguments)) for name, arguments in routines},
    )


def _without_width(kind: str) -> str:
    """How many digits a client should show of an integer is nothing that a table depends on."""
    return kind if kind == "tinyint(1)" else re.sub(r"int\(\d+\)", "int", kind)
