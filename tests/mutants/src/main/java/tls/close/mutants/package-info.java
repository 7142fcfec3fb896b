// SPDX-License-Identifier: Apache-2.0
/** Who changes the code under test in small ways, and looks whether a test notices: PIT, with tests as it can bear them. */
package tls.close.mutants;
