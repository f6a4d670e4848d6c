package io.metatransformer.modality.pointcloud;

import io.metatransformer.modality.pointcloud.PlyHeader.Property;

/** The numbers after a PLY header, one after the other. */
interface PlyBody {

    double number(PlyType type);

    /** Steps over one number, or over a list and its length. */
    void skip(Property property);
}
