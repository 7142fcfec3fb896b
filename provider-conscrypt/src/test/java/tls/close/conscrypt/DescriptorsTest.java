// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.CloseLimits;
import tls.close.CloseReport.Sent;
import tls.close.CloseTimeoutException;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.TruncationException;

/**
 * Rules 10.2 and E8, over many connections ({@code -Dtls.close.connections}), with every kind of end: two descriptors for each end that is in use,
 * none for one that is over. All but the abandoned ones are kept reachable, so that the collector can take no part.
 */
@Timeout(300)
class DescriptorsTest {
    private static final int MANY = Integer.getInteger("tls.close.connections", 40);

    /** They would hold four descriptors each. */
    private static final int FORGOTTEN = 4 * MANY;

    /** What the JVM may open meanwhile by itself. */
    private static final int OTHERS = 10;

    private final List<Object> reachable = new ArrayList<>();
    private final TlsContext context;

    DescriptorsTest() throws Exception {
        // Whether a certificate is good makes no difference here, and takes longer than all the rest.
        context = TlsProviders.get("conscrypt").newContext(TestKeys.server(), new TrustManager[] {new TrustsAnybody()});
    }

    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private record Connected(Pipe pipe, TlsConnection client, TlsConnection server) {}

    private Connected connect(int number) throws Exception {
        String protocol = number % 2 == 0 ? "TLSv1.2" : "TLSv1.3";
        Pipe pipe = new Pipe();
        TlsConnection client = context.open(
                pipe.end(0),
                TlsEndpoint.client("localhost", 443).protocols(protocol).withoutHostNameCheck());
        TlsConnection server = context.open(pipe.end(1), TlsEndpoint.server().protocols(protocol));
        Progress one = Progress.WANT_READ;
        Progress other = Progress.WANT_READ;
        while (one != Progress.DONE || other != Progress.DONE) {
            one = client.handshake();
            other = server.handshake();
        }
        return new Connected(pipe, client, server);
    }

    private interface Ending {
        void of(Connected connected) throws Exception;
    }

    private void assertNothingIsHeldAfter(Ending ending) throws Exception {
        ending.of(connect(0));
        long before = Descriptors.count();
        for (int i = 0; i < MANY; i++) {
            Connected connected = connect(i);
            ending.of(connected);
            reachable.add(connected.client);
            reachable.add(connected.server);
        }
        long after = Descriptors.count();
        assertTrue(after <= before + OTHERS, () -> before + " descriptors became " + after);
        reachable.clear();
    }

    @Test
    void anOrderlyEndHoldsNothing() throws Exception {
        assertNothingIsHeldAfter(connected -> {
            connected.client.bye(SHUT_WR);
            assertEquals(Progress.DONE, connected.server.bye(SHUT_RDWR));
            assertEquals(Progress.DONE, connected.client.bye(SHUT_RDWR));
        });
    }

    @Test
    void aConnectionThatIsCutHoldsNothing() throws Exception {
        assertNothingIsHeldAfter(connected -> {
            connected.pipe.cut();
            assertThrows(TruncationException.class, () -> connected.client.bye(SHUT_RDWR));
            connected.server.close();
        });
    }

    @Test
    void aFailedConnectionHoldsNothingAlsoIfNobodyClosesIt() throws Exception {
        assertNothingIsHeldAfter(connected -> {
            connected.pipe.end(0).write(ByteBuffer.wrap("garbage, not a record".getBytes(US_ASCII)));
            assertThrows(SSLException.class, () -> connected.server.read(ByteBuffer.allocate(1)));
            assertThrows(FatalAlertException.class, () -> connected.client.read(ByteBuffer.allocate(1)));
        });
    }

    @Test
    void aConnectionThatIsTimedOutAndClosedHoldsNothing() throws Exception {
        CloseLimits once = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);
        assertNothingIsHeldAfter(connected -> {
            assertThrows(CloseTimeoutException.class, () -> connected.client.bye(SHUT_RDWR, once));
            connected.client.close();
            connected.server.close();
        });
    }

    @Test
    void aConnectionWhoseTransportIsFullWhenItIsClosedHoldsNothing() throws Exception {
        assertNothingIsHeldAfter(connected -> {
            int taken = 1;
            while (taken > 0) {
                taken = connected.client.write(ByteBuffer.allocate(1 << 14));
            }
            connected.client.close();
            assertEquals(Sent.FAILED, connected.client.report().sent());
            connected.server.close();
        });
    }

    @Test
    void aConnectionWhoseDataCouldNotBeWrittenHoldsNothing() throws Exception {
        assertNothingIsHeldAfter(connected -> {
            connected.pipe.breakOff();
            assertThrows(IOException.class, () -> connected.client.write(ByteBuffer.allocate(1)));
            connected.client.close();
            connected.server.close();
        });
    }

    @Test
    void aConnectionWhoseHandshakeNeverStartedHoldsNothing() throws Exception {
        long before = Descriptors.count();
        for (int i = 0; i < MANY; i++) {
            reachable.add(context.open(new Pipe().end(0), TlsEndpoint.client("localhost", 443)));
            reachable.add(context.newEngine(TlsEndpoint.server()));
        }
        long after = Descriptors.count();
        assertTrue(after <= before + OTHERS, () -> before + " descriptors became " + after);
    }

    /** The heap would have room for all of them: it is their number that has the collector called. */
    @Test
    void forgottenConnectionsDoNotTakeTheProcessDown() throws Exception {
        long before = Descriptors.count();
        long most = 0;
        for (int i = 0; i < FORGOTTEN; i++) {
            connect(i);
            most = Math.max(most, i % 100 == 0 ? Descriptors.count() : 0);
        }
        long seen = most;
        // A thousand engines may go unnoticed, and as many again be made until the first are gone.
        assertTrue(seen < before + 8_000, () -> before + " descriptors became " + seen);
    }
}
