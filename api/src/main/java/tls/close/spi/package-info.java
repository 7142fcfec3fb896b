// SPDX-License-Identifier: Apache-2.0
/**
 * The SPI: what a TLS implementation provides. A conforming {@link javax.net.ssl.SSLEngine} is enough; the connections
 * over sockets and channels, and the closing of them, come with the API.
 *
 * <p>Ship a provider both as {@code provides tls.close.spi.TlsProvider with …} in its module descriptor and in
 * {@code META-INF/services}, so that it is found on the module path and on the class path (rule 11.4); then run the TCK
 * over it.
 */
package tls.close.spi;
