// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

/** How far an engine is, as far as it matters to {@link RecordEngine}; each backend has a transition table of its own. */
public interface Standing {
    /**
     * Whether the settings have been used.
     *
     * @return true once the handshake has begun, or can no longer begin
     */
    boolean hasBegun();

    /**
     * Whether a handshake is under way.
     *
     * @return true until the last of it has come or was made
     */
    boolean isHandshaking();

    /**
     * Whether there has been a handshake and none is under way.
     *
     * @return true even if the connection has been closed since
     */
    boolean isEstablished();

    /**
     * Whether nothing has closed the output side.
     *
     * @return false as soon as an alert is the last that is said
     */
    boolean isOutputOpen();

    /**
     * Whether all that was to be said has been wrapped.
     *
     * @return true from then on
     */
    boolean isOutputClosed();

    /**
     * Whether nothing more is heard.
     *
     * @return true from then on
     */
    boolean isInputClosed();
}
