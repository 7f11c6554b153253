package io.devicetrail.queryside.jobs;

/** A job as it is after a change. */
record JobChange(Job job, long position) {}
