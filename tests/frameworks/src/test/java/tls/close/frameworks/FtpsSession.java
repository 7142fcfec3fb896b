// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;
import tls.close.tck.peer.TlsVersion;

/** commons-net's client, logged in, with its data connections in TLS. */
final class FtpsSession implements AutoCloseable {
    private final FTPSClient client;

    private FtpsSession(FTPSClient client) {
        this.client = client;
    }

    static FtpsSession open(SSLContext context, int port, String user, TlsVersion version) throws IOException {
        FTPSClient client = new FTPSClient(false, context);
        client.setEnabledProtocols(new String[] {version.jdkName()});
        client.setConnectTimeout(Patience.MILLIS);
        client.setDefaultTimeout(Patience.MILLIS);
        client.setDataTimeout(Patience.LIMIT);
        client.setEndpointCheckingEnabled(true);
        try {
            client.connect("localhost", port);
            client.setSoTimeout(Patience.MILLIS);
            if (!client.login(user, "secret")) {
                throw refused(client);
            }
            client.execPBSZ(0);
            client.execPROT("P");
            client.enterLocalPassiveMode();
            client.setFileType(FTP.BINARY_FILE_TYPE);
            return new FtpsSession(client);
        } catch (IOException e) {
            client.disconnect();
            throw e;
        }
    }

    private static IOException refused(FTPSClient client) {
        return new IOException("refused: " + client.getReplyString());
    }

    void upload(String name, byte[] bytes) throws IOException {
        if (!client.storeFile(name, new ByteArrayInputStream(bytes))) {
            throw refused(client);
        }
    }

    byte[] download(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!client.retrieveFile(name, bytes)) {
            throw refused(client);
        }
        return bytes.toByteArray();
    }

    /** The command behind it is on its way as soon as TLS has ended. */
    void goOnInPlaintext() throws IOException {
        client.execCCC();
        for (int i = 0; i < 3; i++) {
            if (!FTPReply.isPositiveCompletion(client.noop())) {
                throw refused(client);
            }
        }
    }

    void quit() throws IOException {
        client.logout();
    }

    @Override
    public void close() throws IOException {
        client.disconnect();
    }
}
