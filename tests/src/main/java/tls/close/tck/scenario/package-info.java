// SPDX-License-Identifier: Apache-2.0
/** The tests of the TCK, a class for each of its groups, which {@link tls.close.tck.TlsProviderTck} puts together. */
package tls.close.tck.scenario;
