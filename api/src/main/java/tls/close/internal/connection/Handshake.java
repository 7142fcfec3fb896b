// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

/** How far the first handshake is. */
enum Handshake {
    NEW,
    STARTED,
    DONE
}
