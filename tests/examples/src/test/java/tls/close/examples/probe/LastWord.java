// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** How a scripted server ends TLS. */
enum LastWord {
    CLOSE_NOTIFY,
    CUT,
    CUT_INSIDE_RECORD,
    RESET,
    SILENCE;

    /** What the beginning of a record looks like of which no more comes. */
    static final byte[] PART_OF_A_RECORD = {23, 3, 3, 0, 80, 1, 2, 3, 4, 5, 6, 7};

    /** Reads a line, answers, and ends first. */
    void endFirst(SSLSocket tls, Socket transport, String answer) throws IOException {
        readLine(tls);
        tls.getOutputStream().write(answer.getBytes(UTF_8));
        end(tls, transport);
    }

    /** Ends after the client has, which is to say nothing before. */
    void endSecond(SSLSocket tls, Socket transport) throws IOException {
        tls.startHandshake();
        if (this == CLOSE_NOTIFY) {
            tls.getInputStream().read();
        } else {
            // The whole record: what is left unread would turn the end of the connection into a reset.
            DataInputStream raw = new DataInputStream(transport.getInputStream());
            raw.readNBytes(3);
            raw.readNBytes(raw.readUnsignedShort());
        }
        end(tls, transport);
    }

    private void end(SSLSocket tls, Socket transport) throws IOException {
        switch (this) {
            case CLOSE_NOTIFY -> {
                if (!tls.isOutputShutdown()) {
                    tls.shutdownOutput(); // In TLS 1.2 the JDK may have answered by itself.
                }
            }
            case CUT -> transport.shutdownOutput();
            case CUT_INSIDE_RECORD -> {
                transport.getOutputStream().write(PART_OF_A_RECORD);
                transport.shutdownOutput();
            }
            case RESET -> {
                transport.setSoLinger(true, 0);
                transport.close();
                return;
            }
            case SILENCE -> {}
        }
        ScriptedServer.drain(transport);
    }

    static SSLSocket tls(SSLContext context, Socket transport) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(transport, "client", 0, false);
        tls.setUseClientMode(false);
        return tls;
    }

    private static void readLine(SSLSocket tls) throws IOException {
        int next;
        do {
            next = tls.getInputStream().read();
        } while (next >= 0 && next != '\n');
    }
}
