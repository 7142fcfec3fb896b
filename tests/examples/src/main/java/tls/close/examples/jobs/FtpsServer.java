// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
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
    private final int patienceMillis;
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
     * @param patience how long to wait for a client each time, to connect and to read; more than zero
     */
    public FtpsServer(TlsContext tls, byte[] file, Duration patience) {
        this.tls = tls;
        this.file = file.clone();
        patienceMillis = Math.toIntExact(patience.toMillis());
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

    /** What the control connection is. */
    private enum Control {
        CLEAR,
        PRIVATE,
        CLEAR_AGAIN
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
        private final Socket socket;
        private final FtpLines lines;
        private final TlsConnection connection;
        private ServerSocket listener = new ServerSocket(); // hears nobody before EPSV
        private Control control = Control.CLEAR;
        private Transfer transfer = Transfer.CLEAR;
        private Ended ended = Ended.NOT;

        Session(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true); // what follows a handshake does not wait for an acknowledgement
            socket.setSoTimeout(patienceMillis);
            lines = new FtpLines(socket.getInputStream(), socket.getOutputStream());
            connection = tls.open(socket, TlsEndpoint.server()); // says nothing before it is used
        }

        Ended run() throws IOException {
            reply("220 tls.close");
            String command = "";
            while (!command.equals("QUIT")) {
                Optional<String> line = lines.read();
                if (line.isEmpty()) {
                    break;
                }
                String[] words = line.get().toUpperCase(Locale.ROOT).split(" ", 2);
                command = words[0];
                obey(command, words[words.length - 1]);
            }
            return ended;
        }

        private void obey(String command, String argument) throws IOException {
            switch (command) {
                case "AUTH" -> secure();
                case "FEAT" -> listFeatures();
                case "USER" -> reply("331 password, please");
                case "PASS" -> reply("230 welcome");
                case "PROT" -> protect(argument);
                case "PBSZ", "TYPE", "CWD", "NOOP" -> reply("200 ok");
                case "PWD" -> reply("257 \"/\"");
                case "CCC" -> clear();
                case "EPSV" -> listen();
                case "SIZE" -> reply("213 " + file.length);
                case "RETR" -> transfer(this::send, this::sendInTls);
                case "STOR" -> transfer(this::receive, this::receiveInTls);
                case "QUIT" -> reply("221 bye");
                default -> reply("502 that is not for me");
            }
        }

        private void secure() throws IOException {
            if (control != Control.CLEAR) {
                reply("503 there was TLS already");
                return;
            }
            reply("234 go on in TLS");
            lines.goOn(connection.inputStream(), connection.outputStream());
            control = Control.PRIVATE;
        }

        private void listFeatures() throws IOException {
            reply("211-what there is");
            reply(" EPSV");
            reply("211 that is all");
        }

        /** The end of TLS, not of the connection. */
        private void clear() throws IOException {
            if (control != Control.PRIVATE) {
                reply("533 there is no TLS");
                return;
            }
            reply("200 go on in plaintext");
            lines.goOn(socket.getInputStream(), socket.getOutputStream());
            control = Control.CLEAR_AGAIN;
            try {
                connection.bye(CloseRequest.SHUT_RDWR);
            } catch (PlaintextException e) {
                // Many clients just drop TLS (curl's passive mode does): where close_notify was due there is the
                // beginning of their next command. Anybody on the way can have put it there; but that is so of every
                // command after CCC.
                lines.goOn(
                        new SequenceInputStream(new ByteArrayInputStream(e.taken()), socket.getInputStream()),
                        socket.getOutputStream());
            }
            ended = connection.report().orderly() ? Ended.PROPERLY : Ended.WITHOUT_A_WORD;
        }

        /** RFC 2428. For one connection: what a client has not used is not there for its next file. */
        private void listen() throws IOException {
            listener.close();
            listener = new ServerSocket(0, 1, socket.getLocalAddress());
            listener.setSoTimeout(patienceMillis);
            reply("229 here (|||" + listener.getLocalPort() + "|)");
        }

        /** From where the client is: anybody else would have its file, or leave another (RFC 2577, “Port Stealing”). */
        private Socket accept() throws IOException {
            try (ServerSocket once = listener) {
                Socket data = once.accept();
                if (!data.getInetAddress().equals(socket.getInetAddress())) {
                    data.close();
                    throw new IOException("a stranger");
                }
                return data;
            }
        }

        private void transfer(Use clear, Use encrypted) throws IOException {
            reply("150 go on");
            reply(outcome(transfer == Transfer.PRIVATE ? encrypted : clear));
        }

        private String outcome(Use use) {
            try (Socket data = accept()) {
                data.setSoTimeout(patienceMillis);
                use.of(data);
                return "226 that was it";
            } catch (IOException e) {
                return "426 the transfer has failed"; // One of us may have less than the other believes.
            }
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

        /**
         * A cut one is none. One whose client has said close_notify is whole, whether or not that hears ours, which {@code
         * close()} says.
         */
        private void receiveInTls(Socket sender) throws IOException {
            try (TlsConnection encrypted = tls.open(sender, TlsEndpoint.server())) {
                file = encrypted.inputStream().readAllBytes();
            }
        }

        private void protect(String level) throws IOException {
            transfer = level.equals("P") ? Transfer.PRIVATE : Transfer.CLEAR;
            reply("200 ok");
        }

        private void reply(String line) throws IOException {
            lines.write(line);
        }

        @Override
        public void close() throws IOException {
            connection.close();
            listener.close();
        }
    }
}
