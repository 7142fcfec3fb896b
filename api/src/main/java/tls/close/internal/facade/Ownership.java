// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

/** Whose the socket below is. */
enum Ownership {
    /** Closed together with ours (rule S3): one that we connected or accepted, or layered with {@code autoClose}. */
    OURS,
    /** To be given back clean (rule S4): layered without. */
    CALLERS;

    static Ownership of(boolean autoClose) {
        return autoClose ? OURS : CALLERS;
    }
}
