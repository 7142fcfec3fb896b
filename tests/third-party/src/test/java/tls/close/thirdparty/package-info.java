// SPDX-License-Identifier: Apache-2.0
/** A provider of somebody else's, as an example of how one is put before the kit. */
@org.jspecify.annotations.NullMarked
package tls.close.thirdparty;
