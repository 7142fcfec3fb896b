// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;

/** PostgreSQL's protocol, "SSL Session Encryption": a request of eight bytes, an answer of one. */
final class Postgres implements Dialogue {
    private static final int SSL_REQUEST = 80_877_103;

    @Override
    public void talk(Talk talk, String host) throws IOException {
        talk.say(ByteBuffer.allocate(8).putInt(8).putInt(SSL_REQUEST).array());
        Talk.expect(new String(talk.octets(1), ISO_8859_1), "S");
    }
}
