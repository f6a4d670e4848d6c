/** The samples that the package brings: one input for each modality, to try an installation on. */
package io.metatransformer.cli.samples;
