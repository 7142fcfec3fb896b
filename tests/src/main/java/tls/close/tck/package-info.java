// SPDX-License-Identifier: Apache-2.0
/**
 * The TCK. A provider is checked by a subclass of three lines:
 *
 * <pre>{@code
 * class MyProviderTest extends TlsProviderTck {
 *     MyProviderTest() {
 *         super("my-provider");
 *     }
 * }
 * }</pre>
 *
 * <p>Test names carry the numbers of the rules and scenarios that they show. A test that a backend cannot pass by a
 * {@link tls.close.spi.Limitation} that it declares is skipped, with the declared reason. What a run
 * comes to is in {@code target/tls-close-tck}; how to read it, and what a provider needs, is in {@code tests/README.md} of
 * the sources.
 */
package tls.close.tck;
