// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.util.Locale;
import tls.close.bench.line.Rival;
import tls.close.bench.peer.PeerProcess.Service;
import tls.close.bench.peer.Task;

/** What is measured. */
enum Scenario {
    /** From our close_notify to the peer's, on an established connection whose tickets have been read. */
    FULL_CLOSE(Course.GOODBYE, Service.RESUMING, Task.CLOSE, 0, 50, 1),
    /** The same, with a quarter of a megabyte of the peer's to throw away in between. */
    DRAIN(Course.GOODBYE, Service.RESUMING, Task.LATE_DATA, 256 << 10, 5, 20),
    /** Two thousand connections that end together. */
    BYE_ALL(Course.GOODBYE_TO_ALL, Service.RESUMING, Task.CLOSE, 2_000, 1, 1_000),
    /** A hundred bytes there and back. */
    PING_PONG(Course.EXCHANGE, Service.RESUMING, Task.ECHO, 100, 100, 1),
    /** A hundred writes of a hundred bytes, and the peer's word that it has them. */
    SMALL_WRITES(Course.SMALL_WRITES, Service.RESUMING, Task.SINK, 100 * 100, 10, 10),
    /** Four megabytes to the peer, and its word that it has them. */
    BULK_SEND(Course.SEND, Service.RESUMING, Task.SINK, 4 << 20, 3, 100),
    /** Four megabytes from the peer. */
    BULK_RECEIVE(Course.RECEIVE, Service.RESUMING, Task.SOURCE, 4 << 20, 3, 100),
    /** From nothing to the first byte of the peer's. */
    HANDSHAKE(Course.HANDSHAKE, Service.FULL, Task.CLOSE, 0, 10, 6),
    /** The same with a ticket. */
    HANDSHAKE_RESUMED(Course.HANDSHAKE, Service.RESUMING, Task.CLOSE, 0, 10, 6),
    /** A full one without TCP_NODELAY. */
    HANDSHAKE_DELAYED(Course.HANDSHAKE, Service.FULL_DELAYED, Task.CLOSE, 0, 2, 600),
    /** The same with a ticket. */
    HANDSHAKE_RESUMED_DELAYED(Course.HANDSHAKE, Service.RESUMING_DELAYED, Task.CLOSE, 0, 2, 600);

    private final Course course;
    private final Service service;
    private final Task task;
    private final int number;
    private final int turn;
    private final int warmupDivisor;

    Scenario(Course course, Service service, Task task, int number, int turn, int warmupDivisor) {
        this.course = course;
        this.service = service;
        this.task = task;
        this.number = number;
        this.turn = turn;
        this.warmupDivisor = warmupDivisor;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Course course() {
        return course;
    }

    Service service() {
        return service;
    }

    /** Whether the client sends small segments at once, as the peer does then. */
    boolean hasNoDelay() {
        return switch (service) {
            case FULL, RESUMING -> true;
            case FULL_DELAYED, RESUMING_DELAYED -> false;
        };
    }

    Task task() {
        return task;
    }

    /** How many bytes the task is about, or connections. */
    int number() {
        return number;
    }

    /** Operations in a turn. */
    int turn() {
        return turn;
    }

    /** Operations that warm the code up as so many closes do. */
    int warmup(int closes) {
        return closes / warmupDivisor;
    }

    /** Fewer where waiting for acknowledgements makes them long, and all alike, or each is many already. */
    int rounds(int asked) {
        return hasNoDelay() && course != Course.GOODBYE_TO_ALL ? asked : Math.max(1, asked / 4);
    }

    /** Those whose goodbye has limits of its own differ in nothing else, and take part only where it is timed. */
    boolean concerns(Rival rival) {
        return rival.role() != Rival.Role.OURS_WITHOUT_LIMITS || course == Course.GOODBYE;
    }

    /** Who ends connections in C is measured where nothing else happens. */
    boolean hasProgramsInC() {
        return this == FULL_CLOSE;
    }
}
