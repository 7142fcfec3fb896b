// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/**
 * A server that drops TLS without a word: after {@code CCC}, behind a file that it takes, and behind the half of one, of
 * which it says that it was all.
 */
final class WordlessFtpServer {
    private final TlsContext tls;
    private final ServerSocket data;
    private final TlsConnection connection;
    private final Socket control;
    private InputStream in;
    private OutputStream out;

    private WordlessFtpServer(Socket control, ServerSocket data) throws Exception {
        this.control = control;
        this.data = data;
        // It says nothing unasked; jsse does, in TLS 1.2.
        tls = Backend.context("bc");
        connection = tls.open(control, TlsEndpoint.server());
        in = control.getInputStream();
        out = control.getOutputStream();
    }

    /** Serves one client until that leaves. */
    static boolean serve(Socket client) throws Exception {
        try (ServerSocket data = new ServerSocket(0, 1, client.getLocalAddress())) {
            new WordlessFtpServer(client, data).run();
            return true;
        }
    }

    private void run() throws IOException {
        reply("220 ready");
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            obey(line);
            if (line.equals("QUIT")) {
                break;
            }
        }
    }

    private void obey(String line) throws IOException {
        switch (line.split(" ", 2)[0]) {
            case "AUTH" -> {
                reply("234 go on in TLS");
                in = connection.inputStream();
                out = connection.outputStream();
            }
            case "CCC" -> {
                reply("200 go on in plaintext");
                in.readAllBytes(); // to the client's close_notify
                in = control.getInputStream();
                out = control.getOutputStream();
            }
            case "EPSV" -> reply("229 here (|||" + data.getLocalPort() + "|)");
            case "PWD" -> reply("257 in plaintext");
            case "RETR" -> {
                reply("150 go on");
                sendHalf();
                reply("226 that was it");
            }
            case "STOR" -> {
                reply("150 go on");
                takeAll();
                reply(line.split(" ", 2)[1]); // the file's name says what
            }
            default -> reply("200 ok");
        }
    }

    private void takeAll() throws IOException {
        try (Socket sender = data.accept()) {
            tls.open(sender, TlsEndpoint.server()).inputStream().readAllBytes();
            sender.setSoLinger(true, 0); // a reset, without a word
        }
    }

    private void sendHalf() throws IOException {
        try (Socket receiver = data.accept()) {
            tls.open(receiver, TlsEndpoint.server()).write(ByteBuffer.wrap("half".getBytes(US_ASCII)));
            receiver.shutdownOutput();
            receiver.getInputStream().readAllBytes(); // or it would be a reset
        }
    }

    private void reply(String line) throws IOException {
        out.write((line + "\r\n").getBytes(US_ASCII));
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(US_ASCII).strip();
    }
}
