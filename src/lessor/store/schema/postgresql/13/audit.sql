-- Who changed what in the configuration of DHCPv{family} servers. A change belongs to the revision that was made last
-- in this connection; kea.disable_audit stops the book-keeping.

CREATE OR REPLACE FUNCTION createAuditRevisionDHCP{family}(
    audit_ts timestamptz, server_tag varchar, audit_log_message text, cascade_transaction boolean
) RETURNS void AS $$
DECLARE
    revision bigint;
BEGIN
    IF get_session_boolean('kea.disable_audit') THEN
        RETURN;
    END IF;
    INSERT INTO dhcp{family}_audit_revision (modification_ts, server_id, log_message)
        VALUES (audit_ts, (SELECT s.id FROM dhcp{family}_server AS s WHERE s.tag = server_tag), audit_log_message)
        RETURNING id INTO revision;
    PERFORM set_session_value('kea.audit_revision_id', revision);
    PERFORM set_session_value('kea.cascade_transaction', cascade_transaction);
END;
$$ LANGUAGE plpgsql;

CREATE OR REPLACE FUNCTION createAuditEntryDHCP{family}(
    object_type_val varchar, object_id_val bigint, modification_type_val varchar
) RETURNS void AS $$
BEGIN
    IF NOT get_session_boolean('kea.disable_audit') THEN
        INSERT INTO dhcp{family}_audit (object_type, object_id, modification_type, revision_id)
            SELECT object_type_val, object_id_val, m.id, get_session_big_int('kea.audit_revision_id')
            FROM modification AS m WHERE m.modification_type = modification_type_val;
    END IF;
END;
$$ LANGUAGE plpgsql;
