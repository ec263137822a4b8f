-- What further numbers mean.

-- unless table option_def_data_type
CREATE TABLE option_def_data_type (
    id   tinyint unsigned NOT NULL,
    name varchar(32) NOT NULL,
    PRIMARY KEY (id)
) ENGINE=InnoDB;
INSERT INTO option_def_data_type (id, name) VALUES
    (0, 'empty'),
    (1, 'binary'),
    (2, 'boolean'),
    (3, 'int8'),
    (4, 'int16'),
    (5, 'int32'),
    (6, 'uint8'),
    (7, 'uint16'),
    (8, 'uint32'),
    (10, 'ipv4-address'),
    (11, 'ipv6-address'),
    (12, 'ipv6-prefix'),
    (13, 'psid'),
    (14, 'string'),
    (15, 'tuple'),
    (16, 'fqdn'),
    (17, 'internal'),
    (254, 'record');

-- always
INSERT INTO lease_state (state, name) VALUES (3, 'released'), (4, 'registered')
    ON DUPLICATE KEY UPDATE name = name;

-- always: temporary addresses are no longer a type of their own
DELETE FROM lease6_types
    WHERE lease_type = 1 AND NOT EXISTS (SELECT 1 FROM lease6 WHERE lease6.lease_type = 1);
