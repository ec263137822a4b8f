-- How many leases are valid (state 0) and declined (1): what the triggers of lease4 keep in lease4_stat.

DROP PROCEDURE IF EXISTS lease4_AINS_lease4_stat;
CREATE PROCEDURE lease4_AINS_lease4_stat(new_state TINYINT, new_subnet_id INT UNSIGNED)
BEGIN
    IF new_state IN (0, 1) THEN
        INSERT INTO lease4_stat (subnet_id, state, leases) VALUES (new_subnet_id, new_state, 1)
            ON DUPLICATE KEY UPDATE leases = leases + 1;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease4_ADEL_lease4_stat;
CREATE PROCEDURE lease4_ADEL_lease4_stat(old_state TINYINT, old_subnet_id INT UNSIGNED)
BEGIN
    IF old_state IN (0, 1) THEN
        UPDATE lease4_stat SET leases = GREATEST(leases - 1, 0) WHERE subnet_id = old_subnet_id AND state = old_state;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease4_AUPD_lease4_stat;
CREATE PROCEDURE lease4_AUPD_lease4_stat(old_state TINYINT, old_subnet_id INT UNSIGNED,
    new_state TINYINT, new_subnet_id INT UNSIGNED)
BEGIN
    IF NOT (old_state <=> new_state AND old_subnet_id <=> new_subnet_id) THEN
        CALL lease4_ADEL_lease4_stat(old_state, old_subnet_id);
        CALL lease4_AINS_lease4_stat(new_state, new_subnet_id);
    END IF;
END;

-- How many valid leases there are of each class that is noted in user contexts.

DROP PROCEDURE IF EXISTS lease4_AINS_lease4_stat_by_client_class;
CREATE PROCEDURE lease4_AINS_lease4_stat_by_client_class(new_state TINYINT, new_user_context TEXT)
BEGIN
    DECLARE classes TEXT DEFAULT NULL;
    DECLARE class VARCHAR(128);
    DECLARE i INT DEFAULT 0;
    IF new_state = 0 AND JSON_VALID(new_user_context) THEN
        SET classes = JSON_EXTRACT(new_user_context, '$.ISC."client-classes"');
        IF JSON_TYPE(classes) = 'ARRAY' THEN
            WHILE i < JSON_LENGTH(classes) DO
                SET class = JSON_UNQUOTE(JSON_EXTRACT(classes, CONCAT('$[', i, ']')));
                INSERT INTO lease4_stat_by_client_class (client_class, leases) VALUES (class, 1)
                    ON DUPLICATE KEY UPDATE leases = leases + 1;
                SET i = i + 1;
            END WHILE;
        END IF;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease4_ADEL_lease4_stat_by_client_class;
CREATE PROCEDURE lease4_ADEL_lease4_stat_by_client_class(old_state TINYINT, old_user_context TEXT)
BEGIN
    DECLARE classes TEXT DEFAULT NULL;
    DECLARE class VARCHAR(128);
    DECLARE i INT DEFAULT 0;
    IF old_state = 0 AND JSON_VALID(old_user_context) THEN
        SET classes = JSON_EXTRACT(old_user_context, '$.ISC."client-classes"');
        IF JSON_TYPE(classes) = 'ARRAY' THEN
            WHILE i < JSON_LENGTH(classes) DO
                SET class = JSON_UNQUOTE(JSON_EXTRACT(classes, CONCAT('$[', i, ']')));
                UPDATE lease4_stat_by_client_class SET leases = leases - 1
                    WHERE client_class = class AND leases > 0;
                SET i = i + 1;
            END WHILE;
        END IF;
    END IF;
END;

DROP PROCEDURE IF EXISTS lease4_AUPD_lease4_stat_by_client_class;
CREATE PROCEDURE lease4_AUPD_lease4_stat_by_client_class(old_state TINYINT, old_user_context TEXT,
    new_state TINYINT, new_user_context TEXT)
BEGIN
    IF NOT (old_state <=> new_state AND old_user_context <=> new_user_context) THEN
        CALL lease4_ADEL_lease4_stat_by_client_class(old_state, old_user_context);
        CALL lease4_AINS_lease4_stat_by_client_class(new_state, new_user_context);
    END IF;
END;

-- The triggers. Most leases have no user context, and need not be asked for classes.

DROP TRIGGER IF EXISTS lease4_AINS;
CREATE TRIGGER lease4_AINS AFTER INSERT ON lease4 FOR EACH ROW BEGIN
    CALL lease4_AINS_lease4_stat(NEW.state, NEW.subnet_id);
    IF NEW.user_context IS NOT NULL THEN
        CALL lease4_AINS_lease4_stat_by_client_class(NEW.state, NEW.user_context);
    END IF;
END;

DROP TRIGGER IF EXISTS lease4_AUPD;
CREATE TRIGGER lease4_AUPD AFTER UPDATE ON lease4 FOR EACH ROW BEGIN
    CALL lease4_AUPD_lease4_stat(OLD.state, OLD.subnet_id, NEW.state, NEW.subnet_id);
    IF OLD.user_context IS NOT NULL OR NEW.user_context IS NOT NULL THEN
        CALL lease4_AUPD_lease4_stat_by_client_class(OLD.state, OLD.user_context,
            NEW.state, NEW.user_context);
    END IF;
END;

DROP TRIGGER IF EXISTS lease4_ADEL;
CREATE TRIGGER lease4_ADEL AFTER DELETE ON lease4 FOR EACH ROW BEGIN
    CALL lease4_ADEL_lease4_stat(OLD.state, OLD.subnet_id);
    IF OLD.user_context IS NOT NULL THEN
        CALL lease4_ADEL_lease4_stat_by_client_class(OLD.state, OLD.user_context);
    END IF;
END;
