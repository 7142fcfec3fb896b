// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.PlaintextException;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/**
 * An FTP client whose control connection becomes TLS ({@code AUTH}, RFC 4217 section 4), whose data connections are TLS
 * ({@code PROT P}, section 9), and which takes TLS off the control connection again ({@code CCC}, section 7.3). Its files
 * are in memory.
 */
public final class FtpsClient implements AutoCloseable {
    private static final Pattern PASSIVE = Pattern.compile("\\(\\|\\|\\|(\\d{1,5})\\|\\)");

    /** The first digits of replies (RFC 959 section 4.2.1). */
    private static final String PRELIMINARY = "1";

    private static final String COMPLETION = "2";
    private static final String INTERMEDIATE = "3";

    private static final int MOST_LINES = 1000;

    private final TlsContext tls;
    private final TlsEndpoint server;
    private final int patienceMillis;
    private final Socket control;
    private final FtpLines lines;
    private final TlsConnection connection;

    /**
     * Connects.
     *
     * @param tls what to trust; of its own where the server wants sessions resumed, or there may be some of another client
     * @param server the server's host and port
     * @param patience how long to wait for the server each time, to connect and to read; more than zero
     * @throws IOException if nobody is there, or is no FTP server
     */
    public FtpsClient(TlsContext tls, TlsEndpoint server, Duration patience) throws IOException {
        this.tls = tls;
        this.server = server;
        patienceMillis = Math.toIntExact(patience.toMillis());
        control = connect(new InetSocketAddress(server.host().orElseThrow(), server.port()));
        try {
            lines = new FtpLines(control.getInputStream(), control.getOutputStream());
            expect(COMPLETION, readReply());
            connection = tls.open(control, server); // says nothing before it is used
        } catch (IOException | RuntimeException e) {
            control.close(); // nobody else can
            throw e;
        }
    }

    private Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true); // what follows a handshake does not wait for an acknowledgement
            socket.setSoTimeout(patienceMillis);
            socket.connect(address, patienceMillis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Begins TLS, for what is transferred too, and logs in.
     *
     * @param user who, in one line, as all that follows
     * @param password is not seen by others
     * @throws IOException if the server refuses
     */
    public void login(String user, String password) throws IOException {
        FtpLines.requireOneLine(user);
        FtpLines.requireOneLine(password);
        command("AUTH TLS");
        lines.goOn(connection.inputStream(), connection.outputStream());
        String reply = ask("USER " + user, COMPLETION + INTERMEDIATE);
        if (reply.startsWith(INTERMEDIATE)) {
            command("PASS " + password);
        }
        command("PBSZ 0");
        command("PROT P");
        command("TYPE I");
    }

    /**
     * Stores a file.
     *
     * @param name its name there
     * @param file what is in it
     * @throws IOException if the server has not said that it has all of it
     */
    public void upload(String name, byte[] file) throws IOException {
        transfer("STOR", name, data -> {
            data.outputStream().write(file);
            data.bye(CloseRequest.SHUT_WR); // without it the server could not tell a whole file from a cut one
            hearOut(data);
            return file;
        });
    }

    /** A socket that is closed while something in it is unread takes with it what the server has not read of ours. */
    private static void hearOut(TlsConnection data) {
        try {
            data.bye(CloseRequest.SHUT_RDWR);
        } catch (IOException e) {
            // Not every server says close_notify here, or hears us out. What counts is its reply to the command.
        }
    }

    /**
     * Fetches a file.
     *
     * @param name its name there
     * @return all of it: where a connection was cut there is none, whatever the server says
     * @throws IOException if the server refuses, or the file is incomplete
     */
    public byte[] download(String name) throws IOException {
        return transfer("RETR", name, data -> {
            byte[] file = data.inputStream().readAllBytes();
            data.bye(CloseRequest.SHUT_RDWR);
            return file;
        });
    }

    /** What is done with a data connection: the whole file that went over it. */
    @FunctionalInterface
    private interface Transfer {
        byte[] over(TlsConnection data) throws IOException;
    }

    private byte[] transfer(String command, String name, Transfer transfer) throws IOException {
        FtpLines.requireOneLine(name);
        try (Socket socket = dataSocket()) {
            ask(command + " " + name, PRELIMINARY);
            return finish(socket, transfer);
        }
    }

    /** The server has said that it begins: whatever comes of it, it has a second reply to give, when the socket is closed. */
    private byte[] finish(Socket socket, Transfer transfer) throws IOException {
        byte[] file;
        try (socket;
                TlsConnection data = openData(socket)) {
            file = transfer.over(data);
        } catch (IOException e) {
            try {
                expect(COMPLETION, readReply());
            } catch (IOException refused) {
                e.addSuppressed(refused);
            }
            throw e;
        }
        expect(COMPLETION, readReply());
        return file;
    }

    /** RFC 2428: the same address, another port. */
    private Socket dataSocket() throws IOException {
        String reply = command("EPSV");
        Matcher port = PASSIVE.matcher(reply);
        if (!port.find() || Integer.parseInt(port.group(1)) > 65_535) {
            throw new IOException("the server names no port: " + reply);
        }
        return connect(new InetSocketAddress(control.getInetAddress(), Integer.parseInt(port.group(1))));
    }

    /**
     * To the server that the control connection is to, whatever port its socket is to: it is checked for the same name, and
     * resumes the same session, by which servers know that it is of the same client.
     */
    private TlsConnection openData(Socket socket) throws IOException {
        TlsConnection data = tls.open(socket, server);
        data.handshake(); // also where there is nothing to write
        return data;
    }

    /**
     * Goes on in plaintext, so that firewalls can follow.
     *
     * @return how TLS has ended: orderly, or the server went on without a word
     * @throws IOException if the server refuses, or nobody can know what it says next
     */
    public CloseReport clear() throws IOException {
        command("CCC");
        connection.bye(CloseRequest.SHUT_WR);
        lines.goOn(control.getInputStream(), control.getOutputStream());
        // A server that drops TLS without a word says nothing before it is asked something.
        lines.write("NOOP");
        try {
            connection.bye(CloseRequest.SHUT_RDWR);
        } catch (PlaintextException e) {
            // Where its close_notify was due there is the beginning of its reply. Anybody on the way can have put it
            // there; but that is so of every reply after CCC.
            lines.goOn(
                    new SequenceInputStream(new ByteArrayInputStream(e.taken()), control.getInputStream()),
                    control.getOutputStream());
        }
        expect(COMPLETION, readReply());
        return connection.report();
    }

    /**
     * Says something, and hears what comes of it.
     *
     * @param line a command with its arguments, in one line; none that needs another one, or a transfer, behind it
     * @return the last line of the reply
     * @throws IOException if the server refuses
     */
    public String command(String line) throws IOException {
        return ask(line, COMPLETION);
    }

    private String ask(String line, String expected) throws IOException {
        lines.write(line);
        return expect(expected, readReply());
    }

    private static String expect(String firstDigits, String reply) throws IOException {
        if (firstDigits.indexOf(reply.charAt(0)) < 0) {
            throw new IOException("the server refuses: " + reply);
        }
        return reply;
    }

    /** The last of its lines. Where none comes, nothing more is asked: it could still come, and be taken for another's. */
    private String readReply() throws IOException {
        try {
            return readLastLine();
        } catch (IOException e) {
            control.close();
            throw e;
        }
    }

    /** RFC 959 section 4.2: the first line's number and a space; between them may be anything. */
    private String readLastLine() throws IOException {
        String line = readLine();
        if (!line.matches("(?s)\\d{3}[ -].*")) {
            throw new IOException("no FTP server says: " + line);
        }
        String end = line.substring(0, 3) + " ";
        for (int count = 1; !line.startsWith(end); count++) {
            if (count == MOST_LINES) {
                throw new IOException("a reply that is longer than " + MOST_LINES + " lines");
            }
            line = readLine();
        }
        return line;
    }

    private String readLine() throws IOException {
        return lines.read().orElseThrow(() -> new EOFException("the server has left"));
    }

    @Override
    public void close() throws IOException {
        try (control) {
            connection.close();
        }
    }
}
