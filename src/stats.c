/* Counts for programs, tests and the host. */
#include "core.h"
#include "memory.h"

void aw_stats(aw_stats_info *stats)
{
    *stats = loop.stats;
    stats->bytes = memory_bytes();
}
