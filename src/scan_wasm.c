/* libc's reading of floats (strtod, scanf), moved to the system stack like print_wasm.c: 8 KB.
 * SCAN_RESULT is what it gives: long double, but double in wasi-libc without long doubles. */
#include "switch.h"

#include <stdio.h>

SCAN_RESULT __real___floatscan(FILE *file, int precision, int is_pushed_back);
SCAN_RESULT __wrap___floatscan(FILE *file, int precision, int is_pushed_back);

struct scanning {
    FILE *file;
    int precision;
    int is_pushed_back;
    SCAN_RESULT result;
};

static void scan(void *arg)
{
    struct scanning *it = arg;
    it->result = __real___floatscan(it->file, it->precision, it->is_pushed_back);
}

SCAN_RESULT __wrap___floatscan(FILE *file, int precision, int is_pushed_back)
{
    struct scanning it = {file, precision, is_pushed_back, 0};
    switch_on_system_stack(scan, &it);
    return it.result;
}
