// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.memory;

/** Who drives the engine. */
public enum Driver {
    /** The loop by hand. */
    BARE,
    /** tls.close. */
    OURS
}
