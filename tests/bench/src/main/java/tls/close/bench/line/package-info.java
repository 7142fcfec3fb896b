// SPDX-License-Identifier: Apache-2.0
/** One TLS connection to the peer in the hands of each rival. */
@NullMarked
package tls.close.bench.line;

import org.jspecify.annotations.NullMarked;
