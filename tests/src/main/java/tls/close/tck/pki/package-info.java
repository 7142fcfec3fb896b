// SPDX-License-Identifier: Apache-2.0
/** Throw-away certificates, good ones and bad ones, made when a test first asks for them. */
package tls.close.tck.pki;
