// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import org.jspecify.annotations.Nullable;

/** What an application has handed in. */
final class Given {

    private Given() {}

    /**
     * Names to be enabled.
     *
     * @return a copy
     * @throws IllegalArgumentException without any, as the JDK has it
     */
    static String[] names(String what, String @Nullable [] names) {
        if (names == null) {
            throw new IllegalArgumentException("the enabled " + what + " must not be null");
        }
        return names.clone();
    }
}
