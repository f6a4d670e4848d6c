package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Progress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The zip form: {@code R/data.pkl} and one record {@code R/data/KEY} per storage. */
final class ZipContainer implements Container, Storage.Shelf {
    private static final String PICKLE = "/data.pkl";
    private static final Pattern KEY = Pattern.compile("[0-9]{1,18}");

    private final Bytes file;
    private final Map<String, ZipRecord> records;
    private final ZipContents contents;
    private final String folder;
    private final ByteOrder order;
    private final Object root;

    ZipContainer(Bytes file, ReadOptions options) {
        this.file = file;
        this.records = ZipDirectory.read(file);
        this.contents = new ZipContents(file, options);
        this.folder = folder();
        this.order = order();
        ZipRecord pickle = records.get(folder + PICKLE);
        contents.verify(pickle, read -> {});
        this.root = unpickle(contents.of(pickle), options);
    }

    private Object unpickle(Bytes pickle, ReadOptions options) {
        PickleInput in = new PickleInput(pickle, 0, options);
        Object value = Pickle.read(in, this, options);
        if (in.position() != pickle.size()) {
            throw pickle.place()
                    .refuse(ErrorCode.CORRUPT, in.position(), "bytes after the end of the pickle");
        }
        return value;
    }

    /** The one folder with a {@code data.pkl}. */
    private String folder() {
        List<String> folders = new ArrayList<>();
        for (String name : records.keySet()) {
            if (name.endsWith(PICKLE)) {
                folders.add(name.substring(0, name.length() - PICKLE.length()));
            }
            if (name.endsWith("/constants.pkl") || name.contains("/code/")) {
                throw file.place()
                        .refuse(
                                ErrorCode.UNSUPPORTED,
                                "a TorchScript archive: a program, not weights. OpenAI's CLIP downloads"
                                        + " are such files; the same weights are in the Hugging Face"
                                        + " (model.safetensors, pytorch_model.bin) and OpenCLIP"
                                        + " (open_clip_pytorch_model.bin) files");
            }
        }
        if (folders.size() == 1 && folders.get(0).indexOf('/') < 0) {
            return folders.get(0);
        }
        throw file.place()
                .refuse(
                        ErrorCode.CORRUPT,
                        folders.isEmpty()
                                ? "a zip archive without FOLDER/data.pkl, so not one that torch.save wrote"
                                : "a zip archive with "
                                        + folders.size()
                                        + " data.pkl, where one in a folder at the top is read");
    }

    private ByteOrder order() {
        ZipRecord record = records.get(folder + "/byteorder");
        if (record == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        contents.verify(record, read -> {});
        Bytes bytes = contents.of(record);
        ByteBuffer word = ByteBuffer.allocate((int) Math.min(16, bytes.size()));
        bytes.read(0, word);
        String order = new String(word.array(), StandardCharsets.ISO_8859_1);
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default ->
                    throw bytes.place()
                            .refuse(
                                    ErrorCode.CORRUPT,
                                    "byte order "
                                            + Place.quoted(order)
                                            + "; known are little and big");
        };
    }

    @Override
    public Object root() {
        return root;
    }

    @Override
    public int idItems() {
        return 5;
    }

    @Override
    public Storage storage(DType type, String key, long count, PickleInput at) {
        if (!KEY.matcher(key).matches()) {
            throw at.refuse(
                    ErrorCode.INSECURE_CONTENT,
                    "a storage named " + Place.quoted(key) + "; names are decimal digits");
        }
        ZipRecord record = records.get(folder + "/data/" + key);
        if (record == null) {
            throw at.refuse(ErrorCode.CORRUPT, "no record for storage " + key);
        }
        if (record.size() % type.bytes() != 0 || record.size() / type.bytes() != count) {
            throw at.refuse(
                    ErrorCode.CORRUPT,
                    "storage "
                            + key
                            + " claims "
                            + count
                            + " elements of "
                            + type
                            + ", its record has "
                            + record.size()
                            + " bytes");
        }
        return new Storage(type, key, count, order, () -> contents.of(record));
    }

    @Override
    public void verify(Collection<Storage> used, Progress progress) {
        Set<String> keys = new TreeSet<>();
        used.forEach(storage -> keys.add(storage.key));
        List<ZipRecord> toRead =
                keys.stream().map(key -> records.get(folder + "/data/" + key)).toList();
        long total = Math.max(1, toRead.stream().mapToLong(ZipRecord::stored).sum());
        long[] done = {0};
        for (ZipRecord record : toRead) {
            contents.verify(
                    record,
                    read -> {
                        done[0] += read;
                        progress.report("check", done[0], total);
                    });
        }
    }
}
