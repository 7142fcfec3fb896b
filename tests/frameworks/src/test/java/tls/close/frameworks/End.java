// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

/** How the other end leaves. */
enum End {
    CLOSE_NOTIFY,
    /** TCP ends as it should, between two records, and TLS does not. */
    CUT
}
