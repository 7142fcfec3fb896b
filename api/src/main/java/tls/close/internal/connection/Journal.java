// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import tls.close.CloseLimits;
import tls.close.CloseReport;

/** What a connection notes for its report. Safe for use by many threads. */
final class Journal {
    private static final AtomicReferenceFieldUpdater<Journal, @Nullable EndNotes> END =
            AtomicReferenceFieldUpdater.newUpdater(Journal.class, EndNotes.class, "end");
    private static final AtomicLongFieldUpdater<Journal> CONTROL_RECORDS = updater("controlRecords");
    private static final AtomicLongFieldUpdater<Journal> BYTES_READ = updater("bytesRead");
    private static final AtomicLongFieldUpdater<Journal> BYTES_WRITTEN = updater("bytesWritten");

    /** Of connections that are not about to end; nobody writes into them. Here, so that their class is there in time. */
    private static final EndNotes NONE = new EndNotes();

    private volatile long controlRecords;
    private volatile long bytesRead;
    private volatile long bytesWritten;
    private volatile String protocol = "NONE";

    /** Null as long as there is nothing to be noted of the end: there may be many idle connections. */
    private volatile @Nullable EndNotes end;

    private static AtomicLongFieldUpdater<Journal> updater(String field) {
        return AtomicLongFieldUpdater.newUpdater(Journal.class, field);
    }

    /** Before the sides change: if there is no memory for the notes, nothing has happened. */
    void prepare(Sides before, Sides after) {
        if (isAboutTheEnd(before, after)) {
            EndNotes unused = end();
        }
    }

    void note(Event event, Sides before, Sides after) {
        if (isAboutTheEnd(before, after)) {
            end().note(event, before, after);
        }
    }

    private static boolean isAboutTheEnd(Sides before, Sides after) {
        return before.output() != after.output() || before.input() != after.input();
    }

    private EndNotes end() {
        if (end == null) {
            END.compareAndSet(this, null, new EndNotes());
        }
        return Objects.requireNonNull(end);
    }

    private EndNotes endSoFar() {
        return Objects.requireNonNullElse(end, NONE);
    }

    void protocol(String name) {
        protocol = name;
    }

    void alert(int number) {
        end().alert(number);
    }

    void cutAfter(int bytes) {
        end().cutAfter(bytes);
    }

    void controlRecord() {
        CONTROL_RECORDS.incrementAndGet(this);
    }

    /** By whoever is in the input side: there is one at a time, so that no atomic addition is needed. */
    void read(int bytes) {
        BYTES_READ.lazySet(this, bytesRead + bytes);
    }

    /** By whoever is in the output side. */
    void wrote(int bytes) {
        BYTES_WRITTEN.lazySet(this, bytesWritten + bytes);
    }

    long bytesRead() {
        return bytesRead;
    }

    long bytesWritten() {
        return bytesWritten;
    }

    void discarded(int bytes) {
        end().discarded(bytes);
    }

    boolean exceeds(CloseLimits limits) {
        return endSoFar().exceeds(limits);
    }

    CloseReport report(Sides sides) {
        return endSoFar().report(sides, protocol, controlRecords);
    }
}
