/** What the {@code doctor} looks at: one check for each side of an installation. */
package io.metatransformer.cli.doctor;
