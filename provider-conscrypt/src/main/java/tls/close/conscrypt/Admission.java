// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.ConfiguredEngine;
import tls.close.internal.provider.MissingKey;

/**
 * Whether what BoringSSL has chosen is what was asked for. Where it would go on, or would refuse with internal_error, a
 * handshake is refused here, with the alert that other backends send.
 */
final class Admission {

    /** @param alert its number */
    record Refusal(int alert, String reason) {}

    private final ConfiguredEngine engine;
    private boolean noApplicationProtocol;
    private List<String> permittedSuites = List.of();
    private final Set<String> keyTypes = new LinkedHashSet<>();
    private final Set<String> missingKeyTypes = new LinkedHashSet<>();

    Admission(ConfiguredEngine engine) {
        this.engine = engine;
    }

    /** What a key manager has made of the question for a server's key: asked for each kind that an enabled suite is for. */
    void noteKey(String type, boolean found) {
        (found ? keyTypes : missingKeyTypes).add(type);
    }

    /**
     * A server has failed because there was nothing to choose. BoringSSL does not say whether the client had offered a
     * suite for a kind of key that is not here.
     */
    SSLException explained(SSLException failure) {
        if (engine.getUseClientMode() || !BoringSslError.isNothingToChoose(failure)) {
            return failure;
        }
        if (keyTypes.isEmpty()) {
            return MissingKey.because(failure);
        }
        if (missingKeyTypes.isEmpty()) {
            return failure;
        }
        SSLException explained =
                new SSLHandshakeException("no cipher suite in common that this server context has a key"
                        + " for: its key managers have one for " + keyTypes + ", and none for " + missingKeyTypes);
        explained.initCause(failure);
        return explained;
    }

    boolean selectsApplicationProtocol() {
        return engine.applicationProtocolSelector().isPresent()
                || engine.parameters().getApplicationProtocols().length > 0;
    }

    /**
     * Without a choice Conscrypt goes on, where the JDK says no_application_protocol (RFC 7301 section 3.2). An empty name
     * is a selector's way to go on without.
     */
    @Nullable
    String selectApplicationProtocol(List<String> offered) {
        BiFunction<SSLEngine, List<String>, String> ours =
                (unused, names) -> List.of(engine.parameters().getApplicationProtocols()).stream()
                        .filter(names::contains)
                        .findFirst()
                        .orElse(null);
        String chosen = engine.applicationProtocolSelector().orElse(ours).apply(engine, offered);
        noApplicationProtocol = chosen == null || !(chosen.isEmpty() || offered.contains(chosen));
        return chosen;
    }

    /** @param now what has been chosen so far */
    Optional<Refusal> refusal(SSLSession now) {
        if (noApplicationProtocol) {
            return Optional.of(new Refusal(ClearAlert.NO_APPLICATION_PROTOCOL, "no application protocol in common"));
        }
        String suite = now.getCipherSuite();
        List<String> enabled = permittedSuites();
        if (!suite.equals(Session.NO_CIPHER_SUITE) && !enabled.contains(suite)) {
            return Optional.of(new Refusal(
                    ClearAlert.HANDSHAKE_FAILURE, "no cipher suite in common: " + suite + " is none of " + enabled));
        }
        if (engine.getUseClientMode() || !(now instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        return extended.getRequestedServerNames().stream()
                .filter(name -> !isKnown(name))
                .findFirst()
                .map(name -> new Refusal(ClearAlert.UNRECOGNIZED_NAME, "no server name that is known here: " + name));
    }

    /** Looked up once: it takes its time, and by now the settings don't change. */
    private List<String> permittedSuites() {
        if (permittedSuites.isEmpty()) {
            permittedSuites = List.of(engine.permitted().getCipherSuites());
        }
        return permittedSuites;
    }

    private boolean isKnown(SNIServerName name) {
        List<SNIMatcher> matchers =
                List.copyOf(Objects.requireNonNullElse(engine.parameters().getSNIMatchers(), List.of()));
        List<SNIMatcher> fitting = matchers.stream()
                .filter(matcher -> matcher.getType() == name.getType())
                .toList();
        return fitting.isEmpty() || fitting.stream().anyMatch(matcher -> matcher.matches(name));
    }
}
