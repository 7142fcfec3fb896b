package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import tls.close.spi.TlsProvider;

class InteropTest {
    @Test
    void runsInItsModule() {
        TlsProvider provider = ServiceLoader.load(TlsProvider.class).findFirst().orElseThrow();
        boolean named = Boolean.getBoolean("tls.close.modulePath");
        assertEquals(named, InteropTest.class.getModule().isNamed());
        assertEquals(named, provider.getClass().getModule().isNamed());
    }
}
