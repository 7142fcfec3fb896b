// SPDX-License-Identifier: Apache-2.0
/**
 * What a goodbye costs, as a ratio to rivals in the same run. Start with {@link tls.close.bench.Bench}; a
 * {@link tls.close.bench.Scenario} lets {@link tls.close.bench.line lines} take turns in a
 * {@link tls.close.bench.Contest}.
 */
@NullMarked
package tls.close.bench;

import org.jspecify.annotations.NullMarked;
