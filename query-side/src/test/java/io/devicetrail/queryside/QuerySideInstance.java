package io.devicetrail.queryside;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** A test of the whole query side; all of them share one instance of it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = QuerySideOfTests.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "devicetrail.query.segments.independent=1",
            "spring.graphql.schema.locations=classpath*:graphql/",
            "devicetrail.query.position.patience=300ms",
            "devicetrail.elasticsearch.url=http://127.0.0.1:1"
        })
@interface QuerySideInstance {}
