package io.devicetrail.sagas.job;

import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.JobStart;
import io.devicetrail.domain.command.CommandOrder.RequestJobCommand;
import io.devicetrail.domain.command.CommandRejection.DeviceNotInService;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands;
import io.devicetrail.domain.command.CommandRejection.TooManyOpenCommands.OfWhat;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.job.JobCommand.AskForJobDevice;
import io.devicetrail.domain.job.JobCommand.HandOutJob;
import io.devicetrail.domain.job.JobCommand.RecordJobOutcome;
import io.devicetrail.domain.job.JobCommand.TakeBackJobDevice;
import io.devicetrail.domain.job.JobCommand.Telling;
import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent.JobHandedOut;
import io.devicetrail.domain.job.JobId;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Map;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.jspecify.annotations.Nullable;

/** What a run sends, to its job and to devices, and what it makes of refusals. */
record Sending(CommandGateway commands, JobId job, TenantId tenant) {
    /** By what the run is associated with the commands whose ends it waits for. */
    static final String COMMAND = "command";

    static final Caller CALLER = Caller.process("job-saga");

    /** Code of what was taken back because the job hands out nothing now. */
    static final String NOT_RUNNING = "JOB_NOT_RUNNING";

    /** Code of a command that was requested and that the platform did not send in the end. */
    static final String GIVEN_UP = "GIVEN_UP_BEFORE_SENDING";

    void handOut(int round, long tick) {
        send("tick " + round + " " + tick, new HandOutJob(job, round, tick));
    }

    void ended(int round, DeviceId device, JobDeviceState outcome, @Nullable String code) {
        send("end " + round + " " + device, new RecordJobOutcome(job, round, device, outcome, code));
    }

    /**
     * Tells each device, one after the other: the job is asked before each, as the refusal of one may have halted it.
     *
     * @return whether the tenant had no room for more commands; a device that has none waits by itself
     */
    boolean tell(JobHandedOut e, JobPlan plan, boolean agreed, @Nullable JobStart start, KnownCommands known) {
        boolean full = false;
        for (DeviceId device : e.devices()) {
            CommandId command = job.commandTo(device, e.round());
            Telling telling = ask(e, device);
            if (telling == Telling.DONE) {
                continue;
            }
            KnownCommand before = known.command(command).orElse(null);
            if (before != null) {
                goOnWith(before, e.round());
            } else if (full || telling == Telling.HOLD) {
                takeBack(e, device, full ? TooManyOpenCommands.CODE : NOT_RUNNING);
            } else {
                Rejection refusal = request(command, device, plan, agreed, start, e.round());
                if (refusal == null) {
                    waitFor(command);
                } else if (refusal instanceof TooManyOpenCommands room) {
                    full = room.of() == OfWhat.TENANT;
                    takeBack(e, device, full ? refusal.code() : TakeBackJobDevice.DEVICE_FULL);
                } else if (refusal instanceof DeviceNotInService gone
                        && gone.lifeCycle().ended()) {
                    ended(e.round(), device, JobDeviceState.CANCELLED, gone.leftAs());
                } else {
                    ended(e.round(), device, JobDeviceState.REFUSED, refusal.code());
                }
            }
        }
        return full;
    }

    /** Requested before a crash. One that has ended meanwhile would be waited for in vain: its end may have been read. */
    private void goOnWith(KnownCommand command, int of) {
        CommandRequested request = command.request();
        if (command.cancelledBy() == ActorType.PROCESS) {
            ended(of, request.device(), JobDeviceState.REFUSED, GIVEN_UP);
        } else if (command.state().ended()) {
            ended(of, request.device(), JobDeviceState.of(command.state()), command.code());
        } else {
            waitFor(request.command());
        }
    }

    private static void waitFor(CommandId command) {
        SagaLifecycle.associateWith(COMMAND, command.toString());
    }

    private Telling ask(JobHandedOut e, DeviceId device) {
        Object answer = send(
                "ask " + e.round() + " " + e.tick() + " " + device,
                new AskForJobDevice(job, e.round(), e.tick(), device));
        return answer instanceof Telling telling ? telling : Telling.valueOf(String.valueOf(answer));
    }

    /** By the tick as well: a device may be handed out and taken back more than once. */
    private void takeBack(JobHandedOut e, DeviceId device, String code) {
        send(
                "take back " + e.round() + " " + e.tick() + " " + device,
                new TakeBackJobDevice(job, e.round(), e.tick(), device, code));
    }

    /** Null if it is requested, now or before. */
    private @Nullable Rejection request(
            CommandId command, DeviceId device, JobPlan plan, boolean agreed, @Nullable JobStart start, int round) {
        Map<String, Object> provenance = provenance();
        provenance.put(Metadata.REASON, "Job " + job + ", round " + round);
        try {
            send(
                    "request " + command,
                    new RequestJobCommand(
                            command,
                            tenant,
                            device,
                            plan.command(),
                            plan.arguments(),
                            plan.timeoutSeconds(),
                            agreed,
                            start),
                    provenance);
            return null;
        } catch (CommandExecutionException e) {
            return e.getDetails()
                    .filter(Rejection.class::isInstance)
                    .map(Rejection.class::cast)
                    .orElseThrow(() -> e);
        }
    }

    private @Nullable Object send(String what, Object command) {
        return send(what, command, provenance());
    }

    /** Fails if the command cannot be sent: the processor then tries the event again, with the saga as it was before. */
    private @Nullable Object send(String what, Object command, Map<String, Object> provenance) {
        return commands.sendAndWait(new GenericCommandMessage<>(
                new GenericMessage<>(
                        NamedId.of("job-saga", job.toString(), what).toString(), command, provenance),
                command.getClass().getName()));
    }

    private Map<String, Object> provenance() {
        return CALLER.toMetadata(tenant.toString());
    }
}
