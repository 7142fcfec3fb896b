/* SPDX-License-Identifier: Apache-2.0 */
/* What both clients share: how to reach the peer, what to ask of it, and the clock. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Task CLOSE: the peer answers close_notify with close_notify. */
static const unsigned char REQUEST[5] = {'C', 0, 0, 0, 0};

static void fail(const char *what)
{
    fprintf(stderr, "%s failed\n", what);
    exit(1);
}

static int tcp_connect(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short) port)};
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *) &address, sizeof address) != 0)
        fail("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    return fd;
}

static long long now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Reads how many closes to time, does them, and says the nanoseconds of each; until the input ends. */
static int serve(int port, long long (*timed_close)(int fd))
{
    int count;

    while (scanf("%d", &count) == 1) {
        while (count-- > 0) {
            int fd = tcp_connect(port);
            printf("%lld\n", timed_close(fd));
            close(fd);
        }
        fflush(stdout);
    }
    return 0;
}
