// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.PlaintextException;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;

/**
 * An FTP client whose control connection becomes TLS ({@code AUTH}, RFC 4217 section 4), whose data connections are TLS
 * ({@code PROT P}, section 9), and which takes TLS off the control connection again ({@code CCC}, section 7.3).
 */
public final class FtpsClient implements AutoCloseable {
    private static final Pattern PASSIVE = Pattern.compile("\\(\\|\\|\\|(\\d+)\\|\\)");

    private final TlsContext tls;
    private final TlsEndpoint server;
    private final Socket control;
    private final TlsConnection connection;
    private InputStream in;
    private OutputStream out;

    /**
     * Connects.
     *
     * @param tls what to trust; of its own where the server wants sessions resumed, or there may be some of another client
     * @param server the server's host and port
     * @throws IOException if nobody is there, or is no FTP server
     */
    public FtpsClient(TlsContext tls, TlsEndpoint server) throws IOException {
        this.tls = tls;
        this.server = server;
        control = new Socket(server.host().orElseThrow(), server.port());
        connection = tls.open(control, server); // says nothing before it is used
        in = control.getInputStream();
        out = control.getOutputStream();
        try {
            readReply();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * Begins TLS, for what is transferred too, and logs in.
     *
     * @param user who
     * @param password is not seen by others
     * @throws IOException if the server refuses
     */
    public void login(String user, String password) throws IOException {
        command("AUTH TLS");
        in = connection.inputStream();
        out = connection.outputStream();
        command("USER " + user);
        command("PASS " + password);
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
        try (Socket socket = dataSocket()) {
            command("STOR " + name);
            try (TlsConnection data = openData(socket)) {
                data.outputStream().write(file);
                data.bye(CloseRequest.SHUT_WR); // without it the server could not tell a whole file from a cut one
                hearOut(data);
            }
        }
        readReply();
    }

    /** A socket that is closed while something in it is unread takes with it what the server has not read of ours. */
    private static void hearOut(TlsConnection data) throws IOException {
        try {
            data.bye(CloseRequest.SHUT_RDWR);
        } catch (TruncationException e) {
            // Not every server says close_notify here. What counts is its reply on the control connection.
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
        byte[] file;
        try (Socket socket = dataSocket()) {
            command("RETR " + name);
            try (TlsConnection data = openData(socket)) {
                file = data.inputStream().readAllBytes();
                data.bye(CloseRequest.SHUT_RDWR);
            }
        }
        readReply();
        return file;
    }

    /** RFC 2428: the same address, another port. */
    private Socket dataSocket() throws IOException {
        String reply = command("EPSV");
        Matcher port = PASSIVE.matcher(reply);
        if (!port.find()) {
            throw new IOException("the server names no port: " + reply);
        }
        return new Socket(control.getInetAddress(), Integer.parseInt(port.group(1)));
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
        in = control.getInputStream();
        out = control.getOutputStream();
        // A server that drops TLS without a word says nothing before it is asked something.
        write("NOOP");
        try {
            connection.bye(CloseRequest.SHUT_RDWR);
        } catch (PlaintextException e) {
            // What was taken for a record is the beginning of the reply. Nothing proves that the server has sent it;
            // but
            // after CCC nothing does anyway.
            in = new SequenceInputStream(new ByteArrayInputStream(e.taken()), in);
        }
        readReply();
        return connection.report();
    }

    /**
     * Says something, and hears what comes of it.
     *
     * @param line a command with its arguments
     * @return the last line of the reply
     * @throws IOException if the server refuses
     */
    public String command(String line) throws IOException {
        write(line);
        return readReply();
    }

    private void write(String line) throws IOException {
        out.write((line + "\r\n").getBytes(UTF_8));
    }

    /** The last of its lines (RFC 959 section 4.2). */
    private String readReply() throws IOException {
        String line = readLine();
        if (line.matches("\\d{3}-.*")) {
            String end = line.substring(0, 3) + " ";
            while (!line.startsWith(end)) {
                line = readLine();
            }
        }
        if (!line.matches("[123]\\d\\d .*")) {
            throw new IOException("the server refuses: " + line);
        }
        return line;
    }

    /** Reads not one byte of what follows: that may be TLS. */
    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        while ((next = in.read()) != '\n') {
            if (next < 0) {
                throw new EOFException("the server has left");
            }
            line.write(next);
        }
        return line.toString(UTF_8).strip();
    }

    @Override
    public void close() throws IOException {
        try (control) {
            connection.close();
        }
    }
}
