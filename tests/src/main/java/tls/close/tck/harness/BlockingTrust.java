// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.security.cert.CertificateException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManager;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;

/** Looks at a server's certificate until it is released, and then decides as another trust manager does. */
public final class BlockingTrust extends TrustFront {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    public BlockingTrust(TrustManager... judges) {
        super(judges);
    }

    /** Whether a call is in here; waits until it is or has ended. */
    public boolean isEnteredBefore(BackgroundCall<?> call) throws InterruptedException {
        Deadline deadline = Deadline.orElse(() -> "The call neither looks at the certificate nor ends");
        while (!entered.await(1, TimeUnit.MILLISECONDS) && !call.isDone()) {
            deadline.remaining();
        }
        return entered.getCount() == 0;
    }

    public void release() {
        released.countDown();
    }

    @Override
    protected void lookAtServer() throws CertificateException {
        entered.countDown();
        try {
            if (!released.await(2 * Deadline.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CertificateException("nobody released this thread");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CertificateException(e);
        }
    }
}
