-- How many leases are valid (state 0) and declined (1): what the triggers of lease6 keep in lease6_stat.

DROP PROCEDURE IF EXISTS lease6_AINS_lease6_stat;
CREATE PROCEDURE lease6_AINS_lease6_stat(new_state TINYINT, new_subnet_id INT UNSIGNED, new_lease_type TINYINT)
BEGIN
    IF new_state IN (0, 1) THEN
        INSERT INTO lease6_stat (subnet_id, lease_type, state, leases)
            VALUES (new_subnet_id, new_lease_type, new_state, 1)
            ON DUPLICATE KEY UPDATE leases = leases + 1;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease6_ADEL_lease6_stat;
CREATE PROCEDURE lease6_ADEL_lease6_stat(old_state TINYINT, old_subnet_id INT UNSIGNED, old_lease_type TINYINT)
BEGIN
    IF old_state IN (0, 1) THEN
        UPDATE lease6_stat SET leases = GREATEST(leases - 1, 0)
            WHERE subnet_id = old_subnet_id AND lease_type = old_lease_type AND state = old_state;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease6_AUPD_lease6_stat;
CREATE PROCEDURE lease6_AUPD_lease6_stat(old_state TINYINT, old_subnet_id INT UNSIGNED, old_lease_type TINYINT,
    new_state TINYINT, new_subnet_id INT UNSIGNED, new_lease_type TINYINT)
BEGIN
    IF NOT (old_state <=> new_state AND old_subnet_id <=> new_subnet_id AND old_lease_type <=> new_lease_type) THEN
        CALL lease6_ADEL_lease6_stat(old_state, old_subnet_id, old_lease_type);
        CALL lease6_AINS_lease6_stat(new_state, new_subnet_id, new_lease_type);
    END IF;
END;

-- How many valid leases there are of each class that is noted in user contexts.

DROP PROCEDURE IF EXISTS lease6_AINS_lease6_stat_by_client_class;
CREATE PROCEDURE lease6_AINS_lease6_stat_by_client_class(
    new_state TINYINT, new_user_context TEXT, new_lease_type TINYINT
)
BEGIN
    DECLARE classes TEXT DEFAULT NULL;
    DECLARE class VARCHAR(128);
    DECLARE i INT DEFAULT 0;
    IF new_state = 0 AND JSON_VALID(new_user_context) THEN
        SET classes = JSON_EXTRACT(new_user_context, '$.ISC."client-classes"');
        IF JSON_TYPE(classes) = 'ARRAY' THEN
            WHILE i < JSON_LENGTH(classes) DO
                SET class = JSON_UNQUOTE(JSON_EXTRACT(classes, CONCAT('$[', i, ']')));
                INSERT INTO lease6_stat_by_client_class (client_class, lease_type, leases)
                    VALUES (class, new_lease_type, 1)
                    ON DUPLICATE KEY UPDATE leases = leases + 1;
                SET i = i + 1;
            END WHILE;
        END IF;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease6_ADEL_lease6_stat_by_client_class;
CREATE PROCEDURE lease6_ADEL_lease6_stat_by_client_class(
    old_state TINYINT, old_user_context TEXT, old_lease_type TINYINT
)
BEGIN
    DECLARE classes TEXT DEFAULT NULL;
    DECLARE class VARCHAR(128);
    DECLARE i INT DEFAULT 0;
    IF old_state = 0 AND JSON_VALID(old_user_context) THEN
        SET classes = JSON_EXTRACT(old_user_context, '$.ISC."client-classes"');
        IF JSON_TYPE(classes) = 'ARRAY' THEN
            WHILE i < JSON_LENGTH(classes) DO
                SET class = JSON_UNQUOTE(JSON_EXTRACT(classes, CONCAT('$[', i, ']')));
                UPDATE lease6_stat_by_client_class SET leases = leases - 1
                    WHERE client_class = class AND lease_type = old_lease_type AND leases > 0;
                SET i = i + 1;
            END WHILE;
        END IF;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease6_AUPD_lease6_stat_by_client_class;
CREATE PROCEDURE lease6_AUPD_lease6_stat_by_client_class(
    old_state TINYINT, old_user_context TEXT, old_lease_type TINYINT,
    new_state TINYINT, new_user_context TEXT, new_lease_type TINYINT)
BEGIN
    IF NOT (old_state <=> new_state AND old_user_context <=> new_user_context
        AND old_lease_type <=> new_lease_type) THEN
        CALL lease6_ADEL_lease6_stat_by_client_class(old_state, old_user_context, old_lease_type);
        CALL lease6_AINS_lease6_stat_by_client_class(new_state, new_user_context, new_lease_type);
    END IF;
END;

-- The triggers. Most leases have no user context, and need not be asked for classes.

DROP TRIGGER IF EXISTS lease6_AINS;
CREATE TRIGGER lease6_AINS AFTER INSERT ON lease6 FOR EACH ROW BEGIN
    CALL lease6_AINS_lease6_stat(NEW.state, NEW.subnet_id, NEW.lease_type);
    IF NEW.user_context IS NOT NULL THEN
        CALL lease6_AINS_lease6_stat_by_client_class(NEW.state, NEW.user_context, NEW.lease_type);
    END IF;
END;

DROP TRIGGER IF EXISTS lease6_AUPD;
CREATE TRIGGER lease6_AUPD AFTER UPDATE ON lease6 FOR EACH ROW BEGIN
    CALL lease6_AUPD_lease6_stat(OLD.state, OLD.subnet_id, OLD.lease_type, NEW.state, NEW.subnet_id, NEW.lease_type);
    IF OLD.user_context IS NOT NULL OR NEW.user_context IS NOT NULL THEN
        CALL lease6_AUPD_lease6_stat_by_client_class(OLD.state, OLD.user_context, OLD.lease_type,
            NEW.state, NEW.user_context, NEW.lease_type);
    END IF;
END;

DROP TRIGGER IF EXISTS lease6_ADEL;
CREATE TRIGGER lease6_ADEL AFTER DELETE ON lease6 FOR EACH ROW BEGIN
    CALL lease6_ADEL_lease6_stat(OLD.state, OLD.subnet_id, OLD.lease_type);
    IF OLD.user_context IS NOT NULL THEN
        CALL lease6_ADEL_lease6_stat_by_client_class(OLD.state, OLD.user_context, OLD.lease_type);
    END IF;
END;
