/* The messages that operations exchange with the host: the one description of each.
 *
 * A message is a few fields, each a run of bytes. For a message of several this header makes a
 * union: its fields by name, and as the array that aw_operation sends and message_read fills.
 * tools/abi.mjs makes the JavaScript side of it (web/operations/messages.js) and the table in
 * docs/host-interface.md, where the layout in memory is described.
 *
 * A new kind of operation is two lines here. A field that C keeps comes first in its reply: it then
 * owns the reply's block, and no byte is moved. A reply of one field is that field, so C needs no
 * union for it. */
#ifndef AW_MESSAGE_H
#define AW_MESSAGE_H

#include "awaitc.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* TEXT is UTF-8 without a NUL inside, BYTES are any. VALUE is JSON text, empty for undefined, or a
 * number by value. */
#define FETCH_REQUEST(TEXT, BYTES, VALUE) TEXT(method) TEXT(url) TEXT(headers) BYTES(body)
#define FETCH_REPLY(TEXT, BYTES, VALUE) BYTES(body) TEXT(headers)
#define CALL_REQUEST(TEXT, BYTES, VALUE) TEXT(name) VALUE(value)
#define CALL_REPLY(TEXT, BYTES, VALUE) VALUE(value)

#define MESSAGE_NAMED(field) aw_bytes field;
#define MESSAGE_COUNTED(field) +1
#define MESSAGE(name, FIELDS)                                                         \
    union name {                                                                      \
        struct {                                                                      \
            FIELDS(MESSAGE_NAMED, MESSAGE_NAMED, MESSAGE_NAMED)                       \
        };                                                                            \
        aw_bytes fields[0 FIELDS(MESSAGE_COUNTED, MESSAGE_COUNTED, MESSAGE_COUNTED)]; \
    }
MESSAGE(fetch_request, FETCH_REQUEST);
MESSAGE(fetch_reply, FETCH_REPLY);
MESSAGE(call_request, CALL_REQUEST);

/* The fields of a message and their number, as two arguments. */
#define MESSAGE_FIELDS(message) \
    (message).fields, sizeof (message).fields / sizeof *(message).fields

/* A field of a request: the bytes stay where they are. NULL is an empty field. */
static inline aw_bytes message_text(const char *text)
{
    return (aw_bytes){(char *)text, text ? strlen(text) : 0};
}

/* The length of a VALUE that is a number: its bytes are a double. */
#define MESSAGE_NUMBER SIZE_MAX

static inline aw_bytes message_number(const double *number)
{
    return (aw_bytes){(char *)number, MESSAGE_NUMBER};
}

/* Points `fields` into the reply `block`; a NUL follows each. Frees a reply that does not have this
 * form. Returns 0, or AW_EPROTO with an error that begins with the name of the calling
 * `function`. */
int message_read(const char *function, aw_bytes *block, aw_bytes *fields, size_t count);

/* Frees a reply that has not the form that `function` expects. Returns AW_EPROTO. */
int message_refuse(const char *function, aw_bytes *block);

#endif
