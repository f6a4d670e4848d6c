/**
 * An example of a Vert.x application that asks over the event bus, and needs no jar of this
 * project.
 */
package org.example.busclient;
