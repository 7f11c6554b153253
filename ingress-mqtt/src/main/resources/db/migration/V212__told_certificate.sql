-- Of which certificate the device was told: the incident may be about another by the time that is put on record.
alter table ingress.certificate_reminder add column told_fingerprint text;
update ingress.certificate_reminder set told_fingerprint = fingerprint where told_stage is not null;
