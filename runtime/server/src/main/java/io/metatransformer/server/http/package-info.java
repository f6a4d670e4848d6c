/**
 * What every HTTP surface shares: connections and their time limits, identity, credentials, bodies in and
 * answers out. Everything runs on event loops unless its name says otherwise; nothing blocks them.
 */
package io.metatransformer.server.http;
