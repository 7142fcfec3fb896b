/* SPDX-License-Identifier: Apache-2.0 */
#include "peer.h"
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>

static SSL *ssl;

const char *tls_error(void) {
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason ? reason : "error of the transport";
}

static void must(const char *what, int done) {
    if (!done) die(what, tls_error());
}

void tls_open(const struct options *options, int socket) {
    SSL_CTX *context = SSL_CTX_new(options->server ? TLS_server_method() : TLS_client_method());
    int version = options->tls13 ? TLS1_3_VERSION : TLS1_2_VERSION;
    SSL_CTX_set_min_proto_version(context, version);
    SSL_CTX_set_max_proto_version(context, version);
    must("authority", SSL_CTX_load_verify_file(context, options->authority));
    if (options->server) {
        must("chain", SSL_CTX_use_certificate_chain_file(context, options->chain));
        must("key", SSL_CTX_use_PrivateKey_file(context, options->key, SSL_FILETYPE_PEM));
    } else {
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    }
    ssl = SSL_new(context);
    if (!options->server) must("name", SSL_set1_host(ssl, "server.test"));
    SSL_set_fd(ssl, socket);
    must("handshake", (options->server ? SSL_accept(ssl) : SSL_connect(ssl)) == 1);
    printf("version %s\n", OpenSSL_version(OPENSSL_VERSION));
}

int tls_read(char *buffer, int length, enum end *end) {
    ERR_clear_error();
    int count = SSL_read(ssl, buffer, length);
    *end = count > 0 ? END_DATA
        : SSL_get_error(ssl, count) == SSL_ERROR_ZERO_RETURN ? END_CLOSE_NOTIFY
        : ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING ? END_TRANSPORT : END_ERROR;
    return count > 0 ? count : 0;
}

void tls_write(const char *buffer, int length) { must("write", SSL_write(ssl, buffer, length) == length); }

/* Its first call sends, its second would wait. */
void tls_close_notify(void) { must("shutdown", SSL_shutdown(ssl) >= 0); }
