/** An example of a plugin: a modality of one's own, from nothing but the api. */
package org.example.morse;
