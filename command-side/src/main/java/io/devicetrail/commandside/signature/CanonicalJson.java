package io.devicetrail.commandside.signature;

import io.devicetrail.domain.signature.StoredJson;
import java.io.IOException;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Stored JSON by Jackson, and its canonical form by a library that is made for nothing else. */
@Component
class CanonicalJson implements StoredJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    @Override
    public Map<String, Object> read(byte[] json) {
        try {
            return JSON.readValue(json, OBJECT);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("no JSON object", e);
        }
    }

    @Override
    public byte[] canonical(byte[] json) {
        try {
            return new JsonCanonicalizer(json).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
    }
}
