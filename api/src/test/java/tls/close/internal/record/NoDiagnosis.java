// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.util.OptionalInt;
import javax.net.ssl.SSLException;

/** Of a backend whose exceptions are about something else. */
public final class NoDiagnosis implements Diagnosis {

    @Override
    public OptionalInt fatalAlert(SSLException thrown) {
        return OptionalInt.empty();
    }

    @Override
    public boolean isCloseNotify(SSLException thrown) {
        return false;
    }
}
