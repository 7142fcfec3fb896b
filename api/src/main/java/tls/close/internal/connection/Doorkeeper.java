// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

/** Is told of each who leaves a side, and of the end, from which on nobody waits there. */
interface Doorkeeper {
    void leftOutput();

    void leftInput();

    /** Nobody waits for anybody else any more. */
    void dismiss();
}
