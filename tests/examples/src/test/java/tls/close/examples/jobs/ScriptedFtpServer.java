// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A server in plaintext that says what it is told to, word for word.
 *
 * @param greeting what it says first
 * @param answers what it says to which line; to any other, that all is well
 */
record ScriptedFtpServer(String greeting, Map<String, String> answers) {

    /** Serves one client until that leaves: the lines that it has heard. */
    List<String> serve(Socket client) throws IOException {
        List<String> heard = new ArrayList<>();
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
        say(client, greeting);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(line);
            say(client, answers.getOrDefault(line, "200 ok\r\n"));
        }
        return heard;
    }

    private static void say(Socket client, String words) throws IOException {
        client.getOutputStream().write(words.getBytes(US_ASCII));
    }
}
