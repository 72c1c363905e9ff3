/* Await a JavaScript function that resolves at once; again and again. */
#include <awaitc.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    for (int left = argc > 1 ? atoi(argv[1]) : 1000; left > 0; left--) {
        aw_bytes reply = {0};
        int rc = aw_host_call("echo", "1", &reply);
        if (rc < 0) return 1;
        aw_bytes_free(&reply);
    }
    return 0;
}
