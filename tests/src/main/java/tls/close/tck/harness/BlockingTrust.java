// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;

/** Looks at a server's certificate until it is released, and then decides as another trust manager does. */
public final class BlockingTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    public BlockingTrust(TrustManager... judges) {
        this.judge = (X509ExtendedTrustManager) judges[0];
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

    private void await() throws CertificateException {
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

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        await();
        judge.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        await();
        judge.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        await();
        judge.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
