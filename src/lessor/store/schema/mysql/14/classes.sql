-- The order in which DHCPv{family} client classes are evaluated, and what they depend on: a class comes after those
-- that its test names.

DROP PROCEDURE IF EXISTS setClientClass{family}Order;
CREATE PROCEDURE setClientClass{family}Order(
    id BIGINT UNSIGNED, follow_class_name VARCHAR(128), old_follow_class_name VARCHAR(128)
)
placing: BEGIN
    DECLARE place BIGINT UNSIGNED;
    DECLARE wrong VARCHAR(255);
    SET @depend_on_known_indirectly = (
        SELECT o.depend_on_known_indirectly FROM dhcp{family}_client_class_order AS o WHERE o.class_id = id
    );
    -- a class that stays where it is may have lost its dependencies
    IF @depend_on_known_indirectly IS NOT NULL AND follow_class_name <=> old_follow_class_name THEN
        UPDATE dhcp{family}_client_class_order SET depend_on_known_indirectly = 0 WHERE class_id = id;
        LEAVE placing;
    END IF;

    IF follow_class_name IS NULL THEN
        SET place = (SELECT IFNULL(MAX(o.order_index), 0) + 1 FROM dhcp{family}_client_class_order AS o);
    ELSE
        SET place = (
            SELECT o.order_index + 1 FROM dhcp{family}_client_class AS c
                JOIN dhcp{family}_client_class_order AS o ON o.class_id = c.id
                WHERE c.name = follow_class_name
        );
        IF place IS NULL THEN
            SET wrong = CONCAT('there is no client class ', follow_class_name, ' to follow');
            SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = wrong;
        END IF;
        IF EXISTS (SELECT 1 FROM dhcp{family}_client_class_order WHERE order_index = place) THEN
            UPDATE dhcp{family}_client_class_order SET order_index = order_index + 1 WHERE order_index >= place
                ORDER BY order_index DESC;
        END IF;
    END IF;

    IF EXISTS (
        SELECT 1 FROM dhcp{family}_client_class_dependency AS d
            JOIN dhcp{family}_client_class_order AS o ON o.class_id = d.class_id
            WHERE d.dependency_id = id AND o.order_index < place
    ) THEN
        SET wrong = CONCAT('client class ', id, ' cannot come after one that depends on it');
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = wrong;
    END IF;
    INSERT INTO dhcp{family}_client_class_order (class_id, order_index, depend_on_known_indirectly)
        VALUES (id, place, 0)
        ON DUPLICATE KEY UPDATE order_index = place, depend_on_known_indirectly = 0;
END;

DROP PROCEDURE IF EXISTS checkDHCPv{family}ClientClassDependency;
CREATE PROCEDURE checkDHCPv{family}ClientClassDependency(class_id BIGINT UNSIGNED, dependency_id BIGINT UNSIGNED)
BEGIN
    DECLARE wrong VARCHAR(255);
    DECLARE class_place, dependency_place BIGINT UNSIGNED;
    SET class_place = (SELECT o.order_index FROM dhcp{family}_client_class_order AS o WHERE o.class_id = class_id);
    SET dependency_place = (
        SELECT o.order_index FROM dhcp{family}_client_class_order AS o WHERE o.class_id = dependency_id
    );
    SET wrong = CASE
        WHEN class_id IS NULL OR dependency_id IS NULL THEN 'a dependency needs two client classes'
        WHEN class_id = dependency_id THEN 'a client class cannot depend on itself'
        WHEN class_place IS NULL THEN CONCAT('there is no client class ', class_id)
        WHEN dependency_place IS NULL THEN CONCAT('there is no client class ', dependency_id, ' to depend on')
        WHEN dependency_place > class_place THEN
            CONCAT('client class ', class_id, ' cannot depend on ', dependency_id, ', which comes later')
    END;
    -- each server that has the class must have what it depends on (server 1 is all servers)
    IF wrong IS NULL AND EXISTS (
        SELECT 1 FROM dhcp{family}_client_class_server AS own
            WHERE own.class_id = class_id AND NOT EXISTS (
                SELECT 1 FROM dhcp{family}_client_class_server AS other
                    WHERE other.class_id = dependency_id AND other.server_id IN (1, own.server_id)
            )
    ) THEN
        SET wrong = CONCAT('not all servers of client class ', class_id, ' have ', dependency_id,
            ', on which it depends');
    END IF;
    IF wrong IS NOT NULL THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = wrong;
    END IF;
END;

-- What depends on a class that depends on KNOWN or UNKNOWN does so too.
DROP PROCEDURE IF EXISTS updateDHCPv{family}ClientClassKnownDependency;
CREATE PROCEDURE updateDHCPv{family}ClientClassKnownDependency(
    client_class_id BIGINT UNSIGNED, dependency_id BIGINT UNSIGNED
)
BEGIN
    IF EXISTS (
        SELECT 1 FROM dhcp{family}_client_class AS c
            LEFT JOIN dhcp{family}_client_class_order AS o ON o.class_id = c.id
            WHERE c.id = dependency_id AND (c.depend_on_known_directly OR o.depend_on_known_indirectly)
    ) THEN
        UPDATE dhcp{family}_client_class_order AS mine SET mine.depend_on_known_indirectly = 1
            WHERE mine.class_id = client_class_id;
    END IF;
END;

-- Whether a class depends on KNOWN or UNKNOWN may not change under those that depend on it. What was is noted by the
-- trigger of the update, and asked here at the end of its transaction.
DROP PROCEDURE IF EXISTS checkDHCPv{family}ClientClassKnownDependencyChange;
CREATE PROCEDURE checkDHCPv{family}ClientClassKnownDependencyChange()
BEGIN
    DECLARE before_known, now_known TINYINT;
    IF @client_class_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM dhcp{family}_client_class_dependency AS d WHERE d.dependency_id = @client_class_id
    ) THEN
        SET before_known = IFNULL(@depend_on_known_directly, 0) OR IFNULL(@depend_on_known_indirectly, 0);
        SET now_known = (
            SELECT c.depend_on_known_directly OR IFNULL(o.depend_on_known_indirectly, 0)
                FROM dhcp{family}_client_class AS c
                LEFT JOIN dhcp{family}_client_class_order AS o ON o.class_id = c.id
                WHERE c.id = @client_class_id
        );
        IF before_known <> now_known THEN
            SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
                'other client classes depend on this one: it cannot begin or cease to depend on KNOWN or UNKNOWN';
        END IF;
    END IF;
END;
