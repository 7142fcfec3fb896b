package tls.close.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ProbeTest {
    @Test
    void runsInItsModule() {
        assertEquals(
                Boolean.getBoolean("tls.close.modulePath"),
                Probe.class.getModule().isNamed());
    }
}
