// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The escapes for what cannot be typed: {@code \r}, {@code \n}, {@code \t}, and {@code \\} for the backslash. */
final class Escapes implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                decoded.append(escaped(i < text.length() ? text.charAt(i) : ' '));
            } else {
                decoded.append(c);
            }
        }
        return decoded.toString();
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case '\\' -> c;
            default -> throw new TypeConversionException("after \\ comes r, n, t or \\, not '" + c + "'");
        };
    }
}
