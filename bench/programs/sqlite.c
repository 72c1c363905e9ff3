/* SQLite of Debian's source package, in memory, in a task beside one that waits. */
#include "tax.h"

#include <stdio.h>
#include <stdlib.h>

#include "sqlite3.h"

enum { ROWS = 20000 };

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) abort();
}

static void insert(sqlite3 *db)
{
    sqlite3_stmt *statement;
    run(db, "create table item (id integer primary key, name text, price real, stock integer)");
    run(db, "create index by_stock on item (stock, price)");
    run(db, "begin");
    sqlite3_prepare_v2(db, "insert into item (name, price, stock) values (?, ?, ?)", -1,
                       &statement, NULL);
    for (int i = 0; i < ROWS; i++) {
        char name[32];
        int length = snprintf(name, sizeof name, "item %d", i * 7919 % ROWS);
        sqlite3_bind_text(statement, 1, name, length, SQLITE_TRANSIENT);
        sqlite3_bind_double(statement, 2, (i * 31 % 1000) / 8.0);
        sqlite3_bind_int(statement, 3, i * 17 % 100);
        sqlite3_step(statement);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    run(db, "commit");
}

static int query(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    int sum = 0;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) abort();
    while (sqlite3_step(statement) == SQLITE_ROW) sum += sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return sum;
}

/* No files: databases are in memory. */
static int file_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    return SQLITE_CANTOPEN;
}

static int no_randomness(sqlite3_vfs *vfs, int bytes, char *out)
{
    for (int i = 0; i < bytes; i++) out[i] = (char)i;
    return bytes;
}

int sqlite3_os_init(void)
{
    static sqlite3_vfs vfs = {.iVersion = 1,
                              .szOsFile = sizeof(sqlite3_file),
                              .mxPathname = 64,
                              .zName = "none",
                              .xOpen = file_open,
                              .xRandomness = no_randomness};
    return sqlite3_vfs_register(&vfs, 1);
}

int sqlite3_os_end(void)
{
    return SQLITE_OK;
}

static int compute(int which)
{
    sqlite3 *db;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) abort();
    insert(db);
    int sum = 0;
    for (int i = 0; which && i < 4; i++) {
        sum += query(db, "select count(*) from item where name like '%7%'");
        sum += query(db, "select id from item order by price desc, name limit 500");
        sum += query(db, "select sum(stock) from item group by stock having avg(price) > 60");
        sum += query(db, "select a.id from item a join item b on b.stock = a.stock "
                         "where a.id < 100 and b.price > 124");
    }
    sqlite3_close(db);
    return sum;
}

WORK(compute)
