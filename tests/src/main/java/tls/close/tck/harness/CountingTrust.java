// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.TrustManager;

/** Trusts as another does, and counts how many servers it was asked about: those of full handshakes, not of resumed ones. */
public final class CountingTrust extends TrustFront {
    private final AtomicInteger servers = new AtomicInteger();

    public CountingTrust(TrustManager... judges) {
        super(judges);
    }

    public int servers() {
        return servers.get();
    }

    @Override
    protected void lookAtServer() {
        servers.incrementAndGet();
    }
}
