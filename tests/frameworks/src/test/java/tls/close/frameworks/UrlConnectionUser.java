// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/** {@code HttpsURLConnection}, with a socket factory. */
final class UrlConnectionUser implements HttpUser {
    private final SSLContext context;

    UrlConnectionUser(SSLContext context) {
        this.context = context;
    }

    @Override
    public byte[] get(String url) throws IOException {
        return answer(open(url));
    }

    @Override
    public byte[] put(String url, byte[] body) throws IOException {
        HttpsURLConnection connection = open(url);
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream output = connection.getOutputStream()) {
            output.write(body);
        }
        return answer(connection);
    }

    private HttpsURLConnection open(String url) throws IOException {
        HttpsURLConnection connection =
                (HttpsURLConnection) URI.create(url).toURL().openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setReadTimeout(Patience.MILLIS);
        return connection;
    }

    private static byte[] answer(HttpsURLConnection connection) throws IOException {
        try (InputStream input = connection.getInputStream()) {
            return input.readAllBytes();
        } finally {
            connection.disconnect();
        }
    }

    @Override
    public void close() {}
}
