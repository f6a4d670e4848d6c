package io.metatransformer.series;

import java.time.LocalDateTime;
import java.util.List;

/** What the calendar says of every step. */
public final class Calendar {
    /** Month 1–12, day 1–31, weekday 0–6 from Monday, hour 0–23, quarter of the hour 0–3. */
    public static final int MARKS = 5;

    private Calendar() {}

    /** {@code [L, MARKS]}: rows of the tables that are looked up. */
    public static int[] marks(Times times) {
        int[] marks = new int[times.size() * MARKS];
        for (int step = 0, at = 0; step < times.size(); step++) {
            LocalDateTime clock = times.at(step).wallClock();
            marks[at++] = clock.getMonthValue();
            marks[at++] = clock.getDayOfMonth();
            marks[at++] = clock.getDayOfWeek().getValue() - 1;
            marks[at++] = clock.getHour();
            marks[at++] = clock.getMinute() / 15;
        }
        return marks;
    }

    /** {@code [L, d]}, in the order of {@code columns}; columns that are not among {@code used} are 0. */
    public static double[] features(Times times, List<Feature> columns, List<Feature> used) {
        double[] features = new double[Math.multiplyExact(times.size(), columns.size())];
        for (int step = 0, at = 0; step < times.size(); step++) {
            LocalDateTime clock = times.at(step).wallClock();
            for (Feature feature : columns) {
                features[at++] = used.contains(feature) ? feature.of(clock) : 0;
            }
        }
        return features;
    }
}
