// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManagerFactory;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;

/**
 * A process of many clients, told on standard input of a port, a version and a number. Each is echoed once and stays until
 * the server says goodbye; but the first leaves by itself. It says on standard output when all are there, and in the end
 * how many ended properly.
 */
final class ManyCallers implements Closeable {
    static final String THERE = "all are there";

    /** In mid-handshake: one server answers them all, and each has its deadline. */
    private static final int AT_A_TIME = 64;

    private final TlsContext tls;
    private final InetSocketAddress server;
    private final TlsEndpoint endpoint;
    private final Selector selector = Selector.open();
    private int echoed;
    private int gone;
    private int properly;

    private ManyCallers(TlsContext tls, int port, String version) throws IOException {
        this.tls = tls;
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        endpoint = TlsEndpoint.client("localhost", port).protocols("TLSv" + version);
    }

    /** Of an authority's certificate in PEM. */
    public static void main(String[] args) throws Exception {
        TlsContext tls = trusting(Path.of(args[0]));
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            String[] words = line.split(" ", 3);
            try (ManyCallers callers = new ManyCallers(tls, Integer.parseInt(words[0]), words[1])) {
                callers.call(Integer.parseInt(words[2]));
                System.out.println(THERE);
                callers.hearGoodbye();
                System.out.println(callers.properly);
            }
        }
    }

    private static TlsContext trusting(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(authority)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        return TlsProviders.get("jsse").newContext(new KeyManager[0], trust.getTrustManagers());
    }

    private void call(int count) throws IOException {
        int begun = 0;
        while (echoed < count) {
            for (; begun < count && begun < echoed + AT_A_TIME; begun++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(server);
                Step afterwards = begun == 0 ? Step.LEAVE : Step.STAY;
                Caller caller = new Caller(channel, tls.open(channel, endpoint), afterwards);
                channel.register(selector, SelectionKey.OP_CONNECT, caller);
            }
            selector.select(this::ready);
        }
    }

    private void hearGoodbye() throws IOException {
        while (gone < echoed) {
            selector.select(this::ready);
        }
    }

    private void ready(SelectionKey key) {
        try {
            Caller caller = (Caller) key.attachment();
            caller.goOn();
            if (caller.step == Step.GONE) {
                gone++;
                properly += caller.connection.report().transportReusable() ? 1 : 0;
                caller.connection.close();
                caller.channel.close();
            } else if (caller.step != Step.CONNECT) {
                key.interestOps(SelectionKey.OP_READ | caller.connection.interestOps());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }

    private enum Step {
        CONNECT,
        ASK,
        LISTEN,
        /** Until the server says goodbye. */
        STAY,
        LEAVE,
        GONE
    }

    /** One client, and what it is about to do. */
    private final class Caller {
        private final SocketChannel channel;
        private final TlsConnection connection;
        private final Step afterwards;
        private final ByteBuffer question = ByteBuffer.wrap("hello".getBytes(US_ASCII));
        private final ByteBuffer answer = ByteBuffer.allocate(question.remaining());
        private Step step = Step.CONNECT;

        /** @param afterwards what to do when all was echoed */
        Caller(SocketChannel channel, TlsConnection connection, Step afterwards) {
            this.channel = channel;
            this.connection = connection;
            this.afterwards = afterwards;
        }

        /** As far as it can. */
        void goOn() throws IOException {
            Step before;
            do {
                before = step;
                step = next();
            } while (step != before);
        }

        /** The same one if it cannot go on. */
        private Step next() throws IOException {
            return switch (step) {
                case CONNECT -> channel.finishConnect() ? Step.ASK : step;
                case ASK -> {
                    connection.write(question);
                    boolean unsent = (connection.interestOps() & SelectionKey.OP_WRITE) != 0;
                    yield question.hasRemaining() || unsent ? step : Step.LISTEN;
                }
                case LISTEN -> {
                    if (connection.read(answer) < 0) {
                        throw new EOFException("a goodbye, and no echo");
                    }
                    if (answer.hasRemaining()) {
                        yield step;
                    }
                    echoed++;
                    yield afterwards;
                }
                case STAY -> connection.read(answer.clear()) < 0 ? Step.LEAVE : step;
                case LEAVE -> connection.bye(CloseRequest.SHUT_RDWR) == Progress.DONE ? Step.GONE : step;
                case GONE -> step;
            };
        }
    }
}
