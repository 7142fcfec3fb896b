// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

/** Which end the code under test is. */
public enum Role {
    /** It sends the ClientHello. */
    CLIENT,
    /** It waits for the ClientHello. */
    SERVER
}
