// SPDX-License-Identifier: Apache-2.0
/** Short programs that do what people need a proper end for: read them, copy them. */
package tls.close.examples.jobs;
