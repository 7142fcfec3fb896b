// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.util.Arrays;

/** The versions of TLS that are probed. */
enum TlsVersion {
    TLS_1_2("1.2"),
    TLS_1_3("1.3");

    private final String number;

    TlsVersion(String number) {
        this.number = number;
    }

    static TlsVersion parse(String number) throws BadArgumentException {
        return Arrays.stream(values())
                .filter(version -> version.number.equals(number))
                .findAny()
                .orElseThrow(() -> new BadArgumentException("1.2 or 1.3, not '" + number + "'"));
    }

    String number() {
        return number;
    }

    /** As {@link javax.net.ssl.SSLParameters#setProtocols} names it. */
    String protocol() {
        return "TLSv" + number;
    }
}
