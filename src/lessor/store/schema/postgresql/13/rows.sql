-- Rows of a lease file out of the tables, and into them: for programs that do so in SQL.

CREATE OR REPLACE FUNCTION lease4DumpHeader() RETURNS text AS $$
    SELECT 'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context'
$$ LANGUAGE sql;

CREATE OR REPLACE FUNCTION lease4DumpData() RETURNS TABLE (
    address inet, hwaddr varchar, client_id varchar, valid_lifetime bigint, expire bigint, subnet_id bigint,
    fqdn_fwd int, fqdn_rev int, hostname varchar, state bigint, user_context varchar
) AS $$
    SELECT '0.0.0.0'::inet + l.address, colonSeparatedHex(encode(l.hwaddr, 'hex')),
        colonSeparatedHex(encode(l.client_id, 'hex')), l.valid_lifetime, gmt_epoch(l.expire), l.subnet_id,
        l.fqdn_fwd::int, l.fqdn_rev::int, replace(l.hostname, ',', '&#x2c'), l.state,
        replace(l.user_context, ',', '&#x2c')
    FROM lease4 AS l ORDER BY l.address
$$ LANGUAGE sql;

CREATE OR REPLACE FUNCTION lease4Upload(
    address varchar, hwaddr varchar, client_id varchar, valid_lifetime bigint, expire bigint, subnet_id bigint,
    fqdn_fwd int, fqdn_rev int, hostname varchar, state bigint, user_context varchar
) RETURNS void AS $$
BEGIN
    INSERT INTO lease4 (
        address, hwaddr, client_id, valid_lifetime, expire, subnet_id, fqdn_fwd, fqdn_rev, hostname, state, user_context
    ) VALUES (
        address::inet - '0.0.0.0'::inet, decode(replace(hwaddr, ':', ''), 'hex'),
        nullif(decode(replace(client_id, ':', ''), 'hex'), ''), valid_lifetime, to_timestamp(expire), subnet_id,
        fqdn_fwd <> 0, fqdn_rev <> 0, replace(hostname, '&#x2c', ','), state,
        nullif(replace(user_context, '&#x2c', ','), '')
    );
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION lease6DumpHeader() RETURNS text AS $$
    SELECT 'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,'
        || 'hostname,hwaddr,state,user_context,hwtype,hwaddr_source'
$$ LANGUAGE sql;

CREATE OR REPLACE FUNCTION lease6DumpData() RETURNS TABLE (
    address varchar, duid varchar, valid_lifetime bigint, expire bigint, subnet_id bigint, pref_lifetime bigint,
    lease_type smallint, iaid int, prefix_len smallint, fqdn_fwd int, fqdn_rev int, hostname varchar, hwaddr varchar,
    state bigint, user_context varchar, hwtype smallint, hwaddr_source smallint
) AS $$
    SELECT l.address, colonSeparatedHex(encode(l.duid, 'hex')), l.valid_lifetime, gmt_epoch(l.expire), l.subnet_id,
        l.pref_lifetime, l.lease_type, l.iaid, l.prefix_len, l.fqdn_fwd::int, l.fqdn_rev::int,
        replace(l.hostname, ',', '&#x2c'), colonSeparatedHex(encode(l.hwaddr, 'hex')), l.state,
        replace(l.user_context, ',', '&#x2c'), l.hwtype, l.hwaddr_source
    FROM lease6 AS l ORDER BY l.address
$$ LANGUAGE sql;

CREATE OR REPLACE FUNCTION lease6Upload(
    address varchar, duid varchar, valid_lifetime bigint, expire bigint, subnet_id bigint, pref_lifetime bigint,
    lease_type int, iaid int, prefix_len int, fqdn_fwd int, fqdn_rev int, hostname varchar, hwaddr varchar,
    state bigint, user_context varchar, hwtype int, hwaddr_source int
) RETURNS void AS $$
BEGIN
    INSERT INTO lease6 (
        address, duid, valid_lifetime, expire, subnet_id, pref_lifetime, lease_type, iaid, prefix_len, fqdn_fwd,
        fqdn_rev, hostname, hwaddr, state, user_context, hwtype, hwaddr_source
    ) VALUES (
        address, decode(replace(duid, ':', ''), 'hex'), valid_lifetime, to_timestamp(expire), subnet_id,
        pref_lifetime, lease_type, iaid, prefix_len, fqdn_fwd <> 0, fqdn_rev <> 0, replace(hostname, '&#x2c', ','),
        decode(replace(hwaddr, ':', ''), 'hex'), state, nullif(replace(user_context, '&#x2c', ','), ''), hwtype,
        hwaddr_source
    );
END;
$$ LANGUAGE plpgsql;
