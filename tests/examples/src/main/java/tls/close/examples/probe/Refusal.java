// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

/**
 * Why a certificate was refused.
 *
 * @param reason in general
 * @param words in particular, to go on after "this server's certificate"
 */
record Refusal(Reason reason, String words) {

    /** What kind of reason, which decides what to do about it. */
    enum Reason {
        EXPIRED("have it renewed; --insecure looks without checks"),
        NOT_YET_VALID("is the clock right, here and where it was issued? --insecure looks without checks"),
        OTHER_NAME("ask for a name that it is for, with --server-name NAME; --insecure looks without checks"),
        UNKNOWN_ISSUER(
                "name its CA with --ca FILE, or let the server send the certificates in between; --insecure looks"
                        + " without checks"),
        OTHER("have it replaced; --insecure looks without checks");

        private final String advice;

        Reason(String advice) {
            this.advice = advice;
        }

        /** What to do about it. */
        String advice() {
            return advice;
        }
    }
}
