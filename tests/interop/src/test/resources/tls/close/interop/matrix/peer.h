/* SPDX-License-Identifier: Apache-2.0 */
/* What one TLS library does for peer.c, which obeys what is typed. */
#ifndef PEER_H
#define PEER_H

struct options {
    int server;
    int tls13; /* this version only */
    const char *authority, *chain, *key;
};

/* What ended the other side's data. */
enum end { END_DATA, END_CLOSE_NOTIFY, END_TRANSPORT, END_ERROR };

/* Shakes hands, or dies. */
void tls_open(const struct options *options, int socket);

/* Waits for data: its length; or 0, and what came in its place. */
int tls_read(char *buffer, int length, enum end *end);

/* Writes all of it, or dies. */
void tls_write(const char *buffer, int length);

/* Sends close_notify and waits for nothing. */
void tls_close_notify(void);

/* What the library said last. */
const char *tls_error(void);

/* Prints why and exits. */
void die(const char *what, const char *why);

#endif
