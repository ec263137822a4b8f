-- How many leases are valid and declined in each pool; the triggers of leases keep this beside what they kept before.

DROP PROCEDURE IF EXISTS lease4_AINS_lease4_pool_stat;
CREATE PROCEDURE lease4_AINS_lease4_pool_stat(
    new_state TINYINT, new_subnet_id INT UNSIGNED, new_pool_id INT UNSIGNED
)
BEGIN
    IF new_state IN (0, 1) THEN
        INSERT INTO lease4_pool_stat (subnet_id, pool_id, state, leases)
            VALUES (new_subnet_id, new_pool_id, new_state, 1)
            ON DUPLICATE KEY UPDATE leases = leases + 1;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease4_ADEL_lease4_pool_stat;
CREATE PROCEDURE lease4_ADEL_lease4_pool_stat(
    old_state TINYINT, old_subnet_id INT UNSIGNED, old_pool_id INT UNSIGNED
)
BEGIN
    IF old_state IN (0, 1) THEN
        UPDATE lease4_pool_stat SET leases = GREATEST(leases - 1, 0)
            WHERE subnet_id = old_subnet_id AND pool_id = old_pool_id AND state = old_state;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease4_AUPD_lease4_pool_stat;
CREATE PROCEDURE lease4_AUPD_lease4_pool_stat(
    old_state TINYINT, old_subnet_id INT UNSIGNED, old_pool_id INT UNSIGNED,
    new_state TINYINT, new_subnet_id INT UNSIGNED, new_pool_id INT UNSIGNED
)
BEGIN
    IF NOT (old_state <=> new_state AND old_subnet_id <=> new_subnet_id AND old_pool_id <=> new_pool_id) THEN
        CALL lease4_ADEL_lease4_pool_stat(old_state, old_subnet_id, old_pool_id);
        CALL lease4_AINS_lease4_pool_stat(new_state, new_subnet_id, new_pool_id);
    END IF;
END;

DROP TRIGGER IF EXISTS lease4_AINS;
CREATE TRIGGER lease4_AINS AFTER INSERT ON lease4 FOR EACH ROW BEGIN
    CALL lease4_AINS_lease4_stat(NEW.state, NEW.subnet_id);
    CALL lease4_AINS_lease4_pool_stat(NEW.state, NEW.subnet_id, NEW.pool_id);
    IF NEW.user_context IS NOT NULL THEN
        CALL lease4_AINS_lease4_stat_by_client_class(NEW.state, NEW.user_context);
    END IF;
END;

DROP TRIGGER IF EXISTS lease4_AUPD;
CREATE TRIGGER lease4_AUPD AFTER UPDATE ON lease4 FOR EACH ROW BEGIN
    CALL lease4_AUPD_lease4_stat(OLD.state, OLD.subnet_id, NEW.state, NEW.subnet_id);
    CALL lease4_AUPD_lease4_pool_stat(OLD.state, OLD.subnet_id, OLD.pool_id,
        NEW.state, NEW.subnet_id, NEW.pool_id);
    IF OLD.user_context IS NOT NULL OR NEW.user_context IS NOT NULL THEN
        CALL lease4_AUPD_lease4_stat_by_client_class(OLD.state, OLD.user_context,
            NEW.state, NEW.user_context);
    END IF;
END;

DROP TRIGGER IF EXISTS lease4_ADEL;
CREATE TRIGGER lease4_ADEL AFTER DELETE ON lease4 FOR EACH ROW BEGIN
    CALL lease4_ADEL_lease4_stat(OLD.state, OLD.subnet_id);
    CALL lease4_ADEL_lease4_pool_stat(OLD.state, OLD.subnet_id, OLD.pool_id);
    IF OLD.user_context IS NOT NULL THEN
        CALL lease4_ADEL_lease4_stat_by_client_class(OLD.state, OLD.user_context);
    END IF;
END;

DROP PROCEDURE IF EXISTS lease6_AINS_lease6_pool_stat;
CREATE PROCEDURE lease6_AINS_lease6_pool_stat(
    new_state TINYINT, new_subnet_id INT UNSIGNED, new_pool_id INT UNSIGNED, new_lease_type TINYINT
)
BEGIN
    IF new_state IN (0, 1) THEN
        INSERT INTO lease6_pool_stat (subnet_id, pool_id, lease_type, state, leases)
            VALUES (new_subnet_id, new_pool_id, new_lease_type, new_state, 1)
            ON DUPLICATE KEY UPDATE leases = leases + 1;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease6_ADEL_lease6_pool_stat;
CREATE PROCEDURE lease6_ADEL_lease6_pool_stat(
    old_state TINYINT, old_subnet_id INT UNSIGNED, old_pool_id INT UNSIGNED, old_lease_type TINYINT
)
BEGIN
    IF old_state IN (0, 1) THEN
        UPDATE lease6_pool_stat SET leases = GREATEST(leases - 1, 0)
            WHERE subnet_id = old_subnet_id AND pool_id = old_pool_id AND lease_type = old_lease_type
                AND state = old_state;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease6_AUPD_lease6_pool_stat;
CREATE PROCEDURE lease6_AUPD_lease6_pool_stat(
    old_state TINYINT, old_subnet_id INT UNSIGNED, old_pool_id INT UNSIGNED, old_lease_type TINYINT,
    new_state TINYINT, new_subnet_id INT UNSIGNED, new_pool_id INT UNSIGNED, new_lease_type TINYINT
)
BEGIN
    IF NOT (old_state <=> new_state AND old_subnet_id <=> new_subnet_id AND old_pool_id <=> new_pool_id
        AND old_lease_type <=> new_lease_type) THEN
        CALL lease6_ADEL_lease6_pool_stat(old_state, old_subnet_id, old_pool_id, old_lease_type);
        CALL lease6_AINS_lease6_pool_stat(new_state, new_subnet_id, new_pool_id, new_lease_type);
    END IF;
END;

DROP TRIGGER IF EXISTS lease6_AINS;
CREATE TRIGGER lease6_AINS AFTER INSERT ON lease6 FOR EACH ROW BEGIN
    CALL lease6_AINS_lease6_stat(NEW.state, NEW.subnet_id, NEW.lease_type);
    CALL lease6_AINS_lease6_pool_stat(NEW.state, NEW.subnet_id, NEW.pool_id, NEW.lease_type);
    IF NEW.user_context IS NOT NULL THEN
        CALL lease6_AINS_lease6_stat_by_client_class(NEW.state, NEW.user_context, NEW.lease_type);
    END IF;
END;

DROP TRIGGER IF EXISTS lease6_AUPD;
CREATE TRIGGER lease6_AUPD AFTER UPDATE ON lease6 FOR EACH ROW BEGIN
    CALL lease6_AUPD_lease6_stat(OLD.state, OLD.subnet_id, OLD.lease_type, NEW.state, NEW.subnet_id, NEW.lease_type);
    CALL lease6_AUPD_lease6_pool_stat(OLD.state, OLD.subnet_id, OLD.pool_id, OLD.lease_type,
        NEW.state, NEW.subnet_id, NEW.pool_id, NEW.lease_type);
    IF OLD.user_context IS NOT NULL OR NEW.user_context IS NOT NULL THEN
        CALL lease6_AUPD_lease6_stat_by_client_class(OLD.state, OLD.user_context, OLD.lease_type,
            NEW.state, NEW.user_context, NEW.lease_type);
    END IF;
END;

DROP TRIGGER IF EXISTS lease6_ADEL;
CREATE TRIGGER lease6_ADEL AFTER DELETE ON lease6 FOR EACH ROW BEGIN
    CALL lease6_ADEL_lease6_stat(OLD.state, OLD.subnet_id, OLD.lease_type);
    CALL lease6_ADEL_lease6_pool_stat(OLD.state, OLD.subnet_id, OLD.pool_id, OLD.lease_type);
    IF OLD.user_context IS NOT NULL THEN
        CALL lease6_ADEL_lease6_stat_by_client_class(OLD.state, OLD.user_context, OLD.lease_type);
    END IF;
END;
