// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;

/** Tells the tests of a class, and of all classes nested in it, which provider they check. */
public final class ProviderUnderTest implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(ProviderUnderTest.class);

    private final String name;

    public ProviderUnderTest(String name) {
        this.name = name;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(ProviderUnderTest.class, this);
    }

    /** The provider that the test in this context checks. */
    static TlsProvider of(ExtensionContext context) {
        return Optional.ofNullable(context.getStore(NAMESPACE).get(ProviderUnderTest.class, ProviderUnderTest.class))
                .map(found -> TlsProviders.get(found.name))
                .orElseThrow(() -> new IllegalStateException(context.getDisplayName() + " is not inside a TCK"));
    }
}
