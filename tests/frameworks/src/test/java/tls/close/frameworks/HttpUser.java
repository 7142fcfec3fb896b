// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.IOException;

/** An HTTP client, as little of it as the tests need. */
interface HttpUser extends AutoCloseable {

    /** All of the answer's body; throws if the client says that this was not all. */
    byte[] get(String url) throws Exception;

    /** The same after an upload. */
    byte[] put(String url, byte[] body) throws Exception;

    @Override
    void close() throws IOException;
}
