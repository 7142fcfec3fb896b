// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

/** A version of TLS, as each program calls it. */
enum Protocol {
    TLS12("TLSv1.2", "VERS-TLS1.2", "-tls1_2", "TLSv1_2"),
    TLS13("TLSv1.3", "VERS-TLS1.3", "-tls1_3", "TLSv1_3");

    private final String standardName;
    private final String gnutlsName;
    private final String opensslOption;
    private final String pythonName;

    Protocol(String standardName, String gnutlsName, String opensslOption, String pythonName) {
        this.standardName = standardName;
        this.gnutlsName = gnutlsName;
        this.opensslOption = opensslOption;
        this.pythonName = pythonName;
    }

    String standardName() {
        return standardName;
    }

    String gnutlsPriority() {
        return "NORMAL:-VERS-ALL:+" + gnutlsName;
    }

    String opensslOption() {
        return opensslOption;
    }

    String pythonName() {
        return pythonName;
    }
}
