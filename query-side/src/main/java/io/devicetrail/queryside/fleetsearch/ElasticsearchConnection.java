package io.devicetrail.queryside.fleetsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client of Elasticsearch. It connects when first used: the server may be away at the start. */
@Configuration(proxyBeanMethods = false)
class ElasticsearchConnection {
    @Bean(destroyMethod = "close")
    RestClient fleetIndexTransport(ElasticsearchSettings settings) {
        return RestClient.builder(HttpHost.create(settings.url().toString()))
                .setRequestConfigCallback(request -> request.setConnectTimeout(
                                Math.toIntExact(settings.connect().toMillis()))
                        .setConnectionRequestTimeout(
                                Math.toIntExact(settings.connect().toMillis()))
                        .setSocketTimeout(Math.toIntExact(settings.answer().toMillis())))
                .build();
    }

    @Bean
    ElasticsearchClient fleetIndexClient(RestClient transport) {
        return new ElasticsearchClient(new RestClientTransport(transport, new Jackson3JsonpMapper()));
    }
}
