/* SPDX-License-Identifier: Apache-2.0 */
#include "peer.h"
#include <wolfssl/options.h>
#include <wolfssl/ssl.h>
#include <stdio.h>

static WOLFSSL *ssl;
static int last;

const char *tls_error(void) {
    static char text[WOLFSSL_MAX_ERROR_SZ];
    return wolfSSL_ERR_error_string(last, text);
}

static void must(const char *what, int result) {
    if (result == WOLFSSL_SUCCESS) return;
    last = ssl ? wolfSSL_get_error(ssl, result) : result;
    die(what, tls_error());
}

void tls_open(const struct options *options, int socket) {
    wolfSSL_Init();
    WOLFSSL_CTX *context = wolfSSL_CTX_new(
        options->server ? (options->tls13 ? wolfTLSv1_3_server_method() : wolfTLSv1_2_server_method())
                        : (options->tls13 ? wolfTLSv1_3_client_method() : wolfTLSv1_2_client_method()));
    must("authority", wolfSSL_CTX_load_verify_locations(context, options->authority, NULL));
    if (options->server) {
        wolfSSL_CTX_set_verify(context, WOLFSSL_VERIFY_NONE, NULL);
        must("chain", wolfSSL_CTX_use_certificate_chain_file(context, options->chain));
        must("key", wolfSSL_CTX_use_PrivateKey_file(context, options->key, WOLFSSL_FILETYPE_PEM));
    }
    ssl = wolfSSL_new(context);
    if (!options->server) must("name", wolfSSL_check_domain_name(ssl, "server.test"));
    must("socket", wolfSSL_set_fd(ssl, socket));
    must("handshake", options->server ? wolfSSL_accept(ssl) : wolfSSL_connect(ssl));
    printf("version %s\n", wolfSSL_lib_version());
}

int tls_read(char *buffer, int length, enum end *end) {
    int count = wolfSSL_read(ssl, buffer, length);
    last = count > 0 ? 0 : wolfSSL_get_error(ssl, count);
    *end = count > 0 ? END_DATA
        : last == WOLFSSL_ERROR_ZERO_RETURN ? END_CLOSE_NOTIFY
        : last == SOCKET_PEER_CLOSED_E ? END_TRANSPORT : END_ERROR;
    return count > 0 ? count : 0;
}

void tls_write(const char *buffer, int length) {
    if (wolfSSL_write(ssl, buffer, length) != length) must("write", 0);
}

/* Its first call sends, its second would wait. */
void tls_close_notify(void) { wolfSSL_shutdown(ssl); }
