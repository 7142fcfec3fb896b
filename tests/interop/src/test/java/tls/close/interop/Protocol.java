// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

/** A version of TLS, as each program calls it. */
public enum Protocol {
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

    public String standardName() {
        return standardName;
    }

    public String gnutlsPriority() {
        return "NORMAL:-VERS-ALL:+" + gnutlsName;
    }

    public String opensslOption() {
        return opensslOption;
    }

    public String pythonName() {
        return pythonName;
    }
}
