/* dhcpload: a light DHCPv4 load generator that acts as a relay; how to use it: load.h.
 *
 * What clients send is what perfdhcp's clients send.
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <stdint.h>

struct lease {
    uint32_t client, address;   /* address in network byte order */
};
typedef struct sockaddr_in address_t;
#define XIDS 0x7fffffff

#include "load.h"

enum { DISCOVER = 1, OFFER = 2, REQUEST = 3, ACK = 5, NAK = 6 };

#define HEADER 240

static struct in_addr self;
static uint32_t relay_base, relay_count, relay_step = 256;

static uint8_t *put_option(uint8_t *p, uint8_t code, uint8_t length, const void *value)
{
    *p++ = code;
    *p++ = length;
    memcpy(p, value, length);
    return p + length;
}

/* A DISCOVER; a REQUEST for `address` as offered by `server_id`; without a server id a renewal of `address`. */
static void send_message(uint8_t type, uint32_t xid, uint32_t client, uint32_t address, const uint8_t *server_id)
{
    static const uint8_t wanted[] = {1, 28, 2, 3, 15, 6, 12};
    uint8_t *message = room(), *p = message + HEADER, client_id[7] = {1};
    memset(message, 0, HEADER);
    memcpy(message, (uint8_t[]){1, 1, 6, 1}, 4);
    uint32_t xid_n = htonl(xid);
    uint32_t giaddr = relay_count ? htonl(relay_base + (client % relay_count) * relay_step) : self.s_addr;
    memcpy(message + 4, &xid_n, 4);
    if (type == REQUEST && !server_id)
        memcpy(message + 12, &address, 4);
    memcpy(message + 24, &giaddr, 4);
    put_mac(message + 28, client);
    memcpy(message + 236, (uint8_t[]){99, 130, 83, 99}, 4);
    p = put_option(p, 53, 1, &type);
    if (server_id) {
        p = put_option(p, 54, 4, server_id);
        p = put_option(p, 50, 4, &address);
    }
    p = put_option(p, 55, sizeof wanted, wanted);
    put_mac(client_id + 1, client);
    p = put_option(p, 61, sizeof client_id, client_id);
    *p++ = 255;
    post(p);
}

static void send_first(uint32_t xid, uint32_t client)
{
    send_message(DISCOVER, xid, client, 0, NULL);
}

static void send_renewal(uint32_t xid, const struct lease *lease)
{
    send_message(REQUEST, xid, lease->client, lease->address, NULL);
}

static void receive(uint8_t *message, int length, uint64_t at)
{
    uint8_t type = 0, mac[6];
    const uint8_t *server_id = NULL;
    uint32_t xid, address;
    if (length < HEADER + 4 || message[0] != 2)
        return;
    for (int i = HEADER; i + 1 < length && message[i] != 255;) {
        if (message[i] == 0) {
            i++;
            continue;
        }
        if (i + 2 + message[i + 1] > length)
            break;
        if (message[i] == 53)
            type = message[i + 2];
        else if (message[i] == 54 && message[i + 1] == 4)
            server_id = message + i + 2;
        i += 2 + message[i + 1];
    }
    memcpy(&xid, message + 4, 4);
    memcpy(&address, message + 16, 4);
    xid = ntohl(xid);
    struct exchange *e = exchange_of(xid, type == OFFER);
    if (!e)
        return;
    put_mac(mac, e->client);
    if (memcmp(message + 28, mac, 6)) {
        orphans++;
        return;
    }
    int stage = e->stage;
    e->stage = FREE;
    if (type == NAK) {
        naks++;
    } else if (at - e->sent_at > drop_seconds * 1e9) {
        late++;
    } else if (stage == OFFER_AWAITED && server_id) {
        count_answer(&stages[stage], at - e->sent_at);
        uint32_t client = e->client;
        send_message(REQUEST, begin(client, ACK_AWAITED, now())->xid, client, address, server_id);
    } else if (stage == ACK_AWAITED && type == ACK) {
        count_answer(&stages[stage], at - e->sent_at);
        if (keep_leases)
            remember(&(struct lease){e->client, address});
    }
}

static void open_socket(const char *local, const char *remote)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(67)};
    inet_pton(AF_INET, local, &self);
    if (!relay_count)
        address.sin_addr = self;
    server = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(67)};
    inet_pton(AF_INET, remote, &server.sin_addr);
    bind_socket(AF_INET, &address, sizeof address);
}

static int take_relays(const char *text)
{
    char base[64];
    if (sscanf(text, "%63[^/]/%u/%u", base, &relay_count, &relay_step) < 2)
        return 0;
    relay_base = ntohl(inet_addr(base));
    return 1;
}

int main(int argc, char **argv)
{
    return load(argc, argv, "10.0.0.2", "10.0.0.1");
}
