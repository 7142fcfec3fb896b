// SPDX-License-Identifier: Apache-2.0
/** What needs no system call, with JMH. */
@NullMarked
package tls.close.bench.memory;

import org.jspecify.annotations.NullMarked;
