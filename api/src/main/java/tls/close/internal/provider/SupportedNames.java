// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a backend can be asked for by its standard names, and what it does unasked.
 *
 * @param backend its short name
 * @param cipherSuites all of them
 * @param defaultCipherSuites best first
 */
public record SupportedNames(String backend, List<String> cipherSuites, List<String> defaultCipherSuites) {
    /** What is supported, and enabled unless asked otherwise (rule 12.2). */
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** RFC 7301 section 3.1: a name of 1 to 255 bytes. */
    private static final int LONGEST_APPLICATION_PROTOCOL = 255;

    SSLParameters defaults() {
        return new SSLParameters(defaultCipherSuites.toArray(String[]::new), PROTOCOLS.toArray(String[]::new));
    }

    /**
     * What holds once {@code wanted} has been set over {@code current}. As in the JDK's own engine, null leaves a value as
     * it was (rule E9): who only names an application protocol must not lose the check of the host name. What cannot be
     * null is taken over.
     *
     * @throws IllegalArgumentException if something in it is not known here
     */
    SSLParameters over(SSLParameters current, SSLParameters wanted) {
        SSLParameters result = copy(wanted);
        keep(result.getCipherSuites(), current.getCipherSuites(), result::setCipherSuites);
        keep(result.getProtocols(), current.getProtocols(), result::setProtocols);
        keep(result.getAlgorithmConstraints(), current.getAlgorithmConstraints(), result::setAlgorithmConstraints);
        keep(
                result.getEndpointIdentificationAlgorithm(),
                current.getEndpointIdentificationAlgorithm(),
                result::setEndpointIdentificationAlgorithm);
        keep(result.getServerNames(), current.getServerNames(), result::setServerNames);
        keep(result.getSNIMatchers(), current.getSNIMatchers(), result::setSNIMatchers);
        // Without named groups it is the default again; that, too, is as in the JDK's own engine.
        if (NewerSetting.SIGNATURE_SCHEMES.in(wanted).isEmpty()) {
            NewerSetting.SIGNATURE_SCHEMES.copy(current, result);
        }
        require("cipher suite", cipherSuites, result.getCipherSuites());
        require("protocol", PROTOCOLS, result.getProtocols());
        for (String name : result.getApplicationProtocols()) {
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_APPLICATION_PROTOCOL) {
                throw new IllegalArgumentException("an application protocol has at most " + LONGEST_APPLICATION_PROTOCOL
                        + " bytes, this has more: " + name);
            }
        }
        return result;
    }

    private static <T> void keep(@Nullable T wanted, @Nullable T current, Consumer<T> setter) {
        if (wanted == null && current != null) {
            setter.accept(current);
        }
    }

    private void require(String what, List<String> known, String... names) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        backend + " doesn't know the " + what + " " + name + ", or doesn't offer it; it has " + known);
            }
        }
    }

    /**
     * Copies settings, which are mutable and have no copy of their own.
     *
     * @param from the settings
     * @return the caller's to change
     */
    public static SSLParameters copy(SSLParameters from) {
        SSLParameters copy = new SSLParameters(from.getCipherSuites(), from.getProtocols());
        if (from.getNeedClientAuth()) {
            copy.setNeedClientAuth(true);
        } else {
            copy.setWantClientAuth(from.getWantClientAuth());
        }
        copy.setAlgorithmConstraints(from.getAlgorithmConstraints());
        copy.setEndpointIdentificationAlgorithm(from.getEndpointIdentificationAlgorithm());
        if (from.getServerNames() != null) {
            copy.setServerNames(from.getServerNames());
        }
        if (from.getSNIMatchers() != null) {
            copy.setSNIMatchers(from.getSNIMatchers());
        }
        copy.setEnableRetransmissions(from.getEnableRetransmissions());
        copy.setMaximumPacketSize(from.getMaximumPacketSize());
        copy.setUseCipherSuitesOrder(from.getUseCipherSuitesOrder());
        copy.setApplicationProtocols(from.getApplicationProtocols());
        for (NewerSetting setting : NewerSetting.values()) {
            setting.copy(from, copy);
        }
        return copy;
    }
}
