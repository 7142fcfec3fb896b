// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

/** Whether a scripted server asks the client for a certificate. It believes any that it gets. */
public enum ClientAuth {
    /** It doesn't ask. */
    NONE,
    /** It asks and goes on without. */
    REQUEST,
    /** It asks and refuses a client that has none. */
    REQUIRE
}
