// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.stream.Collectors;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;

/** Which probe this is. */
final class Version {
    private Version() {}

    static String number() {
        Properties properties = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("probe.properties")) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "?");
    }

    static String line() {
        String backends =
                TlsProviders.installed().stream().map(TlsProvider::name).collect(Collectors.joining(", "));
        return "probe " + number() + " (tls.close), Java " + Runtime.version() + ", backends " + backends;
    }
}
