-- Reservations: longer identifiers, addresses of IPv6 as numbers, excluded prefixes.

-- while type ipv6_reservations.address character varying(39)
ALTER TABLE ipv6_reservations ALTER COLUMN address TYPE inet USING address::inet;

-- unless column ipv6_reservations.excluded_prefix
ALTER TABLE ipv6_reservations ADD COLUMN excluded_prefix inet;

-- unless column ipv6_reservations.excluded_prefix_len
ALTER TABLE ipv6_reservations ADD COLUMN excluded_prefix_len smallint NOT NULL DEFAULT '0';
