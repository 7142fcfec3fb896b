// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Counts for how many servers it was asked. */
final class CountedTrust implements X509TrustManager {
    private final X509TrustManager judge;
    private final AtomicInteger asked;

    CountedTrust(TrustManager[] judges, AtomicInteger asked) {
        this.judge = Arrays.stream(judges)
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
        this.asked = asked;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        asked.incrementAndGet();
        judge.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
