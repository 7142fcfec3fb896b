// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import tls.close.tck.pki.TestPki;

/** OkHttp, with a socket factory and the trust manager that it asks for besides. */
final class OkHttpUser implements HttpUser {
    private final OkHttpClient client;

    OkHttpUser(SSLContext context) {
        client = new OkHttpClient.Builder()
                .sslSocketFactory(context.getSocketFactory(), (X509TrustManager)
                        TestPki.ec().trustManagers()[0])
                .readTimeout(Patience.LIMIT)
                .retryOnConnectionFailure(false)
                .build();
    }

    @Override
    public byte[] get(String url) throws IOException {
        return call(new Request.Builder().url(url).build());
    }

    @Override
    public byte[] put(String url, byte[] body) throws IOException {
        return call(new Request.Builder().url(url).put(RequestBody.create(body)).build());
    }

    private byte[] call(Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            return Objects.requireNonNull(response.body(), "no body").bytes();
        }
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }
}
