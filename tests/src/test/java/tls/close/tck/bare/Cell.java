// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.bare;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The words in the README's table that a test shows to be true; the column is that of the test's class. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Cell {
    Row row();

    String says();
}
