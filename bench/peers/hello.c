/* A printed line and a sleep, with Emscripten's own Asyncify. */
#include <emscripten.h>
#include <stdio.h>

int main(void)
{
    printf("hello, world\n");
    emscripten_sleep(0);
    return 0;
}
