#!/bin/sh
# Runs once, when the database cluster is made: an owner that is no superuser, and its database.
set -eu
password=$(cat /run/secrets/postgres-password)
psql --no-psqlrc --set ON_ERROR_STOP=1 --set password="$password" <<'SQL'
CREATE ROLE tongban LOGIN PASSWORD :'password';
CREATE DATABASE tongban OWNER tongban;
REVOKE CONNECT ON DATABASE tongban FROM PUBLIC;
SQL
