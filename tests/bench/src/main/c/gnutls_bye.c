/* SPDX-License-Identifier: Apache-2.0 */
/* Times gnutls_bye(SHUT_RDWR) against the peer's port that is the argument. Needs -lgnutls. */
#include <gnutls/gnutls.h>

#include "client.h"

static gnutls_certificate_credentials_t credentials;

static long long timed_close(int fd)
{
    gnutls_session_t session;
    unsigned char ready;
    long long begin, end;

    gnutls_init(&session, GNUTLS_CLIENT);
    gnutls_priority_set_direct(session, "NORMAL:-VERS-ALL:+VERS-TLS1.3", NULL);
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
    gnutls_transport_set_int(session, fd);
    if (gnutls_handshake(session) != 0)
        fail("gnutls_handshake");
    if (gnutls_record_send(session, REQUEST, sizeof REQUEST) != sizeof REQUEST)
        fail("gnutls_record_send");
    /* A ticket that comes first makes it GNUTLS_E_AGAIN. */
    ssize_t count;
    do
        count = gnutls_record_recv(session, &ready, 1);
    while (count == GNUTLS_E_AGAIN || count == GNUTLS_E_INTERRUPTED);
    if (count != 1)
        fail("gnutls_record_recv");

    begin = now();
    if (gnutls_bye(session, GNUTLS_SHUT_RDWR) != 0)
        fail("gnutls_bye");
    end = now();
    gnutls_deinit(session);
    return end - begin;
}

int main(int argc, char **argv)
{
    if (argc != 2 || gnutls_certificate_allocate_credentials(&credentials) != 0)
        fail("set-up");
    return serve(atoi(argv[1]), timed_close);
}
