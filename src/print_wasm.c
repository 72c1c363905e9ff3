/* One of libc's printing cores, moved to the system stack: its frame takes up to 8 KB, and a small
 * task should be able to print. Compiled once for each core, PRINT_CORE being its name, so that a
 * program gets only the one it uses; the link wraps each of them (--wrap). */
#include "switch.h"

#include <stdarg.h>
#include <stdio.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define REAL JOIN(__real_, PRINT_CORE)
#define WRAP JOIN(__wrap_, PRINT_CORE)

int REAL(FILE *file, const char *format, va_list args);
int WRAP(FILE *file, const char *format, va_list args);

struct printing {
    FILE *file;
    const char *format;
    va_list *args;
    int result;
};

static void print(void *arg)
{
    struct printing *it = arg;
    it->result = REAL(it->file, it->format, *it->args);
}

int WRAP(FILE *file, const char *format, va_list args)
{
    va_list copy;
    va_copy(copy, args);
    struct printing it = {file, format, &copy, 0};
    switch_on_system_stack(print, &it);
    va_end(copy);
    return it.result;
}
