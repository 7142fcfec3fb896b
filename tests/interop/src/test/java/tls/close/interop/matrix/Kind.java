// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import static tls.close.interop.Protocol.TLS12;
import static tls.close.interop.Protocol.TLS13;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tls.close.interop.Program;
import tls.close.interop.Protocol;

/**
 * A peer in one of its roles, as data: how it is started and what it can do.
 *
 * @param name what the table calls it
 * @param role what it is
 * @param needs the programs and files that have to be there
 * @param debianPackage who has the one that one may be without
 * @param launch how it is started
 * @param protocols the versions that it speaks
 * @param acts what it can be made to do
 * @param quick whether it starts at once, so that the normal build can afford it
 */
record Kind(
        String name,
        Role role,
        List<String> needs,
        String debianPackage,
        Launch launch,
        Set<Protocol> protocols,
        Set<Act> acts,
        boolean quick) {

    /** One that speaks both versions. */
    static Kind of(String name, Role role, List<String> needs, String debianPackage, Launch launch, Set<Act> acts) {
        return new Kind(name, role, needs, debianPackage, launch, EnumSet.of(TLS12, TLS13), acts, false);
    }

    Kind without(Act act) {
        Set<Act> fewer = EnumSet.copyOf(acts);
        fewer.remove(act);
        return new Kind(name, role, needs, debianPackage, launch, protocols, fewer, quick);
    }

    Kind only(Protocol protocol) {
        return new Kind(name, role, needs, debianPackage, launch, Collections.singleton(protocol), acts, quick);
    }

    Kind quickly() {
        return new Kind(name, role, needs, debianPackage, launch, protocols, acts, true);
    }

    void requireInstalled() {
        needs.forEach(each -> Program.require(each, debianPackage));
    }

    /** How it is started. */
    @FunctionalInterface
    interface Launch {
        /** Returns at once; a server will be listening, a client will connect. */
        Remote at(Site site) throws Exception;
    }
}
