package io.devicetrail.edge;

import io.devicetrail.edge.buffer.Buffer;
import io.devicetrail.edge.buffer.BufferFigures;
import io.devicetrail.edge.modbus.ModbusSource;
import io.devicetrail.edge.opcua.OpcUaSource;
import io.devicetrail.edge.source.EdgeDevice;
import io.devicetrail.edge.source.MachineSource;
import io.devicetrail.edge.source.ReadingSink;
import io.devicetrail.edge.uplink.DeviceUplink;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sources, buffer and uplinks put together. Owns all of them; closing goes from the machines outwards. */
public final class Bridge implements AutoCloseable {

    private final BridgeSettings settings;
    private final Buffer buffer;
    private final List<MachineSource> sources;
    private final Map<EdgeDevice, DeviceUplink> uplinks = new LinkedHashMap<>();

    public Bridge(BridgeSettings settings, Clock clock) {
        this.settings = settings;
        buffer = Buffer.open(settings.buffer());
        sources = sources(settings, buffer, clock);
        settings.opcUa().forEach(source -> addUplink(source.device()));
        settings.modbus().forEach(source -> addUplink(source.device()));
        buffer.onAppend(device -> {
            DeviceUplink uplink = uplinks.get(device);
            if (uplink != null) {
                uplink.wake();
            }
        });
    }

    static List<MachineSource> sources(BridgeSettings settings, ReadingSink sink, Clock clock) {
        List<MachineSource> sources = new ArrayList<>();
        settings.opcUa().forEach(source -> sources.add(new OpcUaSource(source, sink, clock)));
        settings.modbus().forEach(source -> sources.add(new ModbusSource(source, sink, clock)));
        return List.copyOf(sources);
    }

    private void addUplink(EdgeDevice device) {
        uplinks.computeIfAbsent(device, d -> new DeviceUplink(settings.mqtt(), d, buffer));
    }

    public void start() {
        uplinks.values().forEach(DeviceUplink::start);
        sources.forEach(MachineSource::start);
    }

    public Map<String, @Nullable Object> figures() {
        BufferFigures inBuffer = buffer.figures();
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("boot", inBuffer.boot());
        figures.put("buffered", inBuffer.buffered());
        figures.put("maxMessages", settings.buffer().maxMessages());
        figures.put("appended", inBuffer.appended());
        figures.put("published", inBuffer.acknowledged());
        figures.put("dropped", inBuffer.dropped());
        figures.put(
                "sources",
                sources.stream().map(source -> source.report().figures()).toList());
        figures.put(
                "broker", uplinks.values().stream().map(DeviceUplink::figures).toList());
        return figures;
    }

    /** Reading stops first, so that everything read is stored; then goodbye to the broker; the buffer closes last. */
    @Override
    public void close() {
        sources.parallelStream().forEach(MachineSource::close);
        uplinks.values().parallelStream().forEach(DeviceUplink::close);
        buffer.close();
    }
}
