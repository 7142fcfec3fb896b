// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import tls.close.interop.LocalEnd;

/** How a peer is made to do what an {@link Act} needs. It is asked for nothing that its {@link Kind} does not name. */
interface Manner {
    /** Something each way, so that the handshake is done and nothing is left unread on either side. */
    void exchange(LocalEnd us) throws Exception;

    /** To be called before we end: it is to end, too, once our end has come. */
    void answerOurEnd() throws Exception;

    /** Returns when it is in the middle of sending more than any buffer holds, where it can. */
    void sendWithoutEnd(LocalEnd us) throws Exception;

    /**
     * As {@link #answerOurEnd}, but it sends a lot before.
     *
     * @return how much of it there is to read, at least
     */
    default long answerOurEndLate(LocalEnd us) throws Exception {
        throw cannot("send late");
    }

    /** It is to end first. */
    default void end(LocalEnd us) throws Exception {
        throw cannot("end first");
    }

    /** After its own end: what has come from us, and how it ended. */
    default String drained() throws Exception {
        throw cannot("read on");
    }

    /** What it says of our end. */
    default String ofOurEnd() throws Exception {
        throw cannot("say anything");
    }

    /** After both ends it is to send so much in plaintext, and to receive as much. */
    default void swap(int bytes) throws Exception {
        throw cannot("go on in plaintext");
    }

    /** What has come of that. */
    default String swapped() throws Exception {
        throw cannot("go on in plaintext");
    }

    private UnsupportedOperationException cannot(String what) {
        return new UnsupportedOperationException(getClass().getSimpleName() + " cannot " + what);
    }
}
