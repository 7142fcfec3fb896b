// SPDX-License-Identifier: Apache-2.0
/** Drives an {@link javax.net.ssl.SSLEngine} over a {@link tls.close.spi.Transport}, record by record. */
package tls.close.internal.record;
