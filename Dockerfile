# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -DskipTests -Dspotless.check.skip package -pl app,edge-bridge -am

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/devicetrail --create-home devicetrail
COPY --from=build /source/app/target/devicetrail.jar /opt/devicetrail/devicetrail.jar
COPY --from=build /source/edge-bridge/target/edge-bridge.jar /opt/devicetrail/edge-bridge.jar
COPY --from=build /source/audit-export/target/devicetrail-verify.jar /opt/devicetrail/devicetrail-verify.jar
USER devicetrail
ENV DEVICETRAIL_HOME=/var/lib/devicetrail
WORKDIR /var/lib/devicetrail
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", \
    "--enable-native-access=ALL-UNNAMED", "-jar", "/opt/devicetrail/devicetrail.jar"]
CMD ["up"]
