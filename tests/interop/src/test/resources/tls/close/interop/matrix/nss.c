/* SPDX-License-Identifier: Apache-2.0 */
#include "peer.h"
#include <cert.h>
#include <certdb.h>
#include <keyhi.h>
#include <nss.h>
#include <nssb64.h>
#include <pk11pub.h>
#include <prerror.h>
#include <private/pprio.h>
#include <ssl.h>
#include <sslproto.h>
#include <stdio.h>
#include <string.h>

static PRFileDesc *ssl;
static int close_notify_came;

const char *tls_error(void) { return PR_ErrorToName(PR_GetError()); }

static void must(const char *what, int done) {
    if (!done) die(what, tls_error());
}

/* The first object of a PEM file. */
static SECItem *decoded(const char *file) {
    static char text[1 << 16];
    FILE *opened = fopen(file, "r");
    must(file, opened != NULL);
    text[fread(text, 1, sizeof text - 1, opened)] = 0;
    fclose(opened);
    char *start = strchr(strstr(text, "-----BEGIN"), '\n');
    SECItem *item = NSSBase64_DecodeBuffer(NULL, NULL, start, strstr(start, "-----END") - start);
    must(file, item != NULL);
    return item;
}

static CERTCertificate *certificate(const char *file) {
    CERTCertificate *made =
        CERT_NewTempCertificate(CERT_GetDefaultCertDB(), decoded(file), NULL, PR_FALSE, PR_TRUE);
    must(file, made != NULL);
    return made;
}

static void trust(const char *file) {
    CERTCertTrust trusted = {.sslFlags = CERTDB_TRUSTED_CA | CERTDB_VALID_CA};
    must("trust", CERT_ChangeCertTrust(CERT_GetDefaultCertDB(), certificate(file), &trusted) == SECSuccess);
}

/* Reading says 0 for close_notify and for the end of the transport: only the alert tells. */
static void received(const PRFileDesc *fd, void *arg, const SSLAlert *alert) {
    (void)fd;
    (void)arg;
    if (alert->description == 0) close_notify_came = 1;
}

void tls_open(const struct options *options, int socket) {
    int version = options->tls13 ? SSL_LIBRARY_VERSION_TLS_1_3 : SSL_LIBRARY_VERSION_TLS_1_2;
    SSLVersionRange range = {version, version};
    must("init", NSS_NoDB_Init(NULL) == SECSuccess);
    ssl = SSL_ImportFD(NULL, PR_ImportTCPSocket(socket));
    must("import", ssl != NULL);
    must("versions", SSL_VersionRangeSet(ssl, &range) == SECSuccess);
    must("callback", SSL_AlertReceivedCallback(ssl, received, NULL) == SECSuccess);
    if (options->server) {
        SECKEYPrivateKey *key;
        must("cache", SSL_ConfigServerSessionIDCache(1, 0, 0, NULL) == SECSuccess);
        must("key", PK11_ImportDERPrivateKeyInfoAndReturnKey(PK11_GetInternalKeySlot(), decoded(options->key),
            NULL, NULL, PR_FALSE, PR_TRUE, KU_ALL, &key, NULL) == SECSuccess);
        must("certificate", SSL_ConfigServerCert(ssl, certificate(options->chain), key, NULL, 0) == SECSuccess);
    } else {
        trust(options->authority);
        must("name", SSL_SetURL(ssl, "server.test") == SECSuccess);
    }
    must("reset", SSL_ResetHandshake(ssl, options->server) == SECSuccess);
    must("handshake", SSL_ForceHandshake(ssl) == SECSuccess);
    printf("version %s\n", NSS_GetVersion());
}

int tls_read(char *buffer, int length, enum end *end) {
    int count = PR_Read(ssl, buffer, length);
    *end = count > 0 ? END_DATA
        : count < 0 ? END_ERROR
        : close_notify_came ? END_CLOSE_NOTIFY : END_TRANSPORT;
    return count > 0 ? count : 0;
}

void tls_write(const char *buffer, int length) { must("write", PR_Write(ssl, buffer, length) == length); }

/* Ends the sending half of the TCP connection, too. */
void tls_close_notify(void) { must("shutdown", PR_Shutdown(ssl, PR_SHUTDOWN_SEND) == PR_SUCCESS); }
