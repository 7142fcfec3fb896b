// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

/** What a scripted peer takes the bytes for that follow the near end's close_notify. */
public enum AfterCloseNotify {
    /** More records of the same connection, as a second close_notify would be. */
    RECORDS,
    /** No business of TLS: they are kept in {@link ScriptedPeer#surplus}. */
    PLAINTEXT
}
