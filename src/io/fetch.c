/* aw_fetch: one HTTP request and its whole response, over the operation "fetch". */
#include "awaitc_lowlevel.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Appends `words` with its NUL. */
static char *request_put(char *to, const char *words)
{
    size_t bytes = strlen(words) + 1;
    memcpy(to, words, bytes);
    return to + bytes;
}

/* Splits "u32 length, header lines, body" into the response; the reply's block becomes the body's. */
static int unpack(aw_bytes *reply, int status, aw_response *response)
{
    uint32_t header_bytes;
    if (reply->length < sizeof header_bytes) goto malformed;
    memcpy(&header_bytes, reply->data, sizeof header_bytes);
    size_t rest = reply->length - sizeof header_bytes;
    if (header_bytes > rest) goto malformed;
    char *headers = memory_malloc((size_t)header_bytes + 1);
    if (!headers) {
        aw_bytes_free(reply);
        return aw_fail_text(AW_ENOMEM, "aw_fetch: no memory for the headers");
    }
    memcpy(headers, reply->data + sizeof header_bytes, header_bytes);
    headers[header_bytes] = 0;
    size_t body_bytes = rest - header_bytes;
    memmove(reply->data, reply->data + sizeof header_bytes + header_bytes, body_bytes);
    reply->data[body_bytes] = 0;
    response->status = status;
    response->headers = (aw_bytes){headers, header_bytes};
    response->body = (aw_bytes){reply->data, body_bytes};
    return 0;

malformed:
    aw_bytes_free(reply);
    return aw_fail_text(AW_EPROTO, "aw_fetch: the host's completion is shorter than the headers "
                                   "it announces; complete it as docs/host-interface.md says");
}

int aw_fetch_here(const char *url, const aw_fetch_options *options, aw_response *response,
                  const char *at)
{
    static const aw_fetch_options defaults = {0};
    if (!options) options = &defaults;
    const char *method = options->method ? options->method : "GET";
    const char *headers = options->headers ? options->headers : "";
    size_t bytes = strlen(method) + strlen(url) + strlen(headers) + 3 + options->body_bytes;
    char *request = memory_take_raw(bytes);
    if (!request) return aw_fail_text(AW_ENOMEM, "aw_fetch: no memory for the request");
    char *end = request_put(request_put(request_put(request, method), url), headers);
    if (options->body_bytes) memcpy(end, options->body, options->body_bytes);
    aw_bytes reply = {0};
    int rc = aw_operation("fetch", url, request, bytes, &reply, at);
    memory_give(request, bytes);
    return rc < 0 ? rc : unpack(&reply, rc, response);
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
