// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

/** How much of the table a run measures. */
enum Matrix {
    SLICE,
    ALL;

    static Matrix asked() {
        return valueOf(System.getProperty("tls.close.matrix", SLICE.name()));
    }
}
