# Two databases: Keycloak cannot read the desk's, nor the desk Keycloak's. The desk's tables belong to a role that only
# `provisioner migrate` and `restore` know; they grant the running desk, `desk`, what it needs.
for name in keycloak desk desk_owner; do
    psql --no-psqlrc --username=postgres --set=ON_ERROR_STOP=1 --set=name="$name" <<SQL
\\set password \`cat /run/secrets/${name}_database_password\`
CREATE ROLE :"name" LOGIN PASSWORD :'password';
SQL
done
for name in keycloak:keycloak desk:desk_owner; do
    psql --no-psqlrc --username=postgres --set=ON_ERROR_STOP=1 --set=name="${name%:*}" --set=owner="${name#*:}" <<SQL
CREATE DATABASE :"name" OWNER :"owner" TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"name";
SQL
done
