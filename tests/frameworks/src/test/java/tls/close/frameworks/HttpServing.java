// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

/**
 * An HTTP server: {@code GET} brings a body without length, written in two parts so that nobody can count it before;
 * {@code PUT} brings back what was uploaded.
 */
interface HttpServing extends AutoCloseable {
    int port();

    @Override
    void close();
}
