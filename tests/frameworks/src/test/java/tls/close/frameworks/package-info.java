// SPDX-License-Identifier: Apache-2.0
/** Libraries that others have written, unchanged, over our {@code SSLContext} and over the JDK's. */
@org.jspecify.annotations.NullMarked
package tls.close.frameworks;
