// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import tls.close.tck.wire.TlsRecord;

/**
 * A record that the peer has made and not delivered.
 *
 * @param isProtected whether it is one of those under the peer's keys, none of which may be missing
 * @param isGoodbye whether the near end may take it for the peer's close_notify
 * @param isAuthentic whether it is what the peer's keys make of it
 */
record Genuine(TlsRecord record, boolean isProtected, boolean isGoodbye, boolean isAuthentic) {}
