// SPDX-License-Identifier: Apache-2.0
/** A TLS client or server that says exactly what a test tells it to say, and notes everything that it hears. */
package tls.close.tck.peer;
