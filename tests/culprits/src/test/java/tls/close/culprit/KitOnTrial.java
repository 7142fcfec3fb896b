// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tls.close.tck.TlsProviderTck;

/** The kit as whoever is accused meets it. Run by {@link Trial} alone. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(Trial.Narrowing.class)
class KitOnTrial extends TlsProviderTck {
    KitOnTrial() {
        super(Accused.NAME);
    }

    /** For whoever never comes to an end: others are not to be given up because the machine is busy. */
    @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ExtendWith(Trial.Narrowing.class)
    static class Impatient extends TlsProviderTck {
        Impatient() {
            super(Accused.NAME);
        }
    }
}
