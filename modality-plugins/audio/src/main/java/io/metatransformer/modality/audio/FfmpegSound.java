package io.metatransformer.modality.audio;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_DBL;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_U8;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Compressed sound, decoded by FFmpeg, which the host brings or not; samples that an encoder added around the sound are
 * cut off where the file says how many. Nothing of FFmpeg is touched before such a file comes.
 */
final class FfmpegSound {
    private final SoundBytes file;
    private final FfmpegFile packets;
    private final AVCodecContext decoder;
    private final AVFrame frame;
    private final DecodedSound.Builder sound;
    private final int channels;
    private final int rate;

    private FfmpegSound(
            SoundBytes file,
            FfmpegFile packets,
            AVCodecContext decoder,
            AVFrame frame,
            SoundLimits limits) {
        this.file = file;
        this.packets = packets;
        this.decoder = decoder;
        this.frame = frame;
        this.channels = decoder.ch_layout().nb_channels();
        this.rate = decoder.sample_rate();
        limits.check(file, channels, rate);
        this.sound = new DecodedSound.Builder(file, channels, rate, limits);
    }

    /**
     * @param demuxer as FFmpeg names it
     * @param claimed samples per channel, 0 if the file does not say
     * @throws MetaTransformerException with {@link ErrorCode#BACKEND_UNAVAILABLE} without FFmpeg
     */
    static Sound read(
            SoundBytes file, SoundFormat format, String demuxer, long claimed, SoundLimits limits) {
        try {
            av_log_set_level(AV_LOG_QUIET);
            try (FfmpegFile packets = FfmpegFile.open(file, demuxer)) {
                return decode(file, packets, claimed, limits);
            }
        } catch (LinkageError e) {
            throw new MetaTransformerException(
                    ErrorCode.BACKEND_UNAVAILABLE,
                    file.name()
                            + ": "
                            + format
                            + " files are decoded by FFmpeg, which is not there for this platform; add the jars of"
                            + " org.bytedeco:ffmpeg:7.1-1.5.11 to the host, or convert to one of "
                            + SoundFormat.NAMES,
                    e);
        }
    }

    private static Sound decode(
            SoundBytes file, FfmpegFile packets, long claimed, SoundLimits limits) {
        AVCodec codec = avcodec_find_decoder(packets.stream().codecpar().codec_id());
        if (codec == null || codec.isNull()) {
            throw file.unsupported("FFmpeg knows no decoder for the sound in this file");
        }
        AVCodecContext decoder = avcodec_alloc_context3(codec);
        AVFrame frame = av_frame_alloc();
        AVPacket packet = av_packet_alloc();
        try {
            decoder.thread_count(1);
            boolean open =
                    avcodec_parameters_to_context(decoder, packets.stream().codecpar()) >= 0
                            && avcodec_open2(
                                            decoder.pkt_timebase(packets.stream().time_base()),
                                            codec,
                                            (AVDictionary) null)
                                    >= 0;
            if (!open) {
                throw file.corrupt("FFmpeg cannot decode what this file says of its sound");
            }
            return new FfmpegSound(file, packets, decoder, frame, limits).read(packet, claimed);
        } finally {
            av_packet_free(packet);
            av_frame_free(frame);
            avcodec_free_context(decoder);
        }
    }

    /** A damaged packet is a fault if good ones follow it, else the file ends early. */
    private Sound read(AVPacket packet, long claimed) {
        boolean damaged = false;
        while (packets.next(packet)) {
            int sent = avcodec_send_packet(decoder, packet);
            av_packet_unref(packet);
            if (damaged && sent >= 0) {
                throw file.corrupt(
                        "a packet after " + sound.frames() + " samples cannot be decoded");
            }
            damaged = sent < 0;
            takeFrames();
        }
        avcodec_send_packet(decoder, null);
        takeFrames();
        boolean whole = claimed > 0 && sound.frames() >= claimed; // what follows is no sound
        return damaged && !whole ? sound.buildCut() : sound.build(claimed);
    }

    private void takeFrames() {
        while (avcodec_receive_frame(decoder, frame) >= 0) {
            boolean same =
                    frame.ch_layout().nb_channels() == channels && frame.sample_rate() == rate;
            if (!same) {
                throw file.corrupt(
                        "the sound changes its rate or channels after "
                                + sound.frames()
                                + " samples");
            }
            if (frame.nb_samples() > 0) {
                take(frame.nb_samples());
            }
        }
    }

    private void take(int count) {
        PcmForm form = form(av_get_packed_sample_fmt(frame.format()));
        boolean planar = av_sample_fmt_is_planar(frame.format()) != 0;
        float[] block = sound.room(count);
        Pointer first = frame.extended_data();
        PointerPointer<BytePointer> all = new PointerPointer<>(first);
        int planes = planar ? channels : 1;
        for (int plane = 0; plane < planes; plane++) {
            int values = planar ? count : count * channels;
            BytePointer data = all.get(BytePointer.class, plane);
            ByteBuffer bytes =
                    data.capacity((long) values * form.bytes())
                            .asByteBuffer()
                            .order(ByteOrder.nativeOrder());
            for (int i = 0; i < values; i++) {
                float sample = (float) form.at(bytes, i * form.bytes());
                if (!Float.isFinite(sample)) {
                    throw file.corrupt("a sample is decoded to no finite number");
                }
                block[planar ? i * channels + plane : i] = sample;
            }
        }
    }

    private PcmForm form(int sampleFormat) {
        if (sampleFormat == AV_SAMPLE_FMT_U8) {
            return PcmForm.U8;
        } else if (sampleFormat == AV_SAMPLE_FMT_S16) {
            return PcmForm.S16;
        } else if (sampleFormat == AV_SAMPLE_FMT_S32) {
            return PcmForm.S32;
        } else if (sampleFormat == AV_SAMPLE_FMT_FLT) {
            return PcmForm.F32;
        } else if (sampleFormat == AV_SAMPLE_FMT_DBL) {
            return PcmForm.F64;
        }
        throw file.unsupported("FFmpeg decodes this file to samples of an unknown form");
    }
}
