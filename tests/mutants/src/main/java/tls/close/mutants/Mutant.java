// SPDX-License-Identifier: Apache-2.0
package tls.close.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.pitest.mutationtest.engine.Location;
import org.pitest.mutationtest.engine.MutationDetails;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What PIT says of one change.
 *
 * @param id what distinguishes it from all others in the same code
 * @param type the class, by its name
 * @param method the method in it
 * @param mutator what was done
 * @param line the words of the line where it was done: its number changes with each other change
 * @param status what came of it
 * @param isKilled whether anybody noticed
 */
record Mutant(String id, String type, String method, String mutator, String line, String status, boolean isKilled) {
    /** Reads PIT's report. */
    static List<Mutant> in(Path report, Path sources) throws Exception {
        NodeList found = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("mutation");
        List<Mutant> mutants = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            mutants.add(of((Element) found.item(i), sources));
        }
        return mutants;
    }

    private static Mutant of(Element element, Path sources) throws IOException {
        String type = text(element, "mutatedClass");
        String mutator = text(element, "mutator");
        Path source = sources.resolve(type.substring(0, type.lastIndexOf('.')).replace('.', '/'))
                .resolve(text(element, "sourceFile"));
        int number = Integer.parseInt(text(element, "lineNumber"));
        String method = text(element, "mutatedMethod");
        return new Mutant(
                id(type, method + text(element, "methodDescription"), mutator, numbers((Element)
                        element.getElementsByTagName("indexes").item(0))),
                type,
                method,
                mutator.substring(mutator.lastIndexOf('.') + 1).replace("Mutator", ""),
                Files.readAllLines(source).get(number - 1).strip(),
                element.getAttribute("status"),
                Boolean.parseBoolean(element.getAttribute("detected")));
    }

    private static List<Integer> numbers(Element indexes) {
        NodeList all = indexes.getElementsByTagName("index");
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            numbers.add(Integer.valueOf(all.item(i).getTextContent()));
        }
        return numbers;
    }

    /** The same of one that PIT is about to make. */
    static String id(MutationDetails details) {
        Location place = details.getId().getLocation();
        return id(
                place.getClassName().asJavaName(),
                place.getMethodName() + place.getMethodDesc(),
                details.getId().getMutator(),
                details.getId().getIndexes());
    }

    private static String id(String type, String method, String mutator, List<Integer> indexes) {
        return type + "." + method + " " + mutator + " " + indexes;
    }

    private static String text(Element element, String child) {
        return element.getElementsByTagName(child).item(0).getTextContent();
    }

    /** The package that it is in. */
    String room() {
        return type.substring(0, type.lastIndexOf('.'));
    }

    /** By what it is known in the list. */
    String key() {
        return String.join("\t", type, method, mutator, line);
    }
}
