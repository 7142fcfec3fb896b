// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** PostgreSQL's JDBC driver, at a server of Debian's, which tells in its log how a client has left. */
class PostgresTest {
    private static final String LINE = "as before, and not shorter\n";
    private static final int LINES = 100_000;

    /** Of the driver's exceptions, the server's own last word. */
    private static final String ADMIN_SHUTDOWN = "57P01";

    private static final String CONNECTION_FAILURE = "08006";

    @TempDir
    static Path directory = Path.of("");

    @BeforeAll
    static void prepare() throws Exception {
        PostgresServer.prepare(directory);
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("S1: the last word of a server that ends a connection is heard")
    void takesAnEnd(Setup setup) throws Exception {
        find(Question.TAKES_AN_END, setup, server -> {
            SQLException end = end(setup, server, End.CLOSE_NOTIFY);
            assertEquals(ADMIN_SHUTDOWN, end.getSQLState(), end.toString());
        });
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("S1: a query whose server process dies fails")
    void noticesACut(Setup setup) throws Exception {
        find(Question.NOTICES_A_CUT, setup, server -> {
            SQLException end = end(setup, server, End.CUT);
            assertEquals(CONNECTION_FAILURE, end.getSQLState(), end.toString());
        });
    }

    /** What a query comes to whose server process ends while it runs. */
    private static SQLException end(Setup setup, PostgresServer server, End how) throws Exception {
        try (Connection connection = connect(setup, server)) {
            long pid = Long.parseLong(ask(connection, "select pg_backend_pid()"));
            FutureTask<String> query = new FutureTask<>(() -> ask(connection, "select pg_sleep(3600)"));
            Thread thread = new Thread(query, "query");
            thread.setDaemon(true);
            thread.start();
            try (Connection other = connect(setup, server)) {
                awaitSleep(other, pid);
                if (how == End.CLOSE_NOTIFY) {
                    ask(other, "select pg_terminate_backend(" + pid + ")");
                }
            }
            if (how == End.CUT) {
                server.kill(pid);
            }
            ExecutionException failed =
                    assertThrows(ExecutionException.class, () -> query.get(Patience.MILLIS, TimeUnit.MILLISECONDS));
            return assertInstanceOf(SQLException.class, failed.getCause());
        }
    }

    private static void awaitSleep(Connection connection, long pid) throws SQLException {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        while (!ask(connection, "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = " + pid)
                .equals("1")) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("the query does not run");
            }
        }
    }

    @OnEachBackend
    @DisplayName("S3: of a connection that is closed, and of one that is aborted, the server's log has no complaint")
    void endsWithCloseNotify(Setup setup) throws Exception {
        find(Question.ENDS_WITH_CLOSE_NOTIFY, setup, server -> {
            connect(setup, server).close();
            assertEquals(List.of(), complaints(server));
            connect(setup, server).abort(Runnable::run);
            assertEquals(List.of(), complaints(server));
        });
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("of a connection that is cut, the server's log has a complaint")
    void theLogTellsOfACut(Setup setup) throws Exception {
        try (PostgresServer server = PostgresServer.start(directory, setup.version())) {
            Connection cut = connect(setup, server);
            PostgresSockets.last().close();
            assertFalse(complaints(server).isEmpty());
            cut.abort(Runnable::run);
        }
    }

    private static List<String> complaints(PostgresServer server) throws InterruptedException {
        List<String> said = server.logUntil("disconnection: ");
        return said.subList(0, said.size() - 1);
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("S3: what was copied into a table is there")
    void uploadsWhole(Setup setup) throws Exception {
        find(Question.UPLOADS_WHOLE, setup, server -> {
            try (Connection connection = connect(setup, server);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table if not exists log (line text)");
                statement.execute("truncate log");
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy log from stdin", new StringReader(LINE.repeat(LINES)));
            }
            try (Connection connection = connect(setup, server)) {
                assertEquals(Integer.toString(LINES), ask(connection, "select count(*) from log"));
            }
        });
    }

    @Tag("matrix")
    @OnEachBackend
    @DisplayName("rule 10.2: no socket and no thread of ours is left by a connection that was closed")
    void leavesNothing(Setup setup) throws Exception {
        find(
                Question.LEAVES_NOTHING,
                setup,
                server -> Remains.assertNoneOf(() -> {
                    connect(setup, server).close();
                    connect(setup, server).abort(Runnable::run);
                }));
    }

    /** With the server's certificate and its name checked. */
    private static Connection connect(Setup setup, PostgresServer server) throws SQLException {
        Connection connection = DriverManager.getConnection(server.url("sslmode=verify-full&sslfactory="
                + PostgresSockets.class.getName() + "&sslfactoryarg="
                + setup.maker().name() + "&socketTimeout="
                + Patience.LIMIT.toSeconds()));
        assertEquals(
                setup.version().jdkName(),
                ask(connection, "select version from pg_stat_ssl where pid = pg_backend_pid()"));
        return connection;
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertTrue(rows.next(), query);
            return Objects.requireNonNullElse(rows.getString(1), "");
        }
    }

    @FunctionalInterface
    private interface Use {
        void of(PostgresServer server) throws Exception;
    }

    private static void find(Question question, Setup setup, Use use) throws Exception {
        Facts.find(Library.POSTGRES, question, setup, () -> {
            try (PostgresServer server = PostgresServer.start(directory, setup.version())) {
                use.of(server);
            }
        });
    }
}
