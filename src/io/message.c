/* Takes the host's replies apart; message.h describes them. Every length that the host gives is
 * checked against the block. */
#include "io/message.h"

#include "awaitc_lowlevel.h"
#include "base/text.h"

#include <stdint.h>

static bool is_read(const aw_bytes *block, aw_bytes *fields, size_t count)
{
    size_t lengths_bytes = count * sizeof(uint32_t);
    if (block->length < lengths_bytes) return false;
    size_t at = 0, end = block->length - lengths_bytes;
    for (size_t i = 0; i < count; i++) {
        uint32_t length;
        memcpy(&length, block->data + end + i * sizeof length, sizeof length);
        if (length >= end - at || block->data[at + length]) return false;
        fields[i] = (aw_bytes){block->data + at, length};
        at += length + (size_t)1;
    }
    return at == end;
}

int message_refuse(const char *function, aw_bytes *block)
{
    aw_bytes_free(block);
    char words[WORDS_ERROR];
    struct text text = text_in(words, sizeof words);
    text_add(&text, function);
    text_add(&text, ": the host's reply is not the message that this program expects; build the "
                    "program and its host with one version of awaitc");
    return aw_fail_text(AW_EPROTO, words);
}

int message_read(const char *function, aw_bytes *block, aw_bytes *fields, size_t count)
{
    return is_read(block, fields, count) ? 0 : message_refuse(function, block);
}
