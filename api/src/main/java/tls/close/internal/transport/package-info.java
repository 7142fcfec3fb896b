// SPDX-License-Identifier: Apache-2.0
/** The caller's sockets and channels as {@link tls.close.spi.Transport}s whose waits can be bounded. */
package tls.close.internal.transport;
