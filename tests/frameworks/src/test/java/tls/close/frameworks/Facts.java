// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import tls.close.tck.peer.TlsVersion;

/** What the tests have found, written down for {@link FrameworksTableTest}, which runs after them. */
final class Facts {
    private static final Path DIRECTORY = Path.of(System.getProperty("basedir", "."), "target", "facts");

    /** The JDK leaves the peer's close_notify in the stream, and LDAP skips what is no message: most records are none. */
    private static final Set<Fact> BY_CHANCE =
            Set.of(new Fact(Library.LDAP, Question.PLAINTEXT_AFTERWARDS, new Setup(Maker.JDK, TlsVersion.TLS_1_3)));

    private Facts() {}

    /** One try at a question, which throws if the answer is no. */
    @FunctionalInterface
    interface Attempt {
        void run() throws Exception;
    }

    /** Over our context the answer has to be yes, unless the library stands in the way; over the JDK's it is what it is. */
    static void find(Library library, Question question, Setup setup, Attempt attempt) throws Exception {
        if (!question.isAskedOf(library)) {
            throw new IllegalArgumentException(question + " is not in the table for " + library);
        }
        Fact fact = new Fact(library, question, setup);
        if (BY_CHANCE.contains(fact)) {
            write(fact, Answer.CHANCE);
            return; // A try says nothing.
        }
        boolean promised = setup.maker().isOurs() && !Obstacle.keeps(fact);
        try {
            attempt.run();
            write(fact, Answer.YES);
        } catch (Exception | AssertionError e) {
            write(fact, Answer.NO);
            if (promised) {
                throw e;
            }
        }
    }

    private static void write(Fact fact, Answer answer) throws IOException {
        Files.createDirectories(DIRECTORY);
        Files.writeString(file(fact), answer.name());
    }

    static Optional<Answer> read(Fact fact) throws IOException {
        Path file = file(fact);
        return Files.exists(file) ? Optional.of(Answer.valueOf(Files.readString(file))) : Optional.empty();
    }

    private static Path file(Fact fact) {
        return DIRECTORY.resolve(String.join(
                ".",
                fact.library().name(),
                fact.question().name(),
                fact.setup().maker().name(),
                fact.setup().version().name()));
    }
}
