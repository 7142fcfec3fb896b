// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortTest {
    private static final int MANY = 3000;

    /** A class is loaded again for each: to the other it is what it would be in another process. */
    @Test
    void twoProcessesAreNeverGivenTheSame() throws Exception {
        URL[] classes = {FreePort.class.getProtectionDomain().getCodeSource().getLocation()};
        try (URLClassLoader one = new URLClassLoader(classes, null);
                URLClassLoader other = new URLClassLoader(classes, null)) {
            Method ofOne = one.loadClass(FreePort.class.getName()).getMethod("find");
            Method ofOther = other.loadClass(FreePort.class.getName()).getMethod("find");
            Set<Object> given = new HashSet<>();
            for (int i = 0; i < MANY; i++) {
                given.add(ofOne.invoke(null));
                given.add(ofOther.invoke(null));
            }
            assertEquals(2 * MANY, given.size());
        }
    }
}
