package io.devicetrail.queryside.fleetsearch;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Elasticsearch is.
 *
 * @param connect how long a connection may take to be made
 * @param answer how long an answer may take
 */
@ConfigurationProperties("devicetrail.elasticsearch")
record ElasticsearchSettings(
        @DefaultValue("http://127.0.0.1:9200") URI url,
        @DefaultValue("2s") Duration connect,
        @DefaultValue("5s") Duration answer) {}
