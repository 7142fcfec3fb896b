// SPDX-License-Identifier: Apache-2.0
/** What the scenarios are written with: connections and engines under test, and under what each of them is tested. */
package tls.close.tck.harness;
