// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/** The control connection of a client that knows no TLS, and says whatever the test wants. */
final class PlainFtpClient implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    PlainFtpClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    }

    void say(String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(US_ASCII));
    }

    String hear() throws IOException {
        return String.valueOf(in.readLine());
    }

    /** What else the server says until it leaves. */
    List<String> hearAll() {
        return in.lines().toList();
    }

    /** Where the server listens for a data connection. */
    int askForPort() throws IOException {
        say("EPSV\r\n");
        String reply = hear();
        while (!reply.startsWith("229 ") && !reply.equals("null")) {
            reply = hear();
        }
        return Integer.parseInt(reply.replaceFirst(".*\\|(\\d+)\\|.*", "$1"));
    }

    void leave() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
