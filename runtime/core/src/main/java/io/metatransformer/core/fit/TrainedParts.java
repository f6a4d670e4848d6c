package io.metatransformer.core.fit;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.Weights;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a training writes into a model: configuration and weights, and which run they come from. */
record TrainedParts(FitPlan plan, Fit.Base base, TrainableHead service) {

    ModelPart head(Map<String, Object> config, Weights weights, FitReport report) {
        Map<String, Object> described = new TreeMap<>(config);
        described.put("head", service.name());
        described.put("encoder_fingerprint", base.encoder());
        described.put("data", report.data());
        described.put("metrics", new TreeMap<>(report.validation().metrics()));
        return trained(
                base.model() + "/heads/" + plan.name(), described, weights, Map.of(), report);
    }

    /** Its tokens lie in no space that others share any more. */
    ModelPart tokenizer(ModelPart learnt, FitReport report) {
        Map<String, Object> described = new TreeMap<>(learnt.config());
        described.remove("space");
        described.put("data", report.data());
        return trained(learnt.name(), described, learnt.weights(), learnt.origins(), report);
    }

    private ModelPart trained(
            String name,
            Map<String, Object> config,
            Weights weights,
            Map<String, WeightOrigin> unchanged,
            FitReport report) {
        WeightOrigin now = new WeightOrigin.Trained(report.run());
        Map<String, WeightOrigin> origins = new TreeMap<>();
        weights.names().forEach(each -> origins.put(each, unchanged.getOrDefault(each, now)));
        return new ModelPart(name, base.width(), config, weights, origins, Optional.empty());
    }
}
