// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import tls.close.CloseReport.Received;
import tls.close.tck.pki.TestPki;

/** The JDK's LDAP client: TLS begins and ends in the middle of a connection, which a thread of its own reads. */
@SuppressWarnings({"BanJNDI", "JdkObsolete"}) // JNDI and its Hashtable are what is tested.
class LdapStartTlsTest {
    private static final String EVERYTHING = "dc=test";

    /** What a server says of itself. */
    private static final String[] STARTTLS = {"supportedExtension"};

    @OnEachBackend
    @DisplayName("S4: after StartTlsResponse.close() the connection goes on in plaintext")
    void goesOnInPlaintext(Setup setup) throws Exception {
        Facts.find(Library.LDAP, Question.PLAINTEXT_AFTERWARDS, setup, () -> {
            try (Answering server = LdapServer.start(setup.version())) {
                LdapContext ldap = connect(server.port());
                try {
                    StartTlsResponse tls = startTls(ldap, setup.maker().newContext());
                    ldap.getAttributes(EVERYTHING);
                    awaitReader();
                    tls.close();
                    ldap.getAttributes(EVERYTHING);
                } finally {
                    ldap.close();
                }
                assertEquals(Received.CLOSE_NOTIFY, server.next().report().received());
            }
        });
    }

    @OnEachBackend
    @DisplayName("S4: a context that is closed after its TLS has said close_notify")
    void endsWithCloseNotify(Setup setup) throws Exception {
        Facts.find(Library.LDAP, Question.ENDS_WITH_CLOSE_NOTIFY, setup, () -> {
            try (Answering server = LdapServer.start(setup.version())) {
                use(setup, server);
                assertEquals(Received.CLOSE_NOTIFY, server.next().report().received());
            }
        });
    }

    private static void use(Setup setup, Answering server) throws Exception {
        LdapContext ldap = connect(server.port());
        try {
            StartTlsResponse tls = startTls(ldap, setup.maker().newContext());
            ldap.getAttributes(EVERYTHING);
            awaitReader();
            tls.close();
        } finally {
            ldap.close();
        }
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("rule 10.2: no socket and no thread of ours is left by a context that was closed")
    void leavesNothing(Setup setup) throws Exception {
        Facts.find(
                Library.LDAP,
                Question.LEAVES_NOTHING,
                setup,
                () -> Remains.assertNoneOf(() -> {
                    try (Answering server = LdapServer.start(setup.version())) {
                        use(setup, server);
                    }
                }));
    }

    /** Ours would throw, had its close_notify not come: what it does then is its own affair, and no truncation. */
    @Tag("matrix")
    @OnEachBackend
    @DisplayName("S4: slapd answers within TLS, and says close_notify before it drops the connection")
    void slapd(Setup setup, @TempDir Path directory) throws Exception {
        try (Daemon daemon = Daemon.slapd(directory, setup.version())) {
            LdapContext ldap = connect(daemon.port());
            try {
                StartTlsResponse tls =
                        startTls(ldap, setup.maker().newContext(TestPki.rsa().trustManagers()));
                assertEquals(1, ldap.getAttributes("", STARTTLS).size());
                awaitReader();
                tls.close();
                assertThrows(NamingException.class, () -> ldap.getAttributes("", STARTTLS));
            } finally {
                ldap.close();
            }
        }
    }

    /**
     * JNDI's reader has to be back in its {@code read}: one that only gets there while TLS is ended reads the socket
     * below, and takes from it what belongs to TLS, whoever makes the sockets.
     */
    private static void awaitReader() {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (Thread.getAllStackTraces().values().stream().noneMatch(LdapStartTlsTest::isReader)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("nobody reads");
            }
            Thread.onSpinWait();
        }
    }

    private static boolean isReader(StackTraceElement[] stack) {
        return Arrays.stream(stack).anyMatch(frame -> frame.getClassName().equals("com.sun.jndi.ldap.Connection"))
                && Arrays.stream(stack).anyMatch(frame -> frame.getClassName().equals("sun.nio.ch.NioSocketImpl"));
    }

    private static LdapContext connect(int port) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, "ldap://localhost:" + port);
        environment.put("com.sun.jndi.ldap.connect.timeout", String.valueOf(Patience.MILLIS));
        environment.put("com.sun.jndi.ldap.read.timeout", String.valueOf(Patience.MILLIS));
        return new InitialLdapContext(environment, null);
    }

    private static StartTlsResponse startTls(LdapContext ldap, SSLContext context) throws Exception {
        StartTlsResponse tls = (StartTlsResponse) ldap.extendedOperation(new StartTlsRequest());
        tls.negotiate(context.getSocketFactory());
        return tls;
    }
}
