/** Data sets as people keep them, folders of files or lists of files and answers, to examples. */
package io.metatransformer.cli.data;
