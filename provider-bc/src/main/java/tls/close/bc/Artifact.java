// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The libraries without which nothing works here. They can be left out where nobody resolves what a POM asks for. */
enum Artifact {
    BCPROV("bcprov-jdk18on", "org.bouncycastle.jce.provider.BouncyCastleProvider"),
    BCUTIL("bcutil-jdk18on", "org.bouncycastle.asn1.edec.EdECObjectIdentifiers"),
    BCTLS("bctls-jdk18on", "org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto");

    /** Found once: a class path does not change. */
    private static final Optional<String> WHY_MISSING = missing();

    private final String id;
    private final String witness;

    /** @param witness a class of it that is needed */
    Artifact(String id, String witness) {
        this.id = id;
        this.witness = witness;
    }

    /** A sentence for the person who put the application together; empty if all are there. */
    static Optional<String> whyMissing() {
        return WHY_MISSING;
    }

    private static Optional<String> missing() {
        if (Artifact.class.getModule().isNamed()) {
            return Optional.empty(); // Or this module would not have been resolved.
        }
        List<String> ids = Arrays.stream(values())
                .filter(artifact -> !artifact.isThere())
                .map(artifact -> "org.bouncycastle:" + artifact.id)
                .toList();
        return ids.isEmpty() ? Optional.empty() : Optional.of("not on the class path: " + String.join(", ", ids));
    }

    /** Unlinked: one that needs another of these is there all the same. */
    private boolean isThere() {
        String resource = witness.replace('.', '/') + ".class";
        ClassLoader loader = Artifact.class.getClassLoader();
        return (loader == null ? ClassLoader.getSystemResource(resource) : loader.getResource(resource)) != null;
    }
}
