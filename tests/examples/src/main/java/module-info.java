// SPDX-License-Identifier: Apache-2.0
/**
 * Small programs that show the library at work: {@link tls.close.examples.Goodbye} in ten lines, and
 * {@link tls.close.examples.probe.Probe}, the command line. The jobs that people need a proper end for are in
 * {@link tls.close.examples.jobs}.
 */
@org.jspecify.annotations.NullMarked
module tls.close.examples {
    requires static org.jspecify;
    requires info.picocli;
    // Reads keys and certificates from PEM files.
    requires nl.altindag.ssl;
    requires nl.altindag.ssl.pem;
    // Only to make the embedded server's certificate: the JDK has no public API for that.
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires transitive tls.close;

    exports tls.close.examples;
    exports tls.close.examples.jobs;

    // Puts the command line into annotated fields.
    opens tls.close.examples.probe to
            info.picocli;
}
