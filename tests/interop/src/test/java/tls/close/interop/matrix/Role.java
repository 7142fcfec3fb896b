// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

/** What the peer is; we are the other. */
enum Role {
    SERVER,
    CLIENT;

    @Override
    public String toString() {
        return this == SERVER ? "server" : "client";
    }
}
