// SPDX-License-Identifier: Apache-2.0
/** The other end of every connection, in a process of its own. */
@NullMarked
package tls.close.bench.peer;

import org.jspecify.annotations.NullMarked;
