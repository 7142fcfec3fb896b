// SPDX-License-Identifier: Apache-2.0
/** Connections with one end for the code under test and one end held by the test, in memory and over TCP. */
package tls.close.tck.wire;
