// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.TlsRecord;

/**
 * Somebody on the way who has each of the peer's records pass, be lost, be hurt or be followed by others, and keeps account
 * of it in the {@link Truth}.
 */
final class Interceptor {
    private static final int LEAST_CUT = 4;

    private static final byte[] CHANGE_CIPHER_SPEC =
            TlsRecord.of(ContentType.CHANGE_CIPHER_SPEC, (byte) 1).bytes();

    private final TlsVersion version;
    private final Truth truth;
    private final Outlet outlet;
    private final BooleanSupplier nearIsDone;
    private final Deque<Genuine> pending = new ArrayDeque<>();

    /** The last says whether the near end's handshake is done. */
    Interceptor(TlsVersion version, Truth truth, Outlet outlet, BooleanSupplier nearIsDone) {
        this.version = version;
        this.truth = truth;
        this.outlet = outlet;
        this.nearIsDone = nearIsDone;
    }

    void take(Genuine next) {
        pending.add(next);
    }

    /** Whether it has nothing. */
    boolean isIdle() {
        return pending.isEmpty();
    }

    // As they are

    void pass() {
        next().ifPresent(this::pass);
    }

    /** Whether there was anything. */
    boolean passAll() {
        boolean any = !pending.isEmpty();
        while (!pending.isEmpty()) {
            pass(pending.remove());
        }
        return any;
    }

    void lose() {
        next().ifPresent(next -> breakOffIf(next.origin().isNumbered()));
    }

    void passTwice() {
        next().ifPresent(next -> {
            pass(next);
            breakOffIf(next.origin().isNumbered());
            forge(next.record().bytes());
        });
    }

    void swap() {
        Optional<Genuine> first = next();
        Optional<Genuine> second = next();
        // Of those in plain the handshake itself knows the order, as far as it matters.
        breakOffIf(Stream.of(first, second)
                .allMatch(next -> next.isPresent() && next.get().origin().isNumbered()));
        second.ifPresent(this::pass);
        first.ifPresent(this::pass);
    }

    // Hurt

    void hurt(int where, int how) {
        next().ifPresent(next -> {
            byte[] bytes = next.record().bytes();
            int at = where % bytes.length;
            bytes[at] ^= how == 0 ? (byte) 0x80 : (byte) how;
            if (next.origin().isAuthentic() && (at == 1 || at == 2)) {
                // The version in a header says nothing (RFC 8446, section 5.1), and need not be looked at.
                deliver(next, bytes);
            } else {
                replace(next, bytes);
            }
        });
    }

    /** By more than what may be right by chance, if the next bytes take its place. */
    void cut(int where) {
        next().ifPresent(next -> replace(
                next,
                Arrays.copyOf(next.record().bytes(), where % (next.record().length() - LEAST_CUT + 1))));
    }

    void insert(int where, byte... more) {
        next().ifPresent(next -> {
            byte[] body = next.record().body();
            int at = where % (body.length + 1);
            byte[] longer = Arrays.copyOf(body, body.length + more.length);
            System.arraycopy(more, 0, longer, at, more.length);
            System.arraycopy(body, at, longer, at + more.length, body.length - at);
            replace(next, TlsRecord.of(next.record().type(), longer).bytes());
        });
    }

    /** Into two records with headers of their own. */
    void split(int where) {
        next().ifPresent(next -> {
            byte[] body = next.record().body();
            int at = where % (body.length + 1);
            ContentType type = next.record().type();
            replace(next, TlsRecord.of(type, Arrays.copyOf(body, at)).bytes());
            replace(
                    next,
                    TlsRecord.of(type, Arrays.copyOfRange(body, at, body.length))
                            .bytes());
        });
    }

    // In between

    void forge(byte... bytes) {
        breakOffIf(bytes.length > 0 && nearIsDone.getAsBoolean() && !isMeaningless(bytes));
        truth.forged(bytes.length);
        outlet.deliver(bytes);
    }

    private Optional<Genuine> next() {
        return Optional.ofNullable(pending.poll());
    }

    private void pass(Genuine next) {
        replace(next, next.record().bytes());
    }

    private void replace(Genuine genuine, byte... by) {
        if (genuine.origin().isAuthentic() && Arrays.equals(genuine.record().bytes(), by)) {
            deliver(genuine, by); // Nothing was done to it.
        } else {
            breakOffIf(genuine.origin().isNumbered());
            forge(by);
        }
    }

    private void deliver(Genuine genuine, byte... bytes) {
        truth.intact(bytes.length, genuine.isGoodbye());
        outlet.deliver(bytes);
    }

    private void breakOffIf(boolean isSo) {
        if (isSo) {
            truth.breakOff();
        }
    }

    /** A change of cipher in TLS 1.3, which JSSE takes at any time (RFC 8446, section 5, knows better). */
    private boolean isMeaningless(byte... record) {
        return version == TlsVersion.TLS_1_3 && Arrays.equals(record, CHANGE_CIPHER_SPEC);
    }
}
