/* The numbers that a work gets from its caller, as JSON: [10,2000]. */
#ifndef BENCH_NUMBERS_H
#define BENCH_NUMBERS_H

#include <stdlib.h>
#include <string.h>

/* Number `i` of the list; 0 if there are fewer. */
static inline int number(const char *json, int i)
{
    for (const char *at = json; at; at = strchr(at + 1, ','))
        if (i-- == 0) return atoi(at + 1);
    return 0;
}

#endif
