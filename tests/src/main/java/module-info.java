// SPDX-License-Identifier: Apache-2.0
/**
 * The kit that shows whether a provider keeps the closing contract: {@link tls.close.tck.TlsProviderTck}, with the
 * scripted peers, wires and throw-away certificates that it uses.
 *
 * @provides org.junit.platform.launcher.TestExecutionListener the report
 * @uses tls.close.spi.TlsProvider the providers that are looked for by name
 */
@org.jspecify.annotations.NullMarked
open module tls.close.tck {
    requires static jdk.jfr;
    requires java.logging;
    requires static org.jspecify;
    requires transitive tls.close;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires org.junit.platform.launcher;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.tls;
    requires org.bouncycastle.util;

    exports tls.close.tck;
    exports tls.close.tck.peer;
    exports tls.close.tck.pki;
    exports tls.close.tck.wire;

    provides org.junit.platform.launcher.TestExecutionListener with
            tls.close.tck.report.ReportListener;

    uses tls.close.spi.TlsProvider;
}
