// SPDX-License-Identifier: Apache-2.0
/**
 * The closing state machine: the two sides of a connection, their one table, {@code bye} and {@code close}, and what is
 * told of an end. Uses {@code record} and {@code transport}, which know nothing of it and nothing of each other.
 */
package tls.close.internal.connection;
