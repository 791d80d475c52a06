#pragma once
#include <sqlite3.h>

/// `sqlite3_config` takes arguments of any number, which Swift cannot call. Has no effect once SQLite has begun.
static inline int keysync_sqlite_count_no_memory(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
