/* reflector: answers DHCPv4 without thinking, to show what generator, kernel and veth can do with no server behind.
 *
 *   reflector ADDRESS
 *
 * One thread, recvmmsg and sendmmsg, no state: the address offered is computed from the client's hardware address.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define BATCH 64
#define HEADER 240
#define SMALLEST 300    /* what a reply is padded to */

static int message_type(const uint8_t *message, int length)
{
    for (int i = HEADER; i + 2 < length && message[i] != 255; i += 2 + message[i + 1])
        if (message[i] == 53)
            return message[i + 2];
    return 0;
}

static int reply_to(const uint8_t *request, int length, uint8_t *reply, uint32_t self)
{
    int type = length > HEADER && request[0] == 1 ? message_type(request, length) : 0;
    if (type != 1 && type != 3)
        return 0;
    uint32_t yours = htonl(0x0a100000u | (((request[31] << 16) | (request[32] << 8) | request[33]) & 0x7ffff));
    uint8_t options[] = {53, 1, type == 1 ? 2 : 5, 54, 4, 0, 0, 0, 0, 51, 4, 0, 0, 14, 16, 1, 4, 255, 0, 0, 0, 255};
    memcpy(options + 5, &self, 4);
    memset(reply, 0, SMALLEST);
    memcpy(reply, request, 44);             /* op to chaddr */
    reply[0] = 2;
    memset(reply + 12, 0, 12);              /* ciaddr, yiaddr, siaddr */
    memcpy(reply + 16, &yours, 4);
    memcpy(reply + 236, request + 236, 4);  /* magic cookie */
    memcpy(reply + HEADER, options, sizeof options);
    return SMALLEST;
}

int main(int argc, char **argv)
{
    static uint8_t in[BATCH][1500], out[BATCH][SMALLEST];
    static struct mmsghdr received[BATCH], replies[BATCH];
    static struct iovec in_vectors[BATCH], out_vectors[BATCH];
    static struct sockaddr_in relays[BATCH];
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(67)};
    int large = 4 << 20, fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (argc != 2 || inet_pton(AF_INET, argv[1], &here.sin_addr) != 1) {
        fprintf(stderr, "usage: reflector ADDRESS\n");
        return 2;
    }
    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &large, sizeof large);
    if (bind(fd, (struct sockaddr *)&here, sizeof here)) {
        perror("bind");
        return 1;
    }
    for (int i = 0; i < BATCH; i++) {
        in_vectors[i] = (struct iovec){in[i], sizeof in[i]};
        received[i].msg_hdr = (struct msghdr){.msg_iov = &in_vectors[i], .msg_iovlen = 1};
    }
    for (;;) {
        int count = recvmmsg(fd, received, BATCH, MSG_WAITFORONE, NULL), replied = 0;
        if (count < 0 && errno != EINTR) {
            perror("recvmmsg");
            return 1;
        }
        for (int i = 0; i < count; i++) {
            int length = reply_to(in[i], received[i].msg_len, out[replied], here.sin_addr.s_addr);
            if (!length)
                continue;
            relays[replied] = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(67)};
            memcpy(&relays[replied].sin_addr, in[i] + 24, 4);   /* giaddr */
            out_vectors[replied] = (struct iovec){out[replied], length};
            replies[replied].msg_hdr = (struct msghdr){.msg_iov = &out_vectors[replied], .msg_iovlen = 1,
                                                       .msg_name = &relays[replied], .msg_namelen = sizeof relays[0]};
            replied++;
        }
        for (int done = 0; done < replied;) {
            int sent = sendmmsg(fd, replies + done, replied - done, 0);
            done += sent > 0 ? sent : 1;
        }
    }
}
