// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import tls.close.tck.peer.TlsVersion;

/**
 * As much of LDAP (RFC 4511) as the tests need: all that it is asked succeeds, and nothing is found. It waits for the
 * client's close_notify before it says its own, and then goes on in plaintext (section 4.14.3.1).
 */
final class LdapServer {
    private static final int SEQUENCE = 0x30;
    private static final int LONG_LENGTH = 0x80;

    private static final int UNBIND_REQUEST = 0x42;
    private static final int SEARCH_REQUEST = 0x63;
    private static final int SEARCH_DONE = 0x65;
    private static final int EXTENDED_REQUEST = 0x77;
    private static final int EXTENDED_RESPONSE = 0x78;

    private LdapServer() {}

    static Answering start(TlsVersion version) throws Exception {
        return Answering.each(version, LdapServer::converse);
    }

    private static void converse(Call call) throws Exception {
        boolean secured = false;
        while (true) {
            int first = call.input().read();
            if (first < 0) {
                if (!secured) {
                    return;
                }
                call.endTls();
                secured = false;
                continue;
            }
            if (first != SEQUENCE) {
                throw new IOException("no LDAP message: " + first);
            }
            byte[] message = call.input().readNBytes(length(call.input()));
            byte id = message[2];
            switch (message[3]) {
                case UNBIND_REQUEST -> {
                    return;
                }
                case SEARCH_REQUEST -> call.write(success(id, SEARCH_DONE));
                case EXTENDED_REQUEST -> {
                    call.write(success(id, EXTENDED_RESPONSE));
                    call.startTls();
                    secured = true;
                }
                default -> call.write(success(id, message[3] + 1));
            }
        }
    }

    private static int length(InputStream input) throws IOException {
        int first = input.read();
        if (first < LONG_LENGTH) {
            return first;
        }
        int length = 0;
        for (int i = LONG_LENGTH; i < first; i++) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException("in the length of a message");
            }
            length = length << 8 | next;
        }
        return length;
    }

    /** Result code 0, no name, no words. */
    private static byte[] success(byte id, int operation) {
        return new byte[] {SEQUENCE, 12, 2, 1, id, (byte) operation, 7, 0x0a, 1, 0, 4, 0, 4, 0};
    }
}
