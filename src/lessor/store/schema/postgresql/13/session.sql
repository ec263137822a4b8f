-- Small helpers of the other routines, and values that hold for one connection.

CREATE OR REPLACE FUNCTION set_session_value(name text, value text) RETURNS void AS $$
BEGIN
    PERFORM set_config(name, value, false);
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION set_session_value(name text, value bigint) RETURNS void AS $$
BEGIN
    PERFORM set_config(name, value::text, false);
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION set_session_value(name text, value boolean) RETURNS void AS $$
BEGIN
    PERFORM set_config(name, value::text, false);
END;
$$ LANGUAGE plpgsql;

-- NULL: never set.
CREATE OR REPLACE FUNCTION get_session_value(name text) RETURNS text AS $$
BEGIN
    RETURN current_setting(name, true);
END;
$$ LANGUAGE plpgsql;

-- NULL: never set, or set to nothing.
CREATE OR REPLACE FUNCTION get_session_big_int(name text) RETURNS bigint AS $$
BEGIN
    RETURN nullif(get_session_value(name), '')::bigint;
END;
$$ LANGUAGE plpgsql;

-- False: never set, or set to nothing.
CREATE OR REPLACE FUNCTION get_session_boolean(name text) RETURNS boolean AS $$
BEGIN
    RETURN coalesce(nullif(get_session_value(name), '')::boolean, false);
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION gmt_epoch(input_ts timestamptz) RETURNS bigint AS $$
BEGIN
    RETURN extract(epoch FROM input_ts)::bigint;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION colonSeparatedHex(hex text) RETURNS text AS $$
BEGIN
    RETURN rtrim(regexp_replace(hex, '(..)', '\1:', 'g'), ':');
END;
$$ LANGUAGE plpgsql;

-- What is no JSON is NULL: a strange user context must not keep a lease from being written.
CREATE OR REPLACE FUNCTION json_cast(json_candidate text) RETURNS json AS $$
BEGIN
    IF json_candidate IS NULL OR json_candidate = '' THEN
        RETURN NULL;
    END IF;
    RETURN json_candidate::json;
EXCEPTION WHEN invalid_text_representation THEN
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

-- The classes that the server has noted in the user context of a lease.
CREATE OR REPLACE FUNCTION lease_client_classes(user_context text) RETURNS SETOF text AS $$
DECLARE
    classes json;
BEGIN
    -- most leases have none: they are spared the reading of JSON
    IF user_context IS NULL OR strpos(user_context, '"client-classes"') = 0 THEN
        RETURN;
    END IF;
    classes := json_cast(user_context) -> 'ISC' -> 'client-classes';
    IF json_typeof(classes) = 'array' THEN
        RETURN QUERY SELECT json_array_elements_text(classes) ORDER BY 1;
    END IF;
END;
$$ LANGUAGE plpgsql;
