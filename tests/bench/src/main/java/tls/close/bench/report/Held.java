// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.report;

import java.util.Optional;

/**
 * What an idle connection of ours holds on the heap, above what others hold there for it.
 *
 * @param backend over which implementation
 * @param transport over which transport
 * @param aboveEngine bytes more than the engine that it is on alone, if it is on one
 * @param aboveBareEngine bytes more than the engine of the bare loop: the backend's, unless it has none that will do
 * @param aboveOwnSocket bytes more than the backend's own socket, over a socket
 */
public record Held(
        String backend,
        String transport,
        Optional<Long> aboveEngine,
        Optional<Long> aboveBareEngine,
        Optional<Long> aboveOwnSocket) {}
