-- Whether an authority of this installation signed it: our lists and answers speak of those alone, and no start needs our
-- authority for another's. What was read before was signed by ours, but where another's authority signed already
-- (devicetrail.certificates.authority=est): such a site has pki-certificates read the log again once.
alter table pki.certificate add column ours boolean not null default true;
