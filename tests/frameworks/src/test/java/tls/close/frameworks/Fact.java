// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

/** What one answer is to. */
record Fact(Library library, Question question, Setup setup) {}
