// SPDX-License-Identifier: Apache-2.0
/** The provider {@code conscrypt}. */
package tls.close.conscrypt;
