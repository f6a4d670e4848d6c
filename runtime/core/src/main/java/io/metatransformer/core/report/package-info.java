/**
 * What is told of a training beside the head that came of it: the same facts for programs, {@code report.json}, and
 * for people, {@code report.html}, which opens offline, fetches nothing and runs no script.
 */
package io.metatransformer.core.report;
