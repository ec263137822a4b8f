-- Rows of a lease file out of the tables, and into them: for programs that do so in SQL.

DROP FUNCTION IF EXISTS colonSeparatedHex;
CREATE FUNCTION colonSeparatedHex(hex VARCHAR(512)) RETURNS VARCHAR(768) DETERMINISTIC
BEGIN
    DECLARE separated VARCHAR(768) DEFAULT LOWER(SUBSTRING(hex, 1, 2));
    DECLARE i INT DEFAULT 3;
    WHILE i <= CHAR_LENGTH(hex) DO
        SET separated = CONCAT(separated, ':', LOWER(SUBSTRING(hex, i, 2)));
        SET i = i + 2;
    END WHILE;
    RETURN separated;
END;

DROP PROCEDURE IF EXISTS lease4DumpHeader;
CREATE PROCEDURE lease4DumpHeader()
BEGIN
    SELECT 'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context';
END;

DROP PROCEDURE IF EXISTS lease4DumpData;
CREATE PROCEDURE lease4DumpData()
BEGIN
    SELECT INET_NTOA(address), IFNULL(colonSeparatedHex(HEX(hwaddr)), ''),
        IFNULL(colonSeparatedHex(HEX(client_id)), ''),
        valid_lifetime, UNIX_TIMESTAMP(expire), subnet_id, fqdn_fwd, fqdn_rev, REPLACE(hostname, ',', '&#x2c'), state,
        REPLACE(IFNULL(user_context, ''), ',', '&#x2c')
    FROM lease4 ORDER BY address;
END;

DROP PROCEDURE IF EXISTS lease4Upload;
CREATE PROCEDURE lease4Upload(
    address VARCHAR(15), hwaddr VARCHAR(64), client_id VARCHAR(768), valid_lifetime INT UNSIGNED,
    expire BIGINT UNSIGNED, subnet_id INT UNSIGNED, fqdn_fwd TINYINT, fqdn_rev TINYINT, hostname VARCHAR(255),
    state INT UNSIGNED, user_context TEXT
)
BEGIN
    INSERT INTO lease4 (
        address, hwaddr, client_id, valid_lifetime, expire, subnet_id, fqdn_fwd, fqdn_rev, hostname, state, user_context
    ) VALUES (
        INET_ATON(address), UNHEX(REPLACE(hwaddr, ':', '')), NULLIF(UNHEX(REPLACE(client_id, ':', '')), ''),
        valid_lifetime, FROM_UNIXTIME(expire), subnet_id, fqdn_fwd, fqdn_rev, REPLACE(hostname, '&#x2c', ','), state,
        NULLIF(REPLACE(user_context, '&#x2c', ','), '')
    );
END;

DROP PROCEDURE IF EXISTS lease6DumpHeader;
CREATE PROCEDURE lease6DumpHeader()
BEGIN
    SELECT CONCAT(
        'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,',
        'hostname,hwaddr,state,user_context,hwtype,hwaddr_source'
    );
END;

DROP PROCEDURE IF EXISTS lease6DumpData;
CREATE PROCEDURE lease6DumpData()
BEGIN
    SELECT address, IFNULL(colonSeparatedHex(HEX(duid)), ''), valid_lifetime, UNIX_TIMESTAMP(expire), subnet_id,
        pref_lifetime, lease_type, iaid, prefix_len, fqdn_fwd, fqdn_rev, REPLACE(hostname, ',', '&#x2c'),
        IFNULL(colonSeparatedHex(HEX(hwaddr)), ''), state, REPLACE(IFNULL(user_context, ''), ',', '&#x2c'), hwtype,
        hwaddr_source
    FROM lease6 ORDER BY address;
END;

DROP PROCEDURE IF EXISTS lease6Upload;
CREATE PROCEDURE lease6Upload(
    address VARCHAR(39), duid VARCHAR(512), valid_lifetime INT UNSIGNED, expire BIGINT UNSIGNED,
    subnet_id INT UNSIGNED, pref_lifetime INT UNSIGNED, lease_type TINYINT, iaid INT UNSIGNED,
    prefix_len TINYINT UNSIGNED, fqdn_fwd TINYINT, fqdn_rev TINYINT, hostname VARCHAR(255), hwaddr VARCHAR(64),
    state INT UNSIGNED, user_context TEXT, hwtype SMALLINT, hwaddr_source INT UNSIGNED
)
BEGIN
    INSERT INTO lease6 (
        address, duid, valid_lifetime, expire, subnet_id, pref_lifetime, lease_type, iaid, prefix_len, fqdn_fwd,
        fqdn_rev, hostname, hwaddr, state, user_context, hwtype, hwaddr_source
    ) VALUES (
        address, UNHEX(REPLACE(duid, ':', '')), valid_lifetime, FROM_UNIXTIME(expire), subnet_id, pref_lifetime,
        lease_type, iaid, prefix_len, fqdn_fwd, fqdn_rev, REPLACE(hostname, '&#x2c', ','),
        UNHEX(REPLACE(hwaddr, ':', '')), state, NULLIF(REPLACE(user_context, '&#x2c', ','), ''), hwtype, hwaddr_source
    );
END;
