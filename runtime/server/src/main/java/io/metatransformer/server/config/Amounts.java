package io.metatransformer.server.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times and sizes with their unit: {@code 500ms 30s 2min 1h}, {@code 1024 16KiB 64MiB 1GiB}. */
final class Amounts extends SimpleModule {
    private static final long serialVersionUID = 1;
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})\\s*([A-Za-z]*)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "min", 60_000L, "h", 3_600_000L);
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    Amounts() {
        addSerializer(Duration.class, new TimeWriter());
        addDeserializer(Duration.class, new TimeReader());
        addDeserializer(Integer.TYPE, new IntReader());
        addDeserializer(Long.TYPE, new LongReader());
    }

    private static long read(
            JsonParser in, DeserializationContext context, Class<?> type, Map<String, Long> units)
            throws IOException {
        String text = in.getValueAsString("");
        Matcher amount = AMOUNT.matcher(text.strip());
        if (amount.matches()) {
            Long unit = units.get(amount.group(2));
            if (unit != null) {
                return Long.parseLong(amount.group(1)) * unit;
            }
        }
        throw context.weirdStringException(
                text,
                type,
                type == Duration.class
                        ? "a time is a whole number with ms, s, min or h"
                        : "a size is a whole number, alone or with B, KiB, MiB or GiB");
    }

    private static final class TimeWriter extends StdSerializer<Duration> {
        private static final long serialVersionUID = 1;

        TimeWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration time, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            out.writeString(time.toMillis() + "ms");
        }
    }

    private static final class TimeReader extends StdDeserializer<Duration> {
        private static final long serialVersionUID = 1;

        TimeReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser in, DeserializationContext context)
                throws IOException {
            return Duration.ofMillis(read(in, context, Duration.class, MILLIS));
        }
    }

    private static final class IntReader extends StdDeserializer<Integer> {
        private static final long serialVersionUID = 1;

        IntReader() {
            super(Integer.TYPE);
        }

        @Override
        public Integer deserialize(JsonParser in, DeserializationContext context)
                throws IOException {
            long value = read(in, context, Integer.TYPE, BYTES);
            if (value > Integer.MAX_VALUE) {
                throw context.weirdNumberException(value, Integer.TYPE, "at most 2147483647");
            }
            return (int) value;
        }
    }

    private static final class LongReader extends StdDeserializer<Long> {
        private static final long serialVersionUID = 1;

        LongReader() {
            super(Long.TYPE);
        }

        @Override
        public Long deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return read(in, context, Long.TYPE, BYTES);
        }
    }
}
