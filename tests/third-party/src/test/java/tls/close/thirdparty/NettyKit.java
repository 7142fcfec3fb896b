// SPDX-License-Identifier: Apache-2.0
package tls.close.thirdparty;

import org.junit.jupiter.api.Timeout;
import tls.close.tck.TlsProviderTck;

/** Run by {@link NettyVerdictTest}, which knows what to expect. */
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NettyKit extends TlsProviderTck {
    NettyKit() {
        super("netty");
    }
}
