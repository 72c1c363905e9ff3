/* Builds short messages without stdio. Programs that print nothing stay small, and a message can be
 * built while a coroutine is half unwound, when no instrumented function may be called. */
#ifndef AW_TEXT_H
#define AW_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* Sizes of the buffers in which messages are built, with the NUL. */
enum {
    WORDS_NAME = 48,    /* a name or a reason: aw_cause.by keeps no more */
    WORDS_WAIT = 64,    /* what a task waits for; in its frame while it is parked, so it is short */
    WORDS_QUOTED = 120, /* an error's message inside another one */
    WORDS_CAUSE = 160,  /* why a task was cancelled: aw_cause.message keeps no more */
    WORDS_DETAIL = 160, /* the detail of a row of the trace */
    WORDS_ERROR = 200,  /* an error: aw_error_info.message keeps no more */
    WORDS_REPORT = 400, /* a report: an error's message, and whose it is */
};

/* A buffer being filled; cut off at its end, always NUL-terminated. */
struct text {
    char *data;
    size_t size;   /* room, with the NUL */
    size_t length; /* of what was added, even if more than fits; without the NUL */
};

/* An empty text in `size` bytes at `data`. A zeroed text only counts. */
struct text text_in(char *data, size_t size);

/* Appends words (a question mark for NULL), or a number in decimal. */
void text_add(struct text *text, const char *words) __attribute__((noinline));
void text_add_number(struct text *text, int64_t number);

/* Appends a time of `us` microseconds in units of `unit_us`, with three decimals: "0.100". */
void text_add_time(struct text *text, int64_t us, int64_t unit_us);

/* Appends a JSON string, or null. */
void text_add_json(struct text *text, const char *words);

/* Appends spaces until `width` columns were used since `begin` (a value of `length`). */
void text_pad(struct text *text, size_t begin, size_t width);

#endif
