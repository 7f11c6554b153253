package io.devicetrail.eventstore.axonserver;

import io.axoniq.axonserver.grpc.InstructionAck;
import io.axoniq.axonserver.grpc.control.ClientIdentification;
import io.axoniq.axonserver.grpc.control.Heartbeat;
import io.axoniq.axonserver.grpc.control.PlatformInboundInstruction;
import io.axoniq.axonserver.grpc.control.PlatformInfo;
import io.axoniq.axonserver.grpc.control.PlatformOutboundInstruction;
import io.axoniq.axonserver.grpc.control.PlatformServiceGrpc;
import io.grpc.stub.StreamObserver;

/** The one node of the stand-in, and its answers to heartbeats. */
final class StandInPlatform extends PlatformServiceGrpc.PlatformServiceImplBase {
    @Override
    public void getPlatformServer(ClientIdentification client, StreamObserver<PlatformInfo> answer) {
        answer.onNext(PlatformInfo.newBuilder().setSameConnection(true).build());
        answer.onCompleted();
    }

    @Override
    public StreamObserver<PlatformInboundInstruction> openStream(StreamObserver<PlatformOutboundInstruction> out) {
        return new StreamObserver<>() {
            @Override
            public void onNext(PlatformInboundInstruction instruction) {
                if (!instruction.getInstructionId().isEmpty()) {
                    out.onNext(PlatformOutboundInstruction.newBuilder()
                            .setAck(InstructionAck.newBuilder()
                                    .setInstructionId(instruction.getInstructionId())
                                    .setSuccess(true))
                            .build());
                }
                if (instruction.hasHeartbeat()) {
                    out.onNext(PlatformOutboundInstruction.newBuilder()
                            .setHeartbeat(Heartbeat.getDefaultInstance())
                            .build());
                }
            }

            @Override
            public void onError(Throwable gone) {
                // The client has gone without a word.
            }

            @Override
            public void onCompleted() {
                out.onCompleted();
            }
        };
    }
}
