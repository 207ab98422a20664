/* Names of sources that are not paths: URLs, and connections to databases ("PG:dbname=gis"). */
#ifndef LODE_LOAD_CONNECTION_H
#define LODE_LOAD_CONNECTION_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

/* Whether it begins with a scheme, "PG:...", "MSSQL:...", and so is not a path. */
bool connection_is(struct str name);

/* Whether it names a PostgreSQL database, by settings as libpq has them (PostgreSQL manual, 34.1.1)
 * or a URL. */
bool connection_is_postgres(struct str name);

/* Whether it leads away from this machine. A database on this machine does not: it has no host, a
 * socket or the loopback address. Where the settings name no host, PGHOST and PGHOSTADDR of the
 * environment count. */
bool connection_is_remote(struct str name);

/* For writing: the connection without its setting `tables=NAME`, and in `ret_table` that name, or
 * nothing. */
struct str connection_without_table(struct arena *a, struct str name, struct str *ret_table);

#endif
