-- The shared queue of free addresses: servers that use it pick addresses here and write leases through these routines,
-- which take addresses out of the queue and put them back. An address is free when there is no lease on it, or one that
-- was reclaimed (state 2). A pool is known by its first and its last address.

CREATE OR REPLACE FUNCTION textToJSONList(orig text) RETURNS text AS $$
    SELECT CASE WHEN coalesce(orig, '') = '' THEN orig ELSE '[' || to_json(orig)::text || ']' END
$$ LANGUAGE sql;

-- The value of a hexadecimal digit, which comes as its code; -1 for what is none.
CREATE OR REPLACE FUNCTION hexToBin(digit smallint) RETURNS smallint AS $$
    SELECT CASE WHEN digit > 0 THEN strpos('0123456789abcdef', lower(chr(digit))) - 1 ELSE -1 END::smallint
$$ LANGUAGE sql IMMUTABLE;

-- What the database would send begins with family, length, kind and number of octets.
CREATE OR REPLACE FUNCTION inetToBytea(inet_address inet) RETURNS bytea AS $$
    SELECT substring(inet_send(inet_address) FROM 5)
$$ LANGUAGE sql IMMUTABLE;

CREATE OR REPLACE FUNCTION byteaToInet(bin_address bytea) RETURNS inet AS $$
    SELECT CASE length(bin_address)
        WHEN 16 THEN regexp_replace(encode(bin_address, 'hex'), '(....)(?=.)', '\1:', 'g')::inet
        WHEN 4 THEN concat_ws('.', get_byte(bin_address, 0), get_byte(bin_address, 1), get_byte(bin_address, 2),
            get_byte(bin_address, 3))::inet
        ELSE '::'::inet
    END
$$ LANGUAGE sql IMMUTABLE;

-- The prefix of this length that follows; after the last one comes the first.
CREATE OR REPLACE FUNCTION incrementV6Prefix(prefix bytea, prefix_len smallint) RETURNS bytea AS $$
DECLARE
    place int := (prefix_len - 1) / 8;
    octet int;
    step int := 1 << ((128 - prefix_len) % 8);
BEGIN
    WHILE place >= 0 LOOP
        octet := get_byte(prefix, place) + step;
        prefix := set_byte(prefix, place, octet % 256);
        EXIT WHEN octet < 256;
        step := 1;
        place := place - 1;
    END LOOP;
    RETURN prefix;
END;
$$ LANGUAGE plpgsql IMMUTABLE;

-- A pool that is known already is left alone, unless it is to be made anew.
CREATE OR REPLACE FUNCTION sflqCreateFlqPool4(
    p_start_address bigint, p_end_address bigint, p_subnet_id bigint, p_recreate boolean
) RETURNS void AS $$
BEGIN
    IF p_start_address > p_end_address THEN
        RAISE EXCEPTION 'a pool cannot end at % before it begins at %',
            '0.0.0.0'::inet + p_end_address, '0.0.0.0'::inet + p_start_address;
    END IF;
    -- another server that makes the same pool is waited for until it has made all of it
    INSERT INTO flq_pool4 (start_address, end_address, subnet_id)
        VALUES (p_start_address, p_end_address, p_subnet_id)
        ON CONFLICT (start_address, end_address) DO NOTHING;
    IF NOT FOUND THEN
        IF NOT coalesce(p_recreate, false) THEN
            RETURN;
        END IF;
        UPDATE flq_pool4
            SET last_returned_address = 0, subnet_id = p_subnet_id, modification_ts = CURRENT_TIMESTAMP
            WHERE start_address = p_start_address AND end_address = p_end_address;
    END IF;
    DELETE FROM free_lease4 WHERE address BETWEEN p_start_address AND p_end_address;
    INSERT INTO free_lease4 (address)
        SELECT candidate FROM generate_series(p_start_address, p_end_address) AS candidate
        WHERE NOT EXISTS (SELECT 1 FROM lease4 WHERE address = candidate AND state IS DISTINCT FROM 2)
        ON CONFLICT (address) DO NOTHING;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION sflqCreateFlqPool6(
    p_start_address inet, p_end_address inet, p_lease_type smallint, p_delegated_len smallint, p_subnet_id bigint,
    p_recreate boolean
) RETURNS void AS $$
BEGIN
    IF p_start_address > p_end_address THEN
        RAISE EXCEPTION 'a pool cannot end at % before it begins at %', host(p_end_address), host(p_start_address);
    END IF;
    IF p_delegated_len NOT BETWEEN 1 AND 128 THEN
        RAISE EXCEPTION 'a prefix cannot have the length %', p_delegated_len;
    END IF;
    INSERT INTO flq_pool6 (start_address, end_address, lease_type, delegated_len, subnet_id)
        VALUES (p_start_address, p_end_address, p_lease_type, p_delegated_len, p_subnet_id)
        ON CONFLICT (start_address, end_address) DO NOTHING;
    IF NOT FOUND THEN
        IF NOT coalesce(p_recreate, false) THEN
            RETURN;
        END IF;
        UPDATE flq_pool6
            SET last_returned_address = '::', subnet_id = p_subnet_id, lease_type = p_lease_type,
                delegated_len = p_delegated_len, modification_ts = CURRENT_TIMESTAMP
            WHERE start_address = p_start_address AND end_address = p_end_address;
    END IF;
    DELETE FROM free_lease6 WHERE address BETWEEN p_start_address AND p_end_address;
    INSERT INTO free_lease6 (address, bin_address)
        WITH RECURSIVE candidates (octets) AS (
            SELECT inetToBytea(p_start_address)
            UNION ALL
            -- the end of a pool of prefixes is the last address of its last prefix
            SELECT following.octets
            FROM candidates, LATERAL (SELECT incrementV6Prefix(candidates.octets, p_delegated_len)) AS following (octets)
            WHERE following.octets > candidates.octets AND following.octets <= inetToBytea(p_end_address)
        )
        SELECT byteaToInet(octets), octets FROM candidates
        WHERE NOT EXISTS (SELECT 1 FROM lease6 WHERE address = byteaToInet(octets) AND state IS DISTINCT FROM 2)
        ON CONFLICT (address) DO NOTHING;
END;
$$ LANGUAGE plpgsql;

-- The free address that follows the last one that was picked from this pool, 0 when there is none. It stays in the
-- queue until there is a lease on it: who picks next gets another one.
CREATE OR REPLACE FUNCTION sflqPickFreeLease4(p_start_address bigint, p_end_address bigint) RETURNS bigint AS $$
DECLARE
    last bigint;
    picked bigint;
BEGIN
    SELECT last_returned_address INTO last FROM flq_pool4
        WHERE start_address = p_start_address AND end_address = p_end_address FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    last := greatest(last, p_start_address - 1);
    -- the rest of the pool, then its beginning
    FOR turn IN 1..2 LOOP
        SELECT f.address INTO picked FROM free_lease4 AS f
            WHERE f.address > last AND f.address <= p_end_address
                -- whoever does not use the queue may have leased it
                AND NOT EXISTS (SELECT 1 FROM lease4 AS l WHERE l.address = f.address AND l.state IS DISTINCT FROM 2)
            ORDER BY f.address LIMIT 1;
        EXIT WHEN FOUND;
        last := p_start_address - 1;
    END LOOP;
    IF picked IS NULL THEN
        RETURN 0;
    END IF;
    UPDATE flq_pool4 SET last_returned_address = picked, modification_ts = CURRENT_TIMESTAMP
        WHERE start_address = p_start_address AND end_address = p_end_address;
    RETURN picked;
END;
$$ LANGUAGE plpgsql;

-- The same; :: when there is none.
CREATE OR REPLACE FUNCTION sflqPickFreeLease6(alloc_start_address inet, alloc_end_address inet) RETURNS inet AS $$
DECLARE
    last inet;
    picked inet;
BEGIN
    SELECT last_returned_address INTO last FROM flq_pool6
        WHERE start_address = alloc_start_address AND end_address = alloc_end_address FOR UPDATE;
    IF NOT FOUND THEN
        RETURN '::';
    END IF;
    FOR turn IN 1..2 LOOP
        SELECT f.address INTO picked FROM free_lease6 AS f
            WHERE f.address > last AND f.address BETWEEN alloc_start_address AND alloc_end_address
                AND NOT EXISTS (SELECT 1 FROM lease6 AS l WHERE l.address = f.address AND l.state IS DISTINCT FROM 2)
            ORDER BY f.address LIMIT 1;
        EXIT WHEN FOUND;
        last := '::';
    END LOOP;
    IF picked IS NULL THEN
        RETURN '::';
    END IF;
    UPDATE flq_pool6 SET last_returned_address = picked, modification_ts = CURRENT_TIMESTAMP
        WHERE start_address = alloc_start_address AND end_address = alloc_end_address;
    RETURN picked;
END;
$$ LANGUAGE plpgsql;

-- Put an address in the queue, or take it out, as the state of its lease says; only those of pools are there.
CREATE OR REPLACE FUNCTION sflq_note4(its_address bigint, its_state bigint) RETURNS void AS $$
BEGIN
    IF its_state = 2 THEN
        INSERT INTO free_lease4 (address)
            SELECT its_address WHERE EXISTS (
                SELECT 1 FROM flq_pool4 WHERE its_address BETWEEN start_address AND end_address
            )
            ON CONFLICT (address) DO NOTHING;
    ELSE
        DELETE FROM free_lease4 WHERE address = its_address;
    END IF;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION sflq_note6(
    its_address inet, its_state bigint, its_type smallint, its_length smallint
) RETURNS void AS $$
BEGIN
    IF its_state = 2 THEN
        INSERT INTO free_lease6 (address, bin_address)
            SELECT its_address, inetToBytea(its_address) WHERE EXISTS (
                SELECT 1 FROM flq_pool6
                WHERE its_address BETWEEN start_address AND end_address
                    AND lease_type = its_type AND delegated_len = its_length
            )
            ON CONFLICT (address) DO NOTHING;
    ELSE
        DELETE FROM free_lease6 WHERE address = its_address;
    END IF;
END;
$$ LANGUAGE plpgsql;

-- All of these return how many rows they have written; a lease on an address that has one is an error.
CREATE OR REPLACE FUNCTION sflqInsertLease4(
    p_address bigint, p_hwaddr bytea, p_client_id bytea, p_valid_lifetime bigint, p_expire timestamptz,
    p_subnet_id bigint, p_fqdn_fwd boolean, p_fqdn_rev boolean, p_hostname varchar, p_state bigint,
    p_user_context text, p_relay_id bytea, p_remote_id bytea, p_pool_id bigint
) RETURNS int AS $$
BEGIN
    INSERT INTO lease4 (
        address, hwaddr, client_id, valid_lifetime, expire, subnet_id, fqdn_fwd, fqdn_rev, hostname, state,
        user_context, relay_id, remote_id, pool_id
    ) VALUES (
        p_address, p_hwaddr, p_client_id, p_valid_lifetime, p_expire, p_subnet_id, p_fqdn_fwd, p_fqdn_rev, p_hostname,
        p_state, p_user_context, p_relay_id, p_remote_id, p_pool_id
    );
    PERFORM sflq_note4(p_address, p_state);
    RETURN 1;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION sflqUpdateLease4(
    p_address bigint, p_hwaddr bytea, p_client_id bytea, p_valid_lifetime bigint, p_expire timestamptz,
    p_subnet_id bigint, p_fqdn_fwd boolean, p_fqdn_rev boolean, p_hostname varchar, p_state bigint,
    p_user_context text, p_relay_id bytea, p_remote_id bytea, p_pool_id bigint,
    p_where_address bigint, p_where_expire timestamptz
) RETURNS int AS $$
DECLARE
    written int;
BEGIN
    UPDATE lease4 SET
        address = p_address, hwaddr = p_hwaddr, client_id = p_client_id, valid_lifetime = p_valid_lifetime,
        expire = p_expire, subnet_id = p_subnet_id, fqdn_fwd = p_fqdn_fwd, fqdn_rev = p_fqdn_rev,
        hostname = p_hostname, state = p_state, user_context = p_user_context, relay_id = p_relay_id,
        remote_id = p_remote_id, pool_id = p_pool_id
        WHERE address = p_where_address AND expire = p_where_expire;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written > 0 THEN
        PERFORM sflq_note4(p_address, p_state);
    END IF;
    RETURN written;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION sflqDeleteLease4(p_address bigint, p_expire timestamptz) RETURNS int AS $$
DECLARE
    written int;
BEGIN
    DELETE FROM lease4 WHERE address = p_address AND expire = p_expire;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written > 0 THEN
        PERFORM sflq_note4(p_address, 2);
    END IF;
    RETURN written;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION sflqInsertLease6(
    p_address inet, p_duid bytea, p_valid_lifetime bigint, p_expire timestamptz, p_subnet_id bigint,
    p_pref_lifetime bigint, p_lease_type smallint, p_iaid int, p_prefix_len smallint, p_fqdn_fwd boolean,
    p_fqdn_rev boolean, p_hostname varchar, p_hwaddr bytea, p_hwtype smallint, p_hwaddr_source smallint,
    p_state bigint, p_user_context text, p_pool_id bigint
) RETURNS int AS $$
BEGIN
    INSERT INTO lease6 (
        address, duid, valid_lifetime, expire, subnet_id, pref_lifetime, lease_type, iaid, prefix_len, fqdn_fwd,
        fqdn_rev, hostname, hwaddr, hwtype, hwaddr_source, state, user_context, pool_id
    ) VALUES (
        p_address, p_duid, p_valid_lifetime, p_expire, p_subnet_id, p_pref_lifetime, p_lease_type, p_iaid,
        p_prefix_len, p_fqdn_fwd, p_fqdn_rev, p_hostname, p_hwaddr, p_hwtype, p_hwaddr_source, p_state,
        p_user_context, p_pool_id
    );
    PERFORM sflq_note6(p_address, p_state, p_lease_type, p_prefix_len);
    RETURN 1;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION sflqUpdateLease6(
    p_address inet, p_duid bytea, p_valid_lifetime bigint, p_expire timestamptz, p_subnet_id bigint,
    p_pref_lifetime bigint, p_lease_type smallint, p_iaid int, p_prefix_len smallint, p_fqdn_fwd boolean,
    p_fqdn_rev boolean, p_hostname varchar, p_hwaddr bytea, p_hwtype smallint, p_hwaddr_source smallint,
    p_state bigint, p_user_context text, p_pool_id bigint, p_where_address inet, p_where_expire timestamptz
) RETURNS int AS $$
DECLARE
    written int;
BEGIN
    UPDATE lease6 SET
        address = p_address, duid = p_duid, valid_lifetime = p_valid_lifetime, expire = p_expire,
        subnet_id = p_subnet_id, pref_lifetime = p_pref_lifetime, lease_type = p_lease_type, iaid = p_iaid,
        prefix_len = p_prefix_len, fqdn_fwd = p_fqdn_fwd, fqdn_rev = p_fqdn_rev, hostname = p_hostname,
        hwaddr = p_hwaddr, hwtype = p_hwtype, hwaddr_source = p_hwaddr_source, state = p_state,
        user_context = p_user_context, pool_id = p_pool_id
        WHERE address = p_where_address AND expire = p_where_expire;
    GET DIAGNOSTICS written = ROW_COUNT;
    IF written > 0 THEN
        PERFORM sflq_note6(p_address, p_state, p_lease_type, p_prefix_len);
    END IF;
    RETURN written;
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION sflqDeleteLease6(p_address inet, p_expire timestamptz) RETURNS int AS $$
DECLARE
    its_type smallint;
    its_length smallint;
BEGIN
    DELETE FROM lease6 WHERE address = p_address AND expire = p_expire
        RETURNING lease_type, prefix_len INTO its_type, its_length;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    PERFORM sflq_note6(p_address, 2, its_type, its_length);
    RETURN 1;
END;
$$ LANGUAGE plpgsql;
