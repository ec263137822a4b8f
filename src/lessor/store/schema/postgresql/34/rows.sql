-- Rows of a lease file out of the tables, and into them: with the pool of a lease.

DROP FUNCTION IF EXISTS isJsonSupported();
-- a function of other results cannot be replaced
DROP FUNCTION IF EXISTS lease4DumpData();
DROP FUNCTION IF EXISTS lease6DumpData();

CREATE OR REPLACE FUNCTION lease4DumpHeader() RETURNS text AS $$
    SELECT 'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,'
        || 'pool_id'
$$ LANGUAGE sql;

CREATE OR REPLACE FUNCTION lease4DumpData() RETURNS TABLE (
    address inet, hwaddr varchar, client_id varchar, valid_lifetime bigint, expire bigint, subnet_id bigint,
    fqdn_fwd int, fqdn_rev int, hostname varchar, state bigint, user_context varchar,
    pool_id bigint
) AS $$
    SELECT '0.0.0.0'::inet + l.address, colonSeparatedHex(encode(l.hwaddr, 'hex')),
        colonSeparatedHex(encode(l.client_id, 'hex')), l.valid_lifetime, gmt_epoch(l.expire), l.subnet_id,
        l.fqdn_fwd::int, l.fqdn_rev::int, replace(l.hostname, ',', '&#x2c'), l.state,
        replace(l.user_context, ',', '&#x2c'), l.pool_id
    FROM lease4 AS l ORDER BY l.address
$$ LANGUAGE sql;

CREATE OR REPLACE FUNCTION lease4Upload(
    address varchar, hwaddr varchar, client_id varchar, valid_lifetime bigint, expire bigint, subnet_id bigint,
    fqdn_fwd int, fqdn_rev int, hostname varchar, state bigint, user_context varchar,
    pool_id bigint
) RETURNS void AS $$
BEGIN
    INSERT INTO lease4 (
        address, hwaddr, client_id, valid_lifetime, expire, subnet_id, fqdn_fwd, fqdn_rev, hostname, state,
        user_context, pool_id
    ) VALUES (
        address::inet - '0.0.0.0'::inet, decode(replace(hwaddr, ':', ''), 'hex'),
        nullif(decode(replace(client_id, ':', ''), 'hex'), ''), valid_lifetime, to_timestamp(expire), subnet_id,
        fqdn_fwd <> 0, fqdn_rev <> 0, replace(hostname, '&#x2c', ','), state,
        nullif(replace(user_context, '&#x2c', ','), ''), pool_id
    );
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease6DumpHeader() RETURNS text AS $$
    SELECT 'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,'
        || 'hostname,hwaddr,state,user_context,hwtype,hwaddr_source,pool_id'
$$ LANGUAGE sql;

CREATE OR REPLACE FUNCTION lease6DumpData() RETURNS TABLE (
    address varchar, duid varchar, valid_lifetime bigint, expire bigint, subnet_id bigint, pref_lifetime bigint,
    lease_type smallint, iaid int, prefix_len smallint, fqdn_fwd int, fqdn_rev int, hostname varchar, hwaddr varchar,
    state bigint, user_context varchar, hwtype smallint, hwaddr_source smallint, pool_id bigint
) AS $$
    SELECT host(l.address), colonSeparatedHex(encode(l.duid, 'hex')), l.valid_lifetime, gmt_epoch(l.expire),
        l.subnet_id, l.pref_lifetime, l.lease_type, l.iaid, l.prefix_len, l.fqdn_fwd::int, l.fqdn_rev::int,
        replace(l.hostname, ',', '&#x2c'), colonSeparatedHex(encode(l.hwaddr, 'hex')), l.state,
        replace(l.user_context, ',', '&#x2c'), l.hwtype, l.hwaddr_source, l.pool_id
    FROM lease6 AS l ORDER BY l.address
$$ LANGUAGE sql;

CREATE OR REPLACE FUNCTION lease6Upload(
    address varchar, duid varchar, valid_lifetime bigint, expire bigint, subnet_id bigint, pref_lifetime bigint,
    lease_type int, iaid int, prefix_len int, fqdn_fwd int, fqdn_rev int, hostname varchar, hwaddr varchar,
    state bigint, user_context varchar, hwtype int, hwaddr_source int, pool_id bigint
) RETURNS void AS $$
BEGIN
    INSERT INTO lease6 (
        address, duid, valid_lifetime, expire, subnet_id, pref_lifetime, lease_type, iaid, prefix_len, fqdn_fwd,
        fqdn_rev, hostname, hwaddr, state, user_context, hwtype, hwaddr_source, pool_id
    ) VALUES (
        address::inet, decode(replace(duid, ':', ''), 'hex'), valid_lifetime, to_timestamp(expire), subnet_id,
        pref_lifetime, lease_type, iaid, prefix_len, fqdn_fwd <> 0, fqdn_rev <> 0, replace(hostname, '&#x2c', ','),
        decode(replace(hwaddr, ':', ''), 'hex'), state, nullif(replace(user_context, '&#x2c', ','), ''), hwtype,
        hwaddr_source, pool_id
    );
END;
$$ LANGUAGE plpgsql;
