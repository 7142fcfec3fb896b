// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertNotOrderly;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.Callback;
import tls.close.tck.harness.JdkPeer;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.Identity;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;

/** A trust manager that takes its time, as one that asks elsewhere does, and another thread that will not wait for it. */
public abstract class SlowCallbackScenarios {
    private static final CloseLimits SHORTLY = CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(100));

    /** Whether it ends in time is seen by the trust manager: it returns only when the others have. */
    @Settings
    void rule7_1_rule8_4_nobodyWaitsForATrustManagerBeyondItsDeadline(Setting setting) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        Callback callback = new Callback();
        callback.arm(() -> {
            inside.countDown();
            assertTrue(others.await(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS), "they wait for this thread");
        });
        try (Session session = CallbackScenarios.withTrust(setting, callback).open()) {
            TlsConnection connection = session.subject().connection();
            BackgroundCall<?> handshake = BackgroundCall.run(session.subject()::handshake);
            session.peer().alternate(() -> inside.getCount() == 0);
            for (CloseRequest how : CloseRequest.values()) {
                byeInTime(connection, how);
            }
            CloseOutcome outcome = TlsConnection.byeAll(List.of(connection), SHUT_RDWR, SHORTLY)
                    .get(0);
            assertNotOrderly(outcome.report());
            connection.close(SHORTLY);
            assertFalse(connection.isOpen());
            others.countDown();
            assertThrows(IOException.class, handshake::result);
            callback.assertDone();
            assertNotOrderly(session.subject().report());
        }
    }

    /** The peer may begin another in TLS 1.2. A backend that takes part calls back in the thread that reads. */
    @Settings(versions = TlsVersion.TLS_1_2)
    void rule7_1_rule8_4_norInALaterHandshake(Setting setting) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        Callback callback = new Callback();
        try (Session session = withAllCallbacks(setting, callback).open()) {
            JdkPeer peer = new JdkPeer(peerEngine(setting), session.far());
            peer.handshake(session.subject()::handshake);
            callback.arm(() -> {
                inside.countDown();
                assertTrue(others.await(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS), "they wait for this thread");
            });
            session.subject().share();
            BackgroundCall<?> read = BackgroundCall.run(session.subject()::readToEnd);
            TlsConnection connection = session.subject().connection();
            try {
                peer.renegotiate(() -> inside.getCount() == 0);
            } catch (SSLException e) { // A backend that refuses them all calls nobody, and holds up nobody.
                assertEquals(1, inside.getCount());
                connection.close(SHORTLY);
                assertFalse(connection.isOpen());
                return;
            }
            byeInTime(session, SHUT_WR);
            byeInTime(session, SHUT_RDWR);
            CloseOutcome outcome = TlsConnection.byeAll(List.of(connection), SHUT_RDWR, SHORTLY)
                    .get(0);
            assertNotOrderly(outcome.report());
            connection.close(SHORTLY);
            assertFalse(connection.isOpen());
            others.countDown();
            session.far().finish();
            assertThrows(IOException.class, read::result);
            callback.assertDone();
            assertNotOrderly(session.subject().report());
        }
    }

    private static void byeInTime(Session session, CloseRequest how) throws IOException {
        try {
            session.subject().bye(how, SHORTLY);
        } catch (CloseTimeoutException e) {
            assertNotOrderly(e.report());
        }
    }

    private static Session.Builder withAllCallbacks(Setting setting, Callback callback) {
        Identity own = setting.role() == Role.SERVER
                ? TestPki.ec().server()
                : TestPki.ec().client();
        return CallbackScenarios.withTrust(setting, callback).keys(callback.keys(own.keyManagers()));
    }

    /** The JDK's, which begins as many handshakes as it is asked to, and asks for a client's certificate in each. */
    private static SSLEngine peerEngine(Setting setting) throws GeneralSecurityException {
        boolean isClient = setting.role() == Role.SERVER;
        Identity own = isClient ? TestPki.ec().client() : TestPki.ec().server();
        SSLEngine engine =
                JdkPeer.context(own.keyManagers(), TestPki.ec().trustManagers()).createSSLEngine();
        engine.setUseClientMode(isClient);
        engine.setEnabledProtocols(new String[] {setting.version().jdkName()});
        if (!isClient) {
            engine.setNeedClientAuth(true);
        }
        return engine;
    }

    /** A backend that lets others in meanwhile says it at once (rule 9.2). */
    private static void byeInTime(TlsConnection connection, CloseRequest how) throws IOException {
        try {
            assertEquals(Progress.DONE, connection.bye(how, SHORTLY), connection::toString);
        } catch (CloseTimeoutException e) {
            assertNotOrderly(e.report());
        }
    }
}
