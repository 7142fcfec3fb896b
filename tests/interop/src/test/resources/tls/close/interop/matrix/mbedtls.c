/* SPDX-License-Identifier: Apache-2.0 */
#include "peer.h"
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/error.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <stdio.h>

static mbedtls_ssl_context ssl;
static mbedtls_ssl_config config;
static mbedtls_ctr_drbg_context random_bytes;
static mbedtls_entropy_context entropy;
static mbedtls_x509_crt authority, chain;
static mbedtls_pk_context key;
static mbedtls_net_context net;
static int last;

const char *tls_error(void) {
    static char text[200];
    mbedtls_strerror(last, text, sizeof text);
    return text;
}

static void must(const char *what, int result) {
    last = result;
    if (result) die(what, tls_error());
}

void tls_open(const struct options *options, int socket) {
    net.fd = socket;
    mbedtls_ssl_init(&ssl);
    mbedtls_ssl_config_init(&config);
    mbedtls_ctr_drbg_init(&random_bytes);
    mbedtls_entropy_init(&entropy);
    mbedtls_x509_crt_init(&authority);
    mbedtls_x509_crt_init(&chain);
    mbedtls_pk_init(&key);
    must("seed", mbedtls_ctr_drbg_seed(&random_bytes, mbedtls_entropy_func, &entropy, NULL, 0));
    must("authority", mbedtls_x509_crt_parse_file(&authority, options->authority));
    must("chain", mbedtls_x509_crt_parse_file(&chain, options->chain));
    must("key", mbedtls_pk_parse_keyfile(&key, options->key, NULL));
    must("defaults", mbedtls_ssl_config_defaults(&config,
        options->server ? MBEDTLS_SSL_IS_SERVER : MBEDTLS_SSL_IS_CLIENT,
        MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT));
    mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random_bytes);
    mbedtls_ssl_conf_ca_chain(&config, &authority, NULL);
    if (options->server) {
        mbedtls_ssl_conf_authmode(&config, MBEDTLS_SSL_VERIFY_NONE);
        must("certificate", mbedtls_ssl_conf_own_cert(&config, &chain, &key));
    }
    must("setup", mbedtls_ssl_setup(&ssl, &config));
    if (!options->server) must("name", mbedtls_ssl_set_hostname(&ssl, "server.test"));
    mbedtls_ssl_set_bio(&ssl, &net, mbedtls_net_send, mbedtls_net_recv, NULL);
    must("handshake", mbedtls_ssl_handshake(&ssl));
    printf("version %s\n", MBEDTLS_VERSION_STRING_FULL);
}

int tls_read(char *buffer, int length, enum end *end) {
    last = mbedtls_ssl_read(&ssl, (unsigned char *)buffer, length);
    *end = last > 0 ? END_DATA
        : last == MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY ? END_CLOSE_NOTIFY
        : last == 0 || last == MBEDTLS_ERR_SSL_CONN_EOF ? END_TRANSPORT : END_ERROR;
    return last > 0 ? last : 0;
}

void tls_write(const char *buffer, int length) {
    for (int count; length > 0; buffer += count, length -= count) {
        count = mbedtls_ssl_write(&ssl, (const unsigned char *)buffer, length);
        if (count <= 0) must("write", count);
    }
}

void tls_close_notify(void) { must("close_notify", mbedtls_ssl_close_notify(&ssl)); }
