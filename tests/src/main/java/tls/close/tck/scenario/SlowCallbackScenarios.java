// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.harness.Ends.assertNotOrderly;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.Callback;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
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

    /** A backend that lets others in meanwhile says it at once (rule 9.2). */
    private static void byeInTime(TlsConnection connection, CloseRequest how) throws IOException {
        try {
            assertEquals(Progress.DONE, connection.bye(how, SHORTLY), connection::toString);
        } catch (CloseTimeoutException e) {
            assertNotOrderly(e.report());
        }
    }
}
