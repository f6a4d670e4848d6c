package io.metatransformer.server.bus;

/** Where the runtime listens on the event bus, and the headers it reads there. */
public final class Addresses {
    public static final String EMBED = "mt.v1.embed";
    public static final String PREDICT = "mt.v1.predict";
    public static final String MODELS = "mt.v1.models";
    public static final String MODALITIES = "mt.v1.modalities";
    public static final String HEADS = "mt.v1.heads";
    public static final String PLUGINS = "mt.v1.plugins";
    public static final String HEALTH = "mt.v1.health";

    /** Published to, with the id of a request that nobody waits for any more. */
    public static final String CANCEL = "mt.v1.cancel";

    /** Published by the runtime: what became of models and plugins, and items that found no room. */
    public static final String EVENTS_OF_MODELS = "mt.v1.events.models";

    public static final String EVENTS_OF_PLUGINS = "mt.v1.events.plugins";
    public static final String EVENTS_OF_QUEUES = "mt.v1.events.queue";

    public static final String REQUEST_ID = "mt-request-id";

    /** Milliseconds that the sender still waits. */
    public static final String DEADLINE = "mt-deadline-ms";

    /** 0 to 9, 9 the most urgent, 4 if not said. */
    public static final String PRIORITY = "mt-priority";

    /** Whom the request is counted to, where the encoder's time is shared out. */
    public static final String TENANT = "mt-tenant";

    public static final String MODEL = "mt-model";
    public static final String MODALITY = "mt-modality";

    /** The head that data as it is shall be given to, at {@link #PREDICT}. */
    public static final String HEAD = "mt-head";

    public static final String ACTION = "action";

    static final String TOKENIZE_PREFIX = "mt.v1.tokenize.";
    static final String HEAD_PREFIX = "mt.v1.head.";

    private Addresses() {}

    /** Inputs of a modality to tokens. */
    public static String tokenize(String modality) {
        return TOKENIZE_PREFIX + modality;
    }

    /** Features to the answer of a head. */
    public static String head(String head) {
        return HEAD_PREFIX + head;
    }

    /** The same address on one node alone. */
    public static String at(String address, String node) {
        return address + "@" + node;
    }
}
