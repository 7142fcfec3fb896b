/* SPDX-License-Identifier: Apache-2.0 */
/* Times SSL_shutdown, both calls, against the peer's port that is the argument. Needs -lssl -lcrypto. */
#include <openssl/ssl.h>

#include "client.h"

static SSL_CTX *context;

static long long timed_close(int fd)
{
    SSL *ssl = SSL_new(context);
    unsigned char ready;
    long long begin, end;

    SSL_set_fd(ssl, fd);
    if (SSL_connect(ssl) != 1)
        fail("SSL_connect");
    if (SSL_write(ssl, REQUEST, sizeof REQUEST) != sizeof REQUEST)
        fail("SSL_write");
    if (SSL_read(ssl, &ready, 1) != 1)
        fail("SSL_read");

    begin = now();
    /* The first call sends, the second waits. */
    if (SSL_shutdown(ssl) != 1 && SSL_shutdown(ssl) != 1)
        fail("SSL_shutdown");
    end = now();
    SSL_free(ssl);
    return end - begin;
}

int main(int argc, char **argv)
{
    context = SSL_CTX_new(TLS_client_method());
    if (argc != 2 || context == NULL || SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1)
        fail("set-up");
    return serve(atoi(argv[1]), timed_close);
}
