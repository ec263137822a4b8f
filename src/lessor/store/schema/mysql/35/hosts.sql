-- Reservations: longer identifiers, addresses of IPv6 as numbers, excluded prefixes.

-- while type hosts.dhcp_identifier varbinary(128)
ALTER TABLE hosts MODIFY dhcp_identifier varbinary(255) NOT NULL;

-- while type ipv6_reservations.address varchar(39)
-- unless column ipv6_reservations.binary_address
ALTER TABLE ipv6_reservations ADD COLUMN binary_address binary(16);

-- while column ipv6_reservations.binary_address
UPDATE ipv6_reservations SET binary_address = INET6_ATON(address);
ALTER TABLE ipv6_reservations DROP KEY key_dhcp6_address_prefix_len, DROP COLUMN address,
    CHANGE binary_address address binary(16) NOT NULL AFTER reservation_id,
    ADD KEY key_dhcp6_address_prefix_len (address, prefix_len);

-- unless column ipv6_reservations.excluded_prefix
ALTER TABLE ipv6_reservations ADD COLUMN excluded_prefix binary(16);

-- unless column ipv6_reservations.excluded_prefix_len
ALTER TABLE ipv6_reservations ADD COLUMN excluded_prefix_len tinyint unsigned NOT NULL DEFAULT 0;
