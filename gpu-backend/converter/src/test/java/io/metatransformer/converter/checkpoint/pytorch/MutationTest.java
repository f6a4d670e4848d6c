package io.metatransformer.converter.checkpoint.pytorch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Good files with some bytes changed: read or refused, and nothing else. The files are shared out among 12 seeds. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutationTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 6000) / 12;
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 60);
    private static final List<String> WHOLE =
            List.of(
                    "hostile/mini-good.pth",
                    "hostile/legacy-mini-good.pth",
                    "legacy-views.pth",
                    "legacy-dtypes.pth",
                    "zip-views.pth",
                    "zip-dtypes.pth");
    private static final List<String> PICKLES =
            List.of(
                    "zip-views.pth",
                    "zip-protocol4.pth",
                    "zip-inert-globals.pth",
                    "zip-wrap-model.pth");

    /** Opcodes and lengths that are worth trying more often than chance would. */
    private static final int[] LIKELY = {
        0, 1, 2, 4, 5, 0x7f, 0x80, 0xff, '(', ')', '.', '0', '1', 'K', 'J', 'M', 'N', 'Q', 'R', 'X',
        'b', 'c', 'h', 'j', 'q', 's', 't', 'u', '}', ']', 0x85, 0x8a, 0x8b, 0x8c, 0x93, 0x94, 0x95
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_damaged_file_is_read_or_refused(long seed) throws IOException {
        Random random = new Random(seed);
        List<byte[]> files = new ArrayList<>();
        for (String name : WHOLE) {
            files.add(Files.readAllBytes(PthCasesTest.resource(name)));
        }

        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] file = mutated(files.get(random.nextInt(files.size())), random);
            refused += refuses(file, "seed " + seed + ", round " + round) ? 1 : 0;
        }

        assertTrue(refused > ROUNDS / 2, refused + " refused");
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void a_damaged_pickle_behind_good_checksums_is_read_or_refused(long seed) throws IOException {
        Random random = new Random(seed);
        List<Map<String, byte[]>> archives = new ArrayList<>();
        for (String name : PICKLES) {
            archives.add(records(Files.readAllBytes(PthCasesTest.resource(name))));
        }

        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Archive archive = new Archive();
            for (var record : archives.get(random.nextInt(archives.size())).entrySet()) {
                boolean pickle = record.getKey().endsWith("data.pkl");
                byte[] content = record.getValue();
                archive.with(record.getKey(), pickle ? mutated(content, random) : content);
            }
            refused += refuses(archive.bytes(), "seed " + seed + ", round " + round) ? 1 : 0;
        }

        assertTrue(refused > ROUNDS / 3, refused + " refused");
    }

    private static boolean refuses(byte[] file, String what) {
        long began = System.nanoTime();
        boolean refused = answers(file, what);
        long taken = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        assertTrue(taken < SECONDS, what + " takes " + taken + " s");
        return refused;
    }

    private static boolean answers(byte[] file, String what) {
        try {
            for (StoredTensor tensor : Archive.read(file).values()) {
                new TensorReader(tensor).read((index, from, at) -> from.get(at));
            }
            return false;
        } catch (MetaTransformerException refusal) {
            assertTrue(refusal.getMessage().contains("made.pth"), what);
            return true;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what, e);
        }
    }

    private static Map<String, byte[]> records(byte[] file) {
        Bytes bytes = Bytes.of(file, Place.of("good.pth"));
        Map<String, byte[]> records = new LinkedHashMap<>();
        ZipDirectory.read(bytes)
                .forEach(
                        (name, record) -> {
                            int at = (int) record.at();
                            records.put(
                                    name, Arrays.copyOfRange(file, at, at + (int) record.size()));
                        });
        return records;
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] file = good.clone();
        // Structure stands at both ends of an archive and nowhere in the weights between.
        int near = Math.min(file.length, 1200);
        for (int changes = 1 + random.nextInt(4); changes > 0 && file.length > 8; changes--) {
            int at =
                    random.nextBoolean()
                            ? random.nextInt(near)
                            : Math.max(0, file.length - 1 - random.nextInt(near));
            at = Math.min(at, file.length - 1);
            switch (random.nextInt(6)) {
                case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> file[at] = (byte) random.nextInt(256);
                case 2, 3 -> file[at] = (byte) LIKELY[random.nextInt(LIKELY.length)];
                case 4 -> file = without(file, at, 1 + random.nextInt(16));
                default -> file = doubled(file, at, 1 + random.nextInt(32));
            }
        }
        return file;
    }

    private static byte[] without(byte[] file, int at, int count) {
        int end = Math.min(file.length, at + count);
        byte[] shorter = new byte[file.length - (end - at)];
        System.arraycopy(file, 0, shorter, 0, at);
        System.arraycopy(file, end, shorter, at, file.length - end);
        return shorter;
    }

    private static byte[] doubled(byte[] file, int at, int count) {
        int end = Math.min(file.length, at + count);
        byte[] longer = new byte[file.length + end - at];
        System.arraycopy(file, 0, longer, 0, end);
        System.arraycopy(file, at, longer, end, file.length - at);
        return longer;
    }
}
