package io.metatransformer.graph;

/**
 * The signatures of an encoder's SavedModel: what the converter writes and a host calls.
 *
 * <p>All give {@link #FEATURES}, of the shape of {@link #TOKENS}, from {@link #TOKENS} and {@link #LENGTHS}
 * (int32 {@code [B]}, each at least 1).
 *
 * @param packed sequences back to back, {@code tokens [M, D]}, as {@link Sequences#packed} reads them with
 *     {@link #ROW_OF_PLACE} and {@link #PLACE_OF_ROW}; else padded on the right, {@code tokens [B, T, D]}:
 *     whatever stands in the padding, features of tokens do not depend on it, and those of padding are finite
 * @param positions with an input {@link #POSITIONS} of the shape of the tokens, added before every block
 * @param finalNorm with the norm after the last block; only where the encoder has one
 */
public record EncoderSignature(boolean packed, boolean positions, boolean finalNorm) {
    public static final String TOKENS = "tokens";
    public static final String LENGTHS = "lengths";
    public static final String POSITIONS = "positions";
    public static final String ROW_OF_PLACE = "row_of_place";
    public static final String PLACE_OF_ROW = "place_of_row";
    public static final String FEATURES = "features";

    /** Padded, without positions or final norm: also the default signature of the SavedModel. */
    public static final EncoderSignature SERVE = new EncoderSignature(false, false, false);

    /** Such as {@code serve}, {@code packed_positions} or {@code serve_final_norm}. */
    public String key() {
        return (packed ? "packed" : "serve")
                + (positions ? "_positions" : "")
                + (finalNorm ? "_final_norm" : "");
    }
}
