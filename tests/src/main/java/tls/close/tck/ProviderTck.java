package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ServiceLoader;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tls.TlsUtils;
import org.junit.jupiter.api.Test;
import tls.close.spi.TlsProvider;

/** Placeholder. */
public abstract class ProviderTck {
    /** Called by subclasses. */
    protected ProviderTck() {}

    @Test
    void runsWhereItIsMeantTo() {
        TlsProvider provider = ServiceLoader.load(TlsProvider.class).findFirst().orElseThrow();
        boolean named = provider.getClass().getModule().isNamed();
        assertEquals(Boolean.getBoolean("tls.close.modulePath"), named);
        assertEquals(named, ProviderTck.class.getModule().isNamed());
        assertTrue(BouncyCastleProvider.PROVIDER_NAME.equals("BC"));
        assertEquals(0, TlsUtils.EMPTY_BYTES.length);
    }
}
