-- Who changed what in the configuration of DHCPv{family} servers. A change belongs to the revision that was made last
-- in this connection; @disable_audit stops the book-keeping.

DROP PROCEDURE IF EXISTS createAuditRevisionDHCP{family};
CREATE PROCEDURE createAuditRevisionDHCP{family}(
    audit_ts TIMESTAMP, server_tag VARCHAR(256), audit_log_message TEXT, cascade_transaction TINYINT(1)
)
BEGIN
    IF NOT IFNULL(@disable_audit, 0) THEN
        INSERT INTO dhcp{family}_audit_revision (modification_ts, server_id, log_message)
           
            SELECT audit_ts, (SELECT s.id FROM dhcp{family}_server AS s WHERE s.tag = server_tag), audit_log_message;
        SET @audit_revision_id = LAST_INSERT_ID();
        SET @cascade_transaction = cascade_transaction;
    END IF;
END;

DROP PROCEDURE IF EXISTS createAuditEntryDHCP{family};
CREATE PROCEDURE createAuditEntryDHCP{family}(
    object_type_val VARCHAR(256), object_id_val BIGINT UNSIGNED, modification_type_val VARCHAR(32)
)
BEGIN
    IF NOT IFNULL(@disable_audit, 0) THEN
        INSERT INTO dhcp{family}_audit (object_type, object_id, modification_type, revision_id)
            SELECT object_type_val, object_id_val, m.id, @audit_revision_id
            FROM modification AS m WHERE m.modification_type = modification_type_val;
    END IF;
END;
