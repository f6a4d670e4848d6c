/** Shows every modality that is installed on one page: what went in, what it became, how long it took. */
package io.metatransformer.cli.demo;
