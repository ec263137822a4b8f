-- The shared queue of free addresses: servers that use it pick addresses here and write leases through these routines,
-- which take addresses out of the queue and put them back. An address is free when there is no lease on it, or one that
-- was reclaimed (state 2). A pool is known by its first and its last address.
--
-- Servers that keep a binary log take no functions that are not called deterministic; on the same rows, these are.

-- The prefix of this length that follows; after the last one comes the first.
DROP FUNCTION IF EXISTS incrementV6Prefix;
CREATE FUNCTION incrementV6Prefix(prefix BINARY(16), prefix_len INT UNSIGNED) RETURNS BINARY(16) DETERMINISTIC
BEGIN
    DECLARE most BIGINT UNSIGNED DEFAULT 18446744073709551615;
    DECLARE high BIGINT UNSIGNED DEFAULT CAST(CONV(HEX(SUBSTRING(prefix, 1, 8)), 16, 10) AS UNSIGNED);
    DECLARE low BIGINT UNSIGNED DEFAULT CAST(CONV(HEX(SUBSTRING(prefix, 9, 8)), 16, 10) AS UNSIGNED);
    DECLARE step BIGINT UNSIGNED DEFAULT 1 << ((128 - prefix_len) MOD 64);
    DECLARE carry BOOLEAN DEFAULT prefix_len <= 64;
    IF NOT carry THEN
        SET carry = low > most - step;
        -- numbers that do not fit are an error
        SET low = IF(carry, low - (most - step) - 1, low + step);
        SET step = 1;
    END IF;
    IF carry THEN
        SET high = IF(high > most - step, high - (most - step) - 1, high + step);
    END IF;
    RETURN UNHEX(CONCAT(LPAD(HEX(high), 16, '0'), LPAD(HEX(low), 16, '0')));
END;

-- How many rows a recursive query may make, from the variable that the server has for it.
DROP PROCEDURE IF EXISTS setLoopLimit;
CREATE PROCEDURE setLoopLimit()
BEGIN
    -- MariaDB and MySQL do not know each other's
    DECLARE CONTINUE HANDLER FOR SQLSTATE 'HY000' BEGIN END;
    IF @kea_recursion_limit IS NULL THEN
        PREPARE ask FROM 'SET @kea_recursion_limit = @@max_recursive_iterations';
        EXECUTE ask;
        IF @kea_recursion_limit IS NULL THEN
            PREPARE ask FROM 'SET @kea_recursion_limit = @@cte_max_recursion_depth';
            EXECUTE ask;
        END IF;
        SET @kea_recursion_limit = IF(@kea_recursion_limit BETWEEN 1 AND 1000, @kea_recursion_limit, 1000);
    END IF;
END;

-- A pool that is known already is left alone, unless it is to be made anew.
DROP PROCEDURE IF EXISTS sflqCreateFlqPool4;
CREATE PROCEDURE sflqCreateFlqPool4(
    IN p_start_address INT UNSIGNED, IN p_end_address INT UNSIGNED, IN p_subnet_id INT UNSIGNED, IN p_recreate TINYINT
)
pool: BEGIN
    DECLARE first, last BIGINT;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;
    IF p_start_address > p_end_address THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a pool cannot end before it begins';
    END IF;
    -- another server that makes the same pool is waited for until it has made all of it
    START TRANSACTION;
    INSERT IGNORE INTO flq_pool4 (start_address, end_address, subnet_id)
        VALUES (p_start_address, p_end_address, p_subnet_id);
    IF ROW_COUNT() = 0 THEN
        IF NOT p_recreate THEN
            COMMIT;
            LEAVE pool;
        END IF;
        UPDATE flq_pool4 SET last_returned_address = 0, subnet_id = p_subnet_id, modification_ts = CURRENT_TIMESTAMP
            WHERE start_address = p_start_address AND end_address = p_end_address;
    END IF;
    DELETE FROM free_lease4 WHERE address BETWEEN p_start_address AND p_end_address;
    CALL setLoopLimit();
    SET first = p_start_address;
    WHILE first <= p_end_address DO
        SET last = LEAST(first + @kea_recursion_limit - 1, p_end_address);
        INSERT IGNORE INTO free_lease4 (address)
            WITH RECURSIVE candidates (candidate) AS (
                SELECT first UNION ALL SELECT candidate + 1 FROM candidates WHERE candidate < last
            )
            SELECT candidate FROM candidates
            WHERE NOT EXISTS (SELECT 1 FROM lease4 WHERE address = candidate AND NOT state <=> 2);
        SET first = last + 1;
    END WHILE;
    COMMIT;
END;

DROP PROCEDURE IF EXISTS sflqCreateFlqPool6;
CREATE PROCEDURE sflqCreateFlqPool6(
    IN p_start_address VARCHAR(45), IN p_end_address VARCHAR(45), IN p_lease_type TINYINT UNSIGNED,
    IN p_delegated_len TINYINT UNSIGNED, IN p_subnet_id INT UNSIGNED, IN p_recreate TINYINT
)
pool: BEGIN
    DECLARE first BINARY(16) DEFAULT INET6_ATON(p_start_address);
    DECLARE last BINARY(16) DEFAULT INET6_ATON(p_end_address);
    DECLARE candidate, following BINARY(16);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;
    IF first > last THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a pool cannot end before it begins';
    END IF;
    IF p_delegated_len NOT BETWEEN 1 AND 128 THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a prefix has a length of 1 to 128';
    END IF;
    START TRANSACTION;
    INSERT IGNORE INTO flq_pool6 (start_address, end_address, lease_type, delegated_len, subnet_id)
        VALUES (p_start_address, p_end_address, p_lease_type, p_delegated_len, p_subnet_id);
    IF ROW_COUNT() = 0 THEN
        IF NOT p_recreate THEN
            COMMIT;
            LEAVE pool;
        END IF;
        UPDATE flq_pool6
            SET last_returned_address = '::', subnet_id = p_subnet_id, lease_type = p_lease_type,
                delegated_len = p_delegated_len, modification_ts = CURRENT_TIMESTAMP
            WHERE start_address = p_start_address AND end_address = p_end_address;
    END IF;
    DELETE FROM free_lease6 WHERE bin_address BETWEEN first AND last;
    -- the end of a pool of prefixes is the last address of its last prefix
    SET candidate = first;
    candidates: LOOP
        INSERT IGNORE INTO free_lease6 (address, bin_address)
            SELECT INET6_NTOA(candidate), candidate FROM DUAL
            WHERE NOT EXISTS (SELECT 1 FROM lease6 WHERE address = candidate AND NOT state <=> 2);
        SET following = incrementV6Prefix(candidate, p_delegated_len);
        IF following <= candidate OR following > last THEN
            LEAVE candidates;
        END IF;
        SET candidate = following;
    END LOOP;
    COMMIT;
END;

-- The free address that follows the last one that was picked from this pool, 0 when there is none. It stays in the
-- queue until there is a lease on it: who picks next gets another one.
DROP FUNCTION IF EXISTS sflqPickFreeLease4;
CREATE FUNCTION sflqPickFreeLease4(alloc_start_address INT UNSIGNED, alloc_end_address INT UNSIGNED)
RETURNS INT UNSIGNED DETERMINISTIC MODIFIES SQL DATA
BEGIN
    DECLARE picked INT UNSIGNED;
    DECLARE last BIGINT DEFAULT (
        SELECT last_returned_address FROM flq_pool4
        WHERE start_address = alloc_start_address AND end_address = alloc_end_address FOR UPDATE
    );
    IF last IS NULL THEN
        RETURN 0;
    END IF;
    SET last = GREATEST(last + 1, alloc_start_address);
    -- the rest of the pool, then its beginning; whoever does not use the queue may have leased a free address
    SET picked = (
        SELECT f.address FROM free_lease4 AS f WHERE f.address BETWEEN last AND alloc_end_address
            AND NOT EXISTS (SELECT 1 FROM lease4 AS l WHERE l.address = f.address AND NOT l.state <=> 2)
        ORDER BY f.address LIMIT 1
    );
    IF picked IS NULL THEN
        SET picked = (
            SELECT f.address FROM free_lease4 AS f WHERE f.address BETWEEN alloc_start_address AND alloc_end_address
                AND NOT EXISTS (SELECT 1 FROM lease4 AS l WHERE l.address = f.address AND NOT l.state <=> 2)
            ORDER BY f.address LIMIT 1
        );
    END IF;
    IF picked IS NULL THEN
        RETURN 0;
    END IF;
    UPDATE flq_pool4 SET last_returned_address = picked, modification_ts = CURRENT_TIMESTAMP
        WHERE start_address = alloc_start_address AND end_address = alloc_end_address;
    RETURN picked;
END;

-- The same; :: when there is none.
DROP FUNCTION IF EXISTS sflqPickFreeLease6;
CREATE FUNCTION sflqPickFreeLease6(alloc_start_address VARCHAR(45), alloc_end_address VARCHAR(45))
RETURNS VARCHAR(45) DETERMINISTIC MODIFIES SQL DATA
BEGIN
    DECLARE first BINARY(16) DEFAULT INET6_ATON(alloc_start_address);
    DECLARE ending BINARY(16) DEFAULT INET6_ATON(alloc_end_address);
    DECLARE picked VARCHAR(45);
    DECLARE last BINARY(16) DEFAULT (
        SELECT INET6_ATON(last_returned_address) FROM flq_pool6
        WHERE start_address = alloc_start_address AND end_address = alloc_end_address FOR UPDATE
    );
    IF last IS NULL THEN
        RETURN '::';
    END IF;
    SET picked = (
        SELECT f.address FROM free_lease6 AS f WHERE f.bin_address > last AND f.bin_address BETWEEN first AND ending
            AND NOT EXISTS (SELECT 1 FROM lease6 AS l WHERE l.address = f.bin_address AND NOT l.state <=> 2)
        ORDER BY f.bin_address LIMIT 1
    );
    IF picked IS NULL THEN
        SET picked = (
            SELECT f.address FROM free_lease6 AS f WHERE f.bin_address BETWEEN first AND ending
                AND NOT EXISTS (SELECT 1 FROM lease6 AS l WHERE l.address = f.bin_address AND NOT l.state <=> 2)
            ORDER BY f.bin_address LIMIT 1
        );
    END IF;
    IF picked IS NULL THEN
        RETURN '::';
    END IF;
    UPDATE flq_pool6 SET last_returned_address = picked, modification_ts = CURRENT_TIMESTAMP
        WHERE start_address = alloc_start_address AND end_address = alloc_end_address;
    RETURN picked;
END;

-- Put an address in the queue, or take it out, as the state of its lease says; only those of pools are there.
DROP PROCEDURE IF EXISTS sflq_note4;
CREATE PROCEDURE sflq_note4(its_address INT UNSIGNED, its_state INT UNSIGNED)
BEGIN
    IF its_state = 2 THEN
        IF EXISTS (SELECT 1 FROM flq_pool4 WHERE its_address BETWEEN start_address AND end_address) THEN
            INSERT IGNORE INTO free_lease4 (address) VALUES (its_address);
        END IF;
    ELSE
        DELETE FROM free_lease4 WHERE address = its_address;
    END IF;
END;

DROP PROCEDURE IF EXISTS sflq_note6;
CREATE PROCEDURE sflq_note6(
    its_address BINARY(16), its_state INT UNSIGNED, its_type TINYINT, its_length TINYINT UNSIGNED
)
BEGIN
    IF its_state = 2 THEN
        IF EXISTS (
            SELECT 1 FROM flq_pool6
            WHERE its_address BETWEEN INET6_ATON(start_address) AND INET6_ATON(end_address)
                AND lease_type = its_type AND delegated_len = its_length
        ) THEN
            INSERT IGNORE INTO free_lease6 (address, bin_address) VALUES (INET6_NTOA(its_address), its_address);
        END IF;
    ELSE
        DELETE FROM free_lease6 WHERE bin_address = its_address;
    END IF;
END;

-- All of these return how many rows they have written; a lease on an address that has one is an error.
DROP FUNCTION IF EXISTS sflqInsertLease4;
CREATE FUNCTION sflqInsertLease4(
    p_address INT UNSIGNED, p_hwaddr VARBINARY(20), p_client_id VARBINARY(255), p_valid_lifetime INT UNSIGNED,
    p_expire TIMESTAMP, p_subnet_id INT UNSIGNED, p_fqdn_fwd TINYINT, p_fqdn_rev TINYINT, p_hostname VARCHAR(255),
    p_state INT UNSIGNED, p_user_context TEXT, p_relay_id VARBINARY(255), p_remote_id VARBINARY(255),
    p_pool_id INT UNSIGNED
) RETURNS INT DETERMINISTIC MODIFIES SQL DATA
BEGIN
    INSERT INTO lease4 (
        address, hwaddr, client_id, valid_lifetime, expire, subnet_id, fqdn_fwd, fqdn_rev, hostname, state,
        user_context, relay_id, remote_id, pool_id
    ) VALUES (
        p_address, p_hwaddr, p_client_id, p_valid_lifetime, p_expire, p_subnet_id, p_fqdn_fwd, p_fqdn_rev, p_hostname,
        p_state, p_user_context, p_relay_id, p_remote_id, p_pool_id
    );
    CALL sflq_note4(p_address, p_state);
    RETURN 1;
END;

DROP FUNCTION IF EXISTS sflqUpdateLease4;
CREATE FUNCTION sflqUpdateLease4(
    p_address INT UNSIGNED, p_hwaddr VARBINARY(20), p_client_id VARBINARY(255), p_valid_lifetime INT UNSIGNED,
    p_expire TIMESTAMP, p_subnet_id INT UNSIGNED, p_fqdn_fwd TINYINT, p_fqdn_rev TINYINT, p_hostname VARCHAR(255),
    p_state INT UNSIGNED, p_user_context TEXT, p_relay_id VARBINARY(255), p_remote_id VARBINARY(255),
    p_pool_id INT UNSIGNED,
    p_where_address INT UNSIGNED, p_where_expire TIMESTAMP
) RETURNS INT DETERMINISTIC MODIFIES SQL DATA
BEGIN
    -- a row that says the same already does not count as written
    DECLARE found INT DEFAULT (
        SELECT count(*) FROM lease4 WHERE address = p_where_address AND expire = p_where_expire FOR UPDATE
    );
    IF found > 0 THEN
        UPDATE lease4 SET
            address = p_address, hwaddr = p_hwaddr, client_id = p_client_id, valid_lifetime = p_valid_lifetime,
            expire = p_expire, subnet_id = p_subnet_id, fqdn_fwd = p_fqdn_fwd, fqdn_rev = p_fqdn_rev,
            hostname = p_hostname, state = p_state, user_context = p_user_context, relay_id = p_relay_id,
            remote_id = p_remote_id, pool_id = p_pool_id
            WHERE address = p_where_address;
        CALL sflq_note4(p_address, p_state);
    END IF;
    RETURN found;
END;

DROP FUNCTION IF EXISTS sflqDeleteLease4;
CREATE FUNCTION sflqDeleteLease4(p_address INT UNSIGNED, p_expire TIMESTAMP) RETURNS INT DETERMINISTIC MODIFIES SQL DATA
BEGIN
    DECLARE written INT;
    DELETE FROM lease4 WHERE address = p_address AND expire = p_expire;
    SET written = ROW_COUNT();
    IF written > 0 THEN
        CALL sflq_note4(p_address, 2);
    END IF;
    RETURN written;
END;

DROP FUNCTION IF EXISTS sflqInsertLease6;
CREATE FUNCTION sflqInsertLease6(
    p_address BINARY(16), p_duid VARBINARY(130), p_valid_lifetime INT UNSIGNED, p_expire TIMESTAMP,
    p_subnet_id INT UNSIGNED, p_pref_lifetime INT UNSIGNED, p_lease_type TINYINT, p_iaid INT UNSIGNED,
    p_prefix_len TINYINT UNSIGNED, p_fqdn_fwd TINYINT, p_fqdn_rev TINYINT, p_hostname VARCHAR(255),
    p_hwaddr VARBINARY(20), p_hwtype SMALLINT UNSIGNED, p_hwaddr_source INT UNSIGNED, p_state INT UNSIGNED,
    p_user_context TEXT, p_pool_id INT UNSIGNED
) RETURNS INT DETERMINISTIC MODIFIES SQL DATA
BEGIN
    INSERT INTO lease6 (
        address, duid, valid_lifetime, expire, subnet_id, pref_lifetime, lease_type, iaid, prefix_len, fqdn_fwd,
        fqdn_rev, hostname, hwaddr, hwtype, hwaddr_source, state, user_context, pool_id
    ) VALUES (
        p_address, p_duid, p_valid_lifetime, p_expire, p_subnet_id, p_pref_lifetime, p_lease_type, p_iaid,
        p_prefix_len, p_fqdn_fwd, p_fqdn_rev, p_hostname, p_hwaddr, p_hwtype, p_hwaddr_source, p_state,
        p_user_context, p_pool_id
    );
    CALL sflq_note6(p_address, p_state, p_lease_type, p_prefix_len);
    RETURN 1;
END;

DROP FUNCTION IF EXISTS sflqUpdateLease6;
CREATE FUNCTION sflqUpdateLease6(
    p_address BINARY(16), p_duid VARBINARY(130), p_valid_lifetime INT UNSIGNED, p_expire TIMESTAMP,
    p_subnet_id INT UNSIGNED, p_pref_lifetime INT UNSIGNED, p_lease_type TINYINT, p_iaid INT UNSIGNED,
    p_prefix_len TINYINT UNSIGNED, p_fqdn_fwd TINYINT, p_fqdn_rev TINYINT, p_hostname VARCHAR(255),
    p_hwaddr VARBINARY(20), p_hwtype SMALLINT UNSIGNED, p_hwaddr_source INT UNSIGNED, p_state INT UNSIGNED,
    p_user_context TEXT, p_pool_id INT UNSIGNED,
    p_where_address BINARY(16), p_where_expire TIMESTAMP
) RETURNS INT DETERMINISTIC MODIFIES SQL DATA
BEGIN
    DECLARE found INT DEFAULT (
        SELECT count(*) FROM lease6 WHERE address = p_where_address AND expire = p_where_expire FOR UPDATE
    );
    IF found > 0 THEN
        UPDATE lease6 SET
            address = p_address, duid = p_duid, valid_lifetime = p_valid_lifetime, expire = p_expire,
            subnet_id = p_subnet_id, pref_lifetime = p_pref_lifetime, lease_type = p_lease_type, iaid = p_iaid,
            prefix_len = p_prefix_len, fqdn_fwd = p_fqdn_fwd, fqdn_rev = p_fqdn_rev, hostname = p_hostname,
            hwaddr = p_hwaddr, hwtype = p_hwtype, hwaddr_source = p_hwaddr_source, state = p_state,
            user_context = p_user_context, pool_id = p_pool_id
            WHERE address = p_where_address;
        CALL sflq_note6(p_address, p_state, p_lease_type, p_prefix_len);
    END IF;
    RETURN found;
END;

DROP FUNCTION IF EXISTS sflqDeleteLease6;
CREATE FUNCTION sflqDeleteLease6(p_address BINARY(16), p_expire TIMESTAMP) RETURNS INT DETERMINISTIC MODIFIES SQL DATA
BEGIN
    DECLARE its_type TINYINT;
    DECLARE its_length TINYINT UNSIGNED;
    DECLARE CONTINUE HANDLER FOR NOT FOUND BEGIN END;
    SELECT lease_type, prefix_len INTO its_type, its_length FROM lease6
        WHERE address = p_address AND expire = p_expire FOR UPDATE;
    IF its_type IS NULL THEN
        RETURN 0;
    END IF;
    DELETE FROM lease6 WHERE address = p_address;
    CALL sflq_note6(p_address, 2, its_type, its_length);
    RETURN 1;
END;
