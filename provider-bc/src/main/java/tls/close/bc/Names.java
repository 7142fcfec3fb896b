// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ServerName;
import org.jspecify.annotations.Nullable;

/** Server names and application protocols, between the JDK's types and bctls's. */
@SuppressWarnings("JdkObsolete") // bctls wants a Vector.
final class Names {

    private Names() {}

    static Vector<ServerName> toBctls(List<SNIServerName> names) {
        Vector<ServerName> all = new Vector<>();
        names.forEach(name -> all.add(new ServerName((short) name.getType(), name.getEncoded())));
        return all;
    }

    static List<SNIServerName> serverNames(@Nullable Vector<?> names) {
        List<SNIServerName> all = new ArrayList<>();
        for (Object name : names == null ? List.of() : names) {
            all.add(serverName((ServerName) name));
        }
        return List.copyOf(all);
    }

    private static SNIServerName serverName(ServerName name) {
        if (name.getNameType() == NameType.host_name) {
            try {
                return new SNIHostName(name.getNameData());
            } catch (IllegalArgumentException e) {
                // No host name: then a name of unknown meaning, which no matcher for host names accepts.
            }
        }
        return new OtherName(name.getNameType(), name.getNameData());
    }

    private static final class OtherName extends SNIServerName {
        OtherName(int type, byte[] encoded) {
            super(type, encoded);
        }
    }

    /** Null, which is what key managers take for "any", if there are none. */
    static Principal @Nullable [] principals(@Nullable Vector<?> authorities) throws IOException {
        if (authorities == null || authorities.isEmpty()) {
            return null;
        }
        List<Principal> all = new ArrayList<>();
        for (Object authority : authorities) {
            all.add(new X500Principal(((X500Name) authority).getEncoded()));
        }
        return all.toArray(Principal[]::new);
    }

    static Vector<ProtocolName> toBctls(String... names) {
        Vector<ProtocolName> all = new Vector<>();
        for (String name : names) {
            all.add(ProtocolName.asUtf8Encoding(name));
        }
        return all;
    }

    static List<String> applicationProtocols(Vector<?> names) {
        return names.stream()
                .map(name -> applicationProtocol((ProtocolName) name))
                .toList();
    }

    static String applicationProtocol(@Nullable ProtocolName name) {
        return name == null ? "" : new String(name.getBytes(), StandardCharsets.UTF_8);
    }
}
