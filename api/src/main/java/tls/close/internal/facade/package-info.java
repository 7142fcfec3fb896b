// SPDX-License-Identifier: Apache-2.0
/**
 * A context in the clothes of an {@link javax.net.ssl.SSLContext}: its engines are the contract engines, its sockets are
 * connections. Uses {@code connection} and {@code record}; none of them knows of it, and it knows no backend.
 *
 * <p>What only passes on ({@code Forwarding…}) stands apart from what decides. Start with {@code FacadeContext}, then
 * {@code NascentEngine}, {@code FacadeSocket} and {@code Ending}.
 */
package tls.close.internal.facade;
