/* Runs libc's reading of floats (strtod, scanf) on the system stack, where it needs 8 KB; see
 * print.h. */
#ifndef AW_SCAN_H
#define AW_SCAN_H

#include "platform/switch.h"

#include <stdio.h>

/* Defines the wrapper; `type` is what libc's function returns. */
#define SCAN_ON_SYSTEM_STACK(type)                                                                 \
    type __real___floatscan(FILE *file, int precision, int is_pushed_back);                        \
    type __wrap___floatscan(FILE *file, int precision, int is_pushed_back);                        \
                                                                                                   \
    struct scanning {                                                                              \
        FILE *file;                                                                                \
        int precision;                                                                             \
        int is_pushed_back;                                                                        \
        type result;                                                                               \
    };                                                                                             \
                                                                                                   \
    static void scan(void *arg)                                                                    \
    {                                                                                              \
        struct scanning *it = arg;                                                                 \
        it->result = __real___floatscan(it->file, it->precision, it->is_pushed_back);              \
    }                                                                                              \
                                                                                                   \
    type __wrap___floatscan(FILE *file, int precision, int is_pushed_back)                         \
    {                                                                                              \
        struct scanning it = {file, precision, is_pushed_back, 0};                                 \
        switch_on_system_stack(scan, &it);                                                         \
        return it.result;                                                                          \
    }

#endif
