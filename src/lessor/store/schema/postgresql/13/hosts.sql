-- Reservations of hosts.

-- Reservations: one row for each identifier and pair of subnets.
CREATE TABLE hosts (
    host_id               serial NOT NULL,
    dhcp_identifier       bytea NOT NULL,
    dhcp_identifier_type  smallint NOT NULL,
    dhcp4_subnet_id       bigint,
    dhcp6_subnet_id       bigint,
    ipv4_address          bigint,
    hostname              varchar(255) DEFAULT NULL,
    dhcp4_client_classes  varchar(255) DEFAULT NULL,
    dhcp6_client_classes  varchar(255) DEFAULT NULL,
    dhcp4_next_server     bigint,
    dhcp4_server_hostname varchar(64) DEFAULT NULL,
    dhcp4_boot_file_name  varchar(128) DEFAULT NULL,
    user_context          text,
    auth_key              varchar(32) DEFAULT NULL,
    PRIMARY KEY (host_id),
    CONSTRAINT fk_host_identifier_type FOREIGN KEY (dhcp_identifier_type)
        REFERENCES host_identifier_type(type) ON DELETE CASCADE
);
CREATE INDEX fk_host_identifier_type ON hosts (dhcp_identifier_type);
CREATE INDEX hosts_by_hostname ON hosts (lower(hostname)) WHERE hostname IS NOT NULL;
CREATE UNIQUE INDEX key_dhcp4_identifier_subnet_id ON hosts (dhcp_identifier, dhcp_identifier_type, dhcp4_subnet_id)
    WHERE dhcp4_subnet_id IS NOT NULL;
CREATE INDEX key_dhcp4_ipv4_address_subnet_id ON hosts (ipv4_address, dhcp4_subnet_id);
CREATE UNIQUE INDEX key_dhcp6_identifier_subnet_id ON hosts (dhcp_identifier, dhcp_identifier_type, dhcp6_subnet_id)
    WHERE dhcp6_subnet_id IS NOT NULL;
CREATE INDEX key_dhcp_identifier ON hosts (dhcp_identifier, dhcp_identifier_type);

-- Addresses (type 0) and prefixes (2) of reservations.
CREATE TABLE ipv6_reservations (
    reservation_id serial NOT NULL,
    address        varchar(39) NOT NULL,
    prefix_len     smallint NOT NULL DEFAULT '128',
    type           smallint NOT NULL DEFAULT '0',
    dhcp6_iaid     integer,
    host_id        integer NOT NULL,
    PRIMARY KEY (reservation_id),
    CONSTRAINT fk_ipv6_reservations_host FOREIGN KEY (host_id) REFERENCES hosts(host_id) ON DELETE CASCADE
);
CREATE INDEX fk_ipv6_reservations_host_idx ON ipv6_reservations (host_id);
CREATE INDEX key_dhcp6_address_prefix_len ON ipv6_reservations (address, prefix_len);
