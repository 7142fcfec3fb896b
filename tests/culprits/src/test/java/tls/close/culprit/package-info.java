// SPDX-License-Identifier: Apache-2.0
/** Whoever breaks a rule on purpose, and the kit that has to notice. */
@org.jspecify.annotations.NullMarked
package tls.close.culprit;
