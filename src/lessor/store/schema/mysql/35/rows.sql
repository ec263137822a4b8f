-- Rows of a lease file out of the tables, and into them: with the pool of a lease.

DROP FUNCTION IF EXISTS isJsonSupported;

DROP PROCEDURE IF EXISTS lease4DumpHeader;
CREATE PROCEDURE lease4DumpHeader()
BEGIN
    SELECT CONCAT(
        'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,',
        'pool_id'
    );
END;

DROP PROCEDURE IF EXISTS lease4DumpData;
CREATE PROCEDURE lease4DumpData()
BEGIN
    SELECT INET_NTOA(address), IFNULL(colonSeparatedHex(HEX(hwaddr)), ''),
        IFNULL(colonSeparatedHex(HEX(client_id)), ''),
        valid_lifetime, UNIX_TIMESTAMP(expire), subnet_id, fqdn_fwd, fqdn_rev, REPLACE(hostname, ',', '&#x2c'), state,
        REPLACE(IFNULL(user_context, ''), ',', '&#x2c'), pool_id
    FROM lease4 ORDER BY address;
END;

DROP PROCEDURE IF EXISTS lease4Upload;
CREATE PROCEDURE lease4Upload(
    address VARCHAR(15), hwaddr VARCHAR(64), client_id VARCHAR(768), valid_lifetime INT UNSIGNED,
    expire BIGINT UNSIGNED, subnet_id INT UNSIGNED, fqdn_fwd TINYINT, fqdn_rev TINYINT, hostname VARCHAR(255),
    state INT UNSIGNED, user_context TEXT, pool_id INT UNSIGNED
)
BEGIN
    INSERT INTO lease4 (
        address, hwaddr, client_id, valid_lifetime, expire, subnet_id, fqdn_fwd, fqdn_rev, hostname, state,
        user_context, pool_id
    ) VALUES (
        INET_ATON(address), UNHEX(REPLACE(hwaddr, ':', '')), NULLIF(UNHEX(REPLACE(client_id, ':', '')), ''),
        valid_lifetime, FROM_UNIXTIME(expire), subnet_id, fqdn_fwd, fqdn_rev, REPLACE(hostname, '&#x2c', ','), state,
        NULLIF(REPLACE(user_context, '&#x2c', ','), ''), pool_id
    );
END;

DROP PROCEDURE IF EXISTS lease6DumpHeader;
CREATE PROCEDURE lease6DumpHeader()
BEGIN
    SELECT CONCAT(
        'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,',
        'hostname,hwaddr,state,user_context,hwtype,hwaddr_source,pool_id'
    );
END;

DROP PROCEDURE IF EXISTS lease6DumpData;
CREATE PROCEDURE lease6DumpData()
BEGIN
    SELECT INET6_NTOA(address), IFNULL(colonSeparatedHex(HEX(duid)), ''), valid_lifetime, UNIX_TIMESTAMP(expire),
        subnet_id, pref_lifetime, lease_type, iaid, prefix_len, fqdn_fwd, fqdn_rev, REPLACE(hostname, ',', '&#x2c'),
        IFNULL(colonSeparatedHex(HEX(hwaddr)), ''), state, REPLACE(IFNULL(user_context, ''), ',', '&#x2c'), hwtype,
        hwaddr_source, pool_id
    FROM lease6 ORDER BY address;
END;

DROP PROCEDURE IF EXISTS lease6Upload;
CREATE PROCEDURE lease6Upload(
    address VARCHAR(39), duid VARCHAR(512), valid_lifetime INT UNSIGNED, expire BIGINT UNSIGNED,
    subnet_id INT UNSIGNED, pref_lifetime INT UNSIGNED, lease_type TINYINT, iaid INT UNSIGNED,
    prefix_len TINYINT UNSIGNED, fqdn_fwd TINYINT, fqdn_rev TINYINT, hostname VARCHAR(255), hwaddr VARCHAR(64),
    state INT UNSIGNED, user_context TEXT, hwtype SMALLINT, hwaddr_source INT UNSIGNED,
    pool_id INT UNSIGNED
)
BEGIN
    INSERT INTO lease6 (
        address, duid, valid_lifetime, expire, subnet_id, pref_lifetime, lease_type, iaid, prefix_len, fqdn_fwd,
        fqdn_rev, hostname, hwaddr, state, user_context, hwtype, hwaddr_source, pool_id
    ) VALUES (
        INET6_ATON(address), UNHEX(REPLACE(duid, ':', '')), valid_lifetime, FROM_UNIXTIME(expire), subnet_id,
        pref_lifetime, lease_type, iaid, prefix_len, fqdn_fwd, fqdn_rev, REPLACE(hostname, '&#x2c', ','),
        UNHEX(REPLACE(hwaddr, ':', '')), state, NULLIF(REPLACE(user_context, '&#x2c', ','), ''), hwtype, hwaddr_source,
        pool_id
    );
END;
