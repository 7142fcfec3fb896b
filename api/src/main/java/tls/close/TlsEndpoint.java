// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.net.IDN;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Which end of a connection this is and what it accepts. Immutable; each method returns a changed copy.
 *
 * <p>Defaults: TLS 1.2 and 1.3 with the backend's own choice of cipher suites; a client checks the host name and sends
 * it as SNI; a server asks for no certificate; truncation is an error (rules 4.1, 12.1, 12.2).
 *
 * <pre>{@code
 * TlsEndpoint client = TlsEndpoint.client("example.org", 443)
 *         .protocols("TLSv1.3")
 *         .handshakeTimeout(Duration.ofSeconds(5));
 * TlsEndpoint lenient = TlsEndpoint.server().lenientTruncation();
 * }</pre>
 */
public final class TlsEndpoint {
    /** Whether a server asks its clients for a certificate. */
    public enum ClientAuth {
        /** Does not ask. */
        NONE,
        /** Asks, and goes on without. */
        WANT,
        /** Asks, and refuses a client without. */
        NEED
    }

    /** Digits and dots, or anything with a colon: not a name, so SNI must not carry it (RFC 6066 section 3). */
    private static final Pattern IP_LITERAL = Pattern.compile("[0-9.]+|.*:.*");

    /** A host alone, or with what people copy along with it: of a URL, its scheme, user, port and path. */
    private static final Pattern HOST_WITH_MORE = Pattern.compile(
            "(?:[A-Za-z][A-Za-z0-9+.-]*://)?(?:[^/@]*@)?(\\[[^]/]*]|[^/:\\[\\]]+)(?::([0-9]{0,5}))?(?:(?!//)[/?#].*)?");

    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);
    private static final int LAST_PORT = 65_535;

    private final Optional<Peer> peer;
    private final List<Consumer<SSLParameters>> settings;
    private final boolean hostNameChecked;
    private final boolean lenient;
    private final Optional<Executor> executor;
    private final Duration handshakeTimeout;

    /** @param host empty if not known */
    private record Peer(Optional<String> host, int port) {}

    private TlsEndpoint(
            Optional<Peer> peer,
            List<Consumer<SSLParameters>> settings,
            boolean hostNameChecked,
            boolean lenient,
            Optional<Executor> executor,
            Duration handshakeTimeout) {
        this.peer = peer;
        this.settings = settings;
        this.hostNameChecked = hostNameChecked;
        this.lenient = lenient;
        this.executor = executor;
        this.handshakeTimeout = handshakeTimeout;
    }

    /**
     * The client's end of a connection.
     *
     * <p>Any host that the JDK's own sockets take will do. A final dot is no part of the name; what SNI cannot carry, such
     * as an address or a name with an underscore, is not sent, and the certificate is checked all the same.
     *
     * @param host the server's name or address as the application was given it: its certificate must be for it
     * @param port the server's port, as a hint for session resumption; 0 if not known
     * @return an endpoint with the defaults
     * @throws IllegalArgumentException if the host is empty, or is more than a host, such as a URL or a host with its
     *     port, or if the port is out of range; the message shows what to write
     */
    public static TlsEndpoint client(String host, int port) {
        Objects.requireNonNull(host, "host");
        if (host.isBlank() || port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException(
                    "a client needs the server's host name and a port from 0 to 65535, got '" + host + "' and " + port);
        }
        checkHost(host, port);
        TlsEndpoint endpoint = new TlsEndpoint(
                Optional.of(new Peer(Optional.of(host), port)),
                List.of(),
                true,
                false,
                Optional.empty(),
                HANDSHAKE_TIMEOUT);
        return sni(host).map(endpoint::serverName).orElse(endpoint);
    }

    /** No host that the JDK's own sockets take has any of that; only an IPv6 address has colons, and more than one. */
    private static void checkHost(String host, int port) {
        Matcher parts = HOST_WITH_MORE.matcher(host);
        if (!parts.matches()) {
            if (host.contains("://")) {
                throw new IllegalArgumentException(
                        "'" + host + "' is no host: write TlsEndpoint.client(\"example.org\", " + port + ")");
            }
            return;
        }
        String alone = parts.group(1);
        if (!alone.equals(host)) {
            throw new IllegalArgumentException("'" + host + "' is more than a host: write TlsEndpoint.client(\"" + alone
                    + "\", " + portIn(parts.group(2)).orElse(port) + ")");
        }
    }

    private static OptionalInt portIn(@Nullable String digits) {
        if (digits == null || digits.isEmpty() || Integer.parseInt(digits) > LAST_PORT) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(digits));
    }

    /**
     * The client's end of a connection to a server of which nobody has said who it is: no name is checked, and none is
     * sent. For engines of an {@code SSLContext}, which are made without a host too.
     */
    static TlsEndpoint clientOfUnknown() {
        return new TlsEndpoint(
                Optional.of(new Peer(Optional.empty(), 0)),
                List.of(),
                false,
                false,
                Optional.empty(),
                HANDSHAKE_TIMEOUT);
    }

    /**
     * The server's end of a connection.
     *
     * @return an endpoint with the defaults
     */
    public static TlsEndpoint server() {
        return new TlsEndpoint(Optional.empty(), List.of(), false, false, Optional.empty(), HANDSHAKE_TIMEOUT);
    }

    /**
     * Which protocols to accept.
     *
     * @param names as in {@link SSLParameters#setProtocols}, such as {@code TLSv1.3}
     * @return a changed copy
     */
    public TlsEndpoint protocols(String... names) {
        String[] copy = nonEmpty("protocols", names);
        return with(parameters -> parameters.setProtocols(copy));
    }

    /**
     * Which cipher suites to accept, best first.
     *
     * @param names as in {@link SSLParameters#setCipherSuites}, such as {@code TLS_AES_128_GCM_SHA256}
     * @return a changed copy
     */
    public TlsEndpoint cipherSuites(String... names) {
        String[] copy = nonEmpty("cipherSuites", names);
        return with(parameters -> parameters.setCipherSuites(copy));
    }

    /**
     * Which application protocols to negotiate with ALPN, best first (RFC 7301).
     *
     * @param names such as {@code h2}; none switches ALPN off
     * @return a changed copy
     */
    public TlsEndpoint applicationProtocols(String... names) {
        String[] copy = names.clone();
        return with(parameters -> parameters.setApplicationProtocols(copy));
    }

    /**
     * Another name to send as SNI than the host, for a client that reaches its server by another name or an address.
     * A certificate for this name is then as good as one for the host, which is how the JDK's trust managers check; one
     * for neither is refused.
     *
     * @param name a DNS host name
     * @return a changed copy
     * @throws IllegalArgumentException if it is not a DNS host name
     */
    public TlsEndpoint serverName(String name) {
        try {
            return serverName(new SNIHostName(IDN.toASCII(withoutFinalDot(name), IDN.USE_STD3_ASCII_RULES)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + name + "' cannot be sent as SNI: " + e.getMessage(), e);
        }
    }

    private TlsEndpoint serverName(SNIHostName name) {
        return with(parameters -> parameters.setServerNames(List.of(name)));
    }

    /** As the JDK makes it of a host: whatever cannot be one is not sent ({@code sun.security.ssl.Utilities}). */
    private static Optional<SNIHostName> sni(String host) {
        if (IP_LITERAL.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SNIHostName(IDN.toASCII(withoutFinalDot(host), IDN.USE_STD3_ASCII_RULES)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The dot of a fully qualified name, which SNI has to go without (RFC 6066 section 3). */
    private static String withoutFinalDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /**
     * Whether a server asks its clients for a certificate.
     *
     * @param choice the default is {@link ClientAuth#NONE}
     * @return a changed copy
     */
    public TlsEndpoint clientAuth(ClientAuth choice) {
        return with(
                switch (choice) {
                    case NONE -> parameters -> parameters.setWantClientAuth(false);
                    case WANT -> parameters -> parameters.setWantClientAuth(true);
                    case NEED -> parameters -> parameters.setNeedClientAuth(true);
                });
    }

    /**
     * Anything else that {@link SSLParameters} can say, such as SNI matchers or algorithm constraints.
     *
     * @param setting applied to the parameters of each new engine, after the ones before it
     * @return a changed copy
     */
    public TlsEndpoint with(Consumer<SSLParameters> setting) {
        Objects.requireNonNull(setting, "setting");
        List<Consumer<SSLParameters>> all = new java.util.ArrayList<>(settings);
        all.add(setting);
        return new TlsEndpoint(peer, List.copyOf(all), hostNameChecked, lenient, executor, handshakeTimeout);
    }

    /**
     * Accepts a certificate for any name. The chain is still checked; but anybody with some valid certificate can now
     * stand between the two ends.
     *
     * @return a changed copy
     */
    public TlsEndpoint withoutHostNameCheck() {
        return new TlsEndpoint(peer, settings, false, lenient, executor, handshakeTimeout);
    }

    /**
     * Makes {@code read} return -1 where the transport ends without close_notify, as many peers do, instead of throwing
     * {@link TruncationException}. The report still says so, and {@code bye(SHUT_RDWR)} still fails (rule 4.2). Only
     * for protocols that mark the end of their messages themselves.
     *
     * @return a changed copy
     */
    public TlsEndpoint lenientTruncation() {
        return new TlsEndpoint(peer, settings, hostNameChecked, true, executor, handshakeTimeout);
    }

    /**
     * Where to run the handshake's expensive steps ({@link javax.net.ssl.SSLEngine#getDelegatedTask()}), so that an
     * event loop is not held up: a call that meets one submits it and returns {@link Progress#WANT_TASK}, or makes no
     * progress. Make the executor wake the loop when a task has run. Without one, and always over a socket or a channel
     * in blocking mode, they run in the calling thread.
     *
     * @param tasks runs what it is given, once, in any thread; if it refuses, the handshake fails
     * @return a changed copy
     */
    public TlsEndpoint delegatedTasks(Executor tasks) {
        return new TlsEndpoint(peer, settings, hostNameChecked, lenient, Optional.of(tasks), handshakeTimeout);
    }

    /**
     * How long the handshake may take, counted from the first call that began it, on every transport (rule 7.8). Then it
     * ends with {@link CloseTimeoutException}, the connection has failed, and the transport stays open unless a write
     * was stuck in it. 30 seconds unless this is called. It bounds the waits: what a trust manager takes for itself counts
     * but is not cut short, and a handshake that is done when the time is looked at is done.
     *
     * @param time more than zero; more than a hundred years is no limit
     * @return a changed copy
     * @throws IllegalArgumentException if it is zero or negative
     */
    public TlsEndpoint handshakeTimeout(Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("a handshake needs more time than " + time);
        }
        return new TlsEndpoint(peer, settings, hostNameChecked, lenient, executor, time);
    }

    /**
     * Whether this is the client's end.
     *
     * @return false for the server's
     */
    public boolean isClient() {
        return peer.isPresent();
    }

    /**
     * The server's host, as the client was given it.
     *
     * @return empty for a server's end, and for an engine of {@link TlsContext#sslContext()} that was made without a host
     */
    public Optional<String> host() {
        return peer.flatMap(Peer::host);
    }

    /**
     * The server's port, as the client was given it.
     *
     * @return 0 if not known, and for a server's end
     */
    public int port() {
        return peer.map(Peer::port).orElse(0);
    }

    /**
     * Whether the end of the transport without close_notify is -1 rather than an exception for {@code read}.
     *
     * @return false unless {@link #lenientTruncation()} asked for it
     */
    public boolean isLenient() {
        return lenient;
    }

    /**
     * Where delegated tasks run.
     *
     * @return empty for the calling thread
     */
    public Optional<Executor> delegatedTasks() {
        return executor;
    }

    /**
     * How long the handshake may take.
     *
     * @return more than zero
     */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /**
     * All of this in the JDK's own terms, for a provider to apply to a new engine or socket.
     *
     * @return new parameters, the caller's to change
     */
    public SSLParameters sslParameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        settings.forEach(setting -> setting.accept(parameters));
        if (hostNameChecked) {
            // RFC 9525 by its older name: a server certificate is matched against host names and addresses.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return parameters;
    }

    @Override
    public String toString() {
        return peer.map(server -> server.host
                        .map(host -> "client of " + host + ":" + server.port)
                        .orElse("client"))
                .orElse("server");
    }

    private static String[] nonEmpty(String what, String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException(what + ": name at least one, or leave the default");
        }
        return names.clone();
    }
}
