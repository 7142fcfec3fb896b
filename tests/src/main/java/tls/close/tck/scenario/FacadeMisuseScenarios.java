// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;
import tls.close.tck.harness.FacadeSession;
import tls.close.tck.harness.FacadeSetting;
import tls.close.tck.harness.FacadeSettings;
import tls.close.tck.harness.Maker;
import tls.close.tck.harness.Ownership;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.Loopback;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/**
 * The façade: what cannot be done. Each call is made of the JDK's own as well, in the same state: where that throws, the
 * façade throws the same type, with a message; where it doesn't, neither does the façade.
 */
@Tag("facade")
@SuppressWarnings("NullAway") // That is the misuse.
public abstract class FacadeMisuseScenarios {
    private static final int NO_PORT = 65_536;

    @FacadeSettings(versions = TlsVersion.TLS_1_3, makers = Maker.FACADE)
    void ruleS7_aFactoryThatIsGivenNonsense(FacadeSetting setting) throws Exception {
        try (Loopback loopback = Loopback.open()) {
            int port = loopback.port();
            InetAddress here = Loopback.address();
            Calls<SSLSocketFactory> calls = new Calls<>();
            calls.put(
                    "a host that is none",
                    factory -> factory.createSocket("[::none]", port).close());
            calls.put(
                    "no host",
                    factory -> factory.createSocket((String) null, port).close());
            calls.put(
                    "no address",
                    factory -> factory.createSocket((InetAddress) null, port).close());
            calls.put(
                    "a negative port",
                    factory -> factory.createSocket("localhost", -1).close());
            calls.put(
                    "no port",
                    factory -> factory.createSocket("localhost", NO_PORT).close());
            calls.put(
                    "no port of an address",
                    factory -> factory.createSocket(here, NO_PORT).close());
            calls.put(
                    "no local port",
                    factory -> factory.createSocket("localhost", port, here, NO_PORT)
                            .close());
            calls.put(
                    "no local port, by address",
                    factory -> factory.createSocket(here, port, here, -1).close());
            calls.put(
                    "no local address",
                    factory -> factory.createSocket("localhost", port, null, 0).close());
            assertLikeTheJdk(setting, calls, SSLContext::getSocketFactory);
        }
    }

    @FacadeSettings(versions = TlsVersion.TLS_1_3, makers = Maker.FACADE)
    void ruleS7_aSocketThatCannotBeLayeredOver(FacadeSetting setting) throws Exception {
        Calls<SSLSocketFactory> calls = new Calls<>();
        ByteArrayInputStream nothing = new ByteArrayInputStream(new byte[0]);
        calls.put(
                "no socket",
                factory -> factory.createSocket(null, "localhost", 443, true).close());
        calls.put(
                "no socket, of a server",
                factory -> factory.createSocket(null, nothing, true).close());
        calls.put(
                "unconnected",
                factory -> factory.createSocket(new Socket(), "localhost", 443, true)
                        .close());
        calls.put(
                "unconnected, of a server",
                factory -> factory.createSocket(new Socket(), nothing, true).close());
        calls.put(
                "closed",
                factory ->
                        factory.createSocket(closed(), "localhost", 443, true).close());
        calls.put(
                "closed, of a server",
                factory -> factory.createSocket(closed(), nothing, true).close());
        calls.put("no host", factory -> layered(factory, null, 443));
        calls.put("an empty host", factory -> layered(factory, "", 443));
        calls.put("a negative port", factory -> layered(factory, "localhost", -1));
        calls.put("no port", factory -> layered(factory, "localhost", NO_PORT));
        calls.put("nothing consumed", factory -> {
            try (LoopbackWire wire = LoopbackWire.open(NearEnd.SOCKET)) {
                factory.createSocket(wire.socket(), null, true).close();
            }
        });
        assertLikeTheJdk(setting, calls, SSLContext::getSocketFactory);
    }

    private static Socket closed() throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(NearEnd.SOCKET)) {
            wire.socket().close();
            return wire.socket();
        }
    }

    private static void layered(SSLSocketFactory factory, String host, int port) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(NearEnd.SOCKET)) {
            factory.createSocket(wire.socket(), host, port, true).close();
        }
    }

    @FacadeSettings(versions = TlsVersion.TLS_1_3, makers = Maker.FACADE)
    void ruleS7_aSocketThatIsNotConnected(FacadeSetting setting) throws Exception {
        Calls<SSLSocket> calls = ofAnySocket();
        calls.put("handshake", SSLSocket::startHandshake);
        calls.put("session", SSLSocket::getSession);
        calls.put("no address", tls -> tls.connect(null));
        calls.put("no such address", tls -> tls.connect(new SocketAddress() {}));
        calls.put("no time", tls -> tls.connect(new InetSocketAddress(Loopback.address(), 1), -1));
        calls.put("an unknown host", tls -> tls.connect(InetSocketAddress.createUnresolved("[::none]", 1)));
        calls.put("time to read", tls -> tls.setSoTimeout(-1));
        calls.put("close", SSLSocket::close);
        assertLikeTheJdk(setting, calls, context ->
                (SSLSocket) context.getSocketFactory().createSocket());
    }

    @FacadeSettings(versions = TlsVersion.TLS_1_3, makers = Maker.FACADE)
    void ruleS7_aSocketThatIsClosed(FacadeSetting setting) throws Exception {
        Calls<SSLSocket> calls = ofAnySocket();
        calls.put("handshake", SSLSocket::startHandshake);
        calls.put("session", SSLSocket::getSession);
        calls.put("connect", tls -> tls.connect(new InetSocketAddress(Loopback.address(), 1)));
        calls.put("bind", tls -> tls.bind(new InetSocketAddress(Loopback.address(), 0)));
        calls.put("time to read", tls -> tls.setSoTimeout(1));
        calls.put("time to read?", SSLSocket::getSoTimeout);
        calls.put("no delay", tls -> tls.setTcpNoDelay(true));
        calls.put("close", SSLSocket::close);
        try (Loopback loopback = Loopback.open()) {
            assertLikeTheJdk(setting, calls, context -> {
                SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket("localhost", loopback.port());
                tls.close();
                return tls;
            });
        }
    }

    @FacadeSettings(makers = Maker.FACADE)
    void ruleS7_aSocketThatHasShakenHands(FacadeSetting setting) throws Exception {
        Calls<SSLSocket> calls = ofAnySocket();
        calls.put("the other end", tls -> tls.setUseClientMode(false));
        calls.put("connect", tls -> tls.connect(new InetSocketAddress(Loopback.address(), 1)));
        calls.put("bind", tls -> tls.bind(new InetSocketAddress(Loopback.address(), 0)));
        calls.put("read into nothing", tls -> tls.getInputStream().read(null, 0, 1));
        calls.put("read to nowhere", tls -> tls.getInputStream().read(new byte[1], 1, 1));
        calls.put("read less than nothing", tls -> tls.getInputStream().read(new byte[1], 0, -1));
        calls.put("write nothing", tls -> tls.getOutputStream().write(null, 0, 1));
        calls.put("write from nowhere", tls -> tls.getOutputStream().write(new byte[1], -1, 1));
        calls.put("time to read", tls -> tls.setSoTimeout(-1));
        for (Ownership ownership : new Ownership[] {Ownership.OWN, Ownership.KEPT}) {
            try (FacadeSession ours = FacadeSession.of(setting).over(ownership).connect();
                    FacadeSession jdks =
                            FacadeSession.of(setting.ofTheJdk()).over(ownership).connect()) {
                assertAll(calls.all.entrySet().stream().map(call -> (Executable) () -> assertAlike(
                        call.getKey(), outcome(call.getValue(), jdks.tls()), outcome(call.getValue(), ours.tls()))));
            }
        }
    }

    /** What no TLS socket can do, in any state. */
    private static Calls<SSLSocket> ofAnySocket() {
        Calls<SSLSocket> calls = new Calls<>();
        calls.put("input", SSLSocket::getInputStream);
        calls.put("output", SSLSocket::getOutputStream);
        calls.put("urgent data", tls -> tls.sendUrgentData(1));
        calls.put("urgent data inline", tls -> tls.setOOBInline(true));
        calls.put("urgent data inline?", SSLSocket::getOOBInline);
        calls.put("no protocols", tls -> tls.setEnabledProtocols(null));
        calls.put("an unknown protocol", tls -> tls.setEnabledProtocols(new String[] {"TLSv9.9"}));
        calls.put("no suites", tls -> tls.setEnabledCipherSuites(null));
        calls.put("an unknown suite", tls -> tls.setEnabledCipherSuites(new String[] {"TLS_NO_SUCH_SUITE"}));
        calls.put("no listener", tls -> tls.addHandshakeCompletedListener(null));
        calls.put("no listener to remove", tls -> tls.removeHandshakeCompletedListener(null));
        calls.put("an unknown listener", tls -> tls.removeHandshakeCompletedListener(event -> {}));
        return calls;
    }

    /** Each in a new state for each call. */
    private static <T> void assertLikeTheJdk(FacadeSetting setting, Calls<T> calls, Preparation<T> preparation)
            throws Exception {
        SSLContext ours = setting.context();
        SSLContext jdks = setting.ofTheJdk().context();
        assertAll(calls.all.entrySet().stream().map(call -> (Executable) () -> assertAlike(
                call.getKey(),
                outcome(call.getValue(), preparation.in(jdks)),
                outcome(call.getValue(), preparation.in(ours)))));
    }

    private static <T> Optional<Exception> outcome(Call<T> call, T subject) {
        try {
            call.of(subject);
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(e);
        }
    }

    private static void assertAlike(String what, Optional<Exception> jdks, Optional<Exception> ours) {
        assertTrue(jdks.isPresent() == ours.isPresent(), () -> what + ": the JDK's " + jdks + ", ours " + ours);
        if (jdks.isPresent()) {
            Exception thrown = ours.orElseThrow();
            assertInstanceOf(jdks.get().getClass(), thrown, what);
            String said = String.valueOf(thrown.getMessage());
            assertFalse(said.isBlank() || said.equals("null"), () -> what + ": " + thrown);
        }
    }

    /** Calls that are to come out alike, by what is wrong with them. */
    private static final class Calls<T> {
        private final Map<String, Call<T>> all = new LinkedHashMap<>();

        void put(String what, Call<T> call) {
            all.put(what, call);
        }
    }

    private interface Call<T> {
        void of(T subject) throws Exception;
    }

    private interface Preparation<T> {
        T in(SSLContext context) throws Exception;
    }
}
