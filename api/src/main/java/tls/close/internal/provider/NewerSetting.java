// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** What {@link SSLParameters} can say on newer JDKs than the one this is built for. On older ones nobody has said it. */
@SuppressWarnings("ImmutableEnumChecker") // Nobody else has these methods, and nothing in them is changed.
public enum NewerSetting {
    /** Since JDK 19. */
    SIGNATURE_SCHEMES("SignatureSchemes"),
    /** Since JDK 20. */
    NAMED_GROUPS("NamedGroups");

    private final Optional<Method> getter;
    private final Optional<Method> setter;

    NewerSetting(String property) {
        getter = method("get" + property);
        setter = method("set" + property, String[].class);
    }

    private static Optional<Method> method(String name, Class<?>... parameters) {
        try {
            return Optional.of(SSLParameters.class.getMethod(name, parameters));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /**
     * The names that were set.
     *
     * @param parameters where
     * @return best first; empty if none were set, which leaves them to the backend
     */
    public Optional<List<String>> in(SSLParameters parameters) {
        return getter.map(method -> (String[]) invoke(method, parameters)).map(List::of);
    }

    void copy(SSLParameters from, SSLParameters to) {
        in(from).ifPresent(names ->
                setter.ifPresent(method -> invoke(method, to, (Object) names.toArray(String[]::new))));
    }

    private static @Nullable Object invoke(Method method, SSLParameters parameters, Object... arguments) {
        try {
            return method.invoke(parameters, arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("SSLParameters does not work", e);
        }
    }
}
