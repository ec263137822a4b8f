-- The order in which DHCPv{family} client classes are evaluated, and what they depend on: a class comes after those
-- that its test names.

CREATE OR REPLACE FUNCTION setClientClass{family}Order(
    id bigint, new_follow_class_name varchar, old_follow_class_name varchar
) RETURNS void AS $$
DECLARE
    known boolean := (SELECT o.depend_on_known_indirectly FROM dhcp{family}_client_class_order AS o
        WHERE o.class_id = id);
    place bigint;
BEGIN
    PERFORM set_session_value('kea.depend_on_known_indirectly', known);
    -- a class that stays where it is may have lost its dependencies
    IF known IS NOT NULL AND new_follow_class_name IS NOT DISTINCT FROM old_follow_class_name THEN
        UPDATE dhcp{family}_client_class_order SET depend_on_known_indirectly = false WHERE class_id = id;
        RETURN;
    END IF;

    IF new_follow_class_name IS NULL THEN
        SELECT coalesce(max(order_index), 0) + 1 INTO place FROM dhcp{family}_client_class_order;
    ELSE
        SELECT o.order_index + 1 INTO place FROM dhcp{family}_client_class AS c
            JOIN dhcp{family}_client_class_order AS o ON o.class_id = c.id
            WHERE c.name = new_follow_class_name;
        IF place IS NULL THEN
            RAISE EXCEPTION 'there is no client class % to follow', new_follow_class_name
                USING ERRCODE = 'sql_routine_exception';
        END IF;
        IF EXISTS (SELECT 1 FROM dhcp{family}_client_class_order WHERE order_index = place) THEN
            UPDATE dhcp{family}_client_class_order SET order_index = order_index + 1 WHERE order_index >= place;
        END IF;
    END IF;

    IF EXISTS (
        SELECT 1 FROM dhcp{family}_client_class_dependency AS d
            JOIN dhcp{family}_client_class_order AS o ON o.class_id = d.class_id
            WHERE d.dependency_id = id AND o.order_index < place
    ) THEN
        RAISE EXCEPTION 'client class % cannot come after one that depends on it', id
            USING ERRCODE = 'sql_routine_exception';
    END IF;
    INSERT INTO dhcp{family}_client_class_order (class_id, order_index, depend_on_known_indirectly)
        VALUES (id, place, false)
        ON CONFLICT (class_id) DO UPDATE SET order_index = place;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION checkDHCPv{family}ClientClassDependency(p_class_id bigint, p_dependency_id bigint)
RETURNS void AS $$
DECLARE
    class_place bigint := (SELECT order_index FROM dhcp{family}_client_class_order WHERE class_id = p_class_id);
    dependency_place bigint := (SELECT order_index FROM dhcp{family}_client_class_order
        WHERE class_id = p_dependency_id);
    wrong text;
BEGIN
    wrong := CASE
        WHEN p_class_id IS NULL OR p_dependency_id IS NULL THEN 'a dependency needs two client classes'
        WHEN p_class_id = p_dependency_id THEN 'a client class cannot depend on itself'
        WHEN class_place IS NULL THEN format('there is no client class %s', p_class_id)
        WHEN dependency_place IS NULL THEN format('there is no client class %s to depend on', p_dependency_id)
        WHEN dependency_place > class_place THEN
            format('client class %s cannot depend on %s, which comes later', p_class_id, p_dependency_id)
    END;
    -- each server that has the class must have what it depends on (server 1 is all servers)
    IF wrong IS NULL AND EXISTS (
        SELECT 1 FROM dhcp{family}_client_class_server AS own
            WHERE own.class_id = p_class_id AND NOT EXISTS (
                SELECT 1 FROM dhcp{family}_client_class_server AS other
                    WHERE other.class_id = p_dependency_id AND other.server_id IN (1, own.server_id)
            )
    ) THEN
        wrong := format('not all servers of client class %s have %s, on which it depends', p_class_id, p_dependency_id);
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '%', wrong USING ERRCODE = 'sql_routine_exception';
    END IF;
END;
$$ LANGUAGE plpgsql;

-- What depends on a class that depends on KNOWN or UNKNOWN does so too.
CREATE OR REPLACE FUNCTION updateDHCPv{family}ClientClassKnownDependency(client_class_id bigint, dependency_id bigint)
RETURNS void AS $$
BEGIN
    UPDATE dhcp{family}_client_class_order AS mine SET depend_on_known_indirectly = true
        FROM dhcp{family}_client_class AS c
            LEFT JOIN dhcp{family}_client_class_order AS o ON o.class_id = c.id
        WHERE mine.class_id = client_class_id AND c.id = dependency_id
            AND (c.depend_on_known_directly OR o.depend_on_known_indirectly);
END;
$$ LANGUAGE plpgsql;

-- Whether a class depends on KNOWN or UNKNOWN may not change under those that depend on it. What was is noted by the
-- trigger of the update, and asked here at the end of its transaction.
CREATE OR REPLACE FUNCTION checkDHCPv{family}ClientClassKnownDependencyChange() RETURNS void AS $$
DECLARE
    changed bigint := get_session_big_int('kea.client_class_id');
    before boolean := get_session_boolean('kea.depend_on_known_directly')
        OR get_session_boolean('kea.depend_on_known_indirectly');
    now_known boolean;
BEGIN
    IF changed IS NULL OR NOT EXISTS (
        SELECT 1 FROM dhcp{family}_client_class_dependency AS d WHERE d.dependency_id = changed
    ) THEN
        RETURN;
    END IF;
    SELECT c.depend_on_known_directly OR coalesce(o.depend_on_known_indirectly, false) INTO now_known
        FROM dhcp{family}_client_class AS c LEFT JOIN dhcp{family}_client_class_order AS o ON o.class_id = c.id
        WHERE c.id = changed;
    IF before <> now_known THEN
        RAISE EXCEPTION
            'other classes depend on client class %: it cannot begin or cease to depend on KNOWN or UNKNOWN',
            changed USING ERRCODE = 'sql_routine_exception';
    END IF;
END;
$$ LANGUAGE plpgsql;
