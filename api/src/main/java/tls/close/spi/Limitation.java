// SPDX-License-Identifier: Apache-2.0
package tls.close.spi;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Something that a backend cannot do at all, as data. Immutable.
 *
 * <pre>{@code
 * Limitation missing = new Limitation(
 *         Limitation.Ability.WRITE_AFTER_PEER_CLOSE, Set.of("TLSv1.2"), "the engine answers close_notify by itself");
 * }</pre>
 *
 * @param what the ability that is missing
 * @param protocols the protocols in which it is missing, by their standard names such as {@code TLSv1.2}
 * @param reason why, in a sentence for users
 */
public record Limitation(Ability what, Set<String> protocols, String reason) {

    /** What a backend may lack. */
    public enum Ability {
        /** Writing application data after the peer's close_notify was received (scenarios 14, 15). */
        WRITE_AFTER_PEER_CLOSE("write after the peer's close_notify"),
        /** Accepting records of application data that are empty (scenarios 51, 52). */
        READ_EMPTY_RECORDS("accept empty records of application data"),
        /**
         * Saying user_canceled and close_notify in the middle of a handshake, once the peer reads us encrypted (rule 9.2,
         * scenarios 80 to 82). Without it the connection ends silently then.
         */
        CANCEL_ENCRYPTED_HANDSHAKE(
                "say user_canceled and close_notify in the middle of a handshake, once the peer reads us encrypted"),
        /**
         * Absorbing more than 32 KeyUpdates in a row without data in between (rule 3.3, scenario 92). Without it they are an
         * error.
         */
        ABSORB_MANY_KEY_UPDATES("absorb more than 32 KeyUpdates in a row"),
        /**
         * Absorbing, as a client, as many tickets as a server sends (rule 12.4, scenario 145). Without it more than a
         * mebibyte of records without data is an error.
         */
        ABSORB_MANY_TICKETS("absorb, as a client, more than a mebibyte of tickets, key updates and warnings"),
        /**
         * Refusing records that are well protected and that TLS forbids all the same: more than 2^14 bytes of data, and in
         * TLS 1.3 an error at level warning, or a change_cipher_spec after the handshake (rule 4.3, scenario 161). Without it
         * they are taken for what they say, or passed over.
         */
        REFUSE_FORBIDDEN_RECORDS("refuse some records that TLS forbids though they are well protected"),
        /** Absorbing more warning alerts in a row than four (rule 3.3, scenario 100). */
        ABSORB_MANY_WARNINGS("absorb more than four warnings in a row"),
        /** Reading on, as a client, after the server has asked for another handshake (scenario 88). */
        ABSORB_HELLO_REQUEST("read on, as a client, after a HelloRequest"),
        /** Negotiating the one cipher suite of TLS 1.3 that was asked for, if the peer would take it. */
        CHOOSE_TLS13_CIPHER_SUITE("choose among the cipher suites of TLS 1.3"),
        /**
         * Choosing, as a server, by its own order of cipher suites or by the client's, as
         * {@code SSLParameters.setUseCipherSuitesOrder} says.
         */
        CHOOSE_BY_EITHER_ORDER(
                "choose, as a server, by its own order of cipher suites or the client's, as setUseCipherSuitesOrder says"),
        /** Restricting the handshake to the signature schemes of {@code SSLParameters.setSignatureSchemes} (JDK 19). */
        CHOOSE_SIGNATURE_SCHEMES("restrict the signature schemes to those of setSignatureSchemes (JDK 19)"),
        /** Sending a server name that has no dot, such as {@code intranet}, as SNI (rule 12.3). */
        SEND_SERVER_NAME_WITHOUT_DOT("send a server name without a dot, such as intranet, as SNI"),
        /** Resuming a session in a later connection of the same context, as a client and as a server (rule 10.3). */
        RESUMPTION("resume a session"),
        /**
         * Resuming a session, as a server, only under the server name that it was made for (rule 12.5, scenario 149).
         * Without it, under any that is known here.
         */
        RESUME_BY_SERVER_NAME("keep the sessions of different server names apart, as a server"),
        /** Resuming, as a client, with tickets that were met only after our own close_notify (scenario 134). */
        RESUME_WITH_LATE_TICKETS("resume with tickets that a client meets only after its own close_notify");

        private final String words;

        Ability(String words) {
            this.words = words;
        }

        /** What is missing, in words that go on from "cannot". */
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * Copies the set.
     *
     * @param what the ability that is missing
     * @param protocols the protocols in which it is missing
     * @param reason why
     */
    public Limitation {
        Objects.requireNonNull(what, "what");
        protocols = Set.copyOf(protocols);
        Objects.requireNonNull(reason, "reason");
    }

    /** One sentence for people who choose a backend. */
    @Override
    public String toString() {
        return "cannot " + what + " (" + String.join(", ", new TreeSet<>(protocols)) + "): " + reason;
    }
}
