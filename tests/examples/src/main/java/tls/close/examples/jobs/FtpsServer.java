// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import tls.close.CloseRequest;
import tls.close.PlaintextException;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/**
 * An FTP server whose control connection becomes TLS ({@code AUTH}, RFC 4217 section 4) and, when the password is over,
 * plaintext again ({@code CCC}, section 7.3), so that firewalls can follow it. It has one file, and data connections in
 * plaintext, or in TLS for clients that ask for it ({@code PROT P}, section 9).
 */
public final class FtpsServer {
    private final TlsContext tls;
    private volatile byte[] file;

    /** How the TLS of a control connection ended. */
    public enum Ended {
        /** It is still there, or never was. */
        NOT,
        /** Both sides have said close_notify. */
        PROPERLY,
        /** The client went on in plaintext without a word. */
        WITHOUT_A_WORD
    }

    /**
     * A server of one file.
     *
     * @param tls with the server's key
     * @param file what every name stands for, until somebody stores another
     */
    public FtpsServer(TlsContext tls, byte[] file) {
        this.tls = tls;
        this.file = file.clone();
    }

    /**
     * Serves one client until it leaves.
     *
     * @param client as accepted
     * @return how TLS had ended by then
     * @throws IOException if the connection fails
     */
    public Ended serve(Socket client) throws IOException {
        try (Session session = new Session(client)) {
            return session.run();
        }
    }

    /** What data connections are. */
    private enum Transfer {
        CLEAR,
        PRIVATE
    }

    /** What is done with a data connection. */
    @FunctionalInterface
    private interface Use {
        void of(Socket socket) throws IOException;
    }

    private final class Session implements AutoCloseable {
        private final Socket control;
        private final TlsConnection connection;
        private final ServerSocket data;
        private InputStream in;
        private OutputStream out;
        private Transfer transfer = Transfer.CLEAR;
        private Ended ended = Ended.NOT;

        Session(Socket control) throws IOException {
            this.control = control;
            connection = tls.open(control, TlsEndpoint.server()); // says nothing before it is used
            data = new ServerSocket(0, 1, control.getLocalAddress());
            in = control.getInputStream();
            out = control.getOutputStream();
        }

        Ended run() throws IOException {
            reply("220 tls.close");
            for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                String[] words = line.toUpperCase(Locale.ROOT).split(" ", 2);
                String command = words[0];
                obey(command, words[words.length - 1]);
                if (command.equals("QUIT")) {
                    break;
                }
            }
            return ended;
        }

        private void obey(String command, String argument) throws IOException {
            switch (command) {
                case "AUTH" -> secure();
                case "FEAT" -> reply("211-what there is\r\n EPSV\r\n211 that is all");
                case "USER" -> reply("331 password, please");
                case "PASS" -> reply("230 welcome");
                case "PROT" -> protect(argument);
                case "PBSZ", "TYPE", "CWD", "NOOP" -> reply("200 ok");
                case "PWD" -> reply("257 \"/\"");
                case "CCC" -> clear();
                case "EPSV" -> reply("229 here (|||" + data.getLocalPort() + "|)");
                case "SIZE" -> reply("213 " + file.length);
                case "RETR" -> transfer(this::send, this::sendInTls);
                case "STOR" -> transfer(this::receive, this::receiveInTls);
                case "QUIT" -> reply("221 bye");
                default -> reply("502 " + command + " is not for me");
            }
        }

        private void secure() throws IOException {
            reply("234 go on in TLS");
            in = connection.inputStream();
            out = connection.outputStream();
        }

        /** The end of TLS, not of the connection. */
        private void clear() throws IOException {
            reply("200 go on in plaintext");
            in = control.getInputStream();
            out = control.getOutputStream();
            try {
                connection.bye(CloseRequest.SHUT_RDWR);
                ended = Ended.PROPERLY;
            } catch (PlaintextException e) {
                // Many clients just drop TLS (curl's passive mode does). What was taken for a record is the beginning
                // of their next command. Nothing proves that the client has sent it; but after CCC nothing does anyway.
                in = new SequenceInputStream(new ByteArrayInputStream(e.taken()), in);
                ended = Ended.WITHOUT_A_WORD;
            }
        }

        private void transfer(Use clear, Use encrypted) throws IOException {
            reply("150 go on");
            String outcome = "226 that was it";
            try (Socket socket = data.accept()) {
                (transfer == Transfer.PRIVATE ? encrypted : clear).of(socket);
            } catch (IOException e) {
                outcome = "426 the transfer has failed"; // One of us may have less than the other believes.
            }
            reply(outcome);
        }

        private void send(Socket receiver) throws IOException {
            receiver.getOutputStream().write(file);
        }

        /** Clients resume the control connection's session: it is of the same context. */
        private void sendInTls(Socket receiver) throws IOException {
            try (TlsConnection encrypted = tls.open(receiver, TlsEndpoint.server())) {
                encrypted.outputStream().write(file);
                encrypted.bye(CloseRequest.SHUT_RDWR);
            }
        }

        /** Whether it is all nobody knows. */
        private void receive(Socket sender) throws IOException {
            file = sender.getInputStream().readAllBytes();
        }

        /** A cut one is none. */
        private void receiveInTls(Socket sender) throws IOException {
            try (TlsConnection encrypted = tls.open(sender, TlsEndpoint.server())) {
                file = encrypted.inputStream().readAllBytes();
                encrypted.bye(CloseRequest.SHUT_RDWR);
            }
        }

        private void protect(String level) throws IOException {
            transfer = level.equals("P") ? Transfer.PRIVATE : Transfer.CLEAR;
            reply("200 ok");
        }

        private void reply(String line) throws IOException {
            out.write((line + "\r\n").getBytes(UTF_8));
        }

        /** Empty at the end of the connection. Reads not one byte of what follows: that may be TLS. */
        private String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                line.write(b);
                if (b == '\n') {
                    break;
                }
            }
            return line.toString(UTF_8).strip();
        }

        @Override
        public void close() throws IOException {
            connection.close();
            data.close();
        }
    }
}
