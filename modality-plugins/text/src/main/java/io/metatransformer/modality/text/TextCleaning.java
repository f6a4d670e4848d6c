package io.metatransformer.modality.text;

/** Text as CLIP's tokenizer wants it: repaired, free of character references, in small letters, blanks collapsed. */
final class TextCleaning {
    private final LineRepair repair;

    /**
     * @param mojibake as {@link LineRepair} has it
     */
    TextCleaning(boolean mojibake) {
        this.repair = new LineRepair(mojibake);
    }

    /**
     * @throws io.metatransformer.api.MetaTransformerException as {@link LineRepair#apply}
     */
    String clean(String text) {
        String repaired = repaired(text);
        String plain = CharacterReferences.replaceAll(CharacterReferences.replaceAll(repaired));
        return LowerCase.of(WhiteSpace.collapse(plain));
    }

    /** From the first line with a tag on, the text is taken as markup, as ftfy does. */
    private String repaired(String text) {
        StringBuilder lines = new StringBuilder(text.length());
        int tag = text.indexOf('<');
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from) + 1;
            int to = end == 0 ? text.length() : end;
            lines.append(repair.apply(text.substring(from, to), tag >= 0 && tag < to));
            from = to;
        }
        return lines.toString();
    }
}
