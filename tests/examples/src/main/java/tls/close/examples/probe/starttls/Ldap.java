// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;

/** RFC 4511 section 4.14: an extended request, in BER, and an extended response. */
final class Ldap implements Dialogue {
    private static final String START_TLS = "1.3.6.1.4.1.1466.20037";
    private static final int SEQUENCE = 0x30;
    private static final int EXTENDED_REQUEST = 0x77;
    private static final int EXTENDED_RESPONSE = 0x78;
    private static final int REQUEST_NAME = 0x80;
    private static final byte[] MESSAGE_ID = {2, 1, 1};
    private static final int RESULT_CODE = 0x0a;
    private static final int LONGEST = 1 << 16;

    @Override
    public void talk(Talk talk, String host) throws IOException {
        talk.say(request());
        byte[] message = element(talk);
        // MessageID, then the tag, the length in its short or long form, and the result code with its tag and length.
        int operation = 2 + at(message, 1);
        int length = at(message, operation + 1);
        int result = operation + 2 + (length > 0x7f ? length & 0x7f : 0);
        if (at(message, operation) != EXTENDED_RESPONSE || at(message, result) != RESULT_CODE) {
            throw new NoStartTlsException("an LDAP message that is no extended response");
        }
        int code = at(message, result + 2);
        if (code != 0) {
            String text = new String(message, result + 3, message.length - result - 3, ISO_8859_1);
            throw new NoStartTlsException("result code " + code + " " + text.strip());
        }
    }

    private static byte[] request() {
        ByteArrayOutputStream operation = new ByteArrayOutputStream();
        operation.writeBytes(MESSAGE_ID);
        operation.writeBytes(ber(EXTENDED_REQUEST, ber(REQUEST_NAME, START_TLS.getBytes(US_ASCII))));
        return ber(SEQUENCE, operation.toByteArray());
    }

    /** The short form of a length is enough for a request. */
    private static byte[] ber(int tag, byte[] value) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        element.write(value.length);
        element.writeBytes(value);
        return element.toByteArray();
    }

    private static byte[] element(Talk talk) throws IOException {
        int tag = talk.octet();
        if (tag != SEQUENCE) {
            throw new NoStartTlsException("something that is no LDAP message");
        }
        int length = talk.octet();
        if (length > 0x7f) {
            byte[] octets = talk.octets(length & 0x7f);
            length = new BigInteger(1, octets).min(BigInteger.valueOf(LONGEST)).intValue();
        }
        return talk.octets(length);
    }

    private static int at(byte[] message, int index) throws NoStartTlsException {
        if (index >= message.length) {
            throw new NoStartTlsException("an LDAP message that is cut short");
        }
        return message[index] & 0xff;
    }
}
