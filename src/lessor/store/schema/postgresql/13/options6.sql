-- A global option is an object of its own; any other changes the subnet or shared network that it belongs to, unless
-- the change comes down from there.
CREATE OR REPLACE FUNCTION createOptionAuditDHCP6(
    modification_type varchar, scope_id smallint, option_id int, p_subnet_id bigint, host_id int,
    network_name varchar, pool_id bigint, pd_pool_id bigint, p_modification_ts timestamptz
) RETURNS void AS $$
BEGIN
    IF get_session_boolean('kea.cascade_transaction') THEN
        RETURN;
    END IF;
    CASE scope_id
        WHEN 0 THEN
            PERFORM createAuditEntryDHCP6('dhcp6_options', option_id, modification_type);
        WHEN 1 THEN
            UPDATE dhcp6_subnet AS s SET modification_ts = p_modification_ts WHERE s.subnet_id = p_subnet_id;
        WHEN 4 THEN
            UPDATE dhcp6_shared_network AS n SET modification_ts = p_modification_ts WHERE n.name = network_name;
        WHEN 5 THEN
            UPDATE dhcp6_subnet AS s SET modification_ts = p_modification_ts
                FROM dhcp6_pool AS p WHERE p.id = pool_id AND s.subnet_id = p.subnet_id;
        WHEN 6 THEN
            UPDATE dhcp6_subnet AS s SET modification_ts = p_modification_ts
                FROM dhcp6_pd_pool AS p WHERE p.id = pd_pool_id AND s.subnet_id = p.subnet_id;
        ELSE
            NULL;
    END CASE;
END;
$$ LANGUAGE plpgsql;
