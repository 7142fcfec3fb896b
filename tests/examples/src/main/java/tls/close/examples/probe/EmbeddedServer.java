// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Serves one connection on loopback: echoes a line, says something more, and ends as the scenario has it. After a
 * goodbye it echoes another line, in plaintext.
 *
 * <p>It stands on the JDK's own {@code SSLSocket} and not on this library: a peer that shares the code under test would
 * also share its mistakes.
 */
public final class EmbeddedServer implements AutoCloseable {
    /** Said without being asked: the client meets it only after it has said goodbye. */
    static final String UNASKED = "and something that nobody asked for\n";

    private final SSLContext context;
    private final Scenario scenario;
    private final Duration timeout;
    private final ServerSocket listener;
    private final FutureTask<Optional<String>> service = new FutureTask<>(this::serve);

    private EmbeddedServer(SSLContext context, Scenario scenario, Duration timeout) throws IOException {
        this.context = context;
        this.scenario = scenario;
        this.timeout = timeout;
        this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    public static EmbeddedServer start(SSLContext context, Scenario scenario, Duration timeout) throws IOException {
        EmbeddedServer server = new EmbeddedServer(context, scenario, timeout);
        Thread thread = new Thread(server.service, "embedded server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Waits until the connection has ended, and returns what the server has to complain of. */
    public Optional<String> complaint() {
        try {
            return service.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("is not done (" + e + ")");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("was interrupted");
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private Optional<String> serve() {
        try {
            listener.setSoTimeout((int) timeout.toMillis());
            try (Socket transport = listener.accept()) {
                transport.setSoTimeout((int) timeout.toMillis());
                transport.setTcpNoDelay(true);
                serve(transport);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(OneLine.of(e));
        }
    }

    private void serve(Socket transport) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(transport, "client", 0, false);
        tls.setUseClientMode(false);
        echoLine(tls);
        switch (scenario) {
            case GOODBYE -> sayGoodbye(tls, transport);
            case CUT -> cut(transport);
        }
    }

    private static void sayGoodbye(SSLSocket tls, Socket transport) throws IOException {
        tls.getOutputStream().write(UNASKED.getBytes(UTF_8));
        if (tls.getInputStream().read() >= 0) {
            throw new IOException("the client sent data instead of close_notify");
        }
        if (!tls.isOutputShutdown()) {
            tls.shutdownOutput(); // In TLS 1.2 the JDK has answered by itself.
        }
        // An SSLSocket takes the end of the transport for close_notify. Here it cannot have been that.
        echoLine(transport);
    }

    /** Ends the transport as a killed process does; what the client still sends is not met with a reset. */
    private static void cut(Socket transport) throws IOException {
        transport.shutdownOutput();
        transport.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static void echoLine(Socket socket) throws IOException {
        socket.getOutputStream().write(line(socket.getInputStream()));
    }

    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next;
        do {
            next = in.read();
            if (next < 0) {
                throw new EOFException("the client ended within a line");
            }
            line.write(next);
        } while (next != '\n');
        return line.toByteArray();
    }
}
