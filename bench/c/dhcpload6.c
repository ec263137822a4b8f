/* dhcpload6: a light DHCPv6 load generator that acts as a relay; how to use it: load.h.
 *
 * Each client has a DUID of its hardware address and wants one address, with -P one prefix as well; it asks for DNS
 * servers and the search list.
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdint.h>

struct lease {
    uint32_t client;
    uint8_t address[16], prefix[16], prefix_length;
};
typedef struct sockaddr_in6 address_t;
#define XIDS 0xffffff

#include "load.h"

enum { SOLICIT = 1, ADVERTISE = 2, REQUEST = 3, RENEW = 5, REPLY = 7, RELAY_FORW = 12, RELAY_REPL = 13 };
enum { CLIENT_ID = 1, SERVER_ID = 2, IA_NA = 3, IAADDR = 5, ORO = 6, ELAPSED = 8, RELAY_MESSAGE = 9, IA_PD = 25,
       IAPREFIX = 26 };

#define RELAY_HEADER 34
#define LONGEST_ID 130

static struct in6_addr self, relay_base;
static uint32_t relay_count;
static uint8_t server_id[LONGEST_ID];
static int server_id_length;    /* learned from the first ADVERTISE, the same for all */

static uint8_t *put16(uint8_t *p, uint16_t value)
{
    *p++ = value >> 8;
    *p++ = value;
    return p;
}

static uint8_t *put_option(uint8_t *p, uint16_t code, uint16_t length, const void *value)
{
    p = put16(put16(p, code), length);
    memcpy(p, value, length);
    return p + length;
}

/* An identity association with IAID 1 and, when a lease is named, what is held in it. */
static uint8_t *put_association(uint8_t *p, uint16_t code, const struct lease *lease)
{
    uint8_t value[64] = {0, 0, 0, 1}, *end = value + 12;
    if (lease && code == IA_NA) {
        uint8_t held[24] = {0};
        memcpy(held, lease->address, 16);
        end = put_option(end, IAADDR, sizeof held, held);
    } else if (lease) {
        uint8_t held[25] = {0};
        held[8] = lease->prefix_length;
        memcpy(held + 9, lease->prefix, 16);
        end = put_option(end, IAPREFIX, sizeof held, held);
    }
    return put_option(p, code, end - value, value);
}

static void send_message(uint8_t type, uint32_t xid, uint32_t client, const struct lease *lease)
{
    static const uint8_t wanted[] = {0, 23, 0, 24}, elapsed[] = {0, 0};
    uint8_t *message = room(), *inner = message + RELAY_HEADER + 4, *p = inner, duid[10] = {0, 3, 0, 1};
    memset(message, 0, RELAY_HEADER);
    message[0] = RELAY_FORW;
    memcpy(message + 2, relay_count ? &relay_base : &self, 16);
    if (relay_count)
        put16(message + 8, client % relay_count);   /* link i is BASE with i in the fourth group */
    message[18] = 0xfe;
    message[19] = 0x80;
    put_mac(duid + 4, client);
    memcpy(message + 28, duid + 4, 6);      /* a peer of its own */
    uint32_t head = htonl((uint32_t)type << 24 | xid);
    memcpy(p, &head, 4);
    p = put_option(p + 4, CLIENT_ID, sizeof duid, duid);
    if (type != SOLICIT)
        p = put_option(p, SERVER_ID, server_id_length, server_id);
    p = put_option(p, ELAPSED, sizeof elapsed, elapsed);
    p = put_option(p, ORO, sizeof wanted, wanted);
    p = put_association(p, IA_NA, lease);
    if (with_prefixes)
        p = put_association(p, IA_PD, lease);
    put16(put16(message + RELAY_HEADER, RELAY_MESSAGE), p - inner);
    post(p);
}

static void send_first(uint32_t xid, uint32_t client)
{
    send_message(SOLICIT, xid, client, NULL);
}

static void send_renewal(uint32_t xid, const struct lease *lease)
{
    /* a run of renewals has seen no ADVERTISE: the bench configures this server id */
    static const uint8_t configured[] = {0, 2, 0, 0, 9, 0xbf, 'b', 'e', 'n', 'c', 'h'};
    server_id_length = sizeof configured;
    memcpy(server_id, configured, sizeof configured);
    send_message(RENEW, xid, lease->client, lease);
}

static uint16_t get16(const uint8_t *p)
{
    return p[0] << 8 | p[1];
}

/* Return the value of an option and its length in `found`, NULL when there is none. */
static uint8_t *option(uint8_t *p, uint8_t *end, uint16_t code, int *found)
{
    while (p + 4 <= end) {
        int length = get16(p + 2);
        if (p + 4 + length > end)
            return NULL;
        if (get16(p) == code) {
            *found = length;
            return p + 4;
        }
        p += 4 + length;
    }
    return NULL;
}

/* Read what is granted; 0 when something wanted is not, or has lost its validity. */
static int read_lease(uint8_t *options, uint8_t *end, struct lease *lease)
{
    static const uint8_t nothing[4];
    int length;
    uint8_t *ia = option(options, end, IA_NA, &length);
    uint8_t *held = ia && length >= 12 ? option(ia + 12, ia + length, IAADDR, &length) : NULL;
    if (!held || length < 24 || !memcmp(held + 20, nothing, 4))
        return 0;
    memcpy(lease->address, held, 16);
    if (!with_prefixes)
        return 1;
    ia = option(options, end, IA_PD, &length);
    held = ia && length >= 12 ? option(ia + 12, ia + length, IAPREFIX, &length) : NULL;
    if (!held || length < 25 || !memcmp(held + 4, nothing, 4))
        return 0;
    lease->prefix_length = held[8];
    memcpy(lease->prefix, held + 9, 16);
    return 1;
}

static void receive(uint8_t *message, int length, uint64_t at)
{
    int inner_length, id_length;
    if (length < RELAY_HEADER || message[0] != RELAY_REPL)
        return;
    uint8_t *inner = option(message + RELAY_HEADER, message + length, RELAY_MESSAGE, &inner_length);
    if (!inner || inner_length < 4)
        return;
    uint8_t type = inner[0], *options = inner + 4, *end = inner + inner_length;
    uint32_t head;
    memcpy(&head, inner, 4);
    struct exchange *e = exchange_of(ntohl(head) & XIDS, type == ADVERTISE);
    if (!e)
        return;
    int stage = e->stage;
    struct lease lease = {.client = e->client};
    e->stage = FREE;
    uint8_t *id = option(options, end, SERVER_ID, &id_length);
    if (!id || id_length > LONGEST_ID || !read_lease(options, end, &lease)) {
        naks++;
    } else if (at - e->sent_at > drop_seconds * 1e9) {
        late++;
    } else if (stage == OFFER_AWAITED) {
        count_answer(&stages[stage], at - e->sent_at);
        server_id_length = id_length;
        memcpy(server_id, id, id_length);
        send_message(REQUEST, begin(lease.client, ACK_AWAITED, now())->xid, lease.client, &lease);
    } else if (type == REPLY) {
        count_answer(&stages[stage], at - e->sent_at);
        if (keep_leases)
            remember(&lease);
    }
}

static void open_socket(const char *local, const char *remote)
{
    address_t address = {.sin6_family = AF_INET6, .sin6_port = htons(547)};
    server = address;
    inet_pton(AF_INET6, local, &self);
    inet_pton(AF_INET6, remote, &server.sin6_addr);
    address.sin6_addr = self;
    bind_socket(AF_INET6, &address, sizeof address);
}

static int take_relays(const char *text)
{
    char base[64];
    return sscanf(text, "%63[^/]/%u", base, &relay_count) == 2 && inet_pton(AF_INET6, base, &relay_base) == 1;
}

int main(int argc, char **argv)
{
    return load(argc, argv, "fd00:10::2", "fd00:10::1");
}
