/**
 * Things that many use and one retires: a plugin's classes, a session's native memory. They are closed when
 * they are retired and their last user is gone, never before, and never twice.
 */
package io.metatransformer.core.lease;
