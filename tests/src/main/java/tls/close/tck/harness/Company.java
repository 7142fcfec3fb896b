// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.tck.wire.Deadline;

/** Connections under test that are ended together, each with its own wire and peer. */
public final class Company implements AutoCloseable {
    private final List<Session> sessions;

    private Company(List<Session> sessions) {
        this.sessions = sessions;
    }

    /** So many that have their handshakes done. */
    public static Company connect(Setting setting, int count) throws Exception {
        Company company = new Company(new ArrayList<>());
        try {
            for (int i = 0; i < count; i++) {
                company.join(setting.connect());
            }
        } catch (Exception | AssertionError e) {
            try (company) {
                throw e;
            }
        }
        return company;
    }

    /** From now on it is closed with the others. */
    public Session join(Session session) {
        sessions.add(session);
        return session;
    }

    public Session get(int index) {
        return sessions.get(index);
    }

    public List<Session> sessions() {
        return sessions;
    }

    public List<TlsConnection> connections() {
        return sessions.stream().map(each -> each.subject().connection()).toList();
    }

    /** Ends all of them, in a thread that waits. */
    public Threads.Call<List<CloseOutcome>> startByeAll(CloseRequest how, CloseLimits limits) {
        return Threads.PLATFORM.call(() -> TlsConnection.byeAll(connections(), how, limits));
    }

    /** The peer hears the one alert, and answers it. */
    public void answer(int index) throws IOException {
        get(index).peer().expectCloseNotify();
        get(index).peer().send(closeNotify());
    }

    /** Waits until the alert is asked for, or noted to be with the transport. */
    public void awaitSent(int index, Sent how) {
        Deadline deadline = Deadline.orElse(() -> "not " + how + ": " + get(index));
        while (get(index).subject().report().sent() != how) {
            deadline.pause();
        }
    }

    /** Waits until the connection has come to its end, though the others have not. */
    public void awaitOrderly(int index, Threads.Call<?> byeAll) {
        Deadline deadline = Deadline.orElse(() -> "not orderly: " + get(index));
        while (!get(index).subject().report().transportReusable()) {
            deadline.pause();
        }
        assertFalse(byeAll.task().isDone(), "the others have not been waited for");
    }

    /** That one is through, to the byte. */
    public void assertOrderly(int index, CloseOutcome outcome) throws Exception {
        assertTrue(outcome.failure().isEmpty(), outcome::toString);
        assertEquals(get(index).subject().report(), outcome.report());
        Ends.assertOrderly(get(index), First.LOCAL);
        get(index).assertCarriesPlaintext();
    }

    @Override
    public void close() throws IOException {
        for (Session each : sessions) {
            each.close();
        }
    }
}
