package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Held to values of an independent implementation: a seeded result is the same for ever. */
class SplitMix64Test {

    static Stream<Arguments> streams() {
        return Stream.of(
                Arguments.of(
                        0L,
                        new long[] {
                            -2152535657050944081L,
                            7960286522194355700L,
                            487617019471545679L,
                            -537132696929009172L,
                            1961750202426094747L,
                            6038094601263162090L
                        },
                        new double[] {
                            0.8833108082136426,
                            0.43152799704850997,
                            0.026433771592597743,
                            0.9708819781538285,
                            0.10634669156721244,
                            0.32732576421812576
                        },
                        new double[] {
                            -1.8839083333524405,
                            0.8645068595575148,
                            0.22760793546360525,
                            -0.04211268468683916,
                            -0.22143788059715477,
                            0.4193328265559854,
                            0.08341854419566393
                        }),
                Arguments.of(
                        1L,
                        new long[] {
                            -7995527694508729151L,
                            -4689498862643123097L,
                            -534904783426661026L,
                            8196980753821780235L,
                            8195237237126968761L,
                            -4373826470845021568L
                        },
                        new double[] {
                            0.5665615751722809,
                            0.7457817572627011,
                            0.9710027535867962,
                            0.4443592170557721,
                            0.44426470082635805,
                            0.762894391911761
                        },
                        new double[] {
                            -0.034267321791851144,
                            -1.2926085332373185,
                            -2.5000674933698677,
                            0.9114665864092971,
                            0.08772246831488635,
                            -1.0803847120292231,
                            -2.0271348479598177
                        }),
                Arguments.of(
                        42L,
                        new long[] {
                            -4767286540954276203L,
                            2949826092126892291L,
                            5139283748462763858L,
                            6349198060258255764L,
                            701532786141963250L,
                            -2430762948046562554L
                        },
                        new double[] {
                            0.7415648787718233,
                            0.1599103928769201,
                            0.27860113025513866,
                            0.34419071652363753,
                            0.03803016854024621,
                            0.8682280765465323
                        },
                        new double[] {
                            0.8822489062222688,
                            1.388473285287707,
                            -0.4508498757188601,
                            0.6707164409024291,
                            0.1883526341159315,
                            -0.20510403042316847,
                            0.219586379190761
                        }),
                Arguments.of(
                        -7L,
                        new long[] {
                            7790691224305936752L,
                            8829294814793142954L,
                            -1715519743840680431L,
                            2940488688193949890L,
                            -8007545441867040463L,
                            -3543770807805850555L
                        },
                        new double[] {
                            0.4223342175278125,
                            0.4786370309856862,
                            0.9070014883393078,
                            0.15940421119544657,
                            0.5659100917825678,
                            0.8078917995693092
                        },
                        new double[] {
                            -1.038202319314654,
                            0.14019829279702123,
                            1.1747302972400273,
                            1.8358519297473805,
                            0.4596280085300431,
                            -1.2073728930473866,
                            1.2637234747209891
                        }),
                Arguments.of(
                        123456789012345L,
                        new long[] {
                            -2855823898702881541L,
                            -5019708002228497972L,
                            1687501732163850911L,
                            1056608342808339849L,
                            -7208352260404992784L,
                            1403541603741271773L
                        },
                        new double[] {
                            0.8451854762395156,
                            0.7278810839370495,
                            0.09147965220425491,
                            0.05727885303695546,
                            0.6092344409614054,
                            0.0760861427975037
                        },
                        new double[] {
                            -0.26758427654184674,
                            -1.9129698518059448,
                            0.40997339187886483,
                            0.15426537679554828,
                            1.217181810677701,
                            0.6306848847943698,
                            0.459612694961558
                        }));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_seed_gives_the_published_numbers(
            long seed, long[] longs, double[] doubles, double[] normals) {
        SplitMix64 whole = new SplitMix64(seed);
        SplitMix64 unit = new SplitMix64(seed);
        double[] normal = new double[normals.length];

        new SplitMix64(seed).fillNormal(normal);

        for (long expected : longs) {
            assertEquals(expected, whole.nextLong());
        }
        for (double expected : doubles) {
            assertEquals(expected, unit.nextDouble());
        }
        assertArrayEquals(normals, normal, 1e-14);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void an_odd_last_normal_drops_its_partner(
            long seed, long[] longs, double[] doubles, double[] normals) {
        SplitMix64 random = new SplitMix64(seed);
        double[] three = new double[3];
        double[] next = new double[2];

        random.fillNormal(three);
        random.fillNormal(next);

        assertArrayEquals(Arrays.copyOf(normals, 3), three, 1e-14);
        assertArrayEquals(Arrays.copyOfRange(normals, 4, 6), next, 1e-14);
    }
}
