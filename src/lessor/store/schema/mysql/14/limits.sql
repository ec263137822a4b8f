-- Limits of leases that a server has noted in a user context: the first one that is reached, in words; else nothing.

DROP FUNCTION IF EXISTS checkLease4Limits;
CREATE FUNCTION checkLease4Limits(user_context TEXT) RETURNS TEXT READS SQL DATA
BEGIN
    DECLARE limits, wanted TEXT;
    DECLARE class_name VARCHAR(128);
    DECLARE most, present, subnet BIGINT;
    DECLARE i INT DEFAULT 0;
    IF user_context IS NULL OR NOT JSON_VALID(user_context) THEN
        RETURN '';
    END IF;
    SET limits = JSON_EXTRACT(user_context, '$.ISC.limits');
    WHILE i < JSON_LENGTH(limits, '$."client-classes"') DO
        SET wanted = JSON_EXTRACT(limits, CONCAT('$."client-classes"[', i, ']'));
        SET class_name = JSON_UNQUOTE(JSON_EXTRACT(wanted, '$.name'));
        SET most = JSON_EXTRACT(wanted, '$."address-limit"');
        SET present = IFNULL((SELECT leases FROM lease4_stat_by_client_class WHERE client_class = class_name), 0);
        IF present >= most THEN
            RETURN CONCAT('address limit ', most, ' for client class "',
                class_name, '", current lease count ', present);
        END IF;
        SET i = i + 1;
    END WHILE;
    SET subnet = JSON_EXTRACT(limits, '$.subnet.id');
    SET most = JSON_EXTRACT(limits, '$.subnet."address-limit"');
    SET present = IFNULL((SELECT leases FROM lease4_stat WHERE subnet_id = subnet AND state = 0), 0);
    IF present >= most THEN
        RETURN CONCAT('address limit ', most, ' for subnet ID ', subnet, ', current lease count ', present);
    END IF;
    RETURN '';
END;

DROP FUNCTION IF EXISTS checkLease6Limits;
CREATE FUNCTION checkLease6Limits(user_context TEXT) RETURNS TEXT READS SQL DATA
BEGIN
    DECLARE limits, wanted TEXT;
    DECLARE class_name VARCHAR(128);
    DECLARE kind VARCHAR(7);
    DECLARE most, present, subnet BIGINT;
    DECLARE i, number INT DEFAULT 0;
    IF user_context IS NULL OR NOT JSON_VALID(user_context) THEN
        RETURN '';
    END IF;
    SET limits = JSON_EXTRACT(user_context, '$.ISC.limits');
    WHILE i < JSON_LENGTH(limits, '$."client-classes"') DO
        SET wanted = JSON_EXTRACT(limits, CONCAT('$."client-classes"[', i, ']'));
        SET class_name = JSON_UNQUOTE(JSON_EXTRACT(wanted, '$.name'));
        SET number = 0;
        -- the lease types: 0 are addresses, 2 prefixes
        WHILE number <= 2 DO
            SET kind = IF(number = 0, 'address', 'prefix');
            SET most = JSON_EXTRACT(wanted, CONCAT('$."', kind, '-limit"'));
            SET present = IFNULL((SELECT leases FROM lease6_stat_by_client_class
                WHERE client_class = class_name AND lease_type = number), 0);
            IF present >= most THEN
                RETURN CONCAT(kind, ' limit ', most, ' for client class "',
                    class_name, '", current lease count ', present);
            END IF;
            SET number = number + 2;
        END WHILE;
        SET i = i + 1;
    END WHILE;
    SET subnet = JSON_EXTRACT(limits, '$.subnet.id');
    SET number = 0;
    WHILE number <= 2 DO
        SET kind = IF(number = 0, 'address', 'prefix');
        SET most = JSON_EXTRACT(limits, CONCAT('$.subnet."', kind, '-limit"'));
        SET present = IFNULL((SELECT leases FROM lease6_stat
            WHERE subnet_id = subnet AND lease_type = number AND state = 0), 0);
        IF present >= most THEN
            RETURN CONCAT(kind, ' limit ', most, ' for subnet ID ', subnet, ', current lease count ', present);
        END IF;
        SET number = number + 2;
    END WHILE;
    RETURN '';
END;
