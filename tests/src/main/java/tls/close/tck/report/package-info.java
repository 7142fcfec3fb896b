// SPDX-License-Identifier: Apache-2.0
/** What a run of the kit comes to, on one page. */
package tls.close.tck.report;
