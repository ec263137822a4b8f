/* What load generators of both families share: exchanges under way, the pace, the report.
 *
 * One thread, recvmmsg and sendmmsg, no busy waiting, so that the server keeps the other core for itself. It sends at a
 * fixed rate whatever comes back (open loop) and reports percentiles. A family's file defines `struct lease`, with the
 * `client` in it, and what it calls `address_t`; includes this; and defines the functions declared below.
 *
 *   -r RATE -p SECS [-n CLIENTS] [-b FIRST] [-c COUNT] [-m dora|renew] [-S FILE] [-J BASE/COUNT/STEP] [-P] ...
 *
 *   -l, -s ADDRESS   our address (the relay's), the server's
 *   -n, -b           clients FIRST .. FIRST+CLIENTS-1, round and round; client i has MAC 02:0c:00:00:00:00 + i
 *   -c               stop after COUNT exchanges
 *   -m renew         send renewals for the leases in FILE; -m dora writes the leases it got into FILE
 *   -J               thousands of relays: giaddr = BASE + (client % COUNT) * STEP; all of them must be local addresses;
 *                    dhcpload6: BASE/COUNT, link addresses that differ in their fourth group
 *   -P               a prefix for each client as well as an address
 *   -d SECS          an answer that takes longer is lost (1.0, as in perfdhcp)
 *   -1 -T SECS       send until one exchange is complete, at most SECS; status 0 when it is
 *
 * Prints one JSON object; `offer` and `ack` are the halves of the exchange.
 */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FREE, OFFER_AWAITED, ACK_AWAITED, STAGES };

#define BATCH 64
#define BURST 32            /* messages started before answers are read again */
#define EXCHANGES (1u << 21) /* ring of exchanges under way, by transaction id */
struct exchange {
    uint32_t xid, client;
    uint64_t sent_at;
    uint8_t stage;
};

struct stage {
    uint64_t sent, received;
    uint32_t *microseconds;     /* of each answer */
    uint64_t capacity;
};

static struct exchange *exchanges;
static uint32_t next_xid;
static struct stage stages[STAGES];
static uint64_t late, orphans, naks, send_errors;

static struct lease *leases;
static uint64_t lease_count, lease_capacity;
static int keep_leases;

static int fd, with_prefixes;
static address_t server;
static double drop_seconds = 1.0;

static uint8_t out[BATCH][600];
static struct iovec out_vectors[BATCH];
static struct mmsghdr out_messages[BATCH];
static int out_count;

/* ---- what each family defines ----------------------------------------------------------------------------------- */

static void send_first(uint32_t xid, uint32_t client);                  /* DISCOVER or SOLICIT */
static void send_renewal(uint32_t xid, const struct lease *lease);
static void receive(uint8_t *message, int length, uint64_t at);
static void open_socket(const char *local, const char *remote);
static int take_relays(const char *text);                               /* 0 when the text of -J is wrong */

static uint64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

/* ---- sending ---------------------------------------------------------------------------------------------------- */

static void flush(void)
{
    for (int done = 0; done < out_count;) {
        int sent = sendmmsg(fd, out_messages + done, out_count - done, 0);
        if (sent <= 0) {
            send_errors++;
            done++;
        } else {
            done += sent;
        }
    }
    out_count = 0;
}

/* Return room for the next message; `post` sends it with others. */
static uint8_t *room(void)
{
    if (out_count == BATCH)
        flush();
    return out[out_count];
}

static void post(const uint8_t *end)
{
    out_vectors[out_count] = (struct iovec){out[out_count], end - out[out_count]};
    out_messages[out_count].msg_hdr = (struct msghdr){
        .msg_iov = &out_vectors[out_count], .msg_iovlen = 1, .msg_name = &server, .msg_namelen = sizeof server};
    out_count++;
}

static void put_mac(uint8_t *p, uint32_t client)
{
    uint8_t mac[6] = {2, 0x0c, client >> 24, client >> 16, client >> 8, client};
    memcpy(p, mac, 6);
}

static struct exchange *begin(uint32_t client, int stage, uint64_t at)
{
    struct exchange *e = &exchanges[(next_xid = (next_xid + 1) & XIDS) & (EXCHANGES - 1)];
    *e = (struct exchange){next_xid, client, at, stage};
    stages[stage].sent++;
    return e;
}

static void start_exchange(int renew, uint64_t number, uint32_t first, uint32_t clients, uint64_t at)
{
    if (renew) {
        struct lease *l = &leases[number % lease_count];
        send_renewal(begin(l->client, ACK_AWAITED, at)->xid, l);
    } else {
        uint32_t client = first + number % clients;
        send_first(begin(client, OFFER_AWAITED, at)->xid, client);
    }
}

/* ---- receiving -------------------------------------------------------------------------------------------------- */

static void count_answer(struct stage *stage, uint64_t nanoseconds)
{
    if (stage->received == stage->capacity) {
        stage->capacity = stage->capacity ? stage->capacity * 2 : 65536;
        stage->microseconds = realloc(stage->microseconds, stage->capacity * sizeof *stage->microseconds);
    }
    stage->microseconds[stage->received++] = nanoseconds / 1000;
}

static void remember(const struct lease *lease)
{
    if (lease_count == lease_capacity) {
        lease_capacity = lease_capacity ? lease_capacity * 2 : 65536;
        leases = realloc(leases, lease_capacity * sizeof *leases);
    }
    leases[lease_count++] = *lease;
}

/* Return the exchange that an answer ends, NULL for one that nobody waits for; `offer` tells which answer it is. */
static struct exchange *exchange_of(uint32_t xid, int offer)
{
    struct exchange *e = &exchanges[xid & (EXCHANGES - 1)];
    if (e->xid == xid && e->stage != FREE && (e->stage == OFFER_AWAITED) == offer)
        return e;
    orphans++;
    return NULL;
}

static int receive_all(void)
{
    static uint8_t in[BATCH][1500];
    static struct iovec vectors[BATCH];
    static struct mmsghdr messages[BATCH];
    for (int i = 0; i < BATCH; i++) {
        vectors[i] = (struct iovec){in[i], sizeof in[i]};
        messages[i].msg_hdr = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1};
    }
    int count = recvmmsg(fd, messages, BATCH, MSG_DONTWAIT, NULL);
    uint64_t at = now();
    for (int i = 0; i < count; i++)
        receive(in[i], messages[i].msg_len, at);
    flush();
    return count;
}

/* ---- set-up, report --------------------------------------------------------------------------------------------- */

static void bind_socket(int family, const void *address, socklen_t length)
{
    int one = 1, large = 16 << 20;
    fd = socket(family, SOCK_DGRAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &large, sizeof large);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &large, sizeof large);
    if (bind(fd, address, length)) {
        perror("bind");
        exit(1);
    }
}

static void read_leases(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f || fread(&lease_count, sizeof lease_count, 1, f) != 1 || !lease_count) {
        fprintf(stderr, "no leases in %s\n", path);
        exit(1);
    }
    leases = malloc(lease_count * sizeof *leases);
    if (fread(leases, sizeof *leases, lease_count, f) != lease_count) {
        fprintf(stderr, "%s is cut off\n", path);
        exit(1);
    }
    fclose(f);
}

static void write_leases(const char *path)
{
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(&lease_count, sizeof lease_count, 1, f) != 1 ||
        fwrite(leases, sizeof *leases, lease_count, f) != lease_count || fclose(f)) {
        perror(path);
        exit(1);
    }
}

static int ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void print_stage(const char *name, struct stage *s)
{
    uint64_t n = s->received;
    if (n)
        qsort(s->microseconds, n, sizeof *s->microseconds, ascending);
#define AT(quantile) (n ? s->microseconds[(uint64_t)((n - 1) * (quantile))] : 0)
    printf("\"%s\": {\"sent\": %lu, \"received\": %lu, \"p50_us\": %u, \"p99_us\": %u, \"max_us\": %u}, ", name, s->sent, n,
           AT(.5), AT(.99), AT(1));
}

static double cpu_seconds(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static int load(int argc, char **argv, const char *local, const char *remote)
{
    const char *state = NULL;
    double rate = 100, seconds = 5, patience = 60;
    uint32_t clients = 1, first = 0;
    uint64_t limit = UINT64_MAX;
    int option, renew = 0, probe = 0;
    while ((option = getopt(argc, argv, "l:s:r:p:n:m:S:J:Pb:c:d:1T:")) != -1) {
        switch (option) {
        case 'l': local = optarg; break;
        case 's': remote = optarg; break;
        case 'r': rate = atof(optarg); break;
        case 'p': seconds = atof(optarg); break;
        case 'n': clients = strtoul(optarg, NULL, 0); break;
        case 'm': renew = !strcmp(optarg, "renew"); break;
        case 'S': state = optarg; break;
        case 'b': first = strtoul(optarg, NULL, 0); break;
        case 'c': limit = strtoull(optarg, NULL, 0); break;
        case 'd': drop_seconds = atof(optarg); break;
        case '1': probe = 1; break;
        case 'T': patience = atof(optarg); break;
        case 'P': with_prefixes = 1; break;
        case 'J':
            if (!take_relays(optarg))
                return 2;
            break;
        default: return 2;
        }
    }
    prctl(PR_SET_TIMERSLACK, 1000);     /* the default of 50 us would make every wait late */
    exchanges = calloc(EXCHANGES, sizeof *exchanges);
    open_socket(local, remote);
    if (renew)
        read_leases(state);
    keep_leases = !renew && state;
    if (probe)
        rate = 50, seconds = patience;

    struct timespec seed;
    clock_gettime(CLOCK_REALTIME, &seed);
    next_xid = (seed.tv_nsec ^ (seed.tv_sec << 12)) & XIDS;

    uint64_t begun = now(), end = begun + (uint64_t)(seconds * 1e9), started = 0, quit = 0;
    for (;;) {
        uint64_t t = now();
        int sending = !quit;
        if (sending && (t >= end || started >= limit)) {
            quit = t + (uint64_t)(drop_seconds * 1e9);
            sending = 0;
        }
        if (!sending && (t >= quit || stages[ACK_AWAITED].received + naks >= started))
            break;
        uint64_t due = 0;
        if (sending) {
            uint64_t should = (uint64_t)((t - begun) / 1e9 * rate) + 1;
            due = should > started ? should - started : 0;
            due = due > BURST ? BURST : due;
            due = due > limit - started ? limit - started : due;
        }
        for (uint64_t i = 0; i < due; i++)
            start_exchange(renew, started++, first, clients, t);
        flush();
        if (receive_all() > 0) {
            if (probe && stages[ACK_AWAITED].received)
                break;
            continue;
        }
        if (due == BURST)
            continue;
        uint64_t next = sending ? begun + (uint64_t)(started / rate * 1e9) : quit;
        t = now();
        if (next > t) {
            struct timespec wait = {(next - t) / 1000000000ull, (next - t) % 1000000000ull};
            ppoll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, &wait, NULL);
        }
    }
    uint64_t finished = now(), last = quit ? quit - (uint64_t)(drop_seconds * 1e9) : finished;
    if (keep_leases)
        write_leases(state);
    printf("{");
    print_stage("offer", &stages[OFFER_AWAITED]);
    print_stage("ack", &stages[ACK_AWAITED]);
    printf("\"started\": %lu, \"late\": %lu, \"orphans\": %lu, \"naks\": %lu, \"send_errors\": %lu, "
           "\"send_seconds\": %.3f, \"total_seconds\": %.3f, \"cpu_seconds\": %.3f}\n",
           started, late, orphans, naks, send_errors, (last - begun) / 1e9, (finished - begun) / 1e9, cpu_seconds());
    return probe && !stages[ACK_AWAITED].received;
}
