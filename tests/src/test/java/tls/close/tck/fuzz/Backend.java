// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.tck.harness.Session;
import tls.close.tck.peer.PeerOptions;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.pki.TestPki;

/** Contexts, endpoints and peers for them. */
final class Backend {
    private static final Map<String, TlsContext> CONTEXTS = new ConcurrentHashMap<>();
    private static final AtomicInteger PORTS = new AtomicInteger();

    private Backend() {}

    static TlsContext context(String name) {
        return CONTEXTS.computeIfAbsent(name, Backend::newContext);
    }

    private static TlsContext newContext(String name) {
        try {
            return TlsProviders.get(name)
                    .newContext(
                            TestPki.ec().server().keyManagers(), TestPki.ec().trustManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each client comes to a server of its own: what one input has left in a cache is no business of the next. */
    static TlsEndpoint endpoint(Plan plan) {
        TlsEndpoint endpoint = switch (plan.role()) {
            case CLIENT -> TlsEndpoint.client(Session.HOST, PORTS.updateAndGet(last -> last % 0xFFFF + 1));
            case SERVER -> TlsEndpoint.server();
        };
        return endpoint.protocols(plan.version().jdkName());
    }

    static ScriptedPeer peerOf(Plan plan) {
        return switch (plan.role()) {
            case CLIENT -> ScriptedPeer.server(plan.version());
            case SERVER -> ScriptedPeer.client(PeerOptions.of(plan.version()).withServerName(Session.HOST));
        };
    }
}
