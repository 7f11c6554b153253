#!/bin/bash
# Runs once, when the database container makes its data folder: the same roles as the embedded database has.
set -euo pipefail
owner=$(cat /run/secrets/postgres-owner)
app=$(cat /run/secrets/postgres-app)
psql -v ON_ERROR_STOP=1 -v owner="$owner" -v app="$app" --username postgres <<'SQL'
create role devicetrail_owner login password :'owner';
create role devicetrail_app login password :'app';
create database devicetrail owner devicetrail_owner;
revoke all on database devicetrail from public;
grant connect on database devicetrail to devicetrail_app;
\connect devicetrail
revoke all on schema public from public;
SQL
