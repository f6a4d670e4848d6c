/** An example of a program that has the platform inside, and no server. */
package org.example.embedded;
