// SPDX-License-Identifier: Apache-2.0
/**
 * The API: choose a backend, open a TLS connection over a socket or a channel, end it, and learn how it ended.
 *
 * <p>The numbered rules that the documentation cites ("rule 3.1") are the project's specification; its file
 * {@code api/RULES.md} has them all, each with its reason. Scenarios are those of
 * {@code tests/SCENARIOS.md}. No method takes or returns {@code null}.
 */
package tls.close;
