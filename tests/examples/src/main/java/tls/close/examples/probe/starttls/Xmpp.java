// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import java.io.IOException;
import java.util.regex.Pattern;

/** RFC 6120 section 5. A client's stream; the elements are told apart by their names, as far as that takes. */
final class Xmpp implements Dialogue {
    private static final Pattern FEATURES =
            Pattern.compile("(?s).*(</(\\w+:)?features>|<(\\w+:)?features\\s*/>|</stream:stream>)");
    private static final Pattern ANSWER = Pattern.compile("(?s)\\s*<[^>]*>");

    @Override
    public void talk(Talk talk, String host) throws IOException {
        talk.say("<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='" + escaped(host) + "'>");
        String features =
                talk.until(text -> text.endsWith(">") && FEATURES.matcher(text).matches());
        if (!features.contains("urn:ietf:params:xml:ns:xmpp-tls")) {
            throw new NoStartTlsException(features);
        }
        talk.say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        String answer =
                talk.until(text -> text.endsWith(">") && ANSWER.matcher(text).matches());
        Talk.expect(answer.strip(), "<proceed");
    }

    private static String escaped(String host) {
        return host.replace("&", "&amp;").replace("'", "&apos;").replace("<", "&lt;");
    }
}
