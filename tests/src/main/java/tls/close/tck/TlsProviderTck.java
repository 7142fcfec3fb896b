// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;

/** Checks one provider: its subclass of three lines names it. The groups are those of the catalogue of scenarios. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TlsProviderTck {
    private final String name;

    /**
     * The provider to check.
     *
     * @param name its short name
     */
    protected TlsProviderTck(String name) {
        this.name = name;
    }

    TlsProvider provider() {
        return TlsProviders.get(name);
    }

    /** Scenarios 1 to 10. */
    @Nested
    class A extends InitiatorScenarios {}

    /** Rule 10.3: the log and the flight recorder. */
    @Nested
    class Announcing extends AnnouncementScenarios {}

    /** Rules 12.1 and 12.3: whom a server lets in. */
    @Nested
    class Authenticating extends ClientAuthScenarios {}

    /** Scenarios 11 to 18. */
    @Nested
    class B extends ResponderScenarios {}

    /** Scenarios 19 to 25. */
    @Nested
    class C extends HalfCloseScenarios {}

    /** Rule 10.2. */
    @Nested
    class Closing extends CloseScenarios {}

    /** Scenarios 26 to 35 and 38, at every byte. */
    @Nested
    class DCuts extends CutScenarios {}

    /** Scenarios 41 to 44. */
    @Nested
    class DForgery extends ForgeryScenarios {}

    /** Scenario 40. */
    @Nested
    class DReset extends ResetScenarios {}

    /** Scenarios 26 to 39. */
    @Nested
    class DTruncation extends TruncationScenarios {}

    /** Scenarios 45, 47 and 51. */
    @Nested
    class ELateData extends LateDataScenarios {}

    /** Rule 12.4. */
    @Nested
    class Enduring extends HostileInputScenarios {}

    /** Rules E1 to E6. */
    @Nested
    class Engines extends EngineScenarios {}

    /** Rule E8. */
    @Nested
    class EnginesAfterwards extends EngineResourceScenarios {}

    /** Rule E7. */
    @Nested
    class EnginesInHandshake extends EngineHandshakeScenarios {}

    /** Rule 11. */
    @Nested
    class Finding extends DiscoveryScenarios {}

    /** Scenarios 57, 58, 62 and 63. */
    @Nested
    class GTimeout extends TimeoutScenarios {}

    /** Scenarios 79 to 82. */
    @Nested
    class JCanceled extends CanceledHandshakeScenarios {}

    /** Scenarios 85 and 86. */
    @Nested
    class JCut extends CutHandshakeScenarios {}

    /** Scenario 83. */
    @Nested
    class JDelegated extends DelegatedTaskScenarios {}

    /** Scenario 84. */
    @Nested
    class JFailed extends FailedHandshakeScenarios {}

    /** Scenarios 87 and 88. */
    @Nested
    class JLater extends LaterHandshakeScenarios {}

    /** Scenarios 89 to 91 and 94. */
    @Nested
    class KAbsorbed extends AbsorbedMessageScenarios {}

    /** Scenarios 96, 101, 102, 104 and 105. */
    @Nested
    class LFatal extends FatalAlertScenarios {}

    /** Scenarios 97 to 100, 102 and 103. */
    @Nested
    class LWarning extends WarningAlertScenarios {}

    /** Scenario 106. */
    @Nested
    class MBrokenPipe extends BrokenPipeScenarios {}

    /** Scenarios 107 to 110. */
    @Nested
    class MTransport extends TransportFaultScenarios {}

    /** Scenarios 111 to 114. */
    @Nested
    class NPlaintext extends PlaintextScenarios {}

    /** Scenario 119, and rule 5.1. */
    @Nested
    class NTransport extends TransportScenarios {}

    /** Scenarios 115 and 116. */
    @Nested
    class NTunnel extends TunnelScenarios {}

    /** Rule 12.3: SNI and ALPN. */
    @Nested
    class Naming extends NamingScenarios {}

    /** Rule 12.2, and cipher suites. */
    @Nested
    class Negotiating extends NegotiationScenarios {}

    /** Scenarios 8 and 120 to 125. */
    @Nested
    class ONonBlocking extends NonBlockingScenarios {}

    /** Rule 10.1. */
    @Nested
    class Reports extends ReportScenarios {}

    /** Rule 10.3: sessions afterwards, and scenario 126. */
    @Nested
    class Resuming extends ResumptionScenarios {}

    /** Rule 12.1: whom a client lets in. */
    @Nested
    class Trusting extends TrustScenarios {}
}
