// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** {@link PeerServer} in a JVM of its own; what it may run on, it has from the process that starts it. */
public final class PeerProcess implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final Map<Service, InetSocketAddress> addresses = new EnumMap<>(Service.class);

    private PeerProcess(Process process, Path folder) throws IOException {
        this.process = process;
        this.folder = folder;
        BufferedReader said = process.inputReader(StandardCharsets.US_ASCII);
        for (Service service : Service.values()) {
            String port = said.readLine();
            if (port == null) {
                throw new IOException("the peer did not start");
            }
            addresses.put(service, new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
        }
    }

    /**
     * Starts it.
     *
     * @param folder where it may leave files
     * @return the peer, listening
     * @throws IOException if it doesn't start
     */
    public static PeerProcess start(Path folder) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(List.of(
                        java.toString(),
                        "-XX:+UseSerialGC",
                        "-Xms512m",
                        "-Xmx512m",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        PeerServer.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new PeerProcess(process, folder);
    }

    /**
     * Where to connect to.
     *
     * @param service which of its ports
     * @return an address on loopback
     */
    public InetSocketAddress address(Service service) {
        return Objects.requireNonNull(addresses.get(service));
    }

    /**
     * What lets the peer in, and nobody else.
     *
     * @return the JDK's PKIX trust managers
     * @throws GeneralSecurityException if the certificate is refused
     * @throws IOException if it cannot be read
     */
    public TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(folder.resolve("ca.pem"))) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** The ports, in the order in which the peer names them. */
    public enum Service {
        /** Resumes sessions; TCP_NODELAY. */
        RESUMING,
        /** Each handshake is a full one; TCP_NODELAY. */
        FULL,
        /** Resumes sessions; small segments wait for acknowledgements. */
        RESUMING_DELAYED,
        /** Each handshake is a full one; small segments wait for acknowledgements. */
        FULL_DELAYED
    }
}
