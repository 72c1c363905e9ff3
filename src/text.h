/* Builds short messages without stdio: programs that print nothing stay small, and messages can be
 * made while a coroutine is half unwound, when no instrumented function may be called. */
#ifndef AW_TEXT_H
#define AW_TEXT_H

#include <stddef.h>
#include <stdint.h>

/* A buffer being filled; cut off at its end, always NUL-terminated. */
struct text {
    char *data;
    size_t size;   /* room, with the NUL */
    size_t length; /* used, without the NUL */
};

static inline struct text text_in(char *data, size_t size)
{
    data[0] = 0;
    return (struct text){.data = data, .size = size};
}

static inline void text_add(struct text *text, const char *words)
{
    if (!words) words = "?";
    while (*words && text->length + 1 < text->size) text->data[text->length++] = *words++;
    text->data[text->length] = 0;
}

static inline void text_add_number(struct text *text, int64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    digits[--at] = 0;
    do digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (number < 0) digits[--at] = '-';
    text_add(text, digits + at);
}

#endif
