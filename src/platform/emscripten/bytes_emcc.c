/* memcpy and memset in a third of the code of Emscripten's, which loop over runs of every length:
 * engines copy long runs faster than a loop does, and short ones are not worth a call of the
 * engine. They are weak, because a program may have its own. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { SHORT_MAX = 64 };

struct word {
    uint64_t bytes;
} __attribute__((packed)); /* at any address */

/* Without lines: the host names the caller's. */
#define LONG_RUNS __attribute__((weak, no_builtin, nodebug, target("bulk-memory")))

/* A debug build checks loads and stores for NULL, and not the instructions for long runs. */
static inline __attribute__((nodebug)) void touch(volatile char *at)
{
    *at = *at;
}

LONG_RUNS void *memcpy(void *restrict to, const void *restrict from, size_t bytes)
{
    if (bytes > SHORT_MAX) {
        touch(to);
        (void)*(const volatile char *)from;
        return __builtin_memcpy(to, from, bytes);
    }
    char *at = to;
    const char *source = from;
    for (; bytes >= sizeof(struct word); bytes -= sizeof(struct word)) {
        *(struct word *)at = *(const struct word *)source;
        at += sizeof(struct word);
        source += sizeof(struct word);
    }
    while (bytes-- > 0) *at++ = *source++;
    return to;
}

LONG_RUNS void *memset(void *to, int value, size_t bytes)
{
    if (bytes > SHORT_MAX) {
        touch(to);
        return __builtin_memset(to, value, bytes);
    }
    for (char *at = to; bytes-- > 0;) *at++ = (char)value;
    return to;
}
