// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

/** Who makes the sockets and engines of a test. */
public enum Maker {
    /** {@link tls.close.TlsContext#sslContext()} of the provider under test. */
    FACADE,
    /** The JDK: what a test asks of the façade is then what the JDK does itself. */
    JDK
}
