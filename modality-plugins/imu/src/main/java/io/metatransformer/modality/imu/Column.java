package io.metatransformer.modality.imu;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The six channels, in the order of the tokens, and the names that files give them. */
enum Column {
    ACCEL_X("accl_x", "acc_x", "accel_x", "ax", "accelerometer_x"),
    ACCEL_Y("accl_y", "acc_y", "accel_y", "ay", "accelerometer_y"),
    ACCEL_Z("accl_z", "acc_z", "accel_z", "az", "accelerometer_z"),
    GYRO_X("gyro_x", "gyr_x", "gx", "gyroscope_x"),
    GYRO_Y("gyro_y", "gyr_y", "gy", "gyroscope_y"),
    GYRO_Z("gyro_z", "gyr_z", "gz", "gyroscope_z");

    static final int COUNT = values().length;

    /** In order of preference: files of Ego4D have two clocks. */
    private static final List<Pattern> TIMES =
            List.of(
                    Pattern.compile("timestamp_(ms|s|us|ns)"),
                    Pattern.compile("canonical_timestamp_(ms|s|us|ns)"),
                    Pattern.compile("time_(ms|s|us|ns)"),
                    Pattern.compile("(t)"));

    private final List<String> aliases;

    Column(String... aliases) {
        this.aliases = List.of(aliases);
    }

    /**
     * Where this channel is among the columns of a file, whatever the case of their names.
     *
     * @throws MetaTransformerException with {@link ErrorCode#SCHEMA_MISMATCH} if it is nowhere, or twice
     */
    int find(String input, List<String> columns) {
        int found = -1;
        for (int column = 0; column < columns.size(); column++) {
            if (aliases.contains(lower(columns.get(column)))) {
                if (found >= 0) {
                    throw new MetaTransformerException(
                            ErrorCode.SCHEMA_MISMATCH,
                            input + ": two columns for " + this + ", " + aliases);
                }
                found = column;
            }
        }
        if (found < 0) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    input + ": no column for " + this + "; it may be called " + aliases);
        }
        return found;
    }

    /** Names of all channels, in order. */
    static List<String> names() {
        return Arrays.stream(values()).map(Column::name).toList();
    }

    /** The column of times, if there is one. */
    static OptionalInt time(List<String> columns) {
        for (Pattern pattern : TIMES) {
            for (int column = 0; column < columns.size(); column++) {
                if (pattern.matcher(lower(columns.get(column))).matches()) {
                    return OptionalInt.of(column);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** What one unit of a column of times is in milliseconds; without a suffix it is a second. */
    static double milliseconds(String column) {
        for (Pattern pattern : TIMES) {
            Matcher time = pattern.matcher(lower(column));
            if (time.matches()) {
                return switch (time.group(1)) {
                    case "ms" -> 1;
                    case "us" -> 1e-3;
                    case "ns" -> 1e-6;
                    default -> 1000;
                };
            }
        }
        throw new IllegalArgumentException(column + " is no column of times");
    }

    private static String lower(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
