/* A library for tests of the host: C functions that JavaScript calls. */
#include <awaitc.h>
#include <stdio.h>
#include <stdlib.h>

AW_EXPORT(later)
{
    int rc = aw_sleep(atoi(json));
    if (rc == AW_ECANCELLED) puts("cleaned up");
    return rc < 0 ? rc : aw_reply_json(reply, "\"%s ms later\"", json);
}

AW_EXPORT(stubborn)
{
    (void)json;
    int rc = aw_sleep(1000);
    return rc == AW_ECANCELLED ? aw_reply_json(reply, "\"not me\"") : rc;
}

AW_EXPORT(seven)
{
    (void)json, (void)reply;
    return 7;
}

AW_EXPORT(echo)
{
    return aw_reply_json(reply, "%s", json);
}

AW_EXPORT(fails)
{
    (void)reply;
    return aw_fail(-5, "cannot do %s", json);
}

AW_EXPORT(asks)
{
    aw_bytes answer = {0};
    int rc = aw_host_call("ask", json, &answer);
    if (rc == 0) rc = aw_reply_json(reply, "%s", answer.data);
    aw_bytes_free(&answer);
    return rc;
}
