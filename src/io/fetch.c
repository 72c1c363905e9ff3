/* aw_fetch: one HTTP request and its whole response, over the operation "fetch".
 *
 * The way of a body: web/operations/fetch.js gets it from the network. `complete` in
 * web/operations/bridge.js copies it once, into a block of this program's memory, and hands the
 * block to aw_complete in platform/wasm/operation_wasm.c. operation.c wakes the task at the next
 * turn, and take_reply below makes the block the response's body. */
#include "awaitc_lowlevel.h"
#include "base/memory.h"
#include "base/waits.h"
#include "io/message.h"

#include <stdlib.h>
#include <string.h>

/* Whether `headers` consists of "name: value" lines with '\n' between them. Anything else could
 * reach the server as something other than what the caller meant: hosts take a carriage return for
 * the end of a header too. */
static bool are_header_lines(const char *headers)
{
    for (const char *line = headers; *line;) {
        size_t bytes = strcspn(line, "\n");
        if (*line == ':' || !memchr(line, ':', bytes) || memchr(line, '\r', bytes)) return false;
        line += bytes + (line[bytes] == '\n');
    }
    return true;
}

/* Moves the host's reply into the response. The block becomes the body, which comes first in it. */
static int take_reply(aw_bytes *block, int status, aw_response *response)
{
    union fetch_reply reply;
    int rc = message_read("aw_fetch", block, MESSAGE_FIELDS(reply));
    if (rc < 0) return rc;
    char *headers = memory_malloc(reply.headers.length + 1);
    if (!headers) {
        aw_bytes_free(block);
        return aw_fail_text(AW_ENOMEM, "aw_fetch: no memory for the headers");
    }
    memcpy(headers, reply.headers.data, reply.headers.length + 1);
    response->status = status;
    response->headers = (aw_bytes){headers, reply.headers.length};
    response->body = reply.body;
    return 0;
}

int aw_fetch_here(const char *url, const aw_fetch_options *options, aw_response *response,
                  const char *at)
{
    static const aw_fetch_options defaults = {0};
    if (!options) options = &defaults;
    if (options->headers && !are_header_lines(options->headers))
        return aw_fail_text(AW_EINVAL,
                            "aw_fetch: .headers must be lines \"name: value\" with '\\n' alone "
                            "between them; one has no name, or holds '\\r'");
    union fetch_request request = {{
        .method = message_text(options->method ? options->method : "GET"),
        .url = message_text(url),
        .headers = message_text(options->headers),
        .body = {(char *)options->body, options->body_bytes},
    }};
    aw_answer answer = {0};
    int rc = aw_operation(WAIT_REASON(fetch), url, MESSAGE_FIELDS(request), &answer, at);
    return rc < 0 ? rc : take_reply(&answer.reply, rc, response);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Whether `line` begins with `name` and a colon; header names ignore case. */
static const char *header_value(const char *line, const char *name)
{
    while (*name && lower(*line) == lower(*name)) line++, name++;
    if (*name || *line != ':') return NULL;
    line++;
    while (*line == ' ') line++;
    return line;
}

int aw_response_header(const aw_response *response, const char *name, char *value, size_t value_max)
{
    const char *line = response->headers.data;
    while (line && *line) {
        size_t line_bytes = strcspn(line, "\n");
        const char *found = header_value(line, name);
        if (found && value_max > 0) {
            size_t length = (size_t)(line + line_bytes - found);
            size_t copied = length < value_max ? length : value_max - 1;
            memcpy(value, found, copied);
            value[copied] = 0;
            return (int)length;
        }
        line += line_bytes + (line[line_bytes] == '\n');
    }
    return aw_fail_text(AW_EINVAL, "aw_response_header: there is no such header");
}

void aw_response_free(aw_response *response)
{
    aw_bytes_free(&response->headers);
    aw_bytes_free(&response->body);
    response->status = 0;
}
