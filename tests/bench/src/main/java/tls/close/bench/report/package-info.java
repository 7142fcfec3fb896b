// SPDX-License-Identifier: Apache-2.0
/** What was measured, as text, as JSON and as a picture. */
@NullMarked
package tls.close.bench.report;

import org.jspecify.annotations.NullMarked;
