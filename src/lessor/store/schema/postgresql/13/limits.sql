-- Limits of leases that a server has noted in a user context: the first one that is reached, in words; else nothing.

CREATE OR REPLACE FUNCTION checkLease4Limits(user_context text) RETURNS text AS $$
DECLARE
    limits json := json_cast(user_context) -> 'ISC' -> 'limits';
    class_name text;
    most bigint;
    present bigint;
BEGIN
    IF json_typeof(limits -> 'client-classes') = 'array' THEN
        FOR class_name, most IN
            SELECT wanted ->> 'name', (wanted ->> 'address-limit')::bigint
                FROM json_array_elements(limits -> 'client-classes') AS wanted
        LOOP
            present := coalesce(
                (SELECT leases FROM lease4_stat_by_client_class WHERE client_class = class_name), 0);
            IF present >= most THEN
                RETURN format('address limit %s for client class "%s", current lease count %s',
                    most, class_name, present);
            END IF;
        END LOOP;
    END IF;
    most := (limits -> 'subnet' ->> 'address-limit')::bigint;
    present := coalesce((SELECT leases FROM lease4_stat
        WHERE subnet_id = (limits -> 'subnet' ->> 'id')::bigint AND state = 0), 0);
    IF present >= most THEN
        RETURN format('address limit %s for subnet ID %s, current lease count %s',
            most, limits -> 'subnet' ->> 'id', present);
    END IF;
    RETURN '';
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION checkLease6Limits(user_context text) RETURNS text AS $$
DECLARE
    limits json := json_cast(user_context) -> 'ISC' -> 'limits';
    class_name text;
    kind text;
    number smallint;
    most bigint;
    present bigint;
BEGIN
    IF json_typeof(limits -> 'client-classes') = 'array' THEN
        FOR class_name, kind, number, most IN
            SELECT wanted ->> 'name', kinds.kind, kinds.number, (wanted ->> (kinds.kind || '-limit'))::bigint
                FROM json_array_elements(limits -> 'client-classes') WITH ORDINALITY AS wanteds (wanted, place),
                    (VALUES ('address', 0::smallint), ('prefix', 2::smallint)) AS kinds (kind, number)
                ORDER BY place, kinds.number
        LOOP
            present := coalesce((SELECT leases FROM lease6_stat_by_client_class
                WHERE client_class = class_name AND lease_type = number), 0);
            IF present >= most THEN
                RETURN format('%s limit %s for client class "%s", current lease count %s',
                    kind, most, class_name, present);
            END IF;
        END LOOP;
    END IF;
    FOR kind, number IN VALUES ('address', 0::smallint), ('prefix', 2::smallint) LOOP
        most := (limits -> 'subnet' ->> (kind || '-limit'))::bigint;
        present := coalesce((SELECT leases FROM lease6_stat
            WHERE subnet_id = (limits -> 'subnet' ->> 'id')::bigint AND lease_type = number AND state = 0), 0);
        IF present >= most THEN
            RETURN format('%s limit %s for subnet ID %s, current lease count %s',
                kind, most, limits -> 'subnet' ->> 'id', present);
        END IF;
    END LOOP;
    RETURN '';
END;
$$ LANGUAGE plpgsql;
