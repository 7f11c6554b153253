package io.devicetrail.queryside.tenants;

/** That an agency was told that a tenant's electronic signatures bind as handwritten ones do (21 CFR 11.100(c)). */
record SignatureCertification(String tenant, String agency, String document, long position) {}
