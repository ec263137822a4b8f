-- A global option is an object of its own; any other changes the subnet or shared network that it belongs to, unless
-- the change comes down from there.
DROP PROCEDURE IF EXISTS createOptionAuditDHCP6;
CREATE PROCEDURE createOptionAuditDHCP6(
    modification_type VARCHAR(32), scope_id TINYINT UNSIGNED, option_id BIGINT UNSIGNED, subnet_id INT UNSIGNED,
    host_id INT UNSIGNED, network_name VARCHAR(128), pool_id BIGINT, pd_pool_id BIGINT, modification_ts TIMESTAMP
)
BEGIN
    IF NOT IFNULL(@cascade_transaction, 0) THEN
        CASE scope_id
            WHEN 0 THEN
                CALL createAuditEntryDHCP6('dhcp6_options', option_id, modification_type);
            WHEN 1 THEN
                UPDATE dhcp6_subnet AS s SET s.modification_ts = modification_ts WHERE s.subnet_id = subnet_id;
            WHEN 4 THEN
                UPDATE dhcp6_shared_network AS n SET n.modification_ts = modification_ts
                    WHERE n.name = network_name;
            WHEN 5 THEN
                UPDATE dhcp6_subnet AS s JOIN dhcp6_pool AS p ON p.subnet_id = s.subnet_id
                    SET s.modification_ts = modification_ts WHERE p.id = pool_id;
            WHEN 6 THEN
                UPDATE dhcp6_subnet AS s JOIN dhcp6_pd_pool AS p ON p.subnet_id = s.subnet_id
                    SET s.modification_ts = modification_ts WHERE p.id = pd_pool_id;
            ELSE
                BEGIN END;
        END CASE;
    END IF;
END;
