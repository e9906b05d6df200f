# Two databases, two owners: Keycloak cannot read the desk's, nor the desk Keycloak's.
for name in keycloak desk; do
    psql --no-psqlrc --username=postgres --set=ON_ERROR_STOP=1 --set=name="$name" <<SQL
\\set password \`cat /run/secrets/${name}_database_password\`
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" TEMPLATE template0 ENCODING 'UTF8';
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
