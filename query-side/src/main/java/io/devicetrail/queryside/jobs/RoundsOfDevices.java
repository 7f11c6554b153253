package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.job.JobDeviceState;
import io.devicetrail.domain.job.JobEvent;
import io.devicetrail.domain.job.JobEvent.JobDeviceTakenBack;
import io.devicetrail.domain.job.JobEvent.JobRetried;
import java.util.Arrays;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the begin and the end of a round make of the devices that wait. */
record RoundsOfDevices(JdbcClient jdbc) {
    /** To where the round before ended; without one to the given code, or the one it has, and the given state. */
    private static final String BACK = """
            update read.job_device
               set code = case when last_state is null then coalesce(?::text, code) else last_code end,
                   state = coalesce(last_state, ?), round = coalesce(last_round, round), command_id = last_command_id,
                   position = ?""";

    /** What failed waits again, and what came of the round before is kept beside it. */
    void begin(JobRetried e, long position) {
        jdbc.sql("""
                update read.job_device
                   set last_state = state, last_code = code, last_round = round, last_command_id = command_id,
                       state = ?, code = null, position = ?
                 where job_id = ? and state = any(?)
                """)
                .params(
                        JobDeviceState.WAITING.name(),
                        position,
                        e.job().value(),
                        Arrays.stream(JobDeviceState.values())
                                .filter(JobDeviceState::failed)
                                .map(JobDeviceState::name)
                                .toArray(String[]::new))
                .update();
    }

    /** Nobody's turn comes any more: who waits is where the round before left it. */
    void end(JobEvent e, long position) {
        jdbc.sql(BACK + " where job_id = ? and state = ?")
                .params(Arrays.asList(
                        null, JobDeviceState.NOT_TOLD.name(), position, e.job().value(), JobDeviceState.WAITING.name()))
                .update();
    }

    /** The same, of one that was not told and comes back after the end. */
    void putBack(JobDeviceTakenBack e, long position) {
        jdbc.sql(BACK + " where job_id = ? and device_id = ?")
                .params(Arrays.asList(
                        e.code(),
                        JobDeviceState.NOT_TOLD.name(),
                        position,
                        e.job().value(),
                        e.device().value()))
                .update();
    }
}
