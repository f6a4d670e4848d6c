/**
 * X-ray pictures to tokens: raster files, and DICOM files through the gray pipeline of that standard (DICOM
 * PS3.3, C.7.6.3, C.11.1, C.11.2; PS3.5 for the encoding), squashed to 224 x 224 px, values from 0 to 1, as the
 * reference's downstream model (SEViT) saw them.
 */
package io.metatransformer.modality.xray;
