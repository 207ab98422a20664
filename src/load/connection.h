/* Names of sources that are no paths: URLs, and connections to databases ("PG:dbname=gis"). */
#ifndef LODE_LOAD_CONNECTION_H
#define LODE_LOAD_CONNECTION_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

/* "PG:...", "MSSQL:...": a scheme and not a path. */
bool connection_is(struct str name);

/* PostgreSQL, by a string of settings as libpq has them (PostgreSQL manual, 34.1.1) or a URL. */
bool connection_is_postgres(struct str name);

/* What leads away from this machine. A database on it does not: no host, a socket, the loopback
 * address. Where a string names no host, PGHOST and PGHOSTADDR of the environment do. */
bool connection_is_remote(struct str name);

/* For writing: the connection without its setting `tables=NAME`, and that name; empty when it has
 * none. */
struct str connection_without_table(struct arena *a, struct str name, struct str *ret_table);

#endif
