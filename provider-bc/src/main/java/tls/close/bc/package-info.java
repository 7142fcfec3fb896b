// SPDX-License-Identifier: Apache-2.0
/** The backend {@code bc}, and {@link tls.close.bc.BcPeers} for users of bctls's low-level API. */
package tls.close.bc;
