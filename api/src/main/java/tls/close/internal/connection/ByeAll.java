// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.CloseRequest;
import tls.close.TlsConnection;

/** Ends many connections at once: all are looked at before anything is sent on one. */
public final class ByeAll {
    private ByeAll() {}

    /**
     * Ends them.
     *
     * @param given the connections
     * @param how which sides of each
     * @param limits what it may cost
     * @return their outcomes in the same order
     * @throws IOException if no selector can be opened
     */
    public static List<CloseOutcome> end(
            Collection<? extends TlsConnection> given, CloseRequest how, CloseLimits limits) throws IOException {
        Objects.requireNonNull(how, "how");
        GoodbyeTerms terms = new GoodbyeTerms(how, Objects.requireNonNull(limits, "limits"));
        Map<Connection, Goodbye> goodbyes = new HashMap<>();
        List<Goodbye> inOrder = new ArrayList<>(given.size());
        for (TlsConnection each : new ArrayList<>(given)) {
            int index = inOrder.size();
            Connection connection = own(each, index);
            Goodbye known = goodbyes.get(connection);
            Goodbye goodbye = known == null ? goodbye(connection, index, terms) : known;
            goodbyes.put(connection, goodbye);
            inOrder.add(goodbye);
        }
        goodbyes.forEach((connection, goodbye) -> {
            Connection outer = connection.exchange().outer();
            Goodbye below = outer == null ? null : goodbyes.get(outer);
            if (below != null) {
                goodbye.endsBefore(below);
            }
        });
        if (!inOrder.isEmpty()) {
            try (Selector selector = Selector.open();
                    GoodbyeLoop loop = new GoodbyeLoop(
                            selector, terms, inOrder.stream().distinct().toList())) {
                loop.run();
            }
        }
        return inOrder.stream().map(Goodbye::outcome).toList();
    }

    private static Connection own(TlsConnection each, int index) {
        if (Objects.requireNonNull(each, () -> "connection " + index) instanceof Connection own) {
            return own;
        }
        throw new IllegalArgumentException("connection " + index
                + " is none that a TlsContext has opened, so that nothing can wait for it: " + each);
    }

    private static Goodbye goodbye(Connection connection, int index, GoodbyeTerms terms) {
        try {
            return new Goodbye(connection.exchange(), connection.exchange().selectable(), terms);
        } catch (IllegalBlockingModeException e) {
            throw new IllegalArgumentException(
                    "connection " + index + " is over a channel that neither blocks nor is selectable, so that nothing"
                            + " can wait for it: " + connection,
                    e);
        }
    }
}
