// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Looks up an address by its name, and another one's name by its address; for a JVM with a hosts file of its own. */
final class LookUps {

    private LookUps() {}

    public static void main(String... arguments) throws UnknownHostException {
        InetAddress named = InetAddress.getByName(arguments[0]);
        InetAddress numbered = InetAddress.getByName(arguments[1]);
        System.out.println(named.getHostName() + " is " + GivenName.of(new InetSocketAddress(named, 443)));
        System.out.println(numbered.getHostName() + " is " + GivenName.of(new InetSocketAddress(numbered, 443)));
    }
}
