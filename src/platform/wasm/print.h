/* Runs one of libc's printing cores on the system stack: its frame takes up to 8 KB, and a task
 * with a small stack should be able to print. Each core has a file of its own, so that a program
 * links only the core it uses; the link replaces each core by its wrapper here (--wrap). */
#ifndef AW_PRINT_H
#define AW_PRINT_H

#include "platform/switch.h"

#include <stdarg.h>
#include <stdio.h>

struct printing {
    FILE *file;
    const char *format;
    va_list *args;
    int result;
};

/* Defines the wrapper of `core`. */
#define PRINT_ON_SYSTEM_STACK(core)                                                                \
    int __real_##core(FILE *file, const char *format, va_list args);                               \
    int __wrap_##core(FILE *file, const char *format, va_list args);                               \
                                                                                                   \
    static void print_by_##core(void *arg)                                                         \
    {                                                                                              \
        struct printing *it = arg;                                                                 \
        it->result = __real_##core(it->file, it->format, *it->args);                               \
    }                                                                                              \
                                                                                                   \
    int __wrap_##core(FILE *file, const char *format, va_list args)                                \
    {                                                                                              \
        va_list copy;                                                                              \
        va_copy(copy, args);                                                                       \
        struct printing it = {file, format, &copy, 0};                                             \
        switch_on_system_stack(print_by_##core, &it);                                              \
        va_end(copy);                                                                              \
        return it.result;                                                                          \
    }

#endif
