package io.metatransformer.modality.video;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;

/** How a container says that its frames are to be turned when they are shown: phones film lying on their side. */
final class DisplayMatrix {
    private static final int BYTES = 9 * Integer.BYTES;

    private DisplayMatrix() {}

    /** Quarters of a turn, counter-clockwise, 0 to 3; what lies between is taken as the nearest. */
    static int quarters(AVStream stream) {
        AVCodecParameters parameters = stream.codecpar();
        AVPacketSideData found =
                avcodec.av_packet_side_data_get(
                        parameters.coded_side_data(),
                        parameters.nb_coded_side_data(),
                        avcodec.AV_PKT_DATA_DISPLAYMATRIX);
        if (found == null || found.isNull() || found.size() < BYTES) {
            return 0;
        }
        double degrees = avutil.av_display_rotation_get(new IntPointer(found.data()));
        return Double.isFinite(degrees) ? Math.floorMod((int) Math.rint(degrees / 90), 4) : 0;
    }
}
