-- Reservations of hosts.

-- Reservations: one row for each identifier and pair of subnets.
CREATE TABLE hosts (
    host_id               int unsigned NOT NULL AUTO_INCREMENT,
    dhcp_identifier       varbinary(128) NOT NULL,
    dhcp_identifier_type  tinyint NOT NULL,
    dhcp4_subnet_id       int unsigned,
    dhcp6_subnet_id       int unsigned,
    ipv4_address          int unsigned,
    hostname              varchar(255),
    dhcp4_client_classes  varchar(255),
    dhcp6_client_classes  varchar(255),
    dhcp4_next_server     int unsigned,
    dhcp4_server_hostname varchar(64),
    dhcp4_boot_file_name  varchar(128),
    user_context          text,
    auth_key              varchar(32),
    PRIMARY KEY (host_id),
    KEY fk_host_identifier_type (dhcp_identifier_type),
    KEY hosts_by_hostname (hostname),
    UNIQUE KEY key_dhcp4_identifier_subnet_id (dhcp_identifier, dhcp_identifier_type, dhcp4_subnet_id),
    KEY key_dhcp4_ipv4_address_subnet_id_identifier (ipv4_address, dhcp4_subnet_id),
    UNIQUE KEY key_dhcp6_identifier_subnet_id (dhcp_identifier, dhcp_identifier_type, dhcp6_subnet_id),
    CONSTRAINT fk_host_identifier_type FOREIGN KEY (dhcp_identifier_type) REFERENCES host_identifier_type(type)
) ENGINE=InnoDB;

-- Addresses (type 0) and prefixes (2) of reservations.
CREATE TABLE ipv6_reservations (
    reservation_id int unsigned NOT NULL AUTO_INCREMENT,
    address        varchar(39) NOT NULL,
    prefix_len     tinyint unsigned NOT NULL DEFAULT 128,
    type           tinyint unsigned NOT NULL DEFAULT 0,
    dhcp6_iaid     int unsigned,
    host_id        int unsigned NOT NULL,
    PRIMARY KEY (reservation_id),
    KEY fk_ipv6_reservations_host_idx (host_id),
    KEY key_dhcp6_address_prefix_len (address, prefix_len),
    CONSTRAINT fk_ipv6_reservations_Host FOREIGN KEY (host_id)
        REFERENCES hosts(host_id) ON UPDATE CASCADE ON DELETE CASCADE
) ENGINE=InnoDB;
