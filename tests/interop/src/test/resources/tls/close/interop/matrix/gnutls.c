/* SPDX-License-Identifier: Apache-2.0 */
#include "peer.h"
#include <gnutls/gnutls.h>
#include <stdio.h>

static gnutls_session_t session;
static ssize_t last;

const char *tls_error(void) { return gnutls_strerror((int)last); }

static void must(const char *what, ssize_t result) {
    last = result;
    if (result < 0) die(what, tls_error());
}

void tls_open(const struct options *options, int socket) {
    gnutls_certificate_credentials_t credentials;
    must("credentials", gnutls_certificate_allocate_credentials(&credentials));
    must("authority",
        gnutls_certificate_set_x509_trust_file(credentials, options->authority, GNUTLS_X509_FMT_PEM));
    if (options->server)
        must("key", gnutls_certificate_set_x509_key_file(
            credentials, options->chain, options->key, GNUTLS_X509_FMT_PEM));
    must("session", gnutls_init(&session, options->server ? GNUTLS_SERVER : GNUTLS_CLIENT));
    must("priority", gnutls_priority_set_direct(
        session, options->tls13 ? "NORMAL:-VERS-ALL:+VERS-TLS1.3" : "NORMAL:-VERS-ALL:+VERS-TLS1.2", NULL));
    must("credentials", gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials));
    if (!options->server) gnutls_session_set_verify_cert(session, "server.test", 0);
    gnutls_transport_set_int(session, socket);
    must("handshake", gnutls_handshake(session));
    printf("version %s\n", gnutls_check_version(NULL));
}

int tls_read(char *buffer, int length, enum end *end) {
    do last = gnutls_record_recv(session, buffer, length);
    while (last == GNUTLS_E_AGAIN || last == GNUTLS_E_INTERRUPTED);
    *end = last > 0 ? END_DATA
        : last == 0 ? END_CLOSE_NOTIFY
        : last == GNUTLS_E_PREMATURE_TERMINATION ? END_TRANSPORT : END_ERROR;
    return last > 0 ? (int)last : 0;
}

void tls_write(const char *buffer, int length) {
    for (; length > 0; buffer += last, length -= last) must("write", gnutls_record_send(session, buffer, length));
}

void tls_close_notify(void) { must("bye", gnutls_bye(session, GNUTLS_SHUT_WR)); }
