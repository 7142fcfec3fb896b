// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tls.close.tck.harness.FirstLook.Finding;
import tls.close.tck.harness.ProviderUnderTest;
import tls.close.tck.scenario.AbsorbedMessageScenarios;
import tls.close.tck.scenario.AnnouncementScenarios;
import tls.close.tck.scenario.BareEndScenarios;
import tls.close.tck.scenario.BrokenPipeScenarios;
import tls.close.tck.scenario.ByeAllHandshakeScenarios;
import tls.close.tck.scenario.ByeAllScenarios;
import tls.close.tck.scenario.ByeAllThreadScenarios;
import tls.close.tck.scenario.CallScenarios;
import tls.close.tck.scenario.CallbackScenarios;
import tls.close.tck.scenario.CanceledHandshakeScenarios;
import tls.close.tck.scenario.ClientAuthScenarios;
import tls.close.tck.scenario.CloseScenarios;
import tls.close.tck.scenario.CutHandshakeScenarios;
import tls.close.tck.scenario.CutScenarios;
import tls.close.tck.scenario.DeadlineScenarios;
import tls.close.tck.scenario.DelegatedTaskScenarios;
import tls.close.tck.scenario.DiscoveryScenarios;
import tls.close.tck.scenario.EngineCallbackScenarios;
import tls.close.tck.scenario.EngineHandshakeScenarios;
import tls.close.tck.scenario.EngineParameterScenarios;
import tls.close.tck.scenario.EngineResourceScenarios;
import tls.close.tck.scenario.EngineScenarios;
import tls.close.tck.scenario.ExactReadScenarios;
import tls.close.tck.scenario.FacadeClosingScenarios;
import tls.close.tck.scenario.FacadeEndScenarios;
import tls.close.tck.scenario.FacadeEngineScenarios;
import tls.close.tck.scenario.FacadeLayeringScenarios;
import tls.close.tck.scenario.FacadeMisuseScenarios;
import tls.close.tck.scenario.FacadeParameterScenarios;
import tls.close.tck.scenario.FacadeServerScenarios;
import tls.close.tck.scenario.FacadeSessionScenarios;
import tls.close.tck.scenario.FacadeSocketScenarios;
import tls.close.tck.scenario.FacadeStreamScenarios;
import tls.close.tck.scenario.FailedHandshakeScenarios;
import tls.close.tck.scenario.FatalAlertScenarios;
import tls.close.tck.scenario.FirstScenarios;
import tls.close.tck.scenario.FloodScenarios;
import tls.close.tck.scenario.ForbiddenRecordScenarios;
import tls.close.tck.scenario.ForgeryScenarios;
import tls.close.tck.scenario.ForgottenScenarios;
import tls.close.tck.scenario.HalfCloseScenarios;
import tls.close.tck.scenario.HandshakeTimeoutScenarios;
import tls.close.tck.scenario.HandshakeVerdictRaceScenarios;
import tls.close.tck.scenario.HandshakeVerdictScenarios;
import tls.close.tck.scenario.HostileInputScenarios;
import tls.close.tck.scenario.InitiatorScenarios;
import tls.close.tck.scenario.InterruptScenarios;
import tls.close.tck.scenario.KeyUpdateScenarios;
import tls.close.tck.scenario.LateDataScenarios;
import tls.close.tck.scenario.LaterHandshakeScenarios;
import tls.close.tck.scenario.LettingGoRaceScenarios;
import tls.close.tck.scenario.LettingGoScenarios;
import tls.close.tck.scenario.NamingScenarios;
import tls.close.tck.scenario.NegotiationScenarios;
import tls.close.tck.scenario.NonBlockingScenarios;
import tls.close.tck.scenario.PeersVerdictScenarios;
import tls.close.tck.scenario.PlaintextGoodbyeScenarios;
import tls.close.tck.scenario.PlaintextScenarios;
import tls.close.tck.scenario.ReportScenarios;
import tls.close.tck.scenario.ResetScenarios;
import tls.close.tck.scenario.ResponderScenarios;
import tls.close.tck.scenario.ResumedAdmissionScenarios;
import tls.close.tck.scenario.ResumptionScenarios;
import tls.close.tck.scenario.SlowCallbackScenarios;
import tls.close.tck.scenario.SlowReceiverScenarios;
import tls.close.tck.scenario.SwitchScenarios;
import tls.close.tck.scenario.ThreadScenarios;
import tls.close.tck.scenario.TimeoutScenarios;
import tls.close.tck.scenario.TransportFaultScenarios;
import tls.close.tck.scenario.TransportScenarios;
import tls.close.tck.scenario.TruncationScenarios;
import tls.close.tck.scenario.TrustScenarios;
import tls.close.tck.scenario.TunnelScenarios;
import tls.close.tck.scenario.UnaskedAnswerScenarios;
import tls.close.tck.scenario.VerdictScenarios;
import tls.close.tck.scenario.VirtualThreadScenarios;
import tls.close.tck.scenario.WarningAlertScenarios;

/**
 * Checks one provider: its subclass of three lines names it. The groups are those of the catalogue of scenarios. A test
 * that takes too long is given up, whatever the provider blocks in; a subclass with a {@link Timeout} of its own says
 * what is too long.
 */
@Timeout(
        value = 60,
        threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // A blocked read on a socket cannot be interrupted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // Or the extension would come too late to act before all tests.
public abstract class TlsProviderTck {
    @RegisterExtension
    final ProviderUnderTest provider;

    /**
     * The provider to check.
     *
     * @param name its short name
     */
    protected TlsProviderTck(String name) {
        provider = new ProviderUnderTest(name);
    }

    /** Whether a loop can live with the engine at all: if not, the groups say nothing that this does not. */
    @Test
    void firstLook() {
        provider.finding().ifPresent(Finding::fail);
    }

    /** Group A: scenarios 1 to 10. */
    @Nested
    class Initiator extends InitiatorScenarios {}

    /** Group B: scenarios 11 to 18. */
    @Nested
    class Responder extends ResponderScenarios {}

    /** Group C: scenarios 19 to 25. */
    @Nested
    class HalfClose extends HalfCloseScenarios {}

    /** Group D: scenarios 26 to 39. */
    @Nested
    class Truncation extends TruncationScenarios {}

    /** Group D: scenarios 26 to 35 and 38, at every byte. */
    @Nested
    class Cuts extends CutScenarios {}

    /** Group D: scenario 40. */
    @Nested
    class Reset extends ResetScenarios {}

    /** Group D: scenarios 41 to 44. */
    @Nested
    class Forgery extends ForgeryScenarios {}

    /** Group U: scenario 161. */
    @Nested
    class ForbiddenRecords extends ForbiddenRecordScenarios {}

    /** Group E: scenarios 45 to 48 and 50 to 52. */
    @Nested
    class LateData extends LateDataScenarios {}

    /** Group G: scenarios 57, 58, 62 and 63. */
    @Nested
    class Timeouts extends TimeoutScenarios {}

    /** Groups F, G and R: scenarios 49, 54, 55, 59, 61, 62, 64, 135, 136 and 141. */
    @Nested
    class Deadlines extends DeadlineScenarios {}

    /** Group R: scenario 142. */
    @Nested
    class HandshakeTimeouts extends HandshakeTimeoutScenarios {}

    /** Groups I and R: scenarios 73 to 78, 139 and 140. */
    @Nested
    class Interrupts extends InterruptScenarios {}

    /** Group H: scenarios 65 to 72, and 138. */
    @Nested
    class Threads extends ThreadScenarios {}

    /** Group R: scenario 143. */
    @Nested
    class VirtualThreads extends VirtualThreadScenarios {}

    /** Group J: scenarios 79 to 82. */
    @Nested
    class CanceledHandshake extends CanceledHandshakeScenarios {}

    /** Group J: scenario 83. */
    @Nested
    class DelegatedTasks extends DelegatedTaskScenarios {}

    /** Group J: scenario 84. */
    @Nested
    class FailedHandshake extends FailedHandshakeScenarios {}

    /** Group J: scenarios 85 and 86. */
    @Nested
    class CutHandshake extends CutHandshakeScenarios {}

    /** Group J: scenarios 87 and 88. */
    @Nested
    class LaterHandshake extends LaterHandshakeScenarios {}

    /** Group K: scenarios 89 to 95. */
    @Nested
    class AbsorbedMessages extends AbsorbedMessageScenarios {}

    /** Group L: scenarios 96, 101, 102, 104 and 105. */
    @Nested
    class FatalAlerts extends FatalAlertScenarios {}

    /** Group L: scenarios 97 to 100, 102 and 103. */
    @Nested
    class WarningAlerts extends WarningAlertScenarios {}

    /** Group M: scenario 106. */
    @Nested
    class BrokenPipe extends BrokenPipeScenarios {}

    /** Group M: scenarios 107 to 110. */
    @Nested
    class TransportFaults extends TransportFaultScenarios {}

    /** Group N: scenarios 111 to 114. */
    @Nested
    class Plaintext extends PlaintextScenarios {}

    /** Group N: scenario 113. */
    @Nested
    class ExactReads extends ExactReadScenarios {}

    /** What an end costs in calls of the transport. */
    @Nested
    class Calls extends CallScenarios {}

    /** Group N: scenarios 115 and 116. */
    @Nested
    class Tunnel extends TunnelScenarios {}

    /** Group N: scenario 119, and rule 5.1. */
    @Nested
    class Transport extends TransportScenarios {}

    /** Group O: scenarios 120 to 125, and 8. */
    @Nested
    class NonBlocking extends NonBlockingScenarios {}

    /** Group Q: scenarios 128 to 130. */
    @Nested
    class LettingGo extends LettingGoScenarios {}

    /** Group Q: scenario 131. */
    @Nested
    class Forgotten extends ForgottenScenarios {}

    /** Group Q: scenarios 132 and 133. */
    @Nested
    class SlowReceiver extends SlowReceiverScenarios {}

    /** Group Q: scenarios 127 and 129. */
    @Nested
    class LettingGoRaces extends LettingGoRaceScenarios {}
    /** Group S: scenario 144, and rule E10. */
    @Nested
    class KeyUpdates extends KeyUpdateScenarios {}

    /** Group U: scenario 155. */
    @Nested
    class PeersVerdict extends PeersVerdictScenarios {}

    /** Group U: scenario 155, in the handshake. */
    @Nested
    class HandshakeVerdict extends HandshakeVerdictScenarios {}

    /** Group U: scenario 155, in the handshake and by several threads. */
    @Nested
    class HandshakeVerdictRaces extends HandshakeVerdictRaceScenarios {}

    /** Group U: scenarios 156 and 158. */
    @Nested
    class UnaskedAnswers extends UnaskedAnswerScenarios {}

    /** Group U: scenario 159. */
    @Nested
    class BareEnd extends BareEndScenarios {}

    /** Group U: scenario 157. */
    @Nested
    class First extends FirstScenarios {}

    /** Group U: scenario 160. */
    @Nested
    class PlaintextGoodbye extends PlaintextGoodbyeScenarios {}

    /** Group V: scenario 162. */
    @Nested
    class Callbacks extends CallbackScenarios {}

    /** Group V: a callback of the handshake that takes its time. */
    @Nested
    class SlowCallbacks extends SlowCallbackScenarios {}

    /** Group V: scenario 162, for an engine. */
    @Nested
    class EngineCallbacks extends EngineCallbackScenarios {}

    /** {@code byeAll}: what each connection comes to. */
    @Nested
    class ByeAll extends ByeAllScenarios {}

    /** {@code byeAll}: of whom one has not done its handshake. */
    @Nested
    class ByeAllInHandshakes extends ByeAllHandshakeScenarios {}

    /** {@code byeAll} beside other threads. */
    @Nested
    class ByeAllThreads extends ByeAllThreadScenarios {}

    /** Rule 10.1. */
    @Nested
    class Reports extends ReportScenarios {}

    /** Rule 10.2. */
    @Nested
    class Close extends CloseScenarios {}

    /** Rule 10.3: the log and the flight recorder. */
    @Nested
    class Announcements extends AnnouncementScenarios {}

    /** Rule 10.3: sessions afterwards, and scenarios 126 and 134. */
    @Nested
    class Resumption extends ResumptionScenarios {}

    /** Rule 11. */
    @Nested
    class Discovery extends DiscoveryScenarios {}

    /** Rule 12.1: whom a client lets in. */
    @Nested
    class Trust extends TrustScenarios {}

    /** Rules 12.1 and 12.3: whom a server lets in. */
    @Nested
    class ClientAuthentication extends ClientAuthScenarios {}

    /** Rule 12.2, and cipher suites. */
    @Nested
    class Negotiation extends NegotiationScenarios {}

    /** Rule 12.3: SNI and ALPN. */
    @Nested
    class Names extends NamingScenarios {}

    /** Rule 12.4, and scenario 146. */
    @Nested
    class HostileInput extends HostileInputScenarios {}

    /** Rule 12.5: scenarios 148, 149 and 163. */
    @Nested
    class ResumedAdmission extends ResumedAdmissionScenarios {}

    /** Rule 12.6: scenario 151. */
    @Nested
    class Verdicts extends VerdictScenarios {}

    /** Groups O, S and V: scenarios 124, 145 and 164. */
    @Nested
    class Floods extends FloodScenarios {}
    /** Group T: scenarios 152 to 154. */
    @Nested
    class Switching extends SwitchScenarios {}

    /** Rules E1 to E6. */
    @Nested
    class EngineContract extends EngineScenarios {}

    /** Rule E9, and scenario 150. */
    @Nested
    class EngineParameters extends EngineParameterScenarios {}

    /** Rule E7. */
    @Nested
    class EngineHandshake extends EngineHandshakeScenarios {}

    /** Rule E8. */
    @Nested
    class EngineResources extends EngineResourceScenarios {}

    /** Rule S7: how a socket of the façade comes to its TCP connection, and what it tells of it. */
    @Nested
    class FacadeSockets extends FacadeSocketScenarios {}

    /** Rules S3, S5 and S7: its streams. */
    @Nested
    class FacadeStreams extends FacadeStreamScenarios {}

    /** Rule S7: its session, and who is told of it. */
    @Nested
    class FacadeSessions extends FacadeSessionScenarios {}

    /** Rules S6 and S7: what it is told to speak, and which names it checks. */
    @Nested
    class FacadeParameters extends FacadeParameterScenarios {}

    /** Rule S7: what cannot be done with it. */
    @Nested
    class FacadeMisuse extends FacadeMisuseScenarios {}

    /** Rules S1 and S2. */
    @Nested
    class FacadeEnds extends FacadeEndScenarios {}

    /** Rules S3 and S5: {@code close()} of a socket that owns its TCP connection. */
    @Nested
    class FacadeClosing extends FacadeClosingScenarios {}

    /** Rules S4 and S5: TLS over a socket of the caller's. */
    @Nested
    class FacadeLayering extends FacadeLayeringScenarios {}

    /** Rule S7: server sockets. */
    @Nested
    class FacadeServers extends FacadeServerScenarios {}

    /** Rules S6 and S7: engines. */
    @Nested
    class FacadeEngines extends FacadeEngineScenarios {}
}
