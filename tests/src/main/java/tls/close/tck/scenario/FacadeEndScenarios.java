// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.firstBytes;
import static tls.close.tck.peer.Messages.garbage;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import tls.close.CloseLimits;
import tls.close.TlsEndpoint;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.FacadeSession;
import tls.close.tck.harness.FacadeSetting;
import tls.close.tck.harness.FacadeSettings;
import tls.close.tck.harness.Maker;
import tls.close.tck.harness.Ownership;
import tls.close.tck.harness.Role;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerMessage;

/** The façade, rules S1 and S2: what {@code read} says at the end, and ending one side. */
@Tag("facade")
public abstract class FacadeEndScenarios {

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS1_closeNotifyIsTheEnd(FacadeSetting setting) throws Exception {
        for (Ownership ownership : Ownership.values()) {
            try (FacadeSession session =
                    FacadeSession.of(setting).over(ownership).connect()) {
                session.peer().send(data("all"), closeNotify());
                assertEquals("all", session.readText(100));
                assertEquals(-1, session.read());
                assertEquals(-1, session.read(), "still");
            }
        }
    }

    /** What came before the cut is handed out; the JDK's own sockets say -1 then, whatever is missing. */
    @FacadeSettings(
            roles = {Role.CLIENT, Role.SERVER},
            makers = Maker.FACADE)
    void ruleS1_aCutIsNot(FacadeSetting setting) throws Exception {
        for (Ownership ownership : Ownership.values()) {
            assertTruncated(setting, ownership);
        }
        assertTruncated(setting, Ownership.OWN, firstBytes(data("more"), 3));
        assertTruncated(setting, Ownership.KEPT, firstBytes(data("more"), 9));
    }

    private static void assertTruncated(FacadeSetting setting, Ownership ownership, PeerMessage... rest)
            throws Exception {
        try (FacadeSession session = FacadeSession.of(setting).over(ownership).connect()) {
            session.peer().send(data("some"));
            session.peer().send(rest);
            session.far().finish();
            assertEquals("some", session.readText(4));
            assertThrows(SSLException.class, session::read);
            assertThrows(SSLException.class, session::read, "still");
        }
    }

    @FacadeSettings(makers = Maker.FACADE)
    void ruleS1_aLenientOneTakesItForTheEnd(FacadeSetting setting) throws Exception {
        for (List<PeerMessage> rest : List.<List<PeerMessage>>of(List.of(), List.of(firstBytes(data("more"), 9)))) {
            try (FacadeSession session = FacadeSession.of(setting)
                    .context(setting.context(TlsEndpoint::lenientTruncation, CloseLimits.DEFAULT))
                    .connect()) {
                session.peer().send(data("some"));
                session.peer().send(rest.toArray(PeerMessage[]::new));
                session.far().finish();
                assertEquals("some", session.readText(100));
                assertEquals(-1, session.read());
            }
        }
    }

    @FacadeSettings
    void ruleS1_norIsAFatalAlert(FacadeSetting setting) throws Exception {
        assertRefused(setting, fatal(AlertDescription.INTERNAL_ERROR));
    }

    /** The JDK's own waits for as much of it as it takes for the length of a record. */
    @FacadeSettings(makers = Maker.FACADE)
    void ruleS1_norIsGarbage(FacadeSetting setting) throws Exception {
        assertRefused(setting, garbage());
    }

    private static void assertRefused(FacadeSetting setting, PeerMessage last) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting).connect()) {
            session.peer().send(last);
            assertThrows(SSLException.class, session::read);
        }
    }

    // Rule S2

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS2_shutdownOutputIsOneCloseNotifyAndReadingGoesOn(FacadeSetting setting) throws Exception {
        for (Ownership ownership : Ownership.values()) {
            try (FacadeSession session =
                    FacadeSession.of(setting).over(ownership).connect()) {
                var out = session.tls().getOutputStream();
                out.write('q');
                session.tls().shutdownOutput();
                session.peer().expectData("q");
                session.peer().expectCloseNotify();
                assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
                assertTrue(session.tls().isOutputShutdown());
                assertFalse(session.tls().isInputShutdown() || session.tls().isClosed());
                assertThrows(IOException.class, () -> out.write(1));

                session.peer().send(data("all that"), data(" was asked for"), closeNotify());
                assertEquals("all that was asked for", session.readText(100));
                session.tls().close();
                assertTrue(session.tls().isClosed());
                assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
            }
        }
    }

    /** Whose peer has ended may go on, unless the backend has answered. */
    @FacadeSettings
    void ruleS2_afterThePeersEndWritingGoesOn(FacadeSetting setting) throws Exception {
        setting.require(Ability.WRITE_AFTER_PEER_CLOSE);
        try (FacadeSession session = FacadeSession.of(setting).connect()) {
            session.peer().send(closeNotify());
            assertEquals(-1, session.read());
            assertFalse(session.tls().isOutputShutdown());
            session.write("the rest");
            session.peer().expectData("the rest");
            session.tls().shutdownOutput();
            session.peer().expectCloseNotify();
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
        }
    }

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS2_bothSidesShutDownAreAnOrderlyEnd(FacadeSetting setting) throws Exception {
        for (Ownership ownership : Ownership.values()) {
            try (FacadeSession session =
                    FacadeSession.of(setting).over(ownership).connect()) {
                session.tls().shutdownOutput();
                session.peer().expectCloseNotify();
                session.peer().send(closeNotify());
                assertEquals(-1, session.read());
                session.tls().shutdownInput();
                assertTrue(session.tls().isInputShutdown() && session.tls().isOutputShutdown());
                if (ownership == Ownership.KEPT) {
                    session.assertCarriesPlaintext();
                }
                assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
            }
        }
    }

    /** In the other order the first is too early: nobody has said yet that nothing more comes. */
    @FacadeSettings
    void ruleS2_shutdownInputBeforeThePeersEndIsAnError(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting).connect()) {
            assertThrows(SSLException.class, session.tls()::shutdownInput);
        }
    }
}
