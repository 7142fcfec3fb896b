// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

/**
 * What all connections of a context share.
 *
 * @param crypto the primitives
 * @param keys who we are
 * @param trust whom we trust
 * @param sessions what may be resumed
 */
record Credentials(Crypto crypto, LocalKeys keys, PeerTrust trust, SessionCache sessions) {}
