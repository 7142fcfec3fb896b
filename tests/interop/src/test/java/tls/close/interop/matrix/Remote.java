// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import java.io.Closeable;
import java.io.IOException;
import tls.close.interop.RunningProgram;

/**
 * A peer that has been started.
 *
 * @param program its process
 * @param manner how it is made to do things
 * @param behind what else is to be closed
 */
record Remote(RunningProgram program, Manner manner, Closeable behind) implements Closeable {

    Remote(RunningProgram program, Manner manner) {
        this(program, manner, () -> {});
    }

    @Override
    public void close() throws IOException {
        program.close();
        behind.close();
    }
}
