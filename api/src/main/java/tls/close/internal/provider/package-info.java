// SPDX-License-Identifier: Apache-2.0
/** What the engines of several providers have in common; exported to them alone. */
package tls.close.internal.provider;
