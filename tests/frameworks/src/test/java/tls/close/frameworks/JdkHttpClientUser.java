// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;

/** {@code java.net.http.HttpClient}, which lets go of all it holds when it is collected. */
final class JdkHttpClientUser implements HttpUser {
    private final HttpClient client;

    JdkHttpClientUser(SSLContext context, HttpClient.Version version) {
        client = HttpClient.newBuilder().sslContext(context).version(version).build();
    }

    @Override
    public byte[] get(String url) throws IOException, InterruptedException {
        return send(request(url).build()).body();
    }

    @Override
    public byte[] put(String url, byte[] body) throws IOException, InterruptedException {
        return send(request(url).PUT(BodyPublishers.ofByteArray(body)).build()).body();
    }

    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofByteArray());
    }

    static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Patience.LIMIT);
    }

    @Override
    public void close() {}
}
