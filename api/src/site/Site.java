// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.LinkedHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts the rules and the scenarios beside the Javadoc, and links: where a method cites a rule, to the rule; from a rule to
 * the pages that cite it and to the tests that carry its number; between the rules and the scenarios of one test.
 *
 * <p>{@code java Site.java <the Javadoc> <the project>}; a rule that is cited and not there is a failure.
 */
final class Site {
    private static final String NUMBER = "(?:\\d+\\.\\d+|[ES]\\d+)";
    private static final Pattern CITED = Pattern.compile("\\brules? " + NUMBER + "(?:(?:, | and | to )" + NUMBER + ")*");
    private static final Pattern ROW = Pattern.compile("\\| (" + NUMBER + "|\\d+) \\| (.*) \\|");
    private static final Pattern TEST = Pattern.compile("void ((?:rule|scenario)\\w+)\\(");
    private static final Pattern TEST_RULE = Pattern.compile("rule([ES]?\\d+)(?:_(\\d+))?(?![a-z0-9])");
    private static final Pattern TEST_SCENARIOS = Pattern.compile("scenarios?(\\d+)(?:to(\\d+))?((?:_\\d+)*)(?![a-z0-9])");

    private final Path docs;
    private final Path project;
    private final Map<String, List<String>> rules;
    private final Map<String, List<String>> scenarios;
    private final Map<String, TreeSet<String>> citedBy = new TreeMap<>();
    private final Map<String, TreeSet<String>> testsOfRule = new TreeMap<>();
    private final Map<String, TreeSet<String>> testsOfScenario = new TreeMap<>();
    private final Map<String, TreeSet<Integer>> scenariosOfRule = new TreeMap<>();

    private Site(Path docs, Path project) throws IOException {
        this.docs = docs;
        this.project = project;
        this.rules = rows(project.resolve("api/RULES.md"));
        this.scenarios = rows(project.resolve("tests/SCENARIOS.md"));
    }

    public static void main(String[] arguments) throws IOException {
        copy(Path.of(arguments[0]), Path.of(arguments[1]));
        Site site = new Site(Path.of(arguments[1]), Path.of(arguments[2]));
        Files.copy(
                site.project.resolve("api/src/site/sides.svg"),
                site.docs.resolve("sides.svg"),
                StandardCopyOption.REPLACE_EXISTING);
        site.readTests();
        site.linkPages();
        site.writeRules();
        site.writeScenarios();
    }

    /** The Javadoc jar is made of the original: it is not to have the site's own pages. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copied = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static Map<String, List<String>> rows(Path file) throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.put(row.group(1), List.of(row.group(2).split(" \\| ")));
            }
        }
        return rows;
    }

    private void readTests() throws IOException {
        for (String sources : List.of("tests/src/main/java/tls/close/tck/scenario", "tests/src/test/java")) {
            for (Path file : files(project.resolve(sources), ".java")) {
                String name = file.getFileName().toString().replace(".java", "");
                TEST.matcher(Files.readString(file)).results().forEach(test -> note(name, test.group(1)));
            }
        }
    }

    private void note(String type, String test) {
        TreeSet<Integer> own = new TreeSet<>();
        for (MatchResult found : TEST_SCENARIOS.matcher(test).results().toList()) {
            int first = Integer.parseInt(found.group(1));
            int last = found.group(2) == null ? first : Integer.parseInt(found.group(2));
            for (int number = first; number <= last; number++) {
                own.add(number);
            }
            Stream.of(found.group(3).split("_")).filter(more -> !more.isEmpty()).map(Integer::valueOf).forEach(own::add);
        }
        own.forEach(number -> add(testsOfScenario, "" + number, type + "." + test));
        for (MatchResult found : TEST_RULE.matcher(test).results().toList()) {
            String rule = found.group(1) + (found.group(2) == null ? "" : "." + found.group(2));
            add(testsOfRule, rule, type + "." + test);
            scenariosOfRule.computeIfAbsent(rule, key -> new TreeSet<>()).addAll(own);
        }
    }

    private void linkPages() throws IOException {
        for (Path page : files(docs.resolve("tls.close"), ".html")) {
            String html = Files.readString(page);
            Path root = page.getParent().relativize(docs);
            String own = docs.relativize(page).toString().replace('\\', '/');
            Files.writeString(page, CITED.matcher(html).replaceAll(cited -> Matcher.quoteReplacement(
                    Pattern.compile(NUMBER).matcher(cited.group()).replaceAll(number -> {
                        add(citedBy, number.group(), own);
                        return Matcher.quoteReplacement(link(root + "/", number.group()));
                    }))));
        }
    }

    private String link(String root, String rule) {
        if (!rules.containsKey(rule)) {
            throw new IllegalStateException("there is no rule " + rule + " in RULES.md");
        }
        return "<a href=\"" + root + "rules.html#" + rule + "\">" + rule + "</a>";
    }

    private void writeRules() throws IOException {
        List<String> lines = new ArrayList<>();
        rules.forEach((number, cells) -> {
            lines.add("<tr id=\"" + number + "\"><th>" + number + "</th><td>" + html(cells.get(0)) + "</td><td>"
                    + (cells.size() > 1 ? html(cells.get(1)) : "") + "</td><td>" + pages(number) + scenarioLinks(number)
                    + tests(testsOfRule.get(number)) + "</td></tr>");
        });
        write("rules.html", "The rules", "<th>rule</th><th></th><th>why</th><th>cited and tested by</th>", lines);
    }

    private String pages(String rule) {
        List<String> links = new ArrayList<>();
        for (String page : citedBy.getOrDefault(rule, new TreeSet<>())) {
            String name = page.replaceAll(".*/|\\.html", "");
            links.add("<a href=\"" + page + "\">" + name + "</a>");
        }
        return String.join(", ", links);
    }

    private String scenarioLinks(String rule) {
        List<String> links = new ArrayList<>();
        for (int number : scenariosOfRule.getOrDefault(rule, new TreeSet<>())) {
            links.add("<a href=\"scenarios.html#" + number + "\">" + number + "</a>");
        }
        return links.isEmpty() ? "" : "<br>scenarios " + String.join(", ", links);
    }

    private void writeScenarios() throws IOException {
        List<String> lines = new ArrayList<>();
        scenarios.forEach((number, cells) -> {
            List<String> links = new ArrayList<>();
            scenariosOfRule.forEach((rule, numbers) -> {
                if (numbers.contains(Integer.valueOf(number)) && rules.containsKey(rule)) {
                    links.add(link("", rule));
                }
            });
            lines.add("<tr id=\"" + number + "\"><th>" + number + "</th><td>" + html(cells.get(0)) + "</td><td>"
                    + String.join(", ", links) + "</td><td>" + tests(testsOfScenario.get(number)) + "</td></tr>");
        });
        write("scenarios.html", "The scenarios", "<th></th><th>scenario</th><th>rules</th><th>tests</th>", lines);
    }

    private static String tests(TreeSet<String> tests) {
        return tests == null
                ? ""
                : "<details><summary>" + tests.size() + " tests</summary>" + String.join("<br>", tests) + "</details>";
    }

    private void write(String file, String title, String header, List<String> lines) throws IOException {
        Files.writeString(docs.resolve(file), """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
                <link rel="stylesheet" href="stylesheet.css">
                <style>body { margin: 2em; display: block } td, th { vertical-align: top; text-align: left; padding: .3em }
                tr:target { background: #fff3c4 }</style></head>
                <body><p><a href="index.html">tls.close</a></p><h1>%1$s</h1>
                <table><thead><tr>%2$s</tr></thead><tbody>
                %3$s
                </tbody></table></body></html>
                """.formatted(title, header, String.join("\n", lines)));
    }

    private static String html(String markdown) {
        String escaped = markdown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return escaped.replaceAll("`([^`]*)`", "<code>$1</code>").replaceAll("\\*([^*]+)\\*", "<em>$1</em>");
    }

    private static void add(Map<String, TreeSet<String>> map, String key, String value) {
        map.computeIfAbsent(key, unused -> new TreeSet<>()).add(value);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }
}
