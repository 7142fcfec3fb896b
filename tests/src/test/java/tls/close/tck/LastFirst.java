// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import java.util.Collections;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/** The groups of a kit from the last to the first, so that kits beside each other do not wait in the same ones. */
final class LastFirst implements ClassOrderer {
    @Override
    public void orderClasses(ClassOrdererContext context) {
        Collections.reverse(context.getClassDescriptors());
    }
}
