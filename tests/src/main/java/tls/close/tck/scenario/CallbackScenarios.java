// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertClosedOnceAsReported;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import tls.close.CloseLimits;
import tls.close.CloseReport.First;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.tck.harness.Callback;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.TaskQueue;
import tls.close.tck.peer.ClientAuth;
import tls.close.tck.pki.Identity;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.NearEnd;

/** V: the application ends a connection from where the connection's own handshake calls back to it (rule 8.4). */
public abstract class CallbackScenarios {

    /** How it is ended. */
    private enum Way {
        CLOSE,
        CLOSE_WITHIN_LIMITS,
        CLOSE_AT_ONCE,
        BYE_SHUT_WR,
        BYE_SHUT_RDWR,
        BYE_AND_CLOSE;

        void end(TlsConnection connection) throws IOException {
            switch (this) {
                case CLOSE -> connection.close();
                case CLOSE_WITHIN_LIMITS -> connection.close(CloseLimits.DEFAULT.withTimeout(Duration.ofSeconds(1)));
                case CLOSE_AT_ONCE -> connection.close(CloseLimits.DEFAULT.withTimeout(Duration.ZERO));
                case BYE_SHUT_WR -> assertEquals(Progress.WANT_TASK, connection.bye(SHUT_WR));
                case BYE_SHUT_RDWR -> assertEquals(Progress.WANT_TASK, connection.bye(SHUT_RDWR));
                case BYE_AND_CLOSE -> {
                    assertEquals(Progress.WANT_TASK, connection.bye(SHUT_WR));
                    connection.close();
                }
            }
        }

        boolean closes() {
            return this != BYE_SHUT_WR && this != BYE_SHUT_RDWR;
        }
    }

    /** What needs the backend, which is in the middle of something. */
    private enum GoingOn {
        HANDSHAKE,
        READ,
        WRITE;

        void tryOn(TlsConnection connection) throws IOException {
            switch (this) {
                case HANDSHAKE -> connection.handshake();
                case READ -> connection.read(ByteBuffer.allocate(1));
                case WRITE -> connection.write(ByteBuffer.allocate(1));
            }
        }
    }

    // In the thread of the handshake

    @Settings
    void rule8_4_scenario162_fromATrustManager(Setting setting) throws Exception {
        for (Way way : Way.values()) {
            Callback callback = new Callback();
            try (Session session = withTrust(setting, callback).open()) {
                callback.arm(() -> way.end(session.subject().connection()));
                assertEnds(session, callback, way);
            }
        }
    }

    @Settings
    void rule8_4_scenario162_fromAKeyManager(Setting setting) throws Exception {
        for (Way way : Way.values()) {
            Callback callback = new Callback();
            try (Session session = withKeys(setting, callback).open()) {
                callback.arm(() -> way.end(session.subject().connection()));
                assertEnds(session, callback, way);
            }
        }
    }

    /** The handshake is done in {@code read}, {@code write} or {@code bye} as well. */
    @Settings(roles = Role.CLIENT)
    void rule8_4_scenario162_fromATrustManagerWhileReading(Setting setting) throws Exception {
        for (Way way : Way.values()) {
            Callback callback = new Callback();
            try (Session session = withTrust(setting, callback).open()) {
                callback.arm(() -> way.end(session.subject().connection()));
                BackgroundCall<?> read = BackgroundCall.run(session.subject()::readToEnd);
                session.peer().alternate(() -> read.isDone() || hasHeardTheEnd(session));
                session.far().finish();
                failure(read);
                assertEnded(session, callback, way);
            }
        }
    }

    @Settings
    void rule8_4_scenario162_nothingGoesOnInATrustManager(Setting setting) throws Exception {
        for (GoingOn what : GoingOn.values()) {
            Callback callback = new Callback();
            try (Session session = withTrust(setting, callback).open()) {
                assertRefused(session, callback, what);
            }
        }
    }

    @Settings
    void rule8_4_scenario162_nothingGoesOnInAKeyManager(Setting setting) throws Exception {
        for (GoingOn what : GoingOn.values()) {
            Callback callback = new Callback();
            try (Session session = withKeys(setting, callback).open()) {
                assertRefused(session, callback, what);
            }
        }
    }

    /** And does no harm. */
    private static void assertRefused(Session session, Callback callback, GoingOn what) throws Exception {
        callback.arm(() -> assertThrows(
                IOException.class, () -> what.tryOn(session.subject().connection())));
        session.handshake();
        callback.assertDone();
        session.arrive(data("data"), closeNotify());
        assertEquals("data", session.subject().readTextToEnd());
        assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR), session::toString);
    }

    private static boolean hasHeardTheEnd(Session session) {
        return session.heard().closeNotifies() > 0 || session.heard().failure().isPresent();
    }

    static Session.Builder withTrust(Setting setting, Callback callback) {
        return Session.of(setting)
                .trust(callback.trust(TestPki.ec().trustManagers()))
                .endpoint(
                        usual -> setting.role() == Role.SERVER ? usual.clientAuth(TlsEndpoint.ClientAuth.NEED) : usual)
                .peer(usual -> setting.role() == Role.SERVER
                        ? usual.withIdentity(TestPki.ec().client())
                        : usual);
    }

    static Session.Builder withKeys(Setting setting, Callback callback) {
        Identity identity = setting.role() == Role.SERVER
                ? TestPki.ec().server()
                : TestPki.ec().client();
        return Session.of(setting)
                .keys(callback.keys(identity.keyManagers()))
                .peer(usual -> setting.role() == Role.CLIENT ? usual.withClientAuth(ClientAuth.REQUIRE) : usual);
    }

    private static void assertEnds(Session session, Callback callback, Way way) throws Exception {
        BackgroundCall<?> handshake = BackgroundCall.run(session.subject()::handshake);
        session.peer().alternate(handshake::isDone);
        failure(handshake);
        assertEnded(session, callback, way);
    }

    /** Whatever it is that ends the call, it is documented. */
    private static void failure(BackgroundCall<?> call) throws Exception {
        try {
            call.result();
        } catch (ClosedChannelException | SSLException e) {
            // Closed meanwhile, or refused.
        }
    }

    private static void assertEnded(Session session, Callback callback, Way way) throws Exception {
        callback.assertDone();
        TlsConnection connection = session.subject().connection();
        assertFalse(connection.isOutputOpen(), session::toString);
        assertEquals(!way.closes(), connection.isOpen(), session::toString);
        assertEquals(First.LOCAL, session.subject().report().first(), session::toString);
        assertNotOrderly(session.subject().report());
        assertClosedOnceAsReported(session);
        assertNotOrderly(session.subject().report());
    }

    // In a delegated task

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule8_4_scenario162_fromATaskThatRunsAtOnce(Setting setting) throws Exception {
        assertEndsFromATask(setting, Runnable::run, () -> {});
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule8_4_scenario162_fromATaskThatRunsLater(Setting setting) throws Exception {
        TaskQueue tasks = new TaskQueue();
        assertEndsFromATask(setting, tasks, tasks::runAll);
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule8_4_scenario162_fromATaskInAnotherThread(Setting setting) throws Exception {
        assertEndsFromATask(setting, task -> BackgroundCall.run(task::run), () -> {});
    }

    /** A backend without tasks calls back in the thread of the handshake all the same. */
    private static void assertEndsFromATask(Setting setting, Executor executor, Runnable moment) throws Exception {
        for (Way way : Way.values()) {
            for (boolean keys : new boolean[] {false, true}) {
                Callback callback = new Callback();
                Session.Builder options = keys ? withKeys(setting, callback) : withTrust(setting, callback);
                try (Session session =
                        options.endpoint(endpoint(setting, keys, executor)).open()) {
                    callback.arm(() -> way.end(session.subject().connection()));
                    try {
                        session.peer().alternate(() -> {
                            moment.run();
                            return session.subject().connection().handshake() == Progress.DONE;
                        });
                    } catch (ClosedChannelException | SSLException e) {
                        // Closed meanwhile, or refused.
                    }
                    callback.await();
                    assertEnded(session, callback, way);
                }
            }
        }
    }

    private static UnaryOperator<TlsEndpoint> endpoint(Setting setting, boolean keys, Executor executor) {
        return usual -> (setting.role() == Role.SERVER && !keys ? usual.clientAuth(TlsEndpoint.ClientAuth.NEED) : usual)
                .delegatedTasks(executor);
    }
}
