package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Items;
import io.metatransformer.converter.checkpoint.pytorch.Inert.Mapping;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The form before PyTorch 1.6: pickles of a magic number, the protocol, the machine's facts, the object and
 * the storages' names, then the storages one after the other.
 */
final class LegacyContainer implements Container, Storage.Shelf {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    private final Bytes file;
    private final ReadOptions options;
    private final Map<String, Storage> asked = new LinkedHashMap<>();
    private final Map<String, Bytes> found = new HashMap<>();
    private final Object root;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long position;

    LegacyContainer(Bytes file, ReadOptions options) {
        this.file = file;
        this.options = options;
        if (!MAGIC.equals(pickle())) {
            throw corrupt("the magic number of PyTorch's old format is not there");
        }
        Object protocol = pickle();
        if (!(protocol instanceof Long number) || number != PROTOCOL) {
            throw file.place()
                    .refuse(
                            ErrorCode.UNSUPPORTED,
                            position,
                            "another protocol than " + PROTOCOL + " of PyTorch's old format");
        }
        this.order = order(pickle());
        this.root = pickle();
        findStorages(pickle());
    }

    private Object pickle() {
        PickleInput in = new PickleInput(file, position, options);
        Object value = Pickle.read(in, this, options);
        position = in.position();
        return value;
    }

    private ByteOrder order(Object facts) {
        Map<Object, Object> entries = facts instanceof Mapping map ? map.entries : Map.of();
        if (!(entries.get("protocol_version") instanceof Long version)
                || version != PROTOCOL
                || !(entries.get("little_endian") instanceof Boolean little)) {
            throw corrupt("the facts of the machine that wrote the file are not as known");
        }
        return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    private void findStorages(Object keys) {
        List<Object> inOrder = keys instanceof Items list ? list.items : List.of();
        for (Object key : inOrder) {
            Storage storage = key instanceof String ? asked.get(key) : null;
            if (storage == null || found.containsKey(key)) {
                throw corrupt("the list of storages names one that no tensor uses, or one twice");
            }
            ByteBuffer head = ByteBuffer.allocate(Long.BYTES).order(order);
            file.read(position, head);
            long count = head.flip().getLong();
            if (count != storage.count) {
                throw corrupt(
                        "storage "
                                + Place.quoted(storage.key)
                                + " has "
                                + count
                                + " elements, its tensors say "
                                + storage.count);
            }
            position += Long.BYTES;
            if (count > (file.size() - position) / storage.type.bytes()) {
                throw file.place()
                        .refuse(
                                ErrorCode.TRUNCATED,
                                position,
                                count + " elements of " + storage.type + " are not there");
            }
            long length = count * storage.type.bytes();
            Place place = file.place().part("storage " + storage.key);
            found.put(storage.key, file.slice(position, length, place));
            position += length;
        }
        if (found.size() != asked.size()) {
            throw corrupt(
                    "storages of "
                            + (asked.size() - found.size())
                            + " tensors are not in the file's list");
        }
        if (position != file.size()) {
            throw corrupt("bytes after the last storage");
        }
    }

    @Override
    public Object root() {
        return root;
    }

    @Override
    public int idItems() {
        return 6;
    }

    @Override
    public Storage storage(DType type, String key, long count, PickleInput at) {
        Storage known = asked.get(key);
        if (known == null) {
            known = new Storage(type, key, count, order, () -> found.get(key));
            asked.put(key, known);
        } else if (known.type != type || known.count != count) {
            throw at.refuse(
                    ErrorCode.CORRUPT,
                    "storage " + Place.quoted(key) + " is described in two ways");
        }
        return known;
    }

    /** Nothing to do: this form has no checksums, and sizes were checked on opening. */
    @Override
    public void verify(Collection<Storage> used, Progress progress) {}

    private MetaTransformerException corrupt(String reason) {
        return file.place().refuse(ErrorCode.CORRUPT, position, reason);
    }
}
