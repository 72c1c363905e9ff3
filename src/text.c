/* See text.h. Nothing here calls through a pointer, so it may run in any phase of a switch. */
#include "text.h"

struct text text_in(char *data, size_t size)
{
    data[0] = 0;
    return (struct text){.data = data, .size = size};
}

void text_add(struct text *text, const char *words)
{
    if (!words) words = "?";
    while (*words && text->length + 1 < text->size) text->data[text->length++] = *words++;
    text->data[text->length] = 0;
}

void text_add_number(struct text *text, int64_t number)
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
