package io.metatransformer.modality.timeseries;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Quoted;
import io.metatransformer.series.Stamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads times: {@code 2021-02-01 13:00[:00[.5]]}, the same with a {@code T} and an offset, a date alone, or
 * seconds (10 digits) or milliseconds (13) since 1970. Anything else needs a pattern. Days and hours that do
 * not exist are refused.
 *
 * <p>A time without offset is what a clock on the wall showed and stays as written. One with an offset shows
 * the clock of {@code zone} if that is given, else of its own offset.
 */
final class TimeFormat {
    static final String ACCEPTED =
            "2021-02-01 13:00[:00], ISO 8601, or seconds or milliseconds since 1970;"
                    + " for other forms set option 'timestamp_pattern'";

    private static final Pattern ISO =
            Pattern.compile(
                    "(\\d{4}-\\d{2}-\\d{2})(?:[ Tt](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)"
                            + "([Zz]|[+-]\\d{2}(?::?\\d{2})?)?)?");
    private static final Pattern EPOCH = Pattern.compile("\\d{10}|\\d{13}");

    private final Optional<DateTimeFormatter> pattern;
    private final Optional<ZoneId> zone;

    private TimeFormat(Optional<DateTimeFormatter> pattern, Optional<ZoneId> zone) {
        this.pattern = pattern;
        this.zone = zone;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a pattern or zone that does not
     *     exist
     */
    static TimeFormat from(Options options) {
        return new TimeFormat(
                options.isSet("timestamp_pattern")
                        ? Optional.of(pattern(options.text("timestamp_pattern")))
                        : Optional.empty(),
                options.isSet("zone") ? Optional.of(zone(options.text("zone"))) : Optional.empty());
    }

    private static DateTimeFormatter pattern(String pattern) {
        try {
            return new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(withPlainYears(pattern))
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'timestamp_pattern' takes a pattern such as dd/MM/yyyy HH:mm, got "
                            + Quoted.of(pattern),
                    e);
        }
    }

    /** {@code y} counts within an era, which nobody writes and strict resolving demands; {@code u} does not. */
    private static String withPlainYears(String pattern) {
        if (pattern.indexOf('G') >= 0) {
            return pattern;
        }
        StringBuilder plain = new StringBuilder(pattern);
        boolean quoted = false;
        for (int i = 0; i < plain.length(); i++) {
            quoted ^= plain.charAt(i) == '\'';
            if (!quoted && plain.charAt(i) == 'y') {
                plain.setCharAt(i, 'u');
            }
        }
        return plain.toString();
    }

    private static ZoneId zone(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'zone' takes a zone such as Europe/Oslo or +01:00, got "
                            + Quoted.of(id),
                    e);
        }
    }

    /** Whether {@code text} is a time of this format that exists. */
    boolean reads(String text) {
        try {
            read(text.strip());
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /**
     * @param where says which field
     * @throws MetaTransformerException with {@link ErrorCode#BAD_TIMESTAMP} for another form, or a time that
     *     does not exist
     */
    Stamp parse(String text, Supplier<String> where) {
        try {
            return read(text.strip());
        } catch (DateTimeException e) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_TIMESTAMP,
                    where.get()
                            + "takes an existing time, got "
                            + Quoted.of(text)
                            + "; accepted are "
                            + (pattern.isPresent() ? "times of 'timestamp_pattern'" : ACCEPTED),
                    e);
        }
    }

    private Stamp read(String text) {
        if (pattern.isPresent()) {
            return stamp(
                    pattern.get()
                            .parseBest(
                                    text,
                                    ZonedDateTime::from,
                                    OffsetDateTime::from,
                                    LocalDateTime::from,
                                    LocalDate::from));
        }
        if (EPOCH.matcher(text).matches()) {
            long number = Long.parseLong(text);
            Instant instant =
                    text.length() == 10
                            ? Instant.ofEpochSecond(number)
                            : Instant.ofEpochMilli(number);
            return stamp(instant.atOffset(ZoneOffset.UTC));
        }
        Matcher iso = ISO.matcher(text);
        if (!iso.matches()) {
            throw new DateTimeException("another form");
        }
        LocalDate date = LocalDate.parse(iso.group(1));
        if (iso.group(2) == null) {
            return stamp(date);
        }
        LocalDateTime local = LocalDateTime.parse(date + "T" + iso.group(2));
        return iso.group(3) == null
                ? stamp(local)
                : stamp(local.atOffset(ZoneOffset.of(iso.group(3).toUpperCase(Locale.ROOT))));
    }

    private Stamp stamp(TemporalAccessor time) {
        if (time instanceof LocalDate date) {
            return stamp(date.atStartOfDay());
        }
        if (time instanceof LocalDateTime local) {
            return new Stamp(local.toEpochSecond(ZoneOffset.UTC), local.getNano(), 0, false);
        }
        Instant instant = Instant.from(time);
        ZoneOffset written = ZoneOffset.from(time);
        ZoneOffset shown = zone.map(z -> z.getRules().getOffset(instant)).orElse(written);
        return new Stamp(
                instant.getEpochSecond(), instant.getNano(), shown.getTotalSeconds(), true);
    }
}
