// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

/** Where a {@link HostilePeer} delivers to. */
interface Outlet {
    void deliver(byte... bytes);

    void end();

    void reset();
}
