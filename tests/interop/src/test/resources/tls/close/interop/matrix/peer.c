/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TLS peer that does what it is told, one command a line, over whatever library it is linked with.
 *
 * usage: peer server|client TLSv1.2|TLSv1.3 authority chain key port
 */
#include "peer.h"
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int transport;
static char buffer[1 << 14];

void die(const char *what, const char *why) {
    printf("%s: %s\n", what, why);
    exit(1);
}

static int connected(int server, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    const socklen_t length = sizeof address;
    int made = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    if (!server) {
        if (connect(made, (struct sockaddr *)&address, length)) die("connect", "failed");
        return made;
    }
    if (bind(made, (struct sockaddr *)&address, length) || listen(made, 1)) die("listen", "failed");
    return accept(made, NULL, NULL);
}

static void echo(void) {
    enum end end;
    int count = tls_read(buffer, sizeof buffer, &end);
    if (count) tls_write(buffer, count);
}

/* Reads to the end, and says which it was. */
static void drain(void) {
    enum end end = END_DATA;
    long total = 0;
    while (end == END_DATA) total += tls_read(buffer, sizeof buffer, &end);
    const char *how = end == END_CLOSE_NOTIFY ? "close_notify" : end == END_TRANSPORT ? "truncated" : tls_error();
    printf("drained %ld %s\n", total, how);
}

static void send_bytes(long count) {
    memset(buffer, 'x', sizeof buffer);
    for (int length; count > 0; count -= length) {
        length = count < (long)sizeof buffer ? (int)count : (int)sizeof buffer;
        tls_write(buffer, length);
    }
    printf("sent\n");
}

/* On the bare transport: as many bytes each way. */
static void swap(long count) {
    long sent = 0, received = 0, same = 0;
    memset(buffer, 'p', sizeof buffer);
    while (sent < count) {
        long length = count - sent < (long)sizeof buffer ? count - sent : (long)sizeof buffer;
        sent += write(transport, buffer, length);
    }
    while (received < count) {
        long length = read(transport, buffer, sizeof buffer);
        if (length <= 0) break;
        for (long i = 0; i < length; i++) same += buffer[i] == 'p';
        received += length;
    }
    printf("swapped %ld %s\n", received, same == count && received == count ? "same" : "different");
}

static void obey(const char *command, long count) {
    if (!strcmp(command, "echo")) echo();
    else if (!strcmp(command, "drain")) drain();
    else if (!strcmp(command, "send")) send_bytes(count);
    else if (!strcmp(command, "close")) { tls_close_notify(); printf("closed\n"); }
    else if (!strcmp(command, "swap")) swap(count);
    else die("unknown command", command);
}

int main(int argc, char **argv) {
    if (argc < 7) die("usage", "peer server|client TLSv1.2|TLSv1.3 authority chain key port");
    struct options options = {
        .server = !strcmp(argv[1], "server"),
        .tls13 = !strcmp(argv[2], "TLSv1.3"),
        .authority = argv[3], .chain = argv[4], .key = argv[5]};
    char line[80], command[80];
    int on = 1;
    signal(SIGPIPE, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0);
    transport = connected(options.server, atoi(argv[6]));
    setsockopt(transport, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    tls_open(&options, transport);
    printf("wrapped\n");
    while (fgets(line, sizeof line, stdin)) {
        long count = 0;
        if (sscanf(line, "%79s %ld", command, &count) >= 1) obey(command, count);
    }
    return 0;
}
