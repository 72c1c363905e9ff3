/* See text.h. Nothing here calls through a pointer, so it may run in any phase of a switch. */
#include "base/text.h"

#include <stdbool.h>

struct text text_in(char *data, size_t size)
{
    data[0] = 0;
    return (struct text){.data = data, .size = size};
}

static bool is_continuation(char c)
{
    return (c & 0xC0) == 0x80;
}

void text_add(struct text *text, const char *words)
{
    if (!words) words = "?";
    for (; *words; words++, text->length++) {
        size_t end = text->length;
        if (end >= text->size) continue;
        if (end + 1 < text->size)
            text->data[end++] = *words;
        else if (is_continuation(*words)) /* the character does not fit: its first bytes go, too */
            while (end > 0 && is_continuation(text->data[--end])) continue;
        text->data[end] = 0;
    }
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

static void text_add_char(struct text *text, char c)
{
    text_add(text, (char[]){c, 0});
}

void text_add_time(struct text *text, int64_t us, int64_t unit_us)
{
    int64_t thousandths = (us * 1000 + unit_us / 2) / unit_us;
    text_add_number(text, thousandths / 1000);
    text_add_char(text, '.');
    for (int64_t digit = 100; digit > 0; digit /= 10)
        text_add_char(text, (char)('0' + thousandths / digit % 10));
}

void text_add_json(struct text *text, const char *words)
{
    static const char hex[] = "0123456789abcdef";
    if (!words) {
        text_add(text, "null");
        return;
    }
    text_add_char(text, '"');
    for (; *words; words++) {
        unsigned char c = (unsigned char)*words;
        if (c == '"' || c == '\\') text_add_char(text, '\\');
        if (c >= ' ') {
            text_add_char(text, *words);
            continue;
        }
        text_add(text, "\\u00");
        text_add_char(text, hex[c >> 4]);
        text_add_char(text, hex[c & 15]);
    }
    text_add_char(text, '"');
}

void text_pad(struct text *text, size_t begin, size_t width)
{
    while (text->length < begin + width) text_add(text, " ");
}
